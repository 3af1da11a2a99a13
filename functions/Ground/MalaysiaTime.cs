using System.Globalization;

namespace Kumoten.Functions.Ground;

/// <summary>
/// Malaysia's clock: UTC+8 in every state, no daylight saving; a day is a calendar day there
/// (domain.md, Working days and clocks). A fixed offset rather than a time zone: a container may lack the zone data.
/// </summary>
public static class MalaysiaTime
{
    /// <summary>What Malaysia's clocks are ahead of UTC.</summary>
    public static TimeSpan Offset { get; } = TimeSpan.FromHours(8);

    private static readonly long First = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long AfterLast = new DateTime(2101, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private static readonly string[] MalayMonths =
        ["Januari", "Februari", "Mac", "April", "Mei", "Jun", "Julai", "Ogos", "September", "Oktober", "November", "Disember"];

    /// <summary>A day in words.</summary>
    /// <param name="day">The day.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>"10 November 2026".</returns>
    public static string InWords(DateOnly day, string language) => string.Create(CultureInfo.InvariantCulture, $"{day.Day} {MonthInWords(day, language)}");

    /// <summary>A day's month in words.</summary>
    /// <param name="day">The day.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>"November 2026".</returns>
    public static string MonthInWords(DateOnly day, string language) => language == "ms"
        ? string.Create(CultureInfo.InvariantCulture, $"{MalayMonths[day.Month - 1]} {day.Year}")
        : day.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Whether a moment can be one of this business: within the years 2000 to 2100 (domain.md, Whose time is true).</summary>
    /// <param name="moment">The moment.</param>
    /// <returns>Whether it can; another is no date, whoever says it.</returns>
    public static bool IsDate(DateTimeOffset moment) => moment.UtcTicks is var ticks && ticks >= First && ticks < AfterLast;

    /// <summary>Whether a day can be one of this business.</summary>
    /// <param name="day">The day.</param>
    /// <returns>Whether it can.</returns>
    public static bool IsDate(DateOnly day) => day.Year is >= 2000 and <= 2100;

    /// <summary>What Malaysia's clocks show at a moment.</summary>
    /// <param name="moment">The moment.</param>
    /// <returns>"18:00".</returns>
    public static string ClockAt(DateTimeOffset moment) => moment.ToOffset(Offset).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The calendar day in Malaysia at a moment, whatever offset the moment is written with.</summary>
    /// <param name="moment">The moment, for example a courier's scan in UTC.</param>
    /// <returns>The day in Malaysia.</returns>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Offset).DateTime);

    /// <summary>The moment at which Malaysia's clocks show a time on a day.</summary>
    /// <param name="day">The day in Malaysia.</param>
    /// <param name="time">The time of day in Malaysia.</param>
    /// <returns>The moment, written with Malaysia's offset.</returns>
    public static DateTimeOffset At(DateOnly day, TimeOnly time) => new(day.ToDateTime(time), Offset);
}
