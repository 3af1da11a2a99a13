using System.Collections.Immutable;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Cases;

/// <summary>
/// All that is decided together: an order and its cases, or an appeal by itself. It lives in one table
/// partition, so that one transaction can change all of it.
/// </summary>
/// <param name="Subject">The order's id, or the appeal's.</param>
/// <param name="Order">The order; null for an appeal.</param>
/// <param name="Cases">The cases, oldest first.</param>
public sealed record Dossier(string Subject, Order? Order, ImmutableList<Case> Cases)
{
    /// <summary>What happened so far, oldest first, with the id of the case it happened to.</summary>
    public ImmutableList<(string CaseId, TimelineEntry Entry)> Timeline { get; init; } = [];

    /// <summary>The timeline of one case, oldest first.</summary>
    /// <param name="caseId">The case.</param>
    /// <returns>Its entries.</returns>
    public IEnumerable<TimelineEntry> TimelineOf(string caseId) => Timeline.Where(line => line.CaseId == caseId).Select(line => line.Entry);

    /// <summary>Finds a case.</summary>
    /// <param name="caseId">Its id.</param>
    /// <returns>The case; null when it is not here.</returns>
    public Case? Case(string caseId) => Cases.Find(c => c.Id == caseId);
}

/// <summary>A case's id is its subject's and its number there, "KM-1001.1": it says where it lives.</summary>
public static class CaseId
{
    /// <summary>Makes the id.</summary>
    /// <param name="subject">The order's or appeal's id.</param>
    /// <param name="number">1 for the subject's first case.</param>
    /// <returns>The id.</returns>
    public static string Of(string subject, int number) => $"{subject}.{number}";

    /// <summary>What the subject of an appeal begins with.</summary>
    public const string AppealPrefix = "AP-";

    /// <summary>The order of a case, by the case's id alone.</summary>
    /// <param name="caseId">The case's id.</param>
    /// <returns>The order's id; null for an appeal, or when it is no case's id.</returns>
    public static string? OrderOf(string? caseId) =>
        TryParse(caseId, out var subject, out _) && !subject.StartsWith(AppealPrefix, StringComparison.Ordinal) ? subject : null;

    /// <summary>The dossier of a case.</summary>
    /// <param name="caseId">The case's id.</param>
    /// <returns>Its subject.</returns>
    /// <exception cref="FormatException">It is no case's id.</exception>
    public static string SubjectOf(string caseId) => TryParse(caseId, out var subject, out _) ? subject : throw new FormatException($"{caseId} is not a case's id.");

    /// <summary>Takes an id apart.</summary>
    /// <param name="caseId">The id.</param>
    /// <param name="subject">The subject when the answer is true.</param>
    /// <param name="number">The number when the answer is true.</param>
    /// <returns>Whether it is a case's id.</returns>
    public static bool TryParse(string? caseId, out string subject, out int number)
    {
        var dot = caseId?.LastIndexOf('.') ?? -1;
        subject = dot > 0 ? caseId![..dot] : "";
        number = 0;
        return dot > 0 && Keys.IsKey(subject) && int.TryParse(caseId.AsSpan(dot + 1), out number) && number > 0;
    }
}
