using Kumoten.Functions.Domain.Deadlines;

namespace Kumoten.Tests.Domain.Deadlines;

public sealed class WeekendTests
{
    public static TheoryData<MalaysianState> FridayStates => [MalaysianState.Kedah, MalaysianState.Kelantan, MalaysianState.Terengganu];

    public static TheoryData<MalaysianState> SundayStates => [.. MalaysianStates.All.Where(s =>
        s is not (MalaysianState.Kedah or MalaysianState.Kelantan or MalaysianState.Terengganu))];

    // 6 to 12 July 2026: Monday to Sunday.
    [Theory]
    [MemberData(nameof(FridayStates))]
    public void The_weekend_is_Friday_and_Saturday_in_the_north_and_east_of_the_peninsula(MalaysianState state) =>
        Assert.Equal([10, 11], RestIn(state, new DateOnly(2026, 7, 6)));

    [Theory]
    [MemberData(nameof(SundayStates))]
    public void The_weekend_is_Saturday_and_Sunday_elsewhere(MalaysianState state) =>
        Assert.Equal([11, 12], RestIn(state, new DateOnly(2026, 7, 6)));

    [Theory]
    [InlineData("2024-12-27", false)] // the last Friday off
    [InlineData("2024-12-29", true)] // the last Sunday at work
    [InlineData("2024-12-31", true)]
    [InlineData("2025-01-03", true)] // the first Friday at work
    [InlineData("2025-01-04", false)]
    [InlineData("2025-01-05", false)] // the first Sunday off
    public void Johor_moved_its_weekend_on_1_January_2025(string day, bool works) =>
        Assert.Equal(works, Make.NoHolidays.IsWorkingDay(MalaysianState.Johor, DateOnly.Parse(day)));

    private static IEnumerable<int> RestIn(MalaysianState state, DateOnly monday) =>
        Enumerable.Range(0, 7).Select(monday.AddDays).Where(day => !Make.NoHolidays.IsWorkingDay(state, day)).Select(day => day.Day);
}
