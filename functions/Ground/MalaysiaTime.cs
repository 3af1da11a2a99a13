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

    private static readonly string[] MalayMonths =
        ["Januari", "Februari", "Mac", "April", "Mei", "Jun", "Julai", "Ogos", "September", "Oktober", "November", "Disember"];

    /// <summary>A day in words.</summary>
    /// <param name="day">The day.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>"10 November 2026".</returns>
    public static string InWords(DateOnly day, string language) => language == "ms"
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Day} {MalayMonths[day.Month - 1]} {day.Year}")
        : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

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
