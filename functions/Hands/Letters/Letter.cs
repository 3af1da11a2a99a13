using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Platform.Printing;

namespace Kumoten.Functions.Hands.Letters;

/// <summary>An earlier letter that Lazada declined.</summary>
/// <param name="Reference">Its reference.</param>
/// <param name="Date">Its date.</param>
public sealed record EarlierLetter(string Reference, DateOnly Date);

/// <summary>
/// Everything a letter says beyond its template's words: what the seller gave and what the system holds, nothing
/// else. The same letter and the same template give the same bytes.
/// </summary>
public sealed record LetterContent
{
    /// <summary>The case.</summary>
    public required string CaseId { get; init; }

    /// <summary>The seller at Kumoten.</summary>
    public required string SellerId { get; init; }

    /// <summary>1 for the first letter of the case; null for a preview, which is no version yet.</summary>
    public required int? Version { get; init; }

    /// <summary>The letter's date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What the seller gave.</summary>
    public required AppealFacts Facts { get; init; }

    /// <summary>The documents that go with it, in the order of their annex numbers.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>The letter that was declined before; null when there was none.</summary>
    public EarlierLetter? Declined { get; init; }

    /// <summary>The letter's own reference.</summary>
    public string Reference => Version is { } version ? ReferenceOf(CaseId, version) : CaseId;

    /// <summary>The template for this violation and language.</summary>
    public string Template => $"Hands/Letters/{Facts.Violation}.{Facts.Language}.scriban";

    /// <summary>The next letter of a case.</summary>
    /// <param name="c">The case.</param>
    /// <param name="evidence">The documents that go with it.</param>
    /// <returns>The letter.</returns>
    /// <exception cref="InvalidOperationException">The case has no appeal.</exception>
    public static LetterContent NextOf(Case c, IReadOnlyList<Evidence> evidence) => new()
    {
        CaseId = c.Id,
        SellerId = c.SellerId,
        Version = c.Letters.Count + 1,
        // The day the letter was asked for, not the moment of writing: a repeat after a crash writes the same bytes.
        Date = MalaysiaTime.DayOf(c.StateSince),
        Facts = c.Appeal ?? throw new InvalidOperationException($"Case {c.Id} has no appeal to write a letter of."),
        Evidence = evidence,
        Declined = c.Letters.FindLast(letter => letter.DeclinedAt is not null) is { } declined
            ? new EarlierLetter(ReferenceOf(c.Id, declined.Version), MalaysiaTime.DayOf(declined.WrittenAt))
            : null,
    };

    /// <summary>Whoever gave the facts that a letter is written of: the last to bring the case into drafting.</summary>
    /// <param name="c">The case.</param>
    /// <param name="dossier">Its dossier.</param>
    /// <returns>Role and person, for the letter's metadata.</returns>
    public static string AuthorOf(Case c, Dossier dossier)
    {
        var asked = dossier.TimelineOf(c.Id).LastOrDefault(entry => entry.To == CaseState.Drafting && entry.From != CaseState.Drafting);
        return asked is null ? Actor.System.ApiName() : $"{asked.Actor.ApiName()}:{asked.Who ?? (asked.Actor == Actor.Seller ? c.SellerId : "")}";
    }

    /// <summary>A hash of all facts, for the letter's metadata.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Json.Options)));

    /// <summary>The facts by the names that templates use. Functions/Appeals/README.md lists them.</summary>
    /// <returns>The facts.</returns>
    public IReadOnlyDictionary<string, object?> ForTemplate() => new Dictionary<string, object?>
    {
        ["date"] = Words(Date),
        ["reference"] = Reference,
        ["case_id"] = CaseId,
        ["seller_id"] = SellerId,
        ["shop"] = LetterText.Line(Facts.LazadaShop),
        ["product"] = LetterText.Line(Facts.ProductName),
        ["sku"] = LetterText.Line(Facts.Sku),
        ["lazada_sku"] = LetterText.Line(Facts.LazadaSku),
        ["notice_date"] = Words(Facts.NoticeDate ?? throw new InvalidOperationException("A letter needs the date of the notice.")),
        ["penalty_points"] = Facts.PenaltyPoints ?? throw new InvalidOperationException("A letter needs the penalty points, 0 for none."),
        ["deadline"] = Facts.Deadline is { } deadline ? Words(deadline) : null,
        ["explanation"] = LetterText.Paragraphs(Facts.Explanation),
        ["corrective_actions"] = Facts.CorrectiveActions.Select(LetterText.Line).ToArray(),
        ["preventive_actions"] = Facts.PreventiveActions.Select(LetterText.Line).ToArray(),
        ["evidence"] = Evidence.Select((e, i) => new Dictionary<string, object?> { ["number"] = i + 1, ["name"] = LetterFonts.Shared.Printable(LetterText.Line(e.Name)), ["kind"] = e.Kind }).ToArray(),
        ["declined"] = Declined is null ? null : new Dictionary<string, object?> { ["reference"] = Declined.Reference, ["date"] = Words(Declined.Date) },
    };

    private static string ReferenceOf(string caseId, int version) => string.Create(CultureInfo.InvariantCulture, $"{caseId}/{version}");

    private string Words(DateOnly date) => MalaysiaTime.InWords(date, Facts.Language);
}
