using System.Globalization;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Desk.Figures;

/// <summary>The days that figures are asked of, in Malaysia, both included.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
public sealed record FigurePeriod(DateOnly From, DateOnly To)
{
    /// <summary>What the parameter 'from' asks for.</summary>
    public const string FirstDay = "The first day, in Malaysia; thirty days up to the last when absent";

    /// <summary>What the parameter 'to' asks for.</summary>
    public const string LastDay = "The last day, included; today when absent";

    private const int DaysByDefault = 30;

    /// <summary>Reads <c>from</c> and <c>to</c>: up to today, and thirty days, when absent.</summary>
    /// <param name="query">The request's query.</param>
    /// <param name="today">Today in Malaysia.</param>
    /// <returns>The period.</returns>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public static FigurePeriod Read(IQueryCollection query, DateOnly today)
    {
        var fields = new QueryReader(query);
        var to = Day("to") ?? today;
        var from = Day("from") ?? to.AddDays(1 - DaysByDefault);
        if (from > to)
            fields.Wrong("from", new("The first day comes after the last.", "Hari pertama selepas hari terakhir."));
        fields.ThrowIfWrong();
        return new(from, to);

        DateOnly? Day(string field)
        {
            if (fields.Text(field) is not { } text)
                return null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && MalaysiaTime.IsDate(day))
                return day;
            fields.Wrong(field, new("A day such as \"2026-11-10\".", "Tarikh seperti \"2026-11-10\"."));
            return null;
        }
    }
}
