using System.Globalization;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Desk.Figures;

/// <summary>
/// What one dossier adds to the figures: for each page of the book (a day, or what is open now, of a courier and a state) its
/// counts by name. Pure, and made of the whole dossier each time: the book replaces what the dossier added before by
/// what it adds now, so that counting twice changes nothing and a missed count is made up for by the next.
/// </summary>
public static class CaseFigures
{
    /// <summary>What stands for no courier or no state, as for an appeal.</summary>
    public const string None = "none";

    /// <summary>A parcel's case was opened because it had no scan for too long.</summary>
    public const string Stalled = "stalled";

    /// <summary>Followed by the kind of case: one was opened.</summary>
    public const string Opened = "opened.";

    /// <summary>Whoever was to act did so in time.</summary>
    public const string Kept = "kept";

    /// <summary>A deadline passed.</summary>
    public const string Missed = "missed";

    /// <summary>A refund was credited.</summary>
    public const string Refunds = "refunds";

    /// <summary>Sen credited.</summary>
    public const string RefundedSen = "refundedSen";

    /// <summary>Followed by tenths of a day from cancellation to refund: one refund took so long.</summary>
    public const string DaysToRefund = "days.";

    /// <summary>What a dossier adds.</summary>
    /// <param name="dossier">The dossier with its timeline.</param>
    /// <returns>Counts by page and name.</returns>
    public static Counts Of(Dossier dossier)
    {
        var counts = new Counts();
        foreach (var c in dossier.Cases)
        {
            var place = $"{c.Courier ?? dossier.Order?.Courier ?? None}.{dossier.Order?.Destination.ApiName() ?? None}";
            counts.Add(Day(c.OpenedAt, place), Opened + c.Type.ApiName(), 1);
            if (c.Type == CaseType.StalledParcel)
                counts.Add(Day(c.OpenedAt, place), Stalled, 1);
            AddDeadlines(counts, dossier.TimelineOf(c.Id), place);
            if (c.Refund is { PaidAt: { } paid } refund)
            {
                counts.Add(Day(paid, place), Refunds, 1);
                counts.Add(Day(paid, place), RefundedSen, refund.Amount.Sen);
                counts.Add(Day(paid, place), DaysToRefund + Tenths(paid - (dossier.Order?.CancelledAt ?? c.OpenedAt)), 1);
            }

            if (!c.IsEnded)
                counts.Add("open." + place, $"{c.State.ApiName()}.{MalaysiaTime.DayOf(c.StateSince):yyyyMMdd}", 1);
        }

        return counts;
    }

    private static void AddDeadlines(Counts counts, IEnumerable<TimelineEntry> timeline, string place)
    {
        var isMissed = false;
        foreach (var line in timeline)
        {
            if (line.Event == CaseEvent.NameOf<DeadlinePassed>())
            {
                counts.Add(Day(line.At, place), Missed, 1);
                isMissed = true;
            }

            if (line.From is not { } from || from == line.To)
                continue;
            // What the program itself does within seconds says nothing of anybody, and a case that was called off kept nothing.
            if (!isMissed && DeadlineTable.For(from) is { Due: not null, Actor: not Actor.System } && line.To is not (CaseState.Superseded or CaseState.Withdrawn or CaseState.Closed))
                counts.Add(Day(line.At, place), Kept, 1);
            isMissed = false;
        }
    }

    private static string Day(DateTimeOffset at, string place) => $"day.{MalaysiaTime.DayOf(at):yyyyMMdd}.{place}";

    private static string Tenths(TimeSpan time) => Math.Max(0, (int)Math.Round(time.TotalDays * 10)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>Counts by page and name; a count of zero is not there.</summary>
public sealed class Counts
{
    /// <summary>The pages.</summary>
    public SortedDictionary<string, SortedDictionary<string, long>> Pages { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Adds to a count.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">The count.</param>
    /// <param name="number">How many more; fewer when negative.</param>
    public void Add(string page, string name, long number)
    {
        if (!Pages.TryGetValue(page, out var counts))
            Pages[page] = counts = new(StringComparer.Ordinal);
        counts[name] = counts.GetValueOrDefault(name) + number;
        if (counts[name] == 0)
            counts.Remove(name);
        if (counts.Count == 0)
            Pages.Remove(page);
    }

    /// <summary>Adds all of other counts.</summary>
    /// <param name="others">The other counts.</param>
    /// <param name="sign">1 to add them, -1 to take them away.</param>
    public void Add(Counts others, int sign = 1)
    {
        foreach (var (page, names) in others.Pages)
        {
            foreach (var (name, number) in names)
                Add(page, name, sign * number);
        }
    }

    /// <summary>What must be added to come from one set of counts to another.</summary>
    /// <param name="before">The one.</param>
    /// <param name="after">The other.</param>
    /// <returns>The difference.</returns>
    public static Counts Between(Counts before, Counts after)
    {
        var difference = new Counts();
        difference.Add(after);
        difference.Add(before, -1);
        return difference;
    }
}
