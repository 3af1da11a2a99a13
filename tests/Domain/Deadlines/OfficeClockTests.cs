using Kumoten.Functions.Domain.Deadlines;

namespace Kumoten.Tests.Domain.Deadlines;

public sealed class OfficeClockTests
{
    [Theory]
    [InlineData("2026-07-06T09:00+08:00", 1, "2026-07-07")]
    [InlineData("2026-07-06T23:30+08:00", 1, "2026-07-07")] // after closing time: still the day after
    [InlineData("2026-07-06T16:00Z", 1, "2026-07-08")] // midnight in Malaysia, so the 7th
    [InlineData("2026-07-10T09:00+08:00", 1, "2026-07-13")]
    [InlineData("2026-07-11T09:00+08:00", 2, "2026-07-14")]
    [InlineData("2026-07-06T09:00+08:00", 5, "2026-07-13")]
    [InlineData("2026-07-06T09:00+08:00", 14, "2026-07-24")]
    [InlineData("2026-03-19T09:00+08:00", 1, "2026-03-24")] // over Hari Raya in Selangor
    [InlineData("2026-12-10T09:00+08:00", 1, "2026-12-14")] // over the Sultan of Selangor's birthday, a Friday
    public void A_deadline_ends_at_closing_time_on_the_nth_working_day_of_the_office(string began, int n, string day) =>
        Assert.Equal(
            Make.Moment(day + "T18:00+08:00"),
            OfficeClock.DueAt(Make.Moment(began), new WorkingDays(n), WorkCalendar.Malaysia));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_deadline_of_no_working_days_is_refused(int n) => Assert.Throws<ArgumentOutOfRangeException>(
        () => OfficeClock.DueAt(Make.Moment("2026-07-06T09:00+08:00"), new WorkingDays(n), WorkCalendar.Malaysia));
}
