using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>Breaks text into lines of a width, at spaces, between Chinese characters, and inside a word only when it is longer than a line.</summary>
internal static class LineBreaker
{
    // Not at the start of a line, and not at its end (the short list of Chinese typesetting).
    private const string NeverFirst = "、。，．：；！？）】》」』〉〕…—,.:;!?)]}%’”";
    private const string NeverLast = "（【《「『〈〔([{‘“$";

    // Most words of a letter are its template's, the same in all letters; measuring them anew took half the time of
    // printing. Bounded, since sellers' words come and do not come back.
    private const int RememberedWords = 20_000;
    private const int RememberedLength = 30;
    private static readonly ConcurrentDictionary<Span, float> Widths = new();

    /// <summary>Breaks a line of the letter.</summary>
    /// <param name="spans">The line's words.</param>
    /// <param name="width">The width in parts of the font's size.</param>
    /// <returns>Lines that fit; at least one.</returns>
    public static List<List<Span>> Break(IReadOnlyList<Span> spans, float width)
    {
        var lines = new List<List<Span>> { new() };
        var used = 0f;
        foreach (var word in spans.SelectMany(span => Words(span.Text).Select(text => span with { Text = text })))
        {
            var visible = Width(word with { Text = word.Text.TrimEnd(' ') });
            if (used + visible > width && used > 0)
                NewLine();
            if (visible <= width)
                Put(word, Width(word));
            else
                PutInPieces(word);
        }

        foreach (var line in lines.Where(line => line.Count > 0))
            line[^1] = line[^1] with { Text = line[^1].Text.TrimEnd(' ') };
        return lines;

        void NewLine()
        {
            lines.Add([]);
            used = 0;
        }

        void Put(Span piece, float pieceWidth)
        {
            var line = lines[^1];
            if (line.Count > 0 && line[^1].IsBold == piece.IsBold)
                line[^1] = line[^1] with { Text = line[^1].Text + piece.Text };
            else
                line.Add(piece);
            used += pieceWidth;
        }

        // A web address, or a text without spaces: as many whole characters as fit.
        void PutInPieces(Span word)
        {
            var elements = StringInfo.GetTextElementEnumerator(word.Text);
            while (elements.MoveNext())
            {
                var piece = word with { Text = elements.GetTextElement() };
                var pieceWidth = Width(piece);
                if (used + pieceWidth > width && used > 0)
                    NewLine();
                Put(piece, pieceWidth);
            }
        }
    }

    /// <summary>The width of a text of one weight, in parts of the font's size.</summary>
    public static float Width(Span span)
    {
        if (Widths.TryGetValue(span, out var known))
            return known;
        var width = LetterFonts.Shared.Cut(span.Text, span.IsBold).Sum(run => run.Font.Shape(run.Text).Width);
        if (span.Text.Length <= RememberedLength && Widths.Count < RememberedWords)
            Widths[span] = width;
        return width;
    }

    // Words with the spaces after them; each Chinese character is a word of its own, but for punctuation.
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        Rune? before = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (before is { } last && MayBreak(last, rune))
            {
                yield return word.ToString();
                word.Clear();
            }

            word.Append(rune);
            before = rune;
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private static bool MayBreak(Rune before, Rune after)
    {
        if (before.Value == ' ')
            return after.Value != ' ';
        return after.Value != ' ' && (IsChinese(before) || IsChinese(after)) && !Has(NeverFirst, after) && !Has(NeverLast, before);
    }

    private static bool Has(string list, Rune rune) => rune.IsBmp && list.Contains((char)rune.Value, StringComparison.Ordinal);

    // Chinese characters and Japanese syllables, and the punctuation that goes with them.
    private static bool IsChinese(Rune rune) => rune.Value is (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x20000 and <= 0x3FFFF);
}
