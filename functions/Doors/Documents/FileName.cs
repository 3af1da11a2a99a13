using System.Globalization;
using System.Text;

namespace Kumoten.Functions.Doors.Documents;

/// <summary>The uploader's name of a file, made fit to be shown and saved under. Blobs are never named by it.</summary>
public static class FileName
{
    /// <summary>The longest name that is kept, its ending included.</summary>
    public const int Longest = 120;

    /// <summary>Cleans a name.</summary>
    /// <param name="given">As the uploader's browser sent it; null when it sent none.</param>
    /// <param name="type">What the content is; the name ends accordingly.</param>
    /// <returns>The name without folders, control and direction characters.</returns>
    public static string ForShowing(string? given, FileType type)
    {
        var name = Clean(given ?? "");
        var ending = type.Extensions.FirstOrDefault(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        var stem = ending is null ? name : name[..^ending.Length];
        // "photo.exe" that is a JPEG is saved as "photo.exe.jpg", and opens as what it is.
        var end = ending is null ? type.Extensions[0] : name[^ending.Length..];
        stem = Cut(stem, Longest - end.Length).Trim(' ', '.');
        return (stem.Length == 0 ? "document" : stem) + end;
    }

    /// <summary>Cleans a name of a file that is not taken, so that the refusal can say which one it was.</summary>
    /// <param name="given">As the uploader's browser sent it.</param>
    /// <returns>The name without folders, control and direction characters.</returns>
    public static string Bare(string given) => Cut(Clean(given), Longest);

    private static string Clean(string given)
    {
        var clean = new StringBuilder();
        foreach (var rune in given[(given.LastIndexOfAny(['/', '\\']) + 1)..].EnumerateRunes())
        {
            // Format characters turn the reading direction around, so that "gpj.exe" reads as "exe.jpg".
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || rune == Rune.ReplacementChar)
                continue;
            clean.Append(rune.Value is '"' or '<' or '>' or ':' or '|' or '?' or '*' or ';' ? "_" : rune.ToString());
        }

        return clean.ToString().TrimEnd(' ', '.');
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
