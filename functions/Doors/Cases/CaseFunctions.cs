using Kumoten.Functions.Desk.Cases;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;
using RequestSizeLimitAttribute = Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute;

namespace Kumoten.Functions.Doors.Cases;

// curl localhost:7071/api/cases -H "Authorization: Bearer $SELLER" -F type=buyerCancellation -F orderId=KM-1001 -F file=@cancel.png
// curl localhost:7071/api/cases?orderId=KM-1001 -H "Authorization: Bearer $SELLER"
// curl -X POST localhost:7071/api/cases/KM-1001.1/actions/holdConfirmed -H "Authorization: Bearer $AGENT" --json '{"ticket":"PL-7781"}'

/// <summary>Cases: opened, read and acted upon.</summary>
/// <param name="opener">Opens cases.</param>
/// <param name="desk">Takes actions.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="search">Finds cases.</param>
/// <param name="storage">The storage account, for a form's files.</param>
/// <param name="clock">The application's clock.</param>
public sealed class CaseFunctions(
    CaseOpener opener, CaseDesk desk, CaseStore store, CaseSearch search, Storage storage, TimeProvider clock)
{
    private static readonly CaseRequestValidator Validator = new();

    /// <summary>Opens a case at a seller's or agent's request: JSON, or an HTML form's post with files.</summary>
    /// <param name="request">Type and facts.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>201 with the case; 303 to the case's page, for a form; 409 when such a case is open, with its id; 422 when a rule forbids it, with the date that cures it if one does.</returns>
    [Function("OpenCase")]
    [RequestSizeLimit(PostedForm.MaxBody)]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent}")]
    [EndpointSummary("Opens a case")]
    [EndpointDescription("As JSON, or as the post of an HTML form. A form's fields are named by their path: type, orderId, reason, newAddress.line1, appeal.productName and so on; appeal.correctiveActions and appeal.preventiveActions may repeat or hold a line for each; an empty field counts as absent. multipart/form-data also takes up to 20 files in fields named 'file', and 'kind' before or after them says what they prove. A form is answered by 303 See Other to the case's page, or by a page that says what is wrong; with 'Accept: application/json' as JSON is. A field 'lang' (en or ms) says in which language. The same form posted again leads to the case that it opened.")]
    [Accepts<CaseRequest>("application/json", "multipart/form-data", "application/x-www-form-urlencoded"), AcceptsFiles(DocumentIntake.MaxPerCase)]
    [Produces<CaseView>(201), ProducesStatus(303), ProducesProblem(400), ProducesProblem(404), ProducesProblem(409), ProducesProblem(413), ProducesProblem(415), ProducesProblem(422)]
    public async Task<IResult> OpenCase([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases")] HttpRequest request, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        if (!FormBody.IsOne(request))
        {
            var (opened, dossier) = await opener.OpenAsync(await request.ReadAsync(Validator, cancel), [], caller, cancel);
            return Results.Created($"/api/cases/{opened}", Show(opened, dossier, caller));
        }

        await using var form = await PostedForm.ReadAsync(request, storage.Documents, DocumentIntake.MaxPerCase, cancel);
        var wantsPage = Browser.Asks(request);
        var (caseId, after) = await opener.OpenAsync(CaseForm.Read(form), form.Files, caller, cancel, mayRepeat: wantsPage);
        return wantsPage ? Browser.SeeOther(request, $"/cases/{caseId}") : Results.Created($"/api/cases/{caseId}", Show(caseId, after, caller));
    }

    /// <summary>Lists cases.</summary>
    /// <param name="request">The filters type, state, sellerId, orderId, trackingNumber, phone, q, actor, overdue, and the cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>A page of cases.</returns>
    [Function("ListCases")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Warehouse}")]
    [EndpointSummary("Cases, found by what is known of them; a seller finds the own ones")]
    [Query("type", "The kind of case", Words = typeof(CaseType)), Query("state", "Where it stands", Words = typeof(CaseState)), Query("actor", "Who must act", Words = typeof(Actor))]
    [Query("overdue", "Only those past their deadline", Words = typeof(bool)), Query("sellerId", "Whose; a seller finds the own ones whatever it says", Example = "S-100"), Query("orderId", "Of which order", Example = "KM-1001")]
    [Query("trackingNumber", "A number the parcel goes by", Example = "EN123456789MY"), Query("phone", "The buyer's phone", Example = "+60138881234"), Query("q", "Whatever somebody typed who looks for a case: an id or number of any kind, up to 100 characters")]
    [Query("cursor", QueryAttribute.NextPage)]
    [Produces<Page<CaseView>>, ProducesProblem(400)]
    public async Task<IResult> ListCases([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases")] HttpRequest request, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var now = clock.GetUtcNow();
        var (found, next) = await search.FindAsync(CaseQuery.Read(request.Query, caller, now), Cursor.Read(request.Query["cursor"]), cancel);
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
    [EndpointDescription("Open are only the actions that the case lists in 'actions' for this reader.")]
    [Accepts<ActionBody>, Produces<CaseView>, ProducesProblem(400), ProducesProblem(403), ProducesProblem(404), ProducesProblem(409), ProducesProblem(422)]
    public async Task<IResult> ActOnCase([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{caseId}/actions/{action}")] HttpRequest request, string caseId, string action, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var known = CaseActions.Find(action) ?? throw Problem.NotFound(new($"The action '{action}'", $"Tindakan '{action}'"));
        if (!CaseId.TryParse(caseId, out var subject, out _))
            throw NoCase(caseId);
        var body = await request.ReadAsync<ActionBody>(cancel);
        return Results.Ok(Show(caseId, await desk.ActAsync(subject, caseId, known, body, caller, cancel), caller));
    }

    private CaseView Show(string caseId, Dossier dossier, Caller caller) =>
        CaseView.Of(dossier.Case(caseId)!, dossier, caller.Actor, clock.GetUtcNow(), dossier.TimelineOf(caseId));

    internal static ProblemException NoCase(string caseId) => Problem.NotFound(new($"The case '{caseId}'", $"Kes '{caseId}'"));
}
