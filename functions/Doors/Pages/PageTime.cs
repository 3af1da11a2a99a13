using System.Globalization;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>Moments as pages show them: Malaysia's time, written as Malaysians write it.</summary>
public static class PageTime
{
    private static readonly string[] MalayDays = ["Ahad", "Isnin", "Selasa", "Rabu", "Khamis", "Jumaat", "Sabtu"];

    /// <summary>A moment.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>"Tuesday, 10 November 2026, 6:00 pm", and for the beginning of a day only the day; null when there is none.</returns>
    public static string? Moment(DateTimeOffset? at, string language)
    {
        if (at is not { } time)
            return null;
        var day = MalaysiaTime.DayOf(time);
        return time == MalaysiaTime.At(day, TimeOnly.MinValue) ? Day(day, language) : $"{Day(day, language)}, {Clock(time, language)}";
    }

    /// <summary>A day.</summary>
    /// <param name="day">The day in Malaysia.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>"Tuesday, 10 November 2026".</returns>
    public static string Day(DateOnly day, string language) => $"{(language == "ms" ? MalayDays[(int)day.DayOfWeek] : day.DayOfWeek.ToString())}, {MalaysiaTime.InWords(day, language)}";

    /// <summary>A day as a form's field and a page's address have it.</summary>
    /// <param name="day">The day.</param>
    /// <returns>"2026-11-10".</returns>
    public static string Code(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>How far a deadline is away, in the office's working days.</summary>
    /// <param name="by">The deadline.</param>
    /// <param name="now">The application's clock.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>"today", "in 3 working days"; null when there is none, or when it has passed.</returns>
    public static string? Left(DateTimeOffset? by, DateTimeOffset now, string language)
    {
        if (by is not { } end || end < now)
            return null;
        var (today, last) = (MalaysiaTime.DayOf(now), MalaysiaTime.DayOf(end));
        if (today == last)
            return language == "ms" ? "hari ini" : "today";
        var days = WorkCalendar.Malaysia.Count(OfficeClock.Office, today, last);
        return language == "ms" ? $"dalam {days} hari bekerja" : $"in {new WorkingDays(days)}";
    }

    // Malay parts the day in four where English has am and pm.
    private static string Clock(DateTimeOffset moment, string language)
    {
        var time = TimeOnly.FromDateTime(moment.ToOffset(MalaysiaTime.Offset).DateTime);
        var part = (language, time.Hour) switch
        {
            ("ms", < 12) => "pagi",
            ("ms", < 14) => "tengah hari",
            ("ms", < 19) => "petang",
            ("ms", _) => "malam",
            (_, < 12) => "am",
            _ => "pm",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(time.Hour + 11) % 12 + 1}:{time.Minute:00} {part}");
    }
}
