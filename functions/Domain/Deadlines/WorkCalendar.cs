using System.Collections.Frozen;

namespace Kumoten.Functions.Domain.Deadlines;

/// <summary>
/// Which days are working days in which state: not a weekend day, not a public holiday, not the day that replaces one
/// (domain.md, Working days and clocks; Holidays Act 1951, section 3).
/// </summary>
public sealed class WorkCalendar
{
    /// <summary>What the Employment Act 1955, section 60D, grants everywhere; a list with fewer is not a year's list.</summary>
    public const int FewestHolidaysOfAYear = 11;

    private static readonly Lazy<WorkCalendar> FromData = new(() => new WorkCalendar(HolidayFile.Embedded()));

    // Only looked up, once per day that a count passes: a set per state keeps a week's count under a microsecond.
    private readonly FrozenDictionary<MalaysianState, FrozenSet<DateOnly>> daysOff;
    private readonly FrozenSet<int> years;

    /// <summary>A calendar from a list of holidays; the days that replace holidays are worked out here, never listed.</summary>
    /// <param name="holidays">The holidays as gazetted.</param>
    public WorkCalendar(IEnumerable<Holiday> holidays)
    {
        var dates = holidays
            .SelectMany(holiday => holiday.States.Select(state => (state, holiday.Date)))
            .ToLookup(pair => pair.state, pair => pair.Date);
        daysOff = MalaysianStates.All.ToFrozenDictionary(state => state, state => WithReplacements(state, dates[state]));
        years = dates.SelectMany(of => of).Select(date => date.Year).Distinct()
            .Where(year => MalaysianStates.All.All(state => dates[state].Count(date => date.Year == year) >= FewestHolidaysOfAYear))
            .ToFrozenSet();
    }

    /// <summary>The calendar from the checked-in data, read once.</summary>
    public static WorkCalendar Malaysia => FromData.Value;

    /// <summary>Whether people in the state work on a day.</summary>
    /// <param name="state">The state.</param>
    /// <param name="day">The day in Malaysia.</param>
    /// <returns>False on a weekend day, a holiday, or the day that replaces a holiday.</returns>
    public bool IsWorkingDay(MalaysianState state, DateOnly day) =>
        !Weekends.Includes(state, day) && !daysOff[state].Contains(day);

    /// <summary>The n-th working day that follows a day.</summary>
    /// <param name="state">The state whose calendar counts.</param>
    /// <param name="from">The day to count from; it is not counted itself, and need not be a working day.</param>
    /// <param name="n">How many working days; none gives <paramref name="from"/> itself.</param>
    /// <returns>The n-th working day after <paramref name="from"/>.</returns>
    public DateOnly Add(MalaysianState state, DateOnly from, WorkingDays n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n.Count, nameof(n));
        var day = from;
        for (var left = n.Count; left > 0;)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(state, day)) left--;
        }

        return day;
    }

    /// <summary>How many working days have come after a day, up to and with another; the reverse of <see cref="Add"/>.</summary>
    /// <param name="state">The state whose calendar counts.</param>
    /// <param name="from">The day to count from; not counted itself.</param>
    /// <param name="to">The last day that counts.</param>
    /// <returns>The number; zero when <paramref name="to"/> does not follow <paramref name="from"/>.</returns>
    public int Count(MalaysianState state, DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from; day < to;)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(state, day)) count++;
        }

        return count;
    }

    /// <summary>Whether the data has a full list of holidays for a year: at least eleven in every state.</summary>
    /// <param name="year">The year.</param>
    /// <returns>False if days of that year are counted by weekends only.</returns>
    public bool Covers(int year) => years.Contains(year);

    /// <summary>
    /// What a reader must be told about a count between two days: one sentence for each year whose holidays the data
    /// lacks. The count itself goes on with weekends only rather than stopping (domain.md, Working days and clocks).
    /// </summary>
    /// <param name="from">The first day of the count.</param>
    /// <param name="to">The last day of the count.</param>
    /// <returns>The sentences; none when the data covers every year.</returns>
    public IReadOnlyList<Text> WarningsFor(DateOnly from, DateOnly to) =>
    [
        .. Enumerable.Range(from.Year, Math.Max(0, to.Year - from.Year + 1))
            .Where(year => !Covers(year))
            .Select(year => new Text(
                $"The public holidays of {year} are not in the data: its working days are counted by weekends only.",
                $"Cuti umum tahun {year} tiada dalam data: hari bekerjanya dikira berdasarkan hujung minggu sahaja.")),
    ];

    // A replacement passes every holiday and every earlier replacement: two in a row push on. Two holidays on one rest day
    // give one replacement (Public Service Department, 8 January 2026, on Thaipusam and Federal Territory Day), and two on one
    // working day give none (Prime Minister's Department, 2 August 2024, on 16 September): a set holds the day once.
    private static FrozenSet<DateOnly> WithReplacements(MalaysianState state, IEnumerable<DateOnly> holidays)
    {
        var gazetted = holidays.ToHashSet();
        var off = gazetted.ToHashSet();
        foreach (var holiday in gazetted.Where(day => day.DayOfWeek == Weekends.RestDay(state, day)).Order())
        {
            var instead = holiday.AddDays(1);
            // Past the Saturday too where Friday is the rest day: the states' own lists (Kedah, Johor 2024) say "the next
            // working day", and a replacement that fell on the weekend would replace nothing.
            while (off.Contains(instead) || Weekends.Includes(state, instead)) instead = instead.AddDays(1);
            off.Add(instead);
        }

        return off.ToFrozenSet();
    }
}
