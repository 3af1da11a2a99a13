using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Appeals;

/// <summary>The dates of an appeal, which only today's can judge.</summary>
public static class AppealDates
{
    /// <summary>Refuses a notice that has not come yet and a deadline that has passed; a date that stood in the case before is not said now.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="now">The application's clock.</param>
    /// <param name="before">The facts that the case has; null when it is being opened.</param>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public static void Check(AppealFacts facts, DateTimeOffset now, AppealFacts? before = null)
    {
        var today = MalaysiaTime.DayOf(now);
        var errors = new Dictionary<string, FieldError[]>();
        if (facts.NoticeDate is { } notice && notice != before?.NoticeDate && (notice > today || !MalaysiaTime.IsDate(notice)))
            errors["appeal.noticeDate"] = [new($"The day Lazada's notice came, {MalaysiaTime.InWords(today, "en")} at the latest.", $"Hari notis Lazada diterima, selewat-lewatnya {MalaysiaTime.InWords(today, "ms")}.")];
        if (facts.Deadline is { } deadline && deadline != before?.Deadline && (deadline < today || !MalaysiaTime.IsDate(deadline)))
            errors["appeal.deadline"] = [new($"The last day to appeal, {MalaysiaTime.InWords(today, "en")} at the earliest; leave it empty when Lazada gave none.", $"Hari terakhir untuk merayu, seawal-awalnya {MalaysiaTime.InWords(today, "ms")}; biarkan kosong jika Lazada tidak menetapkannya.")];
        if (errors.Count > 0)
            throw Problem.BadFields(errors);
    }
}
