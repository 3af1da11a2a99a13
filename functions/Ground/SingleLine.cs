using System.Globalization;
using System.Text;

namespace Kumoten.Functions.Ground;

/// <summary>
/// Text of one line: names, addresses, tickets, phones. A line break in such a field would begin a paragraph of its own in
/// a mail of Kumoten's, in Kumoten's words for whoever reads it.
/// </summary>
public static class SingleLine
{
    /// <summary>Whether a text stands on one line: it has no control characters, and none of Unicode's own line ends.</summary>
    /// <param name="text">The text; null stands on one.</param>
    /// <returns>Whether it does.</returns>
    public static bool Is(string? text) => text is null || !text.Any(Breaks);

    /// <summary>Puts a text on one line, with a space for whatever broke it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text on one line.</returns>
    public static string Of(string text)
    {
        if (Is(text))
            return text;
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!Breaks(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString().Trim();
    }

    private static bool Breaks(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
