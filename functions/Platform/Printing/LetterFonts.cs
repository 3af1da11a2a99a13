using System.Text;
using HarfBuzzSharp;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>The fonts that letters are set in: Latin (with Greek and Cyrillic), Tamil and Chinese, under the SIL Open Font License.</summary>
public sealed class LetterFonts
{
    private static readonly Lazy<LetterFonts> Loaded = new(() => new LetterFonts(Path.Combine(AppContext.BaseDirectory, "Platform", "Printing", "Fonts")));

    private readonly LetterFont[] regular;
    private readonly LetterFont[] bold;

    private LetterFonts(string folder)
    {
        // The Chinese font has one weight: a second would add ten megabytes for the name in the letterhead.
        var chinese = new LetterFont(Path.Combine(folder, "NotoSansSC-Regular.ttf"));
        regular = [new(Path.Combine(folder, "NotoSans-Regular.ttf")), new(Path.Combine(folder, "NotoSansTamil-Regular.ttf")), chinese];
        bold = [new(Path.Combine(folder, "NotoSans-Bold.ttf")), new(Path.Combine(folder, "NotoSansTamil-Bold.ttf")), chinese];
    }

    /// <summary>The fonts, loaded by whoever needs them first.</summary>
    public static LetterFonts Shared => Loaded.Value;

    /// <summary>The characters of a text that no font can set, each once, in their order; half a character counts, too.</summary>
    /// <param name="text">The text as the seller gave it.</param>
    /// <returns>Their numbers; empty when all of it can be set.</returns>
    public IReadOnlyList<int> CannotSet(string text)
    {
        var missing = new List<int>();
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var isWhole = Rune.DecodeFromUtf16(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            var number = isWhole ? rune.Value : rest[0];
            if (!(isWhole && (Rune.IsWhiteSpace(rune) || LetterText.IsInvisible(rune) || regular.Any(font => font.Has(number)))) && !missing.Contains(number))
                missing.Add(number);
            rest = rest[length..];
        }

        return missing;
    }

    /// <summary>A file's name for the letter: nobody is asked to rename a photo for the emoji in its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The name with an underscore for each character that no font can set.</returns>
    public string Printable(string name)
    {
        var missing = CannotSet(name);
        return missing.Count == 0 ? name : string.Concat(name.EnumerateRunes().Select(rune => missing.Contains(rune.Value) ? "_" : rune.ToString()));
    }

    /// <summary>Cuts a line into the longest pieces that one font can set.</summary>
    /// <param name="text">The line.</param>
    /// <param name="isBold">Whether it is bold.</param>
    /// <returns>The pieces in order.</returns>
    internal IEnumerable<(LetterFont Font, string Text)> Cut(string text, bool isBold)
    {
        var fonts = isBold ? bold : regular;
        var start = 0;
        var position = 0;
        LetterFont? current = null;
        foreach (var rune in text.EnumerateRunes())
        {
            // A joiner or a mark stays with the letter before it where that font knows it; all else takes the first font that has it.
            var stays = current is not null && (LetterText.IsInvisible(rune) || (IsMark(rune) && current.Has(rune.Value)));
            var font = stays ? current! : rune.IsAscii ? fonts[0] : Array.Find(fonts, f => f.Has(rune.Value)) ?? current ?? fonts[0];
            if (font != current && current is not null)
            {
                yield return (current, text[start..position]);
                start = position;
            }

            current = font;
            position += rune.Utf16SequenceLength;
        }

        if (current is not null)
            yield return (current, text[start..]);
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark or System.Globalization.UnicodeCategory.EnclosingMark;
}

/// <summary>One font file, mapped into memory; safe to use from many threads.</summary>
#pragma warning disable CA1001 // A font lives as long as the program.
internal sealed class LetterFont
#pragma warning restore CA1001
{
    // A ligature is one sign for several letters, and not every reader of a PDF finds the letters again.
    private static readonly Feature[] NoLigatures = [Feature.Parse("-liga"), Feature.Parse("-clig")];

    private readonly Font font;

    public LetterFont(string file)
    {
        using var blob = Blob.FromFile(file);
        Face = new Face(blob, 0);
        Face.MakeImmutable();
        font = new Font(Face);
        font.SetScale(Face.UnitsPerEm, Face.UnitsPerEm);
        font.SetFunctionsOpenType();
    }

    public Face Face { get; }

    // Controls and the sign for an unreadable character have glyphs, but nobody means to print them.
    // Noto Sans has Devanagari, too; its letters need rules of shaping that are not applied across scripts here.
    public bool Has(int codePoint) =>
        codePoint is not (< 0x20 or (>= 0x7F and < 0xA0) or 0xFFFD or (>= 0x0900 and <= 0x097F) or (>= 0x1CD0 and <= 0x1CFF) or (>= 0xA8E0 and <= 0xA8FF) or (>= 0xE000 and <= 0xF8FF))
        && font.TryGetGlyph(codePoint, out _);

    public uint Glyph(int codePoint) => font.TryGetGlyph(codePoint, out var glyph) ? glyph : 0;

    public ShapedText Shape(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf8(utf8);
        buffer.GuessSegmentProperties();
        font.Shape(buffer, NoLigatures);
        var infos = buffer.GetGlyphInfoSpan();
        var positions = buffer.GetGlyphPositionSpan();
        var glyphs = new ShapedGlyph[infos.Length];
        var scale = 1f / Face.UnitsPerEm;
        var x = 0f;
        for (var i = 0; i < glyphs.Length; i++)
        {
            glyphs[i] = new(infos[i].Codepoint, infos[i].Cluster, x + (positions[i].XOffset * scale), -positions[i].YOffset * scale);
            x += positions[i].XAdvance * scale;
        }

        return new ShapedText(this, text, utf8, glyphs, x);
    }
}

/// <summary>A text of one font as glyphs; all measures are parts of the font's size.</summary>
internal sealed record ShapedText(LetterFont Font, string Text, byte[] Utf8, ShapedGlyph[] Glyphs, float Width);

/// <summary>A glyph, the byte of the text it stands for, and its place.</summary>
internal readonly record struct ShapedGlyph(uint Id, uint Cluster, float X, float Y);
