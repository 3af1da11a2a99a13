using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.WebUtilities;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The agents' desk: what is overdue, what is for today, what comes later; and any case by any number.</summary>
/// <param name="list">What is to be done.</param>
/// <param name="cases">Finds cases.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="clock">The application's clock.</param>
public sealed class DeskPage(WorkList list, CaseListPage cases, PageFrame frame, TimeProvider clock)
{
    /// <summary>Shows the desk.</summary>
    /// <param name="request">The query: q, and the filters courier, type, state, region, cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ProblemException">400 for a query that cannot be read.</exception>
    public async Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel)
    {
        var (caller, language, now) = (Caller.Of(request), Browser.Language(request), clock.GetUtcNow());
        var filter = WorkFilter.Read(request.Query, caller);
        var fields = new QueryReader(request.Query);
        var question = CaseListPage.Question(fields);
        var cursor = fields.Text("cursor");
        fields.ThrowIfWrong();
        var (lines, next) = question is null ? await list.ReadAsync(filter, Cursor.Read(cursor), cancel) : ([], null);
        var region = fields.Text("region") ?? "";
        return frame.Show(request, "desk", new()
        {
            ["q"] = question ?? "",
            ["found"] = question is null ? [] : await cases.FindAsync(question, caller, language, cancel),
            ["groups"] = lines.GroupBy(line => When(line, now)).Select(group => new Dictionary<string, object?>
            {
                ["when"] = group.Key,
                ["lines"] = group.Select(line => CaseListPage.Line(line, now, language)).ToList(),
            }).ToList(),
            ["chosen"] = new Dictionary<string, object?> { ["courier"] = filter.Courier ?? "", ["type"] = filter.Type?.ApiName() ?? "", ["state"] = filter.State?.ApiName() ?? "", ["region"] = region },
            ["couriers"] = CourierList.All.Select(courier => new Dictionary<string, object?> { ["code"] = courier.Code, ["name"] = courier.Name }).ToList(),
            ["case_types"] = ApiWords.ApiNames<CaseType>(),
            ["case_states"] = Enum.GetValues<CaseState>().Where(state => !state.IsEnd()).Select(state => state.ApiName()).ToList(),
            ["regions"] = MalaysianStates.All.Select(MalaysianStates.NameOf).ToList(),
            ["more"] = next is null ? null : QueryHelpers.AddQueryString("/desk", new Dictionary<string, string?>
            {
                ["courier"] = filter.Courier,
                ["type"] = filter.Type?.ApiName(),
                ["state"] = filter.State?.ApiName(),
                ["region"] = fields.Text("region"),
                ["cursor"] = Cursor.Write(next),
            }),
        });
    }

    private static string When(WorkLine line, DateTimeOffset now) => line.By switch
    {
        { } by when by < now => "overdue",
        { } by when MalaysiaTime.DayOf(by) == MalaysiaTime.DayOf(now) => "today",
        _ => "later",
    };
}
