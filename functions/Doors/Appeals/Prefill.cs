using Kumoten.Functions.Doors.Appeals.Mail;
using Kumoten.Functions.Platform.Printing;

namespace Kumoten.Functions.Doors.Appeals;

/// <summary>What could be read of an appeal's facts in Lazada's mail. The seller checks it; nothing is guessed.</summary>
/// <param name="Appeal">The facts by field; only those that could be read.</param>
/// <param name="Read">Where each was read.</param>
/// <param name="Missing">The fields that an appeal needs and the mail does not give, or not clearly.</param>
/// <param name="Unclear">The fields for which the mail gives more than one answer.</param>
public sealed record Prefill(
    IReadOnlyDictionary<string, object> Appeal, IReadOnlyList<ReadFact> Read, IReadOnlyList<string> Missing, IReadOnlyList<UnclearFact> Unclear)
{
    // Pasted mails are short; what comes after is a quoted conversation or worse.
    private const int MaxLines = 2000;
    private const int MaxLine = 1000;

    private static readonly string[] Needed =
        ["lazadaShop", "productName", "sku", "lazadaSku", "violation", "noticeDate", "penaltyPoints", "explanation", "correctiveActions"];

    /// <summary>Reads a mail.</summary>
    /// <param name="text">Its text, as pasted.</param>
    /// <returns>What could be read.</returns>
    public static Prefill From(string text)
    {
        var lines = text.Split(['\n', '\r']).Take(MaxLines).Select(Clean).Where(line => line.Length > 0).ToList();
        var labelled = LabelledLines.Read(lines);
        var appeal = new Dictionary<string, object>();
        var read = new List<ReadFact>();
        var unclear = new List<UnclearFact>();
        foreach (var (field, sources) in MailFacts.Fields)
        {
            // The surest source that says anything decides; if it says two things, the seller does.
            var found = sources.Select(source => source(lines, labelled).DistinctBy(fact => fact.Value).ToList()).FirstOrDefault(facts => facts.Count > 0) ?? [];
            if (found is [var only])
            {
                appeal[field] = only.Value;
                read.Add(new(field, only.Value, only.From));
            }
            else if (found.Count > 1)
            {
                unclear.Add(new(field, [.. found.Select(fact => new ReadFact(field, fact.Value, fact.From))]));
            }
        }

        return new Prefill(appeal, read, [.. Needed.Where(field => !appeal.ContainsKey(field))], unclear);
    }

    // Tabs separate the columns of a pasted table, so they stay.
    private static string Clean(string line) =>
        string.Join('\t', line[..Math.Min(line.Length, MaxLine)].Replace('|', '\t').Split('\t').Select(LetterText.Line)).Trim('\t', ' ', '*', '>', '-', '•');
}

/// <summary>A fact and the words it was read from.</summary>
/// <param name="Field">The field of the form.</param>
/// <param name="Value">What was read.</param>
/// <param name="From">The mail's own words.</param>
public sealed record ReadFact(string Field, object Value, string From);

/// <summary>A field for which the mail gives more than one answer.</summary>
/// <param name="Field">The field of the form.</param>
/// <param name="Candidates">The answers.</param>
public sealed record UnclearFact(string Field, IReadOnlyList<ReadFact> Candidates);
