using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kumoten.Functions.Appeals;
using Kumoten.Functions.Orders;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Worker;
using Microsoft.AspNetCore.Authorization;

namespace Kumoten.Functions.Cases;

// curl localhost:7071/api/cases?orderId=KM-1001 -H "Authorization: Bearer $SELLER"
// curl -X POST localhost:7071/api/cases/KM-1001.1/actions/holdConfirmed -H "Authorization: Bearer $AGENT" --json '{"ticket":"PL-7781"}'

/// <summary>Cases: opened, read and acted upon.</summary>
/// <param name="runner">Decides and saves.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="links">Which parcel belongs to which order.</param>
/// <param name="clock">The application's clock.</param>
public sealed class CaseFunctions(CaseRunner runner, CaseStore store, OrderLinks links, TimeProvider clock)
{
    private static readonly CaseRequestValidator Validator = new();

    /// <summary>Opens a case at a seller's or agent's request.</summary>
    /// <param name="request">Type and facts.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>201 with the case.</returns>
    [Function("OpenCase")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent}")]
    [EndpointSummary("Opens a case")]
    [Accepts<CaseRequest>, Produces<CaseView>(201), ProducesProblem(400), ProducesProblem(409), ProducesProblem(422)]
    public async Task<IResult> OpenCase([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases")] HttpRequest request, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var asked = await request.ReadAsync(Validator, cancel);
        var result = asked.Appeal is { } facts && asked.Type == CaseType.ComplianceAppeal.ApiName()
            ? await OpenAppealAsync(caller.SellerId ?? asked.SellerId, facts, caller, cancel)
            : await runner.RunAsync(asked.OrderId!, draft =>
            {
                if (draft.After.Order is not { } order || !caller.Sees(order.SellerId))
                    throw Problem.NotFound($"The order '{asked.OrderId}'");
                return CaseRequests.Open(draft, asked, caller.Actor, caller.Name);
            }, cancel);
        if (result.Refusal is { } refusal)
            throw RefuseOpening(refusal, result.Dossier);
        var opened = result.Dossier.Cases[^1].Id;
        return Results.Created($"/api/cases/{opened}", Show(opened, result.Dossier, caller));
    }

    private async Task<RunResult> OpenAppealAsync(string? sellerId, AppealFacts facts, Caller caller, CancellationToken cancel)
    {
        if (!Validation.IsKey(sellerId))
            throw Problem.BadFields(new Dictionary<string, string[]> { ["sellerId"] = ["An agent says for which seller."] });
        // The same violation is the same subject, so a second request finds the first.
        return await runner.RunAsync(AppealSubject(sellerId!, facts), draft =>
        {
            if (draft.After.Cases.Find(c => !c.IsEnded) is { } open)
                return new Move.Refused(CaseRequests.AlreadyOpen, $"Case {open.Id} about this violation is open already.");
            draft.Open(new CaseOpening(CaseType.ComplianceAppeal, sellerId!, Appeal: facts), CaseState.Drafting, caller.Actor, caller.Name);
            return null;
        }, cancel);
    }

    private static ProblemException RefuseOpening(Move.Refused refusal, Dossier dossier) => refusal.Code == CaseRequests.AlreadyOpen
        ? new ProblemException(StatusCodes.Status409Conflict, refusal.Code, refusal.Sentence).With("caseId", dossier.Cases.Find(c => !c.IsEnded)?.Id)
        : new ProblemException(StatusCodes.Status422UnprocessableEntity, refusal.Code, refusal.Sentence).With("holdsFrom", refusal.HoldsFrom);

    /// <summary>Lists cases.</summary>
    /// <param name="request">The filters type, state, sellerId, orderId, actor, overdue, and the cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>A page of cases.</returns>
    [Function("ListCases")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Warehouse}")]
    [EndpointSummary("Cases by type, state, sellerId, orderId, actor, overdue; pages by cursor")]
    [Produces<Page<CaseView>>, ProducesProblem(400)]
    public async Task<IResult> ListCases([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases")] HttpRequest request, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var now = clock.GetUtcNow();
        var filter = CaseFilter.Read(request.Query, caller, now);
        if (filter.OrderId is { } orderId)
        {
            var dossier = (await store.LoadAsync(orderId, cancel)).Dossier;
            return Results.Ok(new Page<CaseView>([.. dossier.Cases.Where(filter.Fits).Select(c => CaseView.Of(c, dossier, caller.Actor, now))], null));
        }

        var (found, next) = await store.FindAsync(filter, Cursor.Read(request.Query["cursor"]), cancel);
        return Results.Ok(new Page<CaseView>([.. found.Select(f => CaseView.Of(f.Case, f.Dossier, caller.Actor, now))], Cursor.Write(next)));
    }

    /// <summary>Shows a case.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The case; 404 when it is not there or another seller's.</returns>
    [Function("GetCase")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Warehouse}")]
    [EndpointSummary("A case: what happens next, who acts, and by when")]
    [Produces<CaseView>, ProducesProblem(404)]
    public async Task<IResult> GetCase([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases/{caseId}")] HttpRequest request, string caseId, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var dossier = CaseId.TryParse(caseId, out var subject, out _) ? (await store.LoadAsync(subject, cancel)).Dossier : null;
        return dossier?.Case(caseId) is { } c && caller.Sees(c.SellerId)
            ? Results.Ok(Show(caseId, dossier, caller))
            : throw NoCase(caseId);
    }

    /// <summary>Takes an action on a case.</summary>
    /// <param name="request">The action's JSON.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="action">The action's word.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>200 with the case after; 409 with its state when the action is not open; 403 for another role.</returns>
    [Function("ActOnCase")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Warehouse}")]
    [EndpointSummary("An action on a case")]
    [Accepts<ActionBody>, Produces<CaseView>, ProducesProblem(400), ProducesProblem(403), ProducesProblem(404), ProducesProblem(409), ProducesProblem(422)]
    public async Task<IResult> ActOnCase([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{caseId}/actions/{action}")] HttpRequest request, string caseId, string action, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var known = CaseActions.Find(action) ?? throw Problem.NotFound($"The action '{action}'");
        if (!CaseId.TryParse(caseId, out var subject, out _))
            throw NoCase(caseId);
        var body = await request.ReadAsync<ActionBody>(cancel);
        return Results.Ok(await ActAsync(subject, dossier => dossier.Case(caseId) ?? throw NoCase(caseId), known, body, caller, cancel));
    }

    /// <summary>Receives a parcel at the dock by its tracking number.</summary>
    /// <param name="request">The number.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>200 with the case; 404 when no case knows the number.</returns>
    [Function("ReceiveParcel")]
    [Authorize(Roles = Roles.Warehouse)]
    [EndpointSummary("Receives a parcel by any number known for it")]
    [Accepts<ActionBody>, Produces<CaseView>, ProducesProblem(400), ProducesProblem(404), ProducesProblem(409)]
    public async Task<IResult> ReceiveParcel([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/parcels/receive")] HttpRequest request, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var body = await request.ReadAsync<ActionBody>(cancel);
        var receive = CaseActions.Find("receiveParcel")!;
        var number = ((ParcelReceived)new FieldReader(body).Read(receive)).TrackingNumber;
        foreach (var orderId in await links.OrdersOfAsync(OrderLinks.ParcelKey(number), cancel))
        {
            var loaded = await store.LoadAsync(orderId, cancel);
            if (Expecting(loaded.Dossier, number) is not null)
                return Results.Ok(await ActAsync(orderId, dossier => Expecting(dossier, number)!, receive, body, caller, cancel, loaded));
        }

        throw Problem.NotFound($"A case for the parcel '{number}'");
    }

    // The case that is bringing this parcel home, or that received it just now and is told so twice.
    private static Case? Expecting(Dossier dossier, string trackingNumber) =>
        dossier.Cases.FindLast(c => c.TrackingNumbers.Contains(trackingNumber) && c.State.IsDiverting())
        ?? dossier.Cases.FindLast(c => c.TrackingNumbers.Contains(trackingNumber));

    private async Task<CaseView> ActAsync(string subject, Func<Dossier, Case> find, CaseAction action, ActionBody body, Caller caller, CancellationToken cancel, Loaded? loaded = null)
    {
        if (!action.Who.Contains(caller.Actor))
            throw new ProblemException(StatusCodes.Status403Forbidden, "action.otherRole", $"The action '{action.Name}' is for: {string.Join(", ", action.Who.Select(a => a.ApiName()))}.");
        var happened = new FieldReader(body).Read(action) with { By = caller.Actor, Who = caller.Name };
        // The seller's own number leads the dock to the case: linked first, so that no crash can leave the parcel unknown.
        if (happened is ReturnShipped back)
            await links.LinkParcelAsync(back.TrackingNumber, subject, cancel);

        var fingerprint = Fingerprint(action, happened);
        string? caseId = null;
        var result = await runner.RunAsync(subject, draft =>
        {
            var c = find(draft.After);
            caseId = c.Id;
            if (!caller.Sees(c.SellerId))
                throw NoCase(c.Id);
            // A second click says nothing new, and neither does a call repeated after the case went on: answered like the first.
            if (c.ActionsTaken.LastOrDefault() == Taken(fingerprint, c))
                return null;
            var move = draft.Apply(c, happened, after => after with { ActionsTaken = after.ActionsTaken.Add(Taken(fingerprint, after)) });
            return move is Move.Refused refused && !(refused.Code == Move.Refused.NoMove && c.ActionsTaken.Exists(taken => taken.StartsWith(fingerprint, StringComparison.Ordinal))) ? refused : null;
        }, cancel, loaded);
        return result.Refusal is { } refusal
            ? throw Refuse(refusal, result.Dossier.Case(caseId!)!)
            : Show(caseId!, result.Dossier, caller);
    }

    private CaseView Show(string caseId, Dossier dossier, Caller caller) =>
        CaseView.Of(dossier.Case(caseId)!, dossier, caller.Actor, clock.GetUtcNow(), dossier.TimelineOf(caseId));

    private static ProblemException NoCase(string caseId) => Problem.NotFound($"The case '{caseId}'");

    private static ProblemException Refuse(Move.Refused refusal, Case c) =>
        refusal.Code == Move.Refused.NoMove
            ? new ProblemException(StatusCodes.Status409Conflict, refusal.Code, refusal.Sentence).With("state", c.State.ApiName())
            : new ProblemException(StatusCodes.Status422UnprocessableEntity, refusal.Code, refusal.Sentence).With("holdsFrom", refusal.HoldsFrom);

    private static string Fingerprint(CaseAction action, CaseEvent happened) =>
        action.Name + "." + Hash(JsonSerializer.Serialize(happened, happened.GetType(), Json.Options), 16);

    // With the moment that the action's state began: once the case went on from there, the same action says something new.
    private static string Taken(string fingerprint, Case after) => string.Create(CultureInfo.InvariantCulture, $"{fingerprint}@{after.StateSince.UtcTicks}");

    private static string AppealSubject(string sellerId, AppealFacts facts) =>
        "AP-" + Hash(string.Join('\n', sellerId, facts.LazadaShop, facts.Sku, facts.LazadaSku, facts.Violation, facts.NoticeDate), 12);

    private static string Hash(string text, int length) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..length];
}
