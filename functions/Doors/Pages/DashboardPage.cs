using System.Globalization;
using System.Text;
using Kumoten.Functions.Desk.Figures;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The figures as charts and tables, the same as a file, and whether the system is well.</summary>
/// <param name="book">The figures.</param>
/// <param name="failed">What failed for good.</param>
/// <param name="books">Whether the accounts are proved.</param>
/// <param name="storage">The storage account, for its health.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="clock">The application's clock.</param>
public sealed class DashboardPage(FigureBook book, IFailedMessages failed, IProvenBooks books, Storage storage, PageFrame frame, TimeProvider clock)
{
    private static readonly string[] Ages = ["upTo2Days", "upTo7Days", "upTo14Days", "longer"];

    /// <summary>Shows the page.</summary>
    /// <param name="request">The query: from, to.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ProblemException">400 for a query that cannot be read.</exception>
    public async Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel)
    {
        var language = Browser.Language(request);
        var (period, since, lines) = await ReadAsync(request, cancel);
        var (messages, more) = await failed.ListAsync(null, cancel);
        List<FigureLine> Group(string group) => [.. lines.Where(line => line.Group == group)];
        var (states, couriers) = (Group(FigureLine.State), Group(FigureLine.Courier));
        var steps = lines.Where(line => FigureLine.Steps.Contains(line.Group)).ToList();
        return frame.Show(request, "dashboard", new()
        {
            ["as_of"] = PageTime.Moment(clock.GetUtcNow(), language),
            ["since"] = since is { } first ? PageTime.Day(first, language) : null,
            ["waiting"] = await book.WaitingAsync(cancel),
            ["from"] = PageTime.Code(period.From),
            ["to"] = PageTime.Code(period.To),
            ["csv"] = $"/dashboard.csv?from={PageTime.Code(period.From)}&to={PageTime.Code(period.To)}",
            ["all"] = Facts(lines[0], language),
            ["states_open"] = Facts(states, language),
            ["ages"] = Ages,
            ["regions"] = Facts([.. Group(FigureLine.Region), lines[0]], language),
            ["couriers"] = Facts(couriers, language),
            ["step"] = steps.FirstOrDefault()?.Group,
            ["times"] = Facts(steps, language),
            ["open_chart"] = BarChart.Of(Ages, [.. states.Select(line => new Bar(line.Name, Number(line.Open!.Count), [.. Ages.Select(age => (decimal)line.Open.Ages[age])]))]),
            ["deadline_chart"] = BarChart.Of(["kept", "missed"], [.. steps.Select(line => new Bar(Label(line, language), $"{line.Served!.DeadlinesKept} + {line.Served.DeadlinesMissed}", line.Served.DeadlinesKept, line.Served.DeadlinesMissed))]),
            ["refund_chart"] = BarChart.Of(["refunded"], [.. steps.Select(line => new Bar(Label(line, language), line.Served!.Refunded.ToString(), line.Served.Refunded.Sen / 100m))]),
            ["courier_chart"] = BarChart.Of(["median"], [.. couriers.Where(line => line.Served!.MedianDaysToRefund is not null).Select(line => new Bar(Label(line, language), Number(line.Served!.MedianDaysToRefund!.Value), line.Served.MedianDaysToRefund.Value))]),
            ["parts"] = (await storage.CheckAsync(cancel)).Select(part => new Dictionary<string, object?> { ["name"] = part.Key, ["is_well"] = part.Value is null }).ToList(),
            ["failed_count"] = messages.Count,
            ["failed_more"] = more is not null,
            ["proof"] = await books.LastProofAsync(cancel) is { } proof ? BooksPage.Facts(proof, language) : null,
        });
    }

    /// <summary>Gives the same figures as a spreadsheet's file: a line for each line of the page's tables.</summary>
    /// <param name="request">The query: from, to.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ProblemException">400 for a query that cannot be read.</exception>
    public async Task<IResult> CsvAsync(HttpRequest request, CancellationToken cancel)
    {
        var (period, _, lines) = await ReadAsync(request, cancel);
        // The byte order mark tells spreadsheets that this is UTF-8.
        var file = new StringBuilder("\ufeff").Append(Csv.Line(
            ["group", "name", "casesOpened", "parcelsStalled", "deadlinesKept", "deadlinesMissed", "inTimePercent", "refunds", "medianDaysToRefund", "refunded", "currency", "openNow", .. Ages, "oldestDays"]));
        foreach (var line in lines)
        {
            var (served, open) = (line.Served, line.Open);
            file.Append(Csv.Line(
            [
                line.Group, Csv.Words(line.Name),
                Number(served?.CasesOpened.Values.Sum()), Number(served?.ParcelsStalled), Number(served?.DeadlinesKept), Number(served?.DeadlinesMissed), Number(line.InTimePercent),
                Number(served?.Refunds), Number(served?.MedianDaysToRefund), served?.Refunded.ToString() ?? "", served is null ? "" : Money.Currency,
                Number(open?.Count), .. Ages.Select(age => Number(open?.Ages[age])), Number(open?.OldestDays),
            ]));
        }

        return Results.File(Encoding.UTF8.GetBytes(file.ToString()), Csv.ContentType, $"kumoten-figures-{PageTime.Code(period.From)}-to-{PageTime.Code(period.To)}.csv");
    }

    private async Task<(FigurePeriod Period, DateOnly? Since, IReadOnlyList<FigureLine> Lines)> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var today = MalaysiaTime.DayOf(clock.GetUtcNow());
        var period = FigurePeriod.Read(request.Query, today);
        var since = await book.FirstDayAsync(cancel);
        return (period, since, FigureLine.Of(period, since, await book.ReadAsync(period.From, period.To, cancel), today));
    }

    private static List<Dictionary<string, object?>> Facts(IEnumerable<FigureLine> lines, string language) => [.. lines.Select(line => Facts(line, language))];

    private static Dictionary<string, object?> Facts(FigureLine line, string language) => new()
    {
        ["label"] = Label(line, language),
        ["opened"] = Number(line.Served?.CasesOpened.Values.Sum()),
        ["stalled"] = Number(line.Served?.ParcelsStalled),
        ["kept"] = Number(line.Served?.DeadlinesKept),
        ["missed"] = Number(line.Served?.DeadlinesMissed),
        ["in_time"] = line.InTimePercent is { } percent ? $"{percent}%" : null,
        ["refunds"] = Number(line.Served?.Refunds),
        ["median"] = line.Served?.MedianDaysToRefund is { } median ? Number(median) : null,
        ["refunded"] = line.Served?.Refunded.ToString(),
        ["open"] = Number(line.Open?.Count),
        ["ages"] = line.Open?.Ages.Values,
        ["oldest"] = Number(line.Open?.OldestDays),
    };

    // Couriers and times by their names; what else there is has its words in Shared/.
    private static string Label(FigureLine line, string language) => line.Group switch
    {
        FigureLine.Courier => CourierList.Find(line.Name)?.Name ?? (line.Name == CaseFigures.None ? "no_courier" : line.Name),
        FigureLine.Week => MalaysiaTime.InWords(DateOnly.ParseExact(line.Name, "yyyy-MM-dd", CultureInfo.InvariantCulture), language),
        FigureLine.Month => MalaysiaTime.MonthInWords(DateOnly.ParseExact(line.Name, "yyyy-MM", CultureInfo.InvariantCulture), language),
        _ => line.Name,
    };

    private static string Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}
