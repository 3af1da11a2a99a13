using Kumoten.Functions.Desk.Figures;
using Kumoten.Functions.Doors.Appeals;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Hands.Diversion;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Functions.Hands.Refunds;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.DeadLetters;

// curl localhost:7071/api/poison?open=true -H "Authorization: Bearer $AGENT"
// curl -X POST localhost:7071/api/poison/3f0c.../replay -H "Authorization: Bearer $AGENT"

/// <summary>
/// Messages that failed for good. The host moves a message it gave up to <c>{queue}-poison</c>, where it would expire
/// after a week: each of these queues has its function here, which keeps the message for good.
/// </summary>
/// <param name="office">Keeps and replays.</param>
/// <param name="store">The letters to list.</param>
public sealed class DeadLetterFunctions(DeadLetterOffice office, DeadLetterStore store)
{
    /// <summary>What the host adds to a queue's name for the messages it gave up.</summary>
    public const string Poison = "-poison";

    /// <summary>Keeps a mail to a courier.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepCourierRequest")]
    public Task KeepCourierRequest([QueueTrigger(DiversionFunctions.Queue + Poison)] string message, CancellationToken cancel) => office.KeepAsync(DiversionFunctions.Queue, message, cancel);

    /// <summary>Keeps a refund.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepRefund")]
    public Task KeepRefund([QueueTrigger(RefundFunctions.RefundQueue + Poison)] string message, CancellationToken cancel) => office.KeepAsync(RefundFunctions.RefundQueue, message, cancel);

    /// <summary>Keeps a charge of return shipping.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepReturnShipping")]
    public Task KeepReturnShipping([QueueTrigger(RefundFunctions.ChargeQueue + Poison)] string message, CancellationToken cancel) => office.KeepAsync(RefundFunctions.ChargeQueue, message, cancel);

    /// <summary>Keeps an appeal letter to be written.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepLetter")]
    public Task KeepLetter([QueueTrigger(AppealFunctions.Queue + Poison)] string message, CancellationToken cancel) => office.KeepAsync(AppealFunctions.Queue, message, cancel);

    /// <summary>Keeps a mail to the desk.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepDeskNotice")]
    public Task KeepDeskNotice([QueueTrigger(NoticeFunctions.DeskQueue + Poison)] string message, CancellationToken cancel) => office.KeepAsync(NoticeFunctions.DeskQueue, message, cancel);

    /// <summary>Keeps a mail to a seller.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepSellerNotice")]
    public Task KeepSellerNotice([QueueTrigger(NoticeFunctions.SellerQueue + Poison)] string message, CancellationToken cancel) => office.KeepAsync(NoticeFunctions.SellerQueue, message, cancel);

    /// <summary>Keeps dossiers to be counted.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepCount")]
    public Task KeepCount([QueueTrigger(FigureBook.Queue + Poison)] string message, CancellationToken cancel) => office.KeepAsync(FigureBook.Queue, message, cancel);

    /// <summary>Keeps a push.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepPush")]
    public Task KeepPush([QueueTrigger(PushIntake.Queue + Poison)] string message, CancellationToken cancel) => office.KeepAsync(PushIntake.Queue, message, cancel);

    /// <summary>Lists dead letters: open ones first, newest first.</summary>
    /// <param name="request">The filter open, and the cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>A page of letters.</returns>
    [Function("ListDeadLetters")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("Messages that failed for good, open ones first")]
    [Query("open", "true leaves out those that were sent again", Words = typeof(bool)), Query("cursor", QueryAttribute.NextPage)]
    [Produces<Page<DeadLetterView>>, ProducesProblem(400)]
    public async Task<IResult> ListDeadLetters([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/poison")] HttpRequest request, CancellationToken cancel)
    {
        var open = request.Query["open"].ToString();
        if (open is not ("" or "true" or "false"))
            throw Problem.BadFields(new Dictionary<string, string[]> { ["open"] = ["Use one of: true, false."] });
        var (letters, next) = await store.ListAsync(open == "true", Cursor.Read(request.Query["cursor"]), cancel);
        return Results.Ok(new Page<DeadLetterView>([.. letters.Select(DeadLetterView.Of)], Cursor.Write(next)));
    }

    /// <summary>Puts a dead letter back on its queue; twice does no harm.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The letter.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>202 with the letter as it stands; 404 when it is not there.</returns>
    [Function("ReplayDeadLetter")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("Sends a message again that failed for good; safe to repeat")]
    [Produces<DeadLetterView>(202), ProducesProblem(404)]
    public async Task<IResult> ReplayDeadLetter([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/poison/{id}/replay")] HttpRequest request, string id, CancellationToken cancel) =>
        Results.Accepted(value: DeadLetterView.Of(await office.ReplayAsync(id, Caller.Of(request).Name, cancel)));
}
