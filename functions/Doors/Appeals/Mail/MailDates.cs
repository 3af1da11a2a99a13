using System.Globalization;
using System.Text.RegularExpressions;

namespace Kumoten.Functions.Doors.Appeals.Mail;

/// <summary>Reads the date that a text begins with, or has after a weekday, in the ways mails write dates in Malaysia.</summary>
internal static class MailDates
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
    private const string Month = "(jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch)?|mac|apr(?:il)?|may|mei|june?|july?|julai|aug(?:ust)?|ogos|ogo|sept?(?:ember)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|dis(?:ember)?)";

    private static readonly string[] Months = ["jan", "feb", "mar mac", "apr", "may mei", "jun", "jul", "aug ogo", "sep", "oct okt", "nov", "dec dis"];

    private static readonly Regex Iso = new(@"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b", Options);
    private static readonly Regex DayMonth = new(@"\b([0-9]{1,2})(?:st|nd|rd|th|hb)?[\s-]+" + Month + @"\.?,?[\s-]+([0-9]{4})\b", Options);
    private static readonly Regex MonthDay = new(@"\b" + Month + @"\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})\b", Options);
    private static readonly Regex Numbers = new(@"\b([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})\b", Options);

    /// <summary>The first date of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The date as the form writes it; two when it can be read either way (03/04), none when there is none.</returns>
    public static IEnumerable<object> Read(string text)
    {
        if (Iso.Match(text) is { Success: true } iso)
            return Dates((Part(iso, 1), Part(iso, 2), Part(iso, 3)));
        if (DayMonth.Match(text) is { Success: true } dayFirst)
            return Dates((Part(dayFirst, 3), MonthOf(dayFirst.Groups[2].Value), Part(dayFirst, 1)));
        if (MonthDay.Match(text) is { Success: true } monthFirst)
            return Dates((Part(monthFirst, 3), MonthOf(monthFirst.Groups[1].Value), Part(monthFirst, 2)));
        // Malaysia writes the day first, some mail programs the month: what can be either is for the seller to say.
        return Numbers.Match(text) is { Success: true } numbers
            ? Dates((Part(numbers, 3), Part(numbers, 2), Part(numbers, 1)), (Part(numbers, 3), Part(numbers, 1), Part(numbers, 2)))
            : [];
    }

    private static IEnumerable<object> Dates(params (int Year, int Month, int Day)[] candidates) =>
        candidates
            .Where(date => date is { Year: >= 2000 and <= 2100, Month: >= 1 and <= 12, Day: >= 1 } && date.Day <= DateTime.DaysInMonth(date.Year, date.Month))
            .Select(date => (object)new DateOnly(date.Year, date.Month, date.Day).ToString("O", CultureInfo.InvariantCulture))
            .Distinct();

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static int MonthOf(string name) => Array.FindIndex(Months, names => names.Contains(name[..3], StringComparison.OrdinalIgnoreCase)) + 1;
}
