using SkiaSharp;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>A text on a page: its baseline's left end in points from the page's upper left corner.</summary>
internal sealed record PlacedText(float X, float Y, float Size, bool IsGrey, IReadOnlyList<ShapedText> Runs);

/// <summary>A page: texts in reading order, and lines across at these heights.</summary>
internal sealed record PlacedPage(List<PlacedText> Texts, List<float> Rules);

/// <summary>Sets a letter on A4 pages.</summary>
internal sealed class LetterLayout
{
    public const float PageWidth = 595.28f;
    public const float PageHeight = 841.89f;
    public const float Left = 68;
    public const float Right = PageWidth - 68;
    private const float Top = 62;
    private const float Bottom = PageHeight - 78;
    private const float FooterBaseline = PageHeight - 44;
    private const float FooterSize = 8.5f;
    private const float LabelWidth = 128;
    private const float ItemIndent = 20;

    /// <summary>Where an annex's picture goes: under its title of up to five lines, over the footer.</summary>
    public static readonly SKRect PictureRoom = new(Left, Top + 110, Right, Bottom);

    private readonly List<PlacedPage> pages = [];

    private LetterLayout()
    {
    }

    public static IReadOnlyList<PlacedPage> Set(LetterMarkup letter, bool hasPageNumbers)
    {
        var layout = new LetterLayout();
        layout.Place([.. letter.Blocks.SelectMany((block, i) => Lines(block, i == 0 ? null : letter.Blocks[i - 1]))]);
        layout.AddFooters(letter, hasPageNumbers);
        return layout.pages;
    }

    // One line of the page, with what stands in it; it may have to stay together with the next.
    private sealed record Line(float SpaceBefore, float Height, float Baseline, float Size, bool IsGrey, bool KeepWithNext)
    {
        public List<(float X, IReadOnlyList<Span> Spans)> Texts { get; } = [];

        public bool IsRule { get; init; }
    }

    private sealed record Face(float Size, float Leading, float SpaceBefore, bool IsBold = false, bool IsGrey = false);

    private static Face FaceOf(BlockKind kind) => kind switch
    {
        BlockKind.ShopName => new(16, 21, 0, IsBold: true),
        BlockKind.Title => new(13.5f, 18, 12, IsBold: true),
        BlockKind.Heading => new(11, 15, 11, IsBold: true),
        BlockKind.Small => new(9, 12.5f, 2, IsGrey: true),
        _ => new(10.5f, 15, 7),
    };

    private static IEnumerable<Line> Lines(Block block, Block? before)
    {
        if (block.Kind == BlockKind.Rule)
            return [new Line(4, 6, 0, 0, false, true) { IsRule = true }];
        var face = FaceOf(block.Kind);
        // Items and rows of one list stand closer together than paragraphs.
        var spaceBefore = block.Kind == before?.Kind && block.Kind is BlockKind.ListItem or BlockKind.Row ? 2.5f : face.SpaceBefore;
        var indent = block.Kind switch { BlockKind.Row => LabelWidth, BlockKind.ListItem => ItemIndent, _ => 0 };
        var texts = block.Lines.SelectMany(line => Break(line, face, Right - Left - indent)).ToList();
        var labels = block.Kind == BlockKind.Row ? Break([new(block.Label!, true)], face, LabelWidth - 10) : block.Label is null ? [] : [[new(block.Label, false)]];
        var count = Math.Max(texts.Count, labels.Count);
        var lines = new Line[count];
        for (var i = 0; i < count; i++)
        {
            // No line of a paragraph stands alone on a page, and a short row is not torn apart.
            var keep = block.KeepWithNext || (count > 1 && (i == 0 || i == count - 2) && i < count - 1);
            lines[i] = new Line(i == 0 ? spaceBefore : 0, face.Leading, face.Leading - (face.Size * 0.35f), face.Size, face.IsGrey, keep);
            if (i < labels.Count)
                lines[i].Texts.Add((Left, labels[i]));
            if (i < texts.Count)
                lines[i].Texts.Add((Left + indent, texts[i]));
        }

        return lines;
    }

    private static List<List<Span>> Break(IReadOnlyList<Span> line, Face face, float width) =>
        LineBreaker.Break(face.IsBold ? [.. line.Select(span => span with { IsBold = true })] : line, width / face.Size);

    private void Place(List<Line> lines)
    {
        pages.Add(new([], []));
        var y = Top;
        for (var start = 0; start < lines.Count;)
        {
            var end = start;
            while (end < lines.Count - 1 && lines[end].KeepWithNext)
                end++;
            var group = lines[start..(end + 1)];
            var height = group.Sum(line => line.SpaceBefore + line.Height);
            if (y + height > Bottom && y > Top && height < Bottom - Top)
                y = NewPage();
            foreach (var line in group)
            {
                if (y + line.SpaceBefore + line.Height > Bottom)
                    y = NewPage();
                y += y > Top ? line.SpaceBefore : 0;
                if (line.IsRule)
                    pages[^1].Rules.Add(y);
                foreach (var (x, spans) in line.Texts)
                    Put(spans, x, y + line.Baseline, line.Size, line.IsGrey);
                y += line.Height;
            }

            start = end + 1;
        }

        float NewPage()
        {
            pages.Add(new([], []));
            return Top;
        }
    }

    private void AddFooters(LetterMarkup letter, bool hasPageNumbers)
    {
        for (var i = 0; i < pages.Count; i++)
        {
            var number = letter.Language == "ms" ? $"Halaman {i + 1} daripada {pages.Count}" : $"Page {i + 1} of {pages.Count}";
            Put(pages[i], [new(letter.Title, false)], Left, FooterBaseline, FooterSize, isGrey: true);
            if (hasPageNumbers)
                Put(pages[i], [new(number, false)], Right - (LineBreaker.Width(new(number, false)) * FooterSize), FooterBaseline, FooterSize, isGrey: true);
            pages[i].Rules.Add(FooterBaseline - 14);
        }
    }

    private void Put(IReadOnlyList<Span> spans, float x, float y, float size, bool isGrey) => Put(pages[^1], spans, x, y, size, isGrey);

    private static void Put(PlacedPage page, IReadOnlyList<Span> spans, float x, float y, float size, bool isGrey) =>
        page.Texts.Add(new(x, y, size, isGrey, [.. spans.SelectMany(span => LetterFonts.Shared.Cut(span.Text, span.IsBold)).Select(run => run.Font.Shape(run.Text))]));
}
