using System.Globalization;
using System.Text;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>Makes facts into text that reads well and does no harm, whatever was pasted into the form.</summary>
public static class LetterText
{
    /// <summary>One line: no invisible characters, and any white space is one space.</summary>
    /// <param name="text">The text as given.</param>
    /// <returns>The line.</returns>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        var inTamil = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
            }
            else if (!IsInvisible(rune) || (inTamil && rune.Value is (0x200C or 0x200D)))
            {
                // The joiners mean something between Tamil letters, and only hide something elsewhere.
                inTamil = rune.Value is (>= 0x0B80 and <= 0x0BFF) or 0x200C or 0x200D;
                line.Append(rune);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The paragraphs of a longer text; each line break begins a new one.</summary>
    /// <param name="text">The text as given.</param>
    /// <returns>Each paragraph as a line.</returns>
    public static IReadOnlyList<string> Paragraphs(string text) =>
        [.. text.Split(['\n', '\r', '\u2028', '\u2029']).Select(Line).Where(line => line.Length > 0)];

    /// <summary>
    /// Whether a character shows nothing and only steers the text around it: direction marks, zero-width spaces,
    /// soft hyphens. They come with pasted text and are left out.
    /// </summary>
    /// <param name="rune">The character.</param>
    /// <returns>Whether it is left out.</returns>
    public static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
}
