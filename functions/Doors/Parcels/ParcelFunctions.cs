using FluentValidation;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Parcels;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Parcels;

// curl -X POST localhost:7071/api/parcels/receive -H "Authorization: Bearer $WAREHOUSE" --json '{"trackingNumber":"EN123456789MY"}'
// curl localhost:7071/api/parcels/unidentified -H "Authorization: Bearer $AGENT"
// curl -X POST localhost:7071/api/parcels/unidentified/JT99/match -H "Authorization: Bearer $AGENT" --json '{"orderId":"KM-1001"}'
// curl -X POST localhost:7071/api/parcels/unidentified/JT99/dismiss -H "Authorization: Bearer $AGENT" --json '{"reason":"Another shop'\''s parcel, handed back."}'

/// <summary>The dock: parcels are received here, and those that no case waits for are kept and matched later.</summary>
/// <param name="people">Takes what people at the dock say.</param>
/// <param name="desk">Brings parcels to their cases.</param>
/// <param name="dock">The parcels that no case waited for.</param>
/// <param name="clock">The application's clock.</param>
public sealed class ParcelFunctions(DockDesk people, ParcelDesk desk, Dock dock, TimeProvider clock)
{

    /// <summary>Receives a parcel at the dock by its tracking number.</summary>
    /// <param name="request">The number, and what else the label says.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>200 with the case; 202 with the parcel when no one case waits for it.</returns>
    [Function("ReceiveParcel")]
    [Authorize(Roles = Roles.Warehouse)]
    [EndpointSummary("Receives a parcel by any number known for it; one that no case waits for is kept and matched later")]
    [Accepts<ParcelScan>, Produces<CaseView>, Produces<ParcelView>(202), ProducesProblem(400)]
    public async Task<IResult> ReceiveParcel([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/parcels/receive")] HttpRequest request, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var (received, kept) = await people.ReceiveAsync(await request.ReadAsync<ParcelScan>(cancel), caller, cancel);
        return received is not null
            ? Results.Ok(CaseView.Of(received.Case, received.Dossier, caller.Actor, clock.GetUtcNow(), received.Dossier.TimelineOf(received.CaseId)))
            : Results.Accepted(ParcelView.PathOf(kept!), ParcelView.Of(kept!));
    }

    /// <summary>Lists the parcels that are not matched yet.</summary>
    /// <param name="request">The cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>A page of them, oldest first.</returns>
    [Function("ListUnidentifiedParcels")]
    [Authorize(Roles = Roles.Dock)]
    [EndpointSummary("Parcels at the dock that no case waited for, oldest first")]
    [Query("cursor", QueryAttribute.NextPage)]
    [Produces<Page<ParcelView>>, ProducesProblem(400)]
    public async Task<IResult> ListUnidentifiedParcels([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/parcels/unidentified")] HttpRequest request, CancellationToken cancel)
    {
        var (parcels, next) = await dock.ListAsync(Cursor.Read(request.Query["cursor"]), cancel);
        return Results.Ok(new Page<ParcelView>([.. parcels.Select(parcel => ParcelView.Of(parcel))], Cursor.Write(next)));
    }

    /// <summary>Shows a parcel that no case waited for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parcelId">The parcel.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The parcel with the cases it may be for; once matched, the case it went to.</returns>
    [Function("GetUnidentifiedParcel")]
    [Authorize(Roles = Roles.Dock)]
    [EndpointSummary("A parcel that no case waited for, and the cases it may be for")]
    [Produces<ParcelView>, ProducesProblem(404)]
    public async Task<IResult> GetUnidentifiedParcel([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/parcels/unidentified/{parcelId}")] HttpRequest request, string parcelId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var entry = await dock.FindAsync(DockDesk.NumberOf(parcelId), cancel);
        var parcel = entry.Parcel ?? throw ParcelDesk.NoParcel(parcelId);
        return Results.Ok(ParcelView.Of(parcel, parcel.Match is null ? await desk.CandidatesAsync(entry, cancel) : []));
    }

    /// <summary>Matches a parcel with its case.</summary>
    /// <param name="request">What leads to the case.</param>
    /// <param name="parcelId">The parcel.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>200 with the parcel; 409 with the candidates when several cases wait; 422 when none does.</returns>
    [Function("MatchParcel")]
    [Authorize(Roles = Roles.Dock)]
    [EndpointSummary("Matches a parcel with its case, by caseId, orderId, trackingNumber or phone")]
    [Accepts<MatchRequest>, Produces<ParcelView>, ProducesProblem(400), ProducesProblem(404), ProducesProblem(409), ProducesProblem(422)]
    public async Task<IResult> MatchParcel([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/parcels/unidentified/{parcelId}/match")] HttpRequest request, string parcelId, CancellationToken cancel)
    {
        var parcel = await people.MatchAsync(parcelId, await request.ReadAsync<MatchRequest>(cancel), Caller.Of(request), cancel);
        return Results.Ok(ParcelView.Of(parcel));
    }

    /// <summary>Takes a parcel off the list that is nobody's.</summary>
    /// <param name="request">Why.</param>
    /// <param name="parcelId">The parcel.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>200 with the parcel; 409 when it went to a case.</returns>
    [Function("DismissParcel")]
    [Authorize(Roles = Roles.Dock)]
    [EndpointSummary("Takes an unidentified parcel that is nobody's off the list, with the reason; scanned again, it lies there again")]
    [Accepts<DismissRequest>, Produces<ParcelView>, ProducesProblem(400), ProducesProblem(404), ProducesProblem(409)]
    public async Task<IResult> DismissParcel([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/parcels/unidentified/{parcelId}/dismiss")] HttpRequest request, string parcelId, CancellationToken cancel)
    {
        return Results.Ok(ParcelView.Of(await people.DismissAsync(parcelId, await request.ReadAsync<DismissRequest>(cancel), Caller.Of(request), cancel)));
    }

    /// <summary>Looks whether a case waits by now for a parcel at the dock.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When each was looked at.</returns>
    [Function("WatchDock")]
    public Task WatchDock([TimerTrigger("15 * * * * *")] TimerInfo timer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return desk.WatchAsync(cancel);
    }
}

/// <summary>What the warehouse reads off a parcel.</summary>
/// <param name="TrackingNumber">The number on the label.</param>
/// <param name="Phone">The phone number on the label, if it has one.</param>
/// <param name="Note">What else it says.</param>
public sealed record ParcelScan(string? TrackingNumber, string? Phone, string? Note);

/// <summary>What a scan at the dock must have.</summary>
public sealed class ParcelScanValidator : AbstractValidator<ParcelScan>
{
    /// <summary>The rules.</summary>
    public ParcelScanValidator()
    {
        RuleFor(s => s.TrackingNumber).TrackingNumber();
        RuleFor(s => s.Phone).MaximumLength(40).OneLine();
        RuleFor(s => s.Note).MaximumLength(2000);
    }
}

/// <summary>What leads a parcel to its case: one of these.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="OrderId">Its order.</param>
/// <param name="TrackingNumber">Another number that it goes by.</param>
/// <param name="Phone">The buyer's phone.</param>
public sealed record MatchRequest(string? CaseId, string? OrderId, string? TrackingNumber, string? Phone);

/// <summary>Why a parcel is nobody's.</summary>
/// <param name="Reason">The reason, or where it went.</param>
public sealed record DismissRequest(string? Reason);

/// <summary>What a dismissal must have.</summary>
public sealed class DismissRequestValidator : AbstractValidator<DismissRequest>
{
    /// <summary>The rules.</summary>
    public DismissRequestValidator() =>
        RuleFor(d => d.Reason).NotEmpty().Says("Say why it is nobody's, or where it went, such as \"handed back to the courier\".", "Nyatakan sebab bungkusan ini tiada pemilik, atau ke mana ia pergi, seperti \"dipulangkan kepada kurier\".").MaximumLength(2000);
}

/// <summary>What a match must have.</summary>
public sealed class MatchRequestValidator : AbstractValidator<MatchRequest>
{
    /// <summary>The rules.</summary>
    public MatchRequestValidator()
    {
        RuleFor(m => m.CaseId).Must((m, _) => new[] { m.CaseId, m.OrderId, m.TrackingNumber, m.Phone }.Count(given => given is not null) == 1)
            .Says(new FieldError("Give one of these: the case, the order, a tracking number or the buyer's phone.", "Berikan salah satu: kes, pesanan, nombor penjejakan atau telefon pembeli.", "Give one of caseId, orderId, trackingNumber and phone."));
        RuleFor(m => m.CaseId).Must(id => CaseId.TryParse(id, out _, out _)).Says("A case's number, such as \"KM-1001.1\".", "Nombor kes, seperti \"KM-1001.1\".").When(m => m.CaseId is not null);
        RuleFor(m => m.OrderId).Key().When(m => m.OrderId is not null);
        RuleFor(m => m.TrackingNumber).TrackingNumber().When(m => m.TrackingNumber is not null);
        RuleFor(m => m.Phone).Must(phone => Phones.Normalize(phone) is not null).Says(Phones.NoPhone).When(m => m.Phone is not null);
    }
}
