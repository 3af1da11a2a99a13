using FluentValidation;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.DeadLetters;

// curl localhost:7071/api/poison?open=true -H "Authorization: Bearer $AGENT"
// curl -X POST localhost:7071/api/poison/replay -H "Authorization: Bearer $AGENT" --json '{"queue":"marketplace-pushes","from":"2026-11-26T08:00:00+08:00"}'
// curl -X POST localhost:7071/api/poison/3f0c.../replay -H "Authorization: Bearer $AGENT"

/// <summary>
/// Messages that failed for good. The host moves a message it gave up to <c>{queue}-poison</c>, where it would expire
/// after a week: each of these queues has its function here, which keeps the message for good.
/// </summary>
/// <param name="office">Keeps and replays.</param>
/// <param name="store">The letters to list.</param>
/// <param name="pushers">Who pushes, by name.</param>
public sealed class DeadLetterFunctions(DeadLetterOffice office, DeadLetterStore store, IReadOnlyList<Pusher> pushers)
{
    private static readonly ReplayRequestValidator Validator = new();

    /// <summary>Keeps a mail to a courier.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepCourierRequest")]
    public Task KeepCourierRequest([QueueTrigger(Queues.CourierRequests + Queues.Poison)] string message, CancellationToken cancel) => office.KeepAsync(Queues.CourierRequests, message, cancel);

    /// <summary>Keeps a refund.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepRefund")]
    public Task KeepRefund([QueueTrigger(Queues.Refunds + Queues.Poison)] string message, CancellationToken cancel) => office.KeepAsync(Queues.Refunds, message, cancel);

    /// <summary>Keeps a charge of return shipping.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepReturnShipping")]
    public Task KeepReturnShipping([QueueTrigger(Queues.ReturnShipping + Queues.Poison)] string message, CancellationToken cancel) => office.KeepAsync(Queues.ReturnShipping, message, cancel);

    /// <summary>Keeps an appeal letter to be written.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepLetter")]
    public Task KeepLetter([QueueTrigger(Queues.Letters + Queues.Poison)] string message, CancellationToken cancel) => office.KeepAsync(Queues.Letters, message, cancel);

    /// <summary>Keeps a mail to the desk.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepDeskNotice")]
    public Task KeepDeskNotice([QueueTrigger(Queues.DeskNotices + Queues.Poison)] string message, CancellationToken cancel) => office.KeepAsync(Queues.DeskNotices, message, cancel);

    /// <summary>Keeps a mail to a seller.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepSellerNotice")]
    public Task KeepSellerNotice([QueueTrigger(Queues.SellerNotices + Queues.Poison)] string message, CancellationToken cancel) => office.KeepAsync(Queues.SellerNotices, message, cancel);

    /// <summary>Keeps dossiers to be counted.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepCount")]
    public Task KeepCount([QueueTrigger(Queues.Figures + Queues.Poison)] string message, CancellationToken cancel) => office.KeepAsync(Queues.Figures, message, cancel);

    /// <summary>Keeps dossiers to be looked at.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepLooks")]
    public Task KeepLooks([QueueTrigger(Queues.Looks + Queues.Poison)] string message, CancellationToken cancel) => office.KeepAsync(Queues.Looks, message, cancel);

    /// <summary>Keeps a push.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept.</returns>
    [Function("KeepPush")]
    public Task KeepPush([QueueTrigger(Queues.Pushes + Queues.Poison)] string message, CancellationToken cancel) => office.KeepAsync(Queues.Pushes, message, cancel);

    /// <summary>Sends again what storage was at fault for, every five minutes.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When all whose time has come is sent.</returns>
    [Function("ReturnDeadLetters")]
    public Task ReturnDeadLetters([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return office.ReturnAsync(cancel);
    }

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
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["open"] = [FieldError.OneOf(["true", "false"])] });
        var (letters, next) = await store.ListAsync(open == "true", Cursor.Read(request.Query["cursor"]), cancel);
        return Results.Ok(new Page<DeadLetterView>([.. letters.Select(letter => DeadLetterView.Of(letter, pushers))], Cursor.Write(next)));
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
        Results.Accepted(value: DeadLetterView.Of(await office.ReplayAsync(id, Caller.Of(request).Name, cancel), pushers));

    /// <summary>Puts all open dead letters of a queue or a time back, at most 500 in one call; twice does no harm.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>202 with how many, and whether to call again.</returns>
    [Function("ReplayDeadLetters")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("Sends all messages again that failed for good, of one queue, of a time, or all; at most 500 in one call")]
    [Accepts<ReplayRequest>, Produces<ReplayView>(202), ProducesProblem(400)]
    public async Task<IResult> ReplayDeadLetters([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/poison/replay")] HttpRequest request, CancellationToken cancel) =>
        Results.Accepted(value: await office.ReplayAsync(await request.ReadAsync(Validator, cancel), Caller.Of(request).Name, cancel));
}

/// <summary>What such a request must have.</summary>
public sealed class ReplayRequestValidator : AbstractValidator<ReplayRequest>
{
    /// <summary>The rules.</summary>
    public ReplayRequestValidator() => RuleFor(asked => asked.Queue).OneOf([.. Queues.All]).When(asked => asked.Queue is not null);
}
