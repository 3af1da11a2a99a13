using Kumoten.Functions.Desk.Cases;
using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.WebUtilities;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>Lists of cases as pages show them: what waits for a seller first, then the others.</summary>
/// <param name="list">What waits for whom.</param>
/// <param name="search">Finds cases.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="clock">The application's clock.</param>
public sealed class CaseListPage(WorkList list, CaseSearch search, PageFrame frame, TimeProvider clock)
{
    private const int MaxQuestion = 100;

    // Each costs a read: as many as a screen or two.
    private const int PageSize = 20;
    private const string Waiting = "waiting";
    private static readonly string[] Shows = ["open", "done", Waiting];

    /// <summary>Shows a seller's cases.</summary>
    /// <param name="request">The query: q, show, type, cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ProblemException">400 for a query that cannot be read.</exception>
    public async Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel)
    {
        var (caller, language, now) = (Caller.Of(request), Browser.Language(request), clock.GetUtcNow());
        var fields = new QueryReader(request.Query);
        var (show, type, question) = (fields.OneOf("show", Shows), fields.Word<CaseType>("type"), Question(fields));
        var cursor = fields.Text("cursor");
        fields.ThrowIfWrong();
        var filter = new CaseFilter(type, null, caller.SellerId, null, null, null) { IsEnded = show is null ? null : show == "done", Question = question, Marketplaces = Codes };
        var (found, next) = show == Waiting ? ([], null) : await search.ListAsync(filter, Cursor.Read(cursor), PageSize, cancel);
        // What waits is shown with the first page of everything, where nobody looks for anything else.
        var isFront = show is null && type is null && question is null && cursor is null;
        var (waiting, further) = isFront || show == Waiting ? await list.ReadAsync(WorkFilter.OfSeller(caller.SellerId!), isFront ? null : Cursor.Read(cursor), cancel) : ([], null);
        return frame.Show(request, "cases", new()
        {
            ["q"] = question ?? "",
            ["show"] = show ?? "all",
            ["chosen_type"] = type?.ApiName() ?? "",
            ["case_types"] = ApiWords.ApiNames<CaseType>(),
            ["shows_waiting"] = isFront || show == Waiting,
            ["more_waiting"] = further is null ? null : QueryHelpers.AddQueryString("/cases", new Dictionary<string, string?> { ["show"] = Waiting, ["cursor"] = Cursor.Write(further) }),
            ["waiting"] = waiting.Select(line => Line(line, now, language)).ToList(),
            ["found"] = found.Select(line => Line(line, caller.Actor, now, language)).ToList(),
            ["more"] = next is null ? null : QueryHelpers.AddQueryString("/cases", new Dictionary<string, string?> { ["q"] = question, ["show"] = show, ["type"] = type?.ApiName(), ["cursor"] = Cursor.Write(next) }),
        });
    }

    /// <summary>Finds cases by whatever somebody typed.</summary>
    /// <param name="question">The text.</param>
    /// <param name="reader">Who looks.</param>
    /// <param name="language">en or ms.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>A line for each case of the first page.</returns>
    public async Task<IReadOnlyList<Dictionary<string, object?>>> FindAsync(string question, Caller reader, string language, CancellationToken cancel)
    {
        var filter = new CaseFilter(null, null, reader.SellerId, null, null, null) { Question = question, Marketplaces = Codes };
        return [.. (await search.ListAsync(filter, null, PageSize, cancel)).Lines.Select(line => Line(line, reader.Actor, clock.GetUtcNow(), language))];
    }

    /// <summary>Reads what somebody typed who looks for a case.</summary>
    /// <param name="fields">The query.</param>
    /// <returns>The text; null for nothing.</returns>
    public static string? Question(QueryReader fields)
    {
        var text = fields.Text("q")?.Trim();
        if (text?.Length > MaxQuestion)
            fields.Wrong("q", FieldError.AtMost(MaxQuestion));
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A line of a worklist.</summary>
    /// <param name="line">The line.</param>
    /// <param name="now">The application's clock.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>Its facts.</returns>
    public static Dictionary<string, object?> Line(WorkLine line, DateTimeOffset now, string language) => new()
    {
        ["id"] = line.CaseId,
        ["type"] = line.Type.ApiName(),
        ["state"] = line.State.ApiName(),
        ["product"] = line.Product,
        ["marketplace_id"] = line.MarketplaceOrderId,
        ["seller_id"] = line.SellerId,
        ["courier"] = line.Courier is null ? null : CourierList.NameOf(line.Courier),
        ["tracking_number"] = line.TrackingNumber,
        ["region"] = line.Region is { } region ? MalaysianStates.NameOf(region) : null,
        ["new_address"] = line.NewAddress,
        ["failure"] = line.Failure?.In(language),
        ["by"] = PageTime.Moment(line.By, language),
        ["left"] = PageTime.Left(line.By, now, language),
        ["overdue"] = line.By < now,
        ["is_readers_turn"] = true,
    };

    private static IReadOnlyList<string> Codes { get; } = [.. PushSources.Marketplaces.Select(marketplace => marketplace.Code)];

    private static Dictionary<string, object?> Line(CaseLine line, Actor reader, DateTimeOffset now, string language) => new()
    {
        ["id"] = line.CaseId,
        ["type"] = line.Type.ApiName(),
        ["state"] = line.State.ApiName(),
        ["product"] = line.Product,
        ["marketplace_id"] = line.MarketplaceOrderId,
        ["seller_id"] = line.SellerId,
        ["courier"] = line.Courier is null ? null : CourierList.NameOf(line.Courier),
        ["tracking_number"] = line.TrackingNumber,
        ["region"] = line.Region is { } region ? MalaysianStates.NameOf(region) : null,
        ["new_address"] = null,
        ["failure"] = null,
        ["by"] = PageTime.Moment(line.By, language),
        ["left"] = PageTime.Left(line.By, now, language),
        ["overdue"] = line.By < now,
        ["is_readers_turn"] = line.Actor == reader,
    };
}
