using Kumoten.Functions.Domain.Deadlines;

namespace Kumoten.Tests.Domain.Deadlines;

public sealed class HolidayDataTests
{
    private static readonly IReadOnlyList<Holiday> Data = HolidayFile.Embedded();

    public static TheoryData<MalaysianState, int> StatesAndYears()
    {
        var rows = new TheoryData<MalaysianState, int>();
        foreach (var state in MalaysianStates.All)
        {
            foreach (var year in Enumerable.Range(2024, 4)) rows.Add(state, year);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(StatesAndYears))]
    public void Every_state_has_at_least_eleven_holidays_in_every_year(MalaysianState state, int year)
    {
        Assert.True(WorkCalendar.Malaysia.Covers(year));
        Assert.True(DatesOf(state, year).Count() >= WorkCalendar.FewestHolidaysOfAYear);
    }

    [Theory]
    [MemberData(nameof(StatesAndYears))]
    public void Every_state_keeps_the_five_days_that_no_employer_may_replace(MalaysianState state, int year)
    {
        // Employment Act 1955, section 60D: Labour, National and Malaysia Day, the King's birthday, the ruler's or territory's day.
        var dates = DatesOf(state, year).ToHashSet();
        Assert.Superset(new HashSet<DateOnly> { new(year, 5, 1), new(year, 8, 31), new(year, 9, 16) }, dates);
        Assert.Single(dates, date => date.Month == 6 && date.DayOfWeek == DayOfWeek.Monday && NameOn(date).Contains("Agong"));
        Assert.Contains(Data, h => h.Date.Year == year && h.States.Contains(state) && h.States.Count <= 3
            && (h.Name.Contains("'s Birthday") || h.Name == "Federal Territory Day"));
    }

    [Theory]
    [InlineData("Deepavali", "all but Sarawak")]
    [InlineData("Federal Territory Day", "Kuala Lumpur;Labuan;Putrajaya")]
    [InlineData("Tadau Kaamatan", "Sabah;Labuan")]
    [InlineData("Gawai Dayak", "Sarawak")]
    [InlineData("Good Friday", "Sabah;Sarawak")]
    [InlineData("Christmas Eve", "Sabah")]
    public void A_holiday_is_kept_where_it_is_kept_every_year(string name, string states)
    {
        var expected = MalaysianStates.All.Where(state => states == "all but Sarawak"
            ? state != MalaysianState.Sarawak
            : states.Split(';').Contains(MalaysianStates.NameOf(state)));
        var entries = Data.Where(holiday => holiday.Name == name).ToList();
        Assert.Equal([2024, 2025, 2026, 2027], entries.Select(entry => entry.Date.Year).Distinct());
        Assert.All(entries, entry => Assert.Equal(expected.Order(), entry.States.Order()));
    }

    [Theory]
    [InlineData("2024-04-10", "2024-06-17", "2024-10-31")]
    [InlineData("2025-03-31", "2025-06-07", "2025-10-20")]
    [InlineData("2026-03-21", "2026-05-27", "2026-11-08")]
    [InlineData("2027-03-10", "2027-05-17", "2027-10-28")]
    public void The_great_feasts_fall_on_the_days_Malaysia_announced(string hariRaya, string hariRayaHaji, string deepavali)
    {
        Assert.Contains("Eid al-Fitr", NameOn(DateOnly.Parse(hariRaya)));
        Assert.Contains("Eid al-Fitr", NameOn(DateOnly.Parse(hariRaya).AddDays(1)));
        Assert.Contains("Eid al-Adha", NameOn(DateOnly.Parse(hariRayaHaji)));
        Assert.Contains("Deepavali", NameOn(DateOnly.Parse(deepavali)));
    }

    [Fact]
    public void No_day_is_listed_that_only_replaces_another() =>
        Assert.DoesNotContain(Data, holiday => holiday.Name.Contains("substitute") || holiday.Name.Contains("lieu"));

    [Theory]
    [InlineData("2026-13-01,Nothing,federal,nowhere")]
    [InlineData("2026-01-01,Nothing,Atlantis,nowhere")]
    [InlineData("2026-01-01,Nothing,federal")]
    [InlineData("2026-01-01,One, two,federal,nowhere")]
    public void A_line_that_cannot_be_read_stops_the_program_and_is_named(string line)
    {
        var error = Assert.Throws<FormatException>(() => HolidayFile.Read($"# a comment\ndate,name,states,source\n{line}\n"));
        Assert.Contains(line, error.Message);
    }

    private static IEnumerable<DateOnly> DatesOf(MalaysianState state, int year) => Data
        .Where(holiday => holiday.Date.Year == year && holiday.States.Contains(state)).Select(holiday => holiday.Date).Distinct();

    private static string NameOn(DateOnly date) => string.Join(' ', Data.Where(holiday => holiday.Date == date).Select(h => h.Name));
}
