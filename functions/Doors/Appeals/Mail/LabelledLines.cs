namespace Kumoten.Functions.Doors.Appeals.Mail;

/// <summary>What a mail says under a label: "Product name: T-shirt", a label above its value, or a column of a table.</summary>
/// <param name="Label">The label in lower case.</param>
/// <param name="Value">The value.</param>
/// <param name="From">The mail's words.</param>
internal sealed record Labelled(string Label, string Value, string From);

/// <summary>Finds labels and their values in the lines of a mail.</summary>
internal static class LabelledLines
{
    /// <summary>All values under a known label.</summary>
    /// <param name="lines">The mail's lines, with tabs between columns.</param>
    /// <returns>The values in their order.</returns>
    public static IReadOnlyList<Labelled> Read(IReadOnlyList<string> lines)
    {
        var found = new List<Labelled>();
        for (var i = 0; i < lines.Count; i++)
        {
            var cells = Cells(lines[i]);
            var next = i + 1 < lines.Count ? lines[i + 1] : null;
            if (IsHead(cells) && next is not null)
            {
                // The head of a table: the rows under it have as many cells.
                for (; i + 1 < lines.Count && Cells(lines[i + 1]) is { } values && values.Length == cells.Length && !IsHead(values); i++)
                    found.AddRange(cells.Zip(values).Where(pair => pair.Second.Length > 0).Select(pair => new Labelled(Plain(pair.First), pair.Second, $"{Bare(pair.First)}: {pair.Second}")));
            }
            else if (cells is [var label, var value] && IsLabel(label) && value.Length > 0)
            {
                found.Add(new(Plain(label), value, $"{Bare(label)}: {value}"));
            }
            else if (cells is [var line])
            {
                AddLine(line, next, found);
            }
        }

        return found;
    }

    private static void AddLine(string line, string? next, List<Labelled> found)
    {
        var colon = line.IndexOfAny([':', '：', '=']);
        if (colon > 0 && IsLabel(line[..colon]) && line[(colon + 1)..].Trim() is { Length: > 0 } value)
            found.Add(new(Plain(line[..colon]), value, line));
        else if (IsLabel(line) && next is not null && !next.Contains('\t', StringComparison.Ordinal) && next.IndexOfAny([':', '：']) < 0 && !IsLabel(next))
            found.Add(new(Plain(line), next, $"{Bare(line)}: {next}"));
    }

    private static string[] Cells(string line) => line.Split('\t', StringSplitOptions.TrimEntries);

    private static bool IsHead(string[] cells) => cells.Length > 1 && Array.TrueForAll(cells, IsLabel);

    private static bool IsLabel(string text) => MailFacts.Labels.Contains(Plain(text));

    // "**Product Name** :" is "product name".
    private static string Plain(string label) => Bare(label).ToLowerInvariant();

    private static string Bare(string label) => label.Trim(' ', ':', '：', '*', '=', '.', '#');
}
