using System.Globalization;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Desk.Figures;

/// <summary>How well the desk served in some days, and what is open now.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Total">Everything together.</param>
/// <param name="Groups">Each courier and state of Malaysia by itself.</param>
/// <param name="Open">What is open now, by courier, state of Malaysia and state of the case.</param>
public sealed record SlaView(DateOnly From, DateOnly To, SlaGroup Total, IReadOnlyList<SlaGroup> Groups, IReadOnlyList<OpenCases> Open)
{
    /// <summary>Makes the answer of the book's counts.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="counts">The pages of these days, and what is open now.</param>
    /// <param name="today">Today in Malaysia, for ages.</param>
    /// <returns>The answer.</returns>
    public static SlaView Of(DateOnly from, DateOnly to, Counts counts, DateOnly today)
    {
        var days = counts.Pages.Where(page => page.Key.StartsWith("day.", StringComparison.Ordinal)).ToList();
        return new(
            from, to,
            SlaGroup.Of(null, null, days.Select(page => page.Value)),
            [.. days.GroupBy(page => Place(page.Key, 2), page => page.Value).OrderBy(group => group.Key).Select(group => SlaGroup.Of(group.Key.Courier, group.Key.Region, group))],
            [.. counts.Pages.Where(page => page.Key.StartsWith("open.", StringComparison.Ordinal)).SelectMany(page => OpenCases.Of(Place(page.Key, 1), page.Value, today))]);
    }

    /// <summary>The courier and state of Malaysia in a page's name.</summary>
    /// <param name="page">The page's name.</param>
    /// <param name="at">Its part that names the courier; the next names the state.</param>
    /// <returns>Both; null for none.</returns>
    internal static (string? Courier, MalaysianState? Region) Place(string page, int at)
    {
        var parts = page.Split('.');
        return (parts[at] == CaseFigures.None ? null : parts[at], parts[at + 1] == CaseFigures.None ? null : Enum.Parse<MalaysianState>(parts[at + 1], ignoreCase: true));
    }
}

/// <summary>The figures of a courier and a state of Malaysia.</summary>
/// <param name="Courier">The courier; null for none, and in the total.</param>
/// <param name="Region">The state of Malaysia; null for none, and in the total.</param>
/// <param name="EastMalaysia">Whether that is Sabah, Sarawak or Labuan.</param>
/// <param name="ParcelsStalled">Parcels found without a scan for more than 5 working days.</param>
/// <param name="CasesOpened">Cases opened, by kind.</param>
/// <param name="DeadlinesKept">How often whoever was to act did so in time.</param>
/// <param name="DeadlinesMissed">How often a deadline passed.</param>
/// <param name="Refunds">Refunds credited.</param>
/// <param name="MedianDaysToRefund">Days from cancellation to refund, in tenths; null without a refund.</param>
/// <param name="Refunded">What was credited.</param>
/// <param name="Currency">MYR.</param>
public sealed record SlaGroup(
    string? Courier, string? Region, bool EastMalaysia, long ParcelsStalled, IReadOnlyDictionary<string, long> CasesOpened,
    long DeadlinesKept, long DeadlinesMissed, long Refunds, decimal? MedianDaysToRefund, Money Refunded, string Currency)
{
    /// <summary>Sums up pages.</summary>
    /// <param name="courier">Their courier.</param>
    /// <param name="region">Their state of Malaysia.</param>
    /// <param name="pages">The pages.</param>
    /// <returns>The group.</returns>
    public static SlaGroup Of(string? courier, MalaysianState? region, IEnumerable<IReadOnlyDictionary<string, long>> pages)
    {
        var sums = pages.SelectMany(page => page).GroupBy(count => count.Key, count => count.Value).ToDictionary(group => group.Key, group => group.Sum());
        return new(
            courier, region is { } state ? MalaysianStates.NameOf(state) : null, region?.IsEast() == true,
            sums.GetValueOrDefault(CaseFigures.Stalled),
            Enum.GetValues<CaseType>().ToDictionary(type => type.ApiName(), type => sums.GetValueOrDefault(CaseFigures.Opened + type.ApiName())),
            sums.GetValueOrDefault(CaseFigures.Kept), sums.GetValueOrDefault(CaseFigures.Missed),
            sums.GetValueOrDefault(CaseFigures.Refunds), Median(sums), new Money(sums.GetValueOrDefault(CaseFigures.RefundedSen)), Money.Currency);
    }

    // Of an even number the mean of the two in the middle.
    private static decimal? Median(Dictionary<string, long> sums)
    {
        var tenths = sums.Where(count => count.Key.StartsWith(CaseFigures.DaysToRefund, StringComparison.Ordinal))
            .Select(count => (Tenths: int.Parse(count.Key[CaseFigures.DaysToRefund.Length..], CultureInfo.InvariantCulture), Refunds: count.Value))
            .OrderBy(count => count.Tenths).ToList();
        var all = tenths.Sum(count => count.Refunds);
        return all == 0 ? null : (At((all - 1) / 2) + At(all / 2)) / 20m;

        int At(long position)
        {
            foreach (var (value, refunds) in tenths)
            {
                if (position < refunds)
                    return value;
                position -= refunds;
            }

            throw new InvalidOperationException("There are fewer refunds than were counted.");
        }
    }
}

/// <summary>Cases that are open now, of one courier, state of Malaysia and state of the case.</summary>
/// <param name="Courier">The courier.</param>
/// <param name="Region">The state of Malaysia.</param>
/// <param name="State">Where the cases stand.</param>
/// <param name="Count">How many.</param>
/// <param name="OldestDays">How many days the oldest has stood there.</param>
/// <param name="Ages">How many have stood there for how long.</param>
public sealed record OpenCases(string? Courier, string? Region, string State, long Count, int OldestDays, IReadOnlyDictionary<string, long> Ages)
{
    private static readonly (string Name, int UpTo)[] Bands = [("upTo2Days", 2), ("upTo7Days", 7), ("upTo14Days", 14), ("longer", int.MaxValue)];

    /// <summary>Makes the rows of a page.</summary>
    /// <param name="place">Its courier and state of Malaysia.</param>
    /// <param name="names">Its counts.</param>
    /// <param name="today">Today in Malaysia.</param>
    /// <returns>A row for each state of a case.</returns>
    public static IEnumerable<OpenCases> Of((string? Courier, MalaysianState? Region) place, IReadOnlyDictionary<string, long> names, DateOnly today) => names
        .Select(count => (Parts: count.Key.Split('.'), Cases: count.Value))
        .GroupBy(count => count.Parts[0], count => (Days: today.DayNumber - DateOnly.ParseExact(count.Parts[1], "yyyyMMdd", CultureInfo.InvariantCulture).DayNumber, count.Cases))
        .Select(state => new OpenCases(
            place.Courier, place.Region is { } region ? MalaysianStates.NameOf(region) : null, state.Key, state.Sum(s => s.Cases), state.Max(s => s.Days),
            Bands.ToDictionary(band => band.Name, band => state.Where(s => Band(s.Days) == band.Name).Sum(s => s.Cases))));

    /// <summary>Puts lines together, whatever their places are.</summary>
    /// <param name="state">Where the cases stand, or what else the lines have in common.</param>
    /// <param name="lines">The lines.</param>
    /// <returns>One line.</returns>
    public static OpenCases Together(string state, IReadOnlyCollection<OpenCases> lines) => new(
        null, null, state, lines.Sum(line => line.Count), lines.Select(line => line.OldestDays).DefaultIfEmpty().Max(),
        Bands.ToDictionary(band => band.Name, band => lines.Sum(line => line.Ages[band.Name])));

    private static string Band(int days) => Bands.First(band => days <= band.UpTo).Name;
}
