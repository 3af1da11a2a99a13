using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Orders;

// curl -X PUT localhost:7071/api/orders/KM-1001 -H "Authorization: Bearer $SERVICE" --json @tests/Samples/order.json

/// <summary>Orders, as Kumoten's order system feeds them in.</summary>
/// <param name="intake">Takes feeds in.</param>
/// <param name="store">Reads dossiers.</param>
public sealed class OrderFunctions(OrderIntake intake, CaseStore store)
{
    private static readonly OrderFeedValidator Validator = new();

    /// <summary>Creates or replaces an order.</summary>
    /// <param name="request">The feed.</param>
    /// <param name="orderId">Kumoten's order number.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>201 for a new order, 200 for a known one.</returns>
    [Function("PutOrder")]
    [Authorize(Roles = Roles.Service)]
    [EndpointSummary("Feeds an order in; repeat-safe")]
    [Accepts<OrderFeed>, Produces<OrderView>, Produces<OrderView>(201), ProducesProblem(400), ProducesProblem(409)]
    public async Task<IResult> PutOrder([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/orders/{orderId}")] HttpRequest request, string orderId, CancellationToken cancel)
    {
        if (!Keys.IsKey(orderId))
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["orderId"] = [FieldError.NoKey] });
        var feed = await request.ReadAsync(Validator, cancel);
        var (isNew, dossier) = await intake.FeedAsync(orderId, feed, cancel);
        var view = OrderView.Of(dossier);
        return isNew ? Results.Created($"/api/orders/{orderId}", view) : Results.Ok(view);
    }

    /// <summary>Shows an order.</summary>
    /// <param name="request">The request.</param>
    /// <param name="orderId">Kumoten's order number.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The order; 404 when it is not there or another seller's.</returns>
    [Function("GetOrder")]
    [Authorize(Roles = Roles.Readers)]
    [EndpointSummary("An order with what is known of its parcel")]
    [Produces<OrderView>, ProducesProblem(404)]
    public async Task<IResult> GetOrder([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/orders/{orderId}")] HttpRequest request, string orderId, CancellationToken cancel)
    {
        var dossier = Keys.IsKey(orderId) ? (await store.LoadAsync(orderId, cancel)).Dossier : null;
        return dossier?.Order is { } order && Caller.Of(request).Sees(order.SellerId)
            ? Results.Ok(OrderView.Of(dossier))
            : throw Problem.NotFound(new($"The order '{orderId}'", $"Pesanan '{orderId}'"));
    }
}
