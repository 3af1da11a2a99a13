using System.Collections.Immutable;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>
/// The forms about an order: first the order by any of its numbers, then which requests hold now and from when the others, then the
/// request itself. What holds is asked of the rules themselves, and the request goes the same way as the contract's.
/// </summary>
/// <param name="finder">Finds orders.</param>
/// <param name="opener">Opens cases.</param>
/// <param name="check">Shows a request once more before it is sent.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="storage">The storage account, for a form's files.</param>
/// <param name="clock">The application's clock.</param>
public sealed class RequestForms(OrderFinder finder, CaseOpener opener, CheckPage check, PageFrame frame, Storage storage, TimeProvider clock)
{
    private const string Request = "request";
    private const string AddressChange = "address-change";
    private const int MaxNumber = 100;

    // The guide's buttons and form, and the kinds of case that each asks for.
    private static readonly Dictionary<string, ImmutableArray<CaseType>> TypesOf = new()
    {
        ["after-sales"] = [CaseType.FailedDelivery, CaseType.StalledParcel, CaseType.BuyerCancellation],
        ["cancellation"] = [CaseType.BuyerCancellation],
        [AddressChange] = [CaseType.AddressChange],
    };

    private static readonly FormField Type = new("type", new("What is it about?", "Permohonan ini tentang apa?"), FieldKind.Buttons, IsNeeded: true);
    private static readonly FormField Reason = new("reason", new("What happened", "Apa yang berlaku"), FieldKind.Text, Hint: new("In your own words; may be left empty.", "Dalam kata-kata anda sendiri; boleh dibiarkan kosong."));

    private static readonly FormField[] AddressFields =
    [
        new("newAddress.line1", new("House and street", "Rumah dan jalan"), IsNeeded: true), new("newAddress.line2", new("More of the address", "Baris alamat kedua")),
        new("newAddress.postcode", new("Postcode", "Poskod"), FieldKind.Number, IsNeeded: true), new("newAddress.city", new("Town", "Bandar"), IsNeeded: true),
        new("newAddress.state", new("State", "Negeri"), FieldKind.Choice, IsNeeded: true) { Choices = [.. MalaysianStates.All.Select(state => new Choice(MalaysianStates.NameOf(state), new(MalaysianStates.NameOf(state), MalaysianStates.NameOf(state))))] },
    ];

    /// <summary>Whether there is such a form.</summary>
    /// <param name="form">Its word in the address.</param>
    /// <returns>Whether there is.</returns>
    public static bool Has(string form) => TypesOf.ContainsKey(form);

    /// <summary>Shows a form: the look-up, or the request about the order that it finds.</summary>
    /// <param name="request">The request.</param>
    /// <param name="form">Which.</param>
    /// <param name="number">A number of the order, as typed; empty for none yet.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    public Task<IResult> ShowAsync(HttpRequest request, string form, string number, CancellationToken cancel) =>
        ShowAsync(request, form, number.Length <= MaxNumber ? number : number[..MaxNumber], Filled.Empty, StatusCodes.Status200OK, cancel);

    /// <summary>Takes a request.</summary>
    /// <param name="request">The form.</param>
    /// <param name="form">Which.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The answers once more; 303 to the confirmation; the page with what is wrong when it is refused.</returns>
    public Task<IResult> TakeAsync(HttpRequest request, string form, CancellationToken cancel) => FormPost.TakeAsync(
        request, storage.Documents,
        async posted =>
        {
            var typed = Filled.Of(posted);
            if (typed.Value(CheckPage.Step) == CheckPage.Change)
                return await ShowAsync(request, form, typed.Value("orderId"), typed, StatusCodes.Status200OK, cancel);
            if (typed.Value(CheckPage.Step) == CheckPage.Check)
                return await CheckAsync(request, form, CaseForm.Read(posted), typed, cancel);
            var (caseId, _) = await opener.OpenAsync(CaseForm.Read(posted), posted.Files, Caller.Of(request), cancel, mayRepeat: true);
            return Browser.SeeOther(request, $"/cases/{caseId}/opened");
        },
        async (typed, refused) => CheckPage.IsOfItsFiles(typed, refused)
            ? ShowCheck(request, form, null, typed)
            : await ShowAsync(request, form, typed.Value("orderId"), typed, refused.Status, cancel),
        cancel);

    private async Task<IResult> CheckAsync(HttpRequest request, string form, CaseRequest asked, Filled typed, CancellationToken cancel)
    {
        var number = asked.OrderId ?? "";
        var dossier = (await finder.FindAsync(number, Caller.Of(request), cancel)).FirstOrDefault(found => found.Subject == number) ?? new Dossier(number, null, []);
        opener.Check(dossier, asked, Caller.Of(request));
        return ShowCheck(request, form, dossier.Order?.Product, typed);
    }

    private IResult ShowCheck(HttpRequest request, string form, string? product, Filled typed) =>
        check.Show(request, form, [.. FieldsOf(form), Reason], typed, new(form != AddressChange, product));

    private static FormField[] FieldsOf(string form) => form == AddressChange ? AddressFields : [];

    private async Task<IResult> ShowAsync(HttpRequest request, string form, string number, Filled filled, int status, CancellationToken cancel)
    {
        var (caller, language) = (Caller.Of(request), Browser.Language(request));
        var found = number.Length == 0 ? [] : await finder.FindAsync(number, caller, cancel);
        var dossier = found is [var only] ? only : null;
        var offers = dossier is null ? [] : TypesOf[form].Select(type => Offer(dossier, type, language, filled)).ToList();
        var fields = FieldsOf(form);
        return frame.Show(
            request, "request",
            new()
            {
                ["form"] = form,
                ["number"] = number,
                ["is_found"] = dossier is not null,
                ["several"] = found.Count > 1 ? found.Select(one => OrderFacts(one, language)).ToList() : [],
                ["order"] = dossier is null ? null : OrderFacts(dossier, language),
                ["offers"] = offers,
                ["holds_any"] = offers.Exists(offer => offer["refusal"] is null),
                ["fields"] = fields.Append(Reason).Select(field => field.Facts(Request, language, filled)).ToList(),
                ["summary"] = filled.Summary(Request, [Type, .. fields, Reason], language),
            },
            status, number.Length == 0 ? $"/forms/{form}" : $"/forms/{form}?order={Uri.EscapeDataString(number)}");
    }

    // The rule itself is asked, on a draft that nobody saves.
    private Dictionary<string, object?> Offer(Dossier dossier, CaseType type, string language, Filled filled)
    {
        var order = dossier.Order!;
        var asked = new CaseRequest { Type = type.ApiName(), OrderId = order.Id, NewAddress = type == CaseType.AddressChange ? order.Recipient.Address : null };
        var refusal = CaseRequests.Open(new Draft(dossier, clock.GetUtcNow(), WorkCalendar.Malaysia), asked, Actor.Seller, null);
        return new()
        {
            ["type"] = type.ApiName(),
            ["refusal"] = refusal?.Sentence.In(language),
            ["holds_from"] = PageTime.Moment(refusal?.HoldsFrom, language),
            ["is_chosen"] = filled.Value("type") == type.ApiName(),
            ["open_case"] = refusal?.CaseId,
        };
    }

    private static Dictionary<string, object?> OrderFacts(Dossier dossier, string language)
    {
        var order = dossier.Order!;
        return new()
        {
            ["id"] = order.Id,
            ["product"] = order.Product ?? order.Id,
            ["amount"] = order.Amount.ToString(),
            ["marketplace"] = order.Marketplace,
            ["marketplace_id"] = order.MarketplaceOrderId,
            ["status"] = order.Status.ApiName(),
            ["shipped_at"] = order.ShippedAt is { } at ? PageTime.Day(MalaysiaTime.DayOf(at), language) : null,
            ["tracking_number"] = order.TrackingNumber,
            ["buyer"] = order.Recipient.Name,
            ["address"] = order.Recipient.Address.ToString(),
        };
    }
}
