using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>What a piece of a letter is.</summary>
internal enum BlockKind
{
    Paragraph,
    Small,
    ShopName,
    Title,
    Heading,
    ListItem,
    Row,
    Rule,
}

/// <summary>Words of one weight.</summary>
internal sealed record Span(string Text, bool IsBold);

/// <summary>A piece of a letter: lines as the template breaks them; a row or a list item has a label beside them.</summary>
internal sealed record Block(BlockKind Kind, IReadOnlyList<IReadOnlyList<Span>> Lines, string? Label = null, bool KeepWithNext = false);

/// <summary>A letter taken apart for the printer.</summary>
internal sealed record LetterMarkup(string Language, string Title, DateOnly Date, IReadOnlyList<Block> Blocks)
{
    /// <summary>Reads a letter's page.</summary>
    /// <exception cref="InvalidOperationException">A template uses markup that a printed letter does not know.</exception>
    public static LetterMarkup Read(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        var html = XElement.Load(reader, LoadOptions.PreserveWhitespace);
        var head = html.Element("head") ?? throw Unknown("a page without a head");
        var date = head.Elements("meta").Single(meta => (string?)meta.Attribute("name") == "date").Attribute("content")!.Value;
        var blocks = new List<Block>();
        Read(html.Element("body") ?? throw Unknown("a page without a body"), blocks);
        // "We enclose:" does not stand at the foot of a page with its list on the next.
        for (var i = 1; i < blocks.Count; i++)
        {
            if (blocks[i - 1].Kind == BlockKind.Paragraph && blocks[i].Kind is BlockKind.ListItem or BlockKind.Row)
                blocks[i - 1] = blocks[i - 1] with { KeepWithNext = true };
        }

        return new LetterMarkup(html.Attribute("lang")!.Value, head.Element("title")!.Value, DateOnly.ParseExact(date, "O", CultureInfo.InvariantCulture), blocks);
    }

    /// <summary>The letter's words by themselves, one line for each line of the letter.</summary>
    public string ToPlainText()
    {
        var text = new StringBuilder();
        foreach (var block in Blocks)
        {
            text.Append(block.Kind switch { BlockKind.Title => "\n# ", BlockKind.Heading => "\n## ", BlockKind.Rule => "----", _ => "" });
            if (block.Label is not null)
                text.Append(block.Label).Append(block.Kind == BlockKind.Row ? ": " : " ");
            text.AppendJoin('\n', block.Lines.Select(line => string.Concat(line.Select(span => span.Text)))).Append('\n');
        }

        return text.ToString();
    }

    private static void Read(XElement container, List<Block> blocks)
    {
        foreach (var node in container.Nodes())
        {
            switch (node)
            {
                case XText space when string.IsNullOrWhiteSpace(space.Value):
                    break;
                case XElement element:
                    ReadBlock(element, blocks);
                    break;
                default:
                    throw Unknown($"text outside of a paragraph: {node}");
            }
        }
    }

    private static void ReadBlock(XElement element, List<Block> blocks)
    {
        switch (element.Name.LocalName)
        {
            case "p":
                blocks.Add(new(((string?)element.Attribute("class")) switch
                {
                    null => BlockKind.Paragraph,
                    "small" => BlockKind.Small,
                    "shop" => BlockKind.ShopName,
                    var other => throw Unknown($"a paragraph of class {other}"),
                }, Lines(element)));
                break;
            case "h1":
                blocks.Add(new(BlockKind.Title, Lines(element), KeepWithNext: true));
                break;
            case "h2":
                blocks.Add(new(BlockKind.Heading, Lines(element), KeepWithNext: true));
                break;
            case "ol" or "ul":
                var number = 0;
                foreach (var item in element.Elements())
                    blocks.Add(new(BlockKind.ListItem, Lines(Named(item, "li")), element.Name.LocalName == "ol" ? string.Create(CultureInfo.InvariantCulture, $"{++number}.") : "•"));
                break;
            case "table":
                foreach (var row in element.Elements())
                {
                    var cells = Named(row, "tr").Elements().ToList();
                    if (cells.Count != 2)
                        throw Unknown("a table row without a th and a td");
                    blocks.Add(new(BlockKind.Row, Lines(Named(cells[1], "td")), Plain(Named(cells[0], "th"))));
                }

                break;
            case "header":
                Read(element, blocks);
                blocks.Add(new(BlockKind.Rule, []));
                break;
            case "section":
                // A section stays on one page.
                var first = blocks.Count;
                Read(element, blocks);
                for (var i = first; i < blocks.Count - 1; i++)
                    blocks[i] = blocks[i] with { KeepWithNext = true };
                break;
            default:
                throw Unknown($"<{element.Name.LocalName}>");
        }
    }

    private static XElement Named(XElement element, string name) => element.Name.LocalName == name ? element : throw Unknown($"<{element.Name.LocalName}> where <{name}> belongs");

    private static string Plain(XElement element) => string.Concat(Lines(element).SelectMany(line => line).Select(span => span.Text));

    private static List<IReadOnlyList<Span>> Lines(XElement element)
    {
        var lines = new List<List<Span>> { new() };
        Add(element, isBold: false);
        return [.. lines.Select(Trim)];

        void Add(XElement parent, bool isBold)
        {
            foreach (var node in parent.Nodes())
            {
                switch (node)
                {
                    case XText text:
                        lines[^1].Add(new(text.Value, isBold));
                        break;
                    case XElement { Name.LocalName: "br" }:
                        lines.Add([]);
                        break;
                    case XElement { Name.LocalName: "strong" } strong:
                        Add(strong, isBold: true);
                        break;
                    default:
                        throw Unknown(node.ToString());
                }
            }
        }
    }

    // White space as on the screen: one space between words, none at the ends.
    private static IReadOnlyList<Span> Trim(List<Span> line)
    {
        var trimmed = new List<Span>();
        var endsInSpace = true;
        foreach (var span in line)
        {
            var text = new StringBuilder();
            foreach (var c in span.Text)
            {
                var isSpace = c is ' ' or '\n' or '\r' or '\t';
                if (!isSpace || !endsInSpace)
                    text.Append(isSpace ? ' ' : c);
                endsInSpace = isSpace;
            }

            if (text.Length > 0)
                trimmed.Add(span with { Text = text.ToString() });
        }

        if (trimmed.Count > 0)
            trimmed[^1] = trimmed[^1] with { Text = trimmed[^1].Text.TrimEnd(' ') };
        return trimmed;
    }

    private static InvalidOperationException Unknown(string what) =>
        new($"A letter's template may use header, section, p, h1, h2, ol, ul, li, table, tr, th, td, strong and br; it has {what}.");
}
