using System.Globalization;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Desk.Figures;

/// <summary>The figures of one thing that people compare with its like: half of the country, a courier, a week, a state of cases.</summary>
/// <param name="Group">What it is compared with: all, region, courier, week (or month, or year), state.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Served">What was done in the period; null for a state, which has only what stands there now.</param>
/// <param name="Open">What is open now; null for a week, which is over.</param>
public sealed record FigureLine(string Group, string Name, SlaGroup? Served, OpenCases? Open)
{
    /// <summary>Everything together.</summary>
    public const string All = "all";

    /// <summary>East and Peninsular Malaysia.</summary>
    public const string Region = "region";

    /// <summary>The couriers.</summary>
    public const string Courier = "courier";

    /// <summary>Where cases stand.</summary>
    public const string State = "state";

    /// <summary>The weeks of a short period, each named by its Monday.</summary>
    public const string Week = "week";

    /// <summary>The months of a long period.</summary>
    public const string Month = "month";

    private const string Year = "year";

    // More lines than these nobody compares: then months, then years.
    private const int MostDaysInWeeks = 14 * 7;
    private const int MostDaysInMonths = 2 * 366;

    private const string Peninsula = "peninsula";
    private const string East = "east";

    /// <summary>The groups of which a period has one: how its days are put together.</summary>
    public static readonly IReadOnlyList<string> Steps = [Week, Month, Year];

    /// <summary>Of a hundred deadlines, how many were kept; null without any.</summary>
    public int? InTimePercent => Served is { DeadlinesKept: var kept, DeadlinesMissed: var missed } && kept + missed > 0
        // Rounded down: a hundred means that none was missed.
        ? (int)(100 * kept / (kept + missed))
        : null;

    /// <summary>Makes the lines of the book's counts.</summary>
    /// <param name="period">The days.</param>
    /// <param name="since">The first day that the book knows anything of; null while it is empty.</param>
    /// <param name="counts">The pages of these days, and what is open now.</param>
    /// <param name="today">Today in Malaysia, for ages.</param>
    /// <returns>All lines: first everything together, then group by group.</returns>
    public static IReadOnlyList<FigureLine> Of(FigurePeriod period, DateOnly? since, Counts counts, DateOnly today)
    {
        var pages = counts.Pages.Select(page => Page.Read(page.Key, page.Value, today)).ToList();
        FigureLine Line(string group, string name, Func<Page, bool> isIn)
        {
            var those = pages.Where(isIn).ToList();
            return new(group, name, ServedOn(those), OpenCases.Together(name, [.. those.SelectMany(page => page.Open)]));
        }

        var (step, begin) = StepOf(period);
        // Before the book's first day nothing was counted, which is not the same as nothing; and what is to come is neither.
        var steps = since is not { } first ? [] : Days(Later(period.From, first), Earlier(period.To, today)).Select(begin).Distinct();
        return
        [
            Line(All, All, _ => true),
            .. Named(pages, [Peninsula, East], page => page.Half).Select(half => Line(Region, half, page => page.Half == half)),
            .. Named(pages, CourierList.All.Select(courier => courier.Code), page => page.Courier).Select(courier => Line(Courier, courier, page => page.Courier == courier)),
            .. steps.Select(start => new FigureLine(step, NameOf(step, start), ServedOn(pages.Where(page => page.Day is { } day && begin(day) == start)), null)),
            .. pages.SelectMany(page => page.Open).GroupBy(open => open.State).OrderBy(state => ApiWords.FromApiName<CaseState>(state.Key)).Select(state => new FigureLine(State, state.Key, null, OpenCases.Together(state.Key, [.. state]))),
        ];
    }

    private static SlaGroup ServedOn(IEnumerable<Page> pages) => SlaGroup.Of(null, null, pages.Where(page => page.Day is not null).Select(page => page.Counts));

    // Each that is known, and what belongs to none of them only where there is any.
    private static IEnumerable<string> Named(IEnumerable<Page> pages, IEnumerable<string> known, Func<Page, string> name) => known.Union(pages.Select(name).Order(StringComparer.Ordinal));

    private static (string Step, Func<DateOnly, DateOnly> Begin) StepOf(FigurePeriod period) => (period.To.DayNumber - period.From.DayNumber) switch
    {
        < MostDaysInWeeks => (Week, day => day.AddDays(-(((int)day.DayOfWeek + 6) % 7))),
        < MostDaysInMonths => (Month, day => new(day.Year, day.Month, 1)),
        _ => (Year, day => new(day.Year, 1, 1)),
    };

    private static string NameOf(string step, DateOnly start) =>
        start.ToString(step switch { Week => "yyyy-MM-dd", Month => "yyyy-MM", _ => "yyyy" }, CultureInfo.InvariantCulture);

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last) => Enumerable.Range(first.DayNumber, Math.Max(0, last.DayNumber - first.DayNumber + 1)).Select(DateOnly.FromDayNumber);

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    // A page of the book, read: of a day, or without one of what is open now.
    private sealed record Page(DateOnly? Day, string Courier, string Half, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<OpenCases> Open)
    {
        public static Page Read(string name, IReadOnlyDictionary<string, long> counts, DateOnly today)
        {
            var isDay = name.StartsWith("day.", StringComparison.Ordinal);
            var place = SlaView.Place(name, isDay ? 2 : 1);
            return new(
                isDay ? DateOnly.ParseExact(name.Split('.')[1], "yyyyMMdd", CultureInfo.InvariantCulture) : null,
                place.Courier ?? CaseFigures.None,
                place.Region switch { null => CaseFigures.None, { } region when region.IsEast() => East, _ => Peninsula },
                counts, isDay ? [] : [.. OpenCases.Of(place, counts, today)]);
        }
    }
}
