using Kumoten.Functions.Domain.Deadlines;

namespace Kumoten.Tests.Domain.Deadlines;

public sealed class WorkCalendarTests
{
    [Theory]
    [InlineData(MalaysianState.Selangor, "2026-07-06", 0, "2026-07-06")]
    [InlineData(MalaysianState.Selangor, "2026-07-05", 0, "2026-07-05")] // none gives the day itself, even a Sunday
    [InlineData(MalaysianState.Selangor, "2026-07-06", 1, "2026-07-07")]
    [InlineData(MalaysianState.Selangor, "2026-07-10", 1, "2026-07-13")] // from a Friday over the weekend
    [InlineData(MalaysianState.Selangor, "2026-07-11", 1, "2026-07-13")] // from a Saturday
    [InlineData(MalaysianState.Selangor, "2026-07-06", 5, "2026-07-13")]
    [InlineData(MalaysianState.Kelantan, "2026-07-09", 1, "2026-07-12")] // from a Thursday over Friday and Saturday
    [InlineData(MalaysianState.Selangor, "2026-03-19", 1, "2026-03-24")] // over Hari Raya, 20 to 23 March
    [InlineData(MalaysianState.Selangor, "2026-12-31", 1, "2027-01-04")] // over New Year's Day, a Friday
    public void The_nth_working_day_follows_the_day_it_is_counted_from(MalaysianState state, string from, int n, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), WorkCalendar.Malaysia.Add(state, DateOnly.Parse(from), new WorkingDays(n)));

    [Theory]
    [InlineData("2026-07-06", "2026-07-06", 0)]
    [InlineData("2026-07-06", "2026-07-07", 1)]
    [InlineData("2026-07-10", "2026-07-12", 0)]
    [InlineData("2026-07-06", "2026-07-13", 5)]
    [InlineData("2026-07-13", "2026-07-06", 0)] // a later scan arrived first: nothing has passed
    public void Working_days_between_two_days_leave_out_the_first(string from, string to, int expected) =>
        Assert.Equal(expected, WorkCalendar.Malaysia.Count(MalaysianState.Selangor, DateOnly.Parse(from), DateOnly.Parse(to)));

    [Fact]
    public void A_negative_number_of_working_days_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => WorkCalendar.Malaysia.Add(MalaysianState.Selangor, new DateOnly(2026, 7, 6), new WorkingDays(-1)));

    [Fact]
    public void A_year_without_data_is_counted_by_weekends_only_and_says_so()
    {
        var (labourDay, after) = (new DateOnly(2031, 5, 1), new DateOnly(2031, 5, 2)); // a Thursday and a Friday
        Assert.False(WorkCalendar.Malaysia.Covers(2031));
        Assert.Equal(labourDay, WorkCalendar.Malaysia.Add(MalaysianState.Selangor, labourDay.AddDays(-1), new WorkingDays(1)));
        Assert.Equal(new DateOnly(2031, 5, 5), WorkCalendar.Malaysia.Add(MalaysianState.Selangor, after, new WorkingDays(1)));
        var warning = Assert.Single(WorkCalendar.Malaysia.WarningsFor(labourDay, after));
        Assert.Equal("The public holidays of 2031 are not in the data: its working days are counted by weekends only.", warning.En);
    }

    [Theory]
    [InlineData("2026-07-06", "2026-07-13", 0)]
    [InlineData("2024-01-01", "2027-12-31", 0)]
    [InlineData("2027-12-30", "2028-01-05", 1)]
    [InlineData("2023-12-30", "2028-01-05", 2)]
    [InlineData("2028-01-05", "2026-01-05", 0)] // nothing is counted backwards
    public void Each_year_that_is_lacking_is_named_once(string from, string to, int warnings) =>
        Assert.Equal(warnings, WorkCalendar.Malaysia.WarningsFor(DateOnly.Parse(from), DateOnly.Parse(to)).Count);

    [Fact]
    public void A_year_with_only_some_holidays_is_not_covered() =>
        Assert.False(Make.Calendar(MalaysianState.Selangor, "2030-01-01 2030-05-01").Covers(2030));
}
