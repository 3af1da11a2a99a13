using Kumoten.Functions.Domain.Deadlines;

namespace Kumoten.Tests.Domain.Deadlines;

/// <summary>Small calendars and moments for the tables of these tests.</summary>
internal static class Make
{
    public static readonly WorkCalendar NoHolidays = new([]);

    public static WorkCalendar Calendar(MalaysianState state, string holidays) =>
        new(Days(holidays).Select(day => new Holiday(day, "a holiday", [state])));

    public static IEnumerable<DateOnly> Days(string days) =>
        days.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(DateOnly.Parse);

    public static DateTimeOffset Moment(string moment) => DateTimeOffset.Parse(moment);
}
