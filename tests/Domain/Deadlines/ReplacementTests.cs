using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Domain.Deadlines;

public sealed class ReplacementTests
{
    [Theory]
    [InlineData(MalaysianState.Selangor, "2026-03-23")] // Hari Raya's second day on a Sunday
    [InlineData(MalaysianState.Selangor, "2026-06-02")] // Vesak on a Sunday, the King's birthday on the Monday
    [InlineData(MalaysianState.Sarawak, "2026-06-03")] // the same, with Gawai on Monday and Tuesday
    [InlineData(MalaysianState.Johor, "2026-03-24")] // Hari Raya again, with the Sultan's birthday on the Monday
    [InlineData(MalaysianState.Sabah, "2025-04-02")] // the Governor's birthday on a Sunday, Hari Raya on Monday and Tuesday
    [InlineData(MalaysianState.KualaLumpur, "2026-02-02")] // Thaipusam and Federal Territory Day on one Sunday
    [InlineData(MalaysianState.Kedah, "2025-09-07")] // Mawlid on a Friday
    [InlineData(MalaysianState.Kelantan, "2026-05-03")] // Labour Day on a Friday
    public void A_holiday_on_the_weekly_rest_day_gives_a_day_off(MalaysianState state, string dayOff) =>
        Assert.False(WorkCalendar.Malaysia.IsWorkingDay(state, DateOnly.Parse(dayOff)));

    [Theory]
    [InlineData(MalaysianState.Selangor, "2026-03-24")]
    [InlineData(MalaysianState.Selangor, "2026-06-03")]
    [InlineData(MalaysianState.KualaLumpur, "2026-02-03")] // two holidays on one Sunday are one day off
    [InlineData(MalaysianState.Selangor, "2024-09-17")] // two holidays on one Monday are one day off
    [InlineData(MalaysianState.Selangor, "2024-09-02")] // National Day on a Saturday is not replaced
    [InlineData(MalaysianState.Kedah, "2025-06-09")] // Hari Raya Haji on Saturday and Sunday is not replaced where Friday rests
    [InlineData(MalaysianState.Kedah, "2025-09-01")] // nor is National Day on a Sunday
    public void And_no_more_than_that(MalaysianState state, string workingDay) =>
        Assert.True(WorkCalendar.Malaysia.IsWorkingDay(state, DateOnly.Parse(workingDay)));

    // 3 July 2026 is a Friday, 5 July a Sunday.
    [Theory]
    [InlineData(MalaysianState.Selangor, "2026-07-05", "2026-07-06")]
    [InlineData(MalaysianState.Selangor, "2026-07-05 2026-07-06", "2026-07-06 2026-07-07")]
    [InlineData(MalaysianState.Selangor, "2026-07-05 2026-07-07", "2026-07-06 2026-07-07")]
    [InlineData(MalaysianState.Selangor, "2026-07-04 2026-07-05 2026-07-06 2026-07-07", "2026-07-06 2026-07-07 2026-07-08")]
    [InlineData(MalaysianState.Selangor, "2026-07-03 2026-07-04", "2026-07-03")]
    [InlineData(MalaysianState.Kedah, "2026-07-03", "2026-07-05")]
    [InlineData(MalaysianState.Kelantan, "2026-07-03 2026-07-04", "2026-07-05")]
    [InlineData(MalaysianState.Terengganu, "2026-07-03 2026-07-05", "2026-07-05 2026-07-06")]
    [InlineData(MalaysianState.Terengganu, "2026-07-04", "")]
    [InlineData(MalaysianState.Kedah, "2026-07-05", "2026-07-05")]
    public void Two_in_a_row_push_on_and_a_Saturday_is_not_replaced(MalaysianState state, string holidays, string weekdaysOff)
    {
        var calendar = Make.Calendar(state, holidays);
        var week = Enumerable.Range(0, 14).Select(new DateOnly(2026, 7, 1).AddDays);
        var off = week.Where(day => Make.NoHolidays.IsWorkingDay(state, day) && !calendar.IsWorkingDay(state, day));
        Assert.Equal(Make.Days(weekdaysOff), off);
    }

    [Theory]
    [InlineData("2024-12-27", "2024-12-29")] // a Friday, while Friday was the rest day
    [InlineData("2024-12-29", "2024-12-29")] // a Sunday, a working day then
    [InlineData("2025-01-03", "2025-01-03")] // a Friday, a working day since
    [InlineData("2025-01-05", "2025-01-06")] // a Sunday, the rest day since
    public void Johor_replaces_by_the_rest_day_of_the_date(string holiday, string weekdayOff) =>
        Assert.False(Make.Calendar(MalaysianState.Johor, holiday).IsWorkingDay(MalaysianState.Johor, DateOnly.Parse(weekdayOff)));

    // The Act, and the state's own order of 16 November 2022: a Friday and a Saturday together give the Sunday, and no more.
    [Theory]
    [InlineData("2022-11-18 2022-11-19", "2022-11-20")]
    [InlineData("2025-09-05", "2025-09-07")] // Mawlid
    [InlineData("2026-05-01", "2026-05-03")] // Labour Day
    [InlineData("2024-02-10 2024-02-11", "2024-02-11")] // Chinese New Year on a Saturday and a Sunday: no Monday
    [InlineData("2024-08-31", "")] // National Day on a Saturday
    public void Kelantan_replaces_a_Fridays_holiday_and_no_Saturdays(string holidays, string weekdaysOff) => Replaces(MalaysianState.Kelantan, holidays, weekdaysOff);

    // By the Act alone: no order of the state's own is known.
    [Theory]
    [InlineData("2025-09-05", "2025-09-07")] // Mawlid
    [InlineData("2026-05-01", "2026-05-03")] // Labour Day
    [InlineData("2024-04-26", "2024-04-28")] // the Sultan's birthday
    [InlineData("2024-02-10 2024-02-11", "2024-02-11")]
    [InlineData("2024-08-31", "")]
    public void Terengganu_replaces_a_Fridays_holiday_and_no_Saturdays(string holidays, string weekdaysOff) => Replaces(MalaysianState.Terengganu, holidays, weekdaysOff);

    [Theory]
    [InlineData("Kelantan")]
    [InlineData("Terengganu")]
    [InlineData("Act 369")]
    public void The_datas_head_says_what_holds_for_a_Friday_and_by_what_source(string word) =>
        Assert.Contains(File.ReadLines(Repository.Path("functions/Domain/Deadlines/holidays.csv")).TakeWhile(line => line.StartsWith('#')), line => line.Contains(word, StringComparison.Ordinal));

    [Fact]
    public void A_holiday_of_one_state_is_a_working_day_in_the_next() =>
        Assert.True(Make.Calendar(MalaysianState.Perak, "2026-07-06").IsWorkingDay(MalaysianState.Selangor, new DateOnly(2026, 7, 6)));

    private static void Replaces(MalaysianState state, string holidays, string weekdaysOff)
    {
        var calendar = Make.Calendar(state, holidays);
        var days = Enumerable.Range(-3, 14).Select(DateOnly.Parse(holidays.Split(' ')[0]).AddDays);
        Assert.Equal(Make.Days(weekdaysOff), days.Where(day => Make.NoHolidays.IsWorkingDay(state, day) && !calendar.IsWorkingDay(state, day)));
    }
}
