using System.Text.Json.Nodes;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Marketplaces;

// curl -X POST localhost:7071/api/webhooks/lazada -H 'Authorization: a15f8d4b...' --data-binary @tests/Samples/lazada.trade-canceled.json

/// <summary>The doorway of marketplaces and of the tracking feed.</summary>
/// <param name="intake">Takes pushes in.</param>
/// <param name="clock">The application's clock.</param>
public sealed class MarketplaceFunctions(PushIntake intake, TimeProvider clock)
{
    /// <summary>Accepts a push: 200 once it is stored.</summary>
    /// <param name="request">The signed push.</param>
    /// <param name="marketplace">The marketplace's word.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>200 with an empty body; 401 without a good signature; 400 when it is not JSON.</returns>
    [Function("TakeWebhook")]
    [Authorize(AuthenticationSchemes = WebhookSignature.SchemeName)]
    [EnableRateLimiting(RateLimits.Pushes)]
    // Consoles of marketplaces may append what they like to the address; only the signature counts.
    [TakesAnyQuery]
    [EndpointSummary("A signed push: lazada, shopee, tiktok or aftership")]
    [Accepts<JsonObject>("application/json", "*/*"), ProducesStatus(StatusCodes.Status200OK), ProducesProblem(400), ProducesProblem(401), ProducesProblem(404), ProducesProblem(413), ProducesProblem(503)]
    public async Task<IResult> TakeWebhook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/{marketplace}")] HttpRequest request,
        string marketplace,
        CancellationToken cancel)
    {
        var source = PushSources.Find(marketplace) ?? throw Problem.NotFound(new($"The webhook '{marketplace}'", $"Webhook '{marketplace}'"));
        var body = await request.ReadBytesAsync(WebhookSignature.MaxBytes, cancel);
        // A marketplace's look whether we are there; only where its kind comes unsigned does it get as far as this.
        if (body.IsEmpty && source.ChecksWithEmptyBody)
            return Results.Ok();
        await intake.AcceptAsync(new Push(source.Code, clock.GetUtcNow(), PushBody.Text(body)), cancel);
        return Results.Ok();
    }

    /// <summary>Takes a push in from the queue.</summary>
    /// <param name="push">The push.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored with what it led to.</returns>
    [Function("TakePush")]
    public Task TakePush([QueueTrigger(Queues.Pushes)] Push push, CancellationToken cancel) => intake.TakeInAsync(push, cancel);
}
