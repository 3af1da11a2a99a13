namespace Kumoten.Functions.Domain.Deadlines;

/// <summary>
/// The weekend of each state, in one place: Friday and Saturday in Kedah, Kelantan and Terengganu, and in Johor up to
/// 31 December 2024; Saturday and Sunday elsewhere, and in Johor since 1 January 2025
/// (domain.md, Working days and clocks).
/// </summary>
internal static class Weekends
{
    private static readonly DateOnly JohorRestsOnSundaySince = new(2025, 1, 1);

    public static bool Includes(MalaysianState state, DateOnly day) =>
        day.DayOfWeek == DayOfWeek.Saturday || day.DayOfWeek == (BeginsOnFriday(state, day) ? DayOfWeek.Friday : DayOfWeek.Sunday);

    /// <summary>The weekly rest day of the Holidays Act 1951: a holiday on it is replaced, one on the other day is not.</summary>
    public static DayOfWeek RestDay(MalaysianState state, DateOnly day) =>
        BeginsOnFriday(state, day) ? DayOfWeek.Friday : DayOfWeek.Sunday;

    private static bool BeginsOnFriday(MalaysianState state, DateOnly day) => state switch
    {
        MalaysianState.Kedah or MalaysianState.Kelantan or MalaysianState.Terengganu => true,
        MalaysianState.Johor => day < JohorRestsOnSundaySince,
        _ => false,
    };
}
