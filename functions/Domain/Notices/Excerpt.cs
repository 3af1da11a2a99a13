namespace Kumoten.Functions.Domain.Notices;

/// <summary>The beginning of long words, for a mail: the case, which it leads to, shows them whole.</summary>
public static class Excerpt
{
    // Kept with the case until the mail is out: sixty notes in an hour without mail must still fit into its row.
    private const int Longest = 500;

    /// <summary>The beginning of a person's words: a mail is no place for all of a long note.</summary>
    /// <param name="words">The words.</param>
    /// <returns>At most some five hundred characters.</returns>
    public static string Of(string words) => words.Length <= Longest ? words : words[..(char.IsHighSurrogate(words[Longest - 1]) ? Longest - 1 : Longest)].TrimEnd() + " ...";
}
