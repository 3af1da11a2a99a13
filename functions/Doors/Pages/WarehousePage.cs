using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Doors.Parcels;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Parcels;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>
/// The dock, for a phone in one hand or a scanner: one field with the focus, and then either the case to inspect or the parcel that is
/// nobody's yet.
/// </summary>
/// <param name="people">Takes what people at the dock say.</param>
/// <param name="desk">Knows which cases a parcel may be for.</param>
/// <param name="dock">The parcels that no case waited for.</param>
/// <param name="list">What the warehouse is to do.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="storage">The storage account, for reading a form.</param>
/// <param name="clock">The application's clock.</param>
public sealed class WarehousePage(DockDesk people, ParcelDesk desk, Dock dock, WorkList list, PageFrame frame, Storage storage, TimeProvider clock)
{
    private const string Scan = "scan";
    private const string Match = "match";
    private const string Dismiss = "dismiss";

    private static readonly FormField[] ScanFields = [new("trackingNumber", new("Scan or type the number on the parcel", "Imbas atau taip nombor pada bungkusan"), FieldKind.Scan, IsNeeded: true)];

    private static readonly FormField[] LabelFields =
    [
        new("phone", new("Phone number on the label", "Nombor telefon pada label")), new("note", new("What else the label says", "Maklumat lain pada label"), FieldKind.Text),
    ];

    private static readonly FormField[] MatchFields =
    [
        new("orderId", new("Order number", "Nombor pesanan")), new("caseId", new("Or case number", "Atau nombor kes")),
        new("trackingNumber", new("Or another tracking number", "Atau nombor penjejakan lain")), new("phone", new("Or the buyer's phone", "Atau telefon pembeli")),
    ];

    private static readonly FormField[] DismissFields =
        [new("reason", new("Why it is nobody's, or where it went", "Sebab tiada pemilik, atau ke mana bungkusan itu pergi"), IsNeeded: true, Hint: new("Such as: handed back to the courier.", "Contohnya: dipulangkan kepada kurier."))];

    /// <summary>Shows the dock.</summary>
    /// <param name="request">The query: cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    public Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel) => ShowAsync(request, request.Query["cursor"], Filled.Empty, StatusCodes.Status200OK, cancel);

    /// <summary>Receives a parcel.</summary>
    /// <param name="request">The form: its number, and what else the label says.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the case that received it, to be inspected there, or to the parcel that is nobody's yet; the page with what is wrong.</returns>
    public async Task<IResult> ReceiveAsync(HttpRequest request, CancellationToken cancel)
    {
        var typed = await TypedAsync(request, cancel);
        var scan = new ParcelScan(typed.Value("trackingNumber"), Given(typed, "phone"), Given(typed, "note"));
        try
        {
            var (received, kept) = await people.ReceiveAsync(scan, Caller.Of(request), cancel);
            return Browser.SeeOther(request, received is not null ? $"/cases/{received.CaseId}" : PathOf(kept!.TrackingNumber));
        }
        catch (ProblemException refused) when (refused.Status is >= 400 and < 500)
        {
            return await ShowAsync(request, null, typed with { Refused = refused }, refused.Status, cancel);
        }
    }

    /// <summary>Shows a parcel that no case waited for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="number">Its number.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ProblemException">404: no such parcel was kept.</exception>
    public Task<IResult> ShowParcelAsync(HttpRequest request, string number, CancellationToken cancel) =>
        ShowParcelAsync(request, number, null, Filled.Empty, StatusCodes.Status200OK, cancel);

    /// <summary>Matches a parcel with its case.</summary>
    /// <param name="request">The form: what leads to the case.</param>
    /// <param name="number">The parcel's number.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the case; the page with what is wrong.</returns>
    public Task<IResult> MatchAsync(HttpRequest request, string number, CancellationToken cancel) => TryAsync(
        request, number, Match,
        async (typed, caller) =>
        {
            var asked = new MatchRequest(Given(typed, "caseId"), Given(typed, "orderId"), Given(typed, "trackingNumber"), Given(typed, "phone"));
            return $"/cases/{(await people.MatchAsync(number, asked, caller, cancel)).Match!.CaseId}";
        },
        cancel);

    /// <summary>Takes a parcel off the list that is nobody's.</summary>
    /// <param name="request">The form: why.</param>
    /// <param name="number">The parcel's number.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the dock; the page with what is wrong.</returns>
    public Task<IResult> DismissAsync(HttpRequest request, string number, CancellationToken cancel) => TryAsync(
        request, number, Dismiss,
        async (typed, caller) =>
        {
            await people.DismissAsync(number, new DismissRequest(Given(typed, "reason")), caller, cancel);
            return "/warehouse";
        },
        cancel);

    private async Task<IResult> TryAsync(HttpRequest request, string number, string form, Func<Filled, Caller, Task<string>> deed, CancellationToken cancel)
    {
        var typed = await TypedAsync(request, cancel);
        try
        {
            return Browser.SeeOther(request, await deed(typed, Caller.Of(request)));
        }
        catch (ProblemException refused) when (refused.Status is >= 400 and < 500 and not StatusCodes.Status404NotFound)
        {
            return await ShowParcelAsync(request, number, form, typed with { Refused = refused }, refused.Status, cancel);
        }
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string? cursor, Filled filled, int status, CancellationToken cancel)
    {
        var (caller, language, now) = (Caller.Of(request), Browser.Language(request), clock.GetUtcNow());
        var (parcels, next) = await dock.ListAsync(Cursor.Read(cursor), cancel);
        // The warehouse's own list, whoever looks at it.
        var (lines, _) = await list.ReadAsync(WorkFilter.Of(Actor.Warehouse), null, cancel);
        return frame.Show(
            request, "warehouse",
            new()
            {
                ["may_scan"] = caller.Role == Roles.Warehouse,
                ["scan_fields"] = ScanFields.Select(field => field.Facts(Scan, language, filled)).ToList(),
                ["summary"] = filled.Summary(Scan, ScanFields, language),
                ["to_inspect"] = lines.Where(line => line.State != CaseState.AwaitingReshipment).Select(line => CaseListPage.Line(line, now, language)).ToList(),
                ["to_ship"] = lines.Where(line => line.State == CaseState.AwaitingReshipment).Select(line => CaseListPage.Line(line, now, language)).ToList(),
                ["parcels"] = parcels.Select(parcel => new Dictionary<string, object?>
                {
                    ["href"] = PathOf(parcel.TrackingNumber),
                    ["number"] = parcel.TrackingNumber,
                    ["note"] = parcel.Note,
                    ["at"] = PageTime.Moment(parcel.ReceivedAt, language),
                    ["age"] = WorkCalendar.Malaysia.Count(OfficeClock.Office, MalaysiaTime.DayOf(parcel.ReceivedAt), MalaysiaTime.DayOf(now)),
                }).ToList(),
                ["more"] = next is null ? null : "/warehouse?cursor=" + Cursor.Write(next),
            },
            status, "/warehouse");
    }

    private async Task<IResult> ShowParcelAsync(HttpRequest request, string number, string? tried, Filled filled, int status, CancellationToken cancel)
    {
        var (caller, language) = (Caller.Of(request), Browser.Language(request));
        var entry = await dock.FindAsync(DockDesk.NumberOf(number), cancel);
        var parcel = entry.Parcel ?? throw ParcelDesk.NoParcel(number);
        var candidates = parcel.Match is null ? await desk.CandidatesAsync(entry, cancel) : [];
        return frame.Show(
            request, "parcel",
            new()
            {
                ["number"] = parcel.TrackingNumber,
                ["href"] = PathOf(parcel.TrackingNumber),
                ["received_at"] = PageTime.Moment(parcel.ReceivedAt, language),
                ["received_by"] = string.IsNullOrEmpty(parcel.By) ? null : parcel.By,
                ["phone"] = parcel.Phone,
                ["note"] = parcel.Note,
                ["case_id"] = parcel.Match?.CaseId,
                ["dismissed"] = parcel.Dismissal?.Reason,
                ["may_scan"] = caller.Role == Roles.Warehouse,
                ["candidates"] = candidates.Select(candidate => Candidate(candidate, caller.Actor)).ToList(),
                ["label_fields"] = LabelFields.Select(field => field.Facts(Scan, language, Filled.Empty)).ToList(),
                ["match_fields"] = MatchFields.Select(field => field.Facts(Match, language, tried == Match ? filled : Filled.Empty)).ToList(),
                ["dismiss_fields"] = DismissFields.Select(field => field.Facts(Dismiss, language, tried == Dismiss ? filled : Filled.Empty)).ToList(),
                ["tried"] = tried ?? "",
                ["summary"] = tried is null ? null : filled.Summary(tried, tried == Match ? MatchFields : DismissFields, language),
            },
            status, PathOf(number));
    }

    // Enough to compare with the label.
    private static Dictionary<string, object?> Candidate(ParcelCase candidate, Actor reader)
    {
        var (order, isMasked) = (candidate.Dossier.Order, reader == Actor.Warehouse);
        return new()
        {
            ["id"] = candidate.CaseId,
            ["type"] = candidate.Case.Type.ApiName(),
            ["state"] = candidate.Case.State.ApiName(),
            ["product"] = order?.Product,
            ["buyer"] = order is null ? null : isMasked ? CasePage.MaskName(order.Recipient.Name) : order.Recipient.Name,
            ["phone"] = order is null ? null : isMasked ? CasePage.MaskPhone(order.Recipient.Phone) : order.Recipient.Phone,
            ["numbers"] = candidate.Case.TrackingNumbers,
        };
    }

    private async Task<Filled> TypedAsync(HttpRequest request, CancellationToken cancel)
    {
        await using var form = await PostedForm.ReadAsync(request, storage.Documents, maxFiles: 0, cancel);
        return new Filled(form.Names.ToDictionary(field => field, field => form.Values(field)[0].Trim()), null);
    }

    private static string? Given(Filled typed, string field) => typed.Value(field) is { Length: > 0 } text ? text : null;

    private static string PathOf(string number) => $"/warehouse/parcels/{number}";
}
