using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Orders;

// curl -X PUT localhost:7071/api/orders/KM-1001 -H "Authorization: Bearer $SERVICE" --json @tests/Samples/order.json

/// <summary>Orders, as Kumoten's order system feeds them in.</summary>
/// <param name="runner">Decides and saves.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="pushes">Pushes that came before their order.</param>
public sealed class OrderFunctions(CaseRunner runner, CaseStore store, PushIntake pushes)
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
        if (!Validation.IsKey(orderId))
            throw Problem.BadFields(new Dictionary<string, string[]> { ["orderId"] = ["1 to 64 letters, digits, dots, dashes or underscores."] });
        var feed = await request.ReadAsync(Validator, cancel);
        var isNew = false;
        var result = await runner.RunAsync(orderId, draft =>
        {
            isNew = draft.Before.Order is null;
            return OrderFlow.Fed(draft, orderId, feed);
        }, cancel);
        if (result.Refusal is { } refusal)
            throw new ProblemException(StatusCodes.Status409Conflict, refusal.Code, refusal.Sentence);

        // The links come after the order itself, so that whoever follows one finds it.
        var order = result.Dossier.Order!;
        if (await pushes.ReleaseAsync(order, cancel))
            result = result with { Dossier = (await store.LoadAsync(orderId, cancel)).Dossier };
        var view = OrderView.Of(result.Dossier);
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
        var dossier = Validation.IsKey(orderId) ? (await store.LoadAsync(orderId, cancel)).Dossier : null;
        return dossier?.Order is { } order && Caller.Of(request).Sees(order.SellerId)
            ? Results.Ok(OrderView.Of(dossier))
            : throw Problem.NotFound($"The order '{orderId}'");
    }
}

/// <summary>An order as the contract shows it.</summary>
/// <param name="OrderId">Kumoten's order number.</param>
/// <param name="SellerId">The seller.</param>
/// <param name="Marketplace">lazada, shopee or tiktok.</param>
/// <param name="MarketplaceOrderId">The marketplace's order number.</param>
/// <param name="Amount">The order amount.</param>
/// <param name="Currency">MYR.</param>
/// <param name="Items">The lines.</param>
/// <param name="Recipient">The buyer.</param>
/// <param name="Status">pending, shipped, delivered or cancelled.</param>
/// <param name="Courier">zto or poslaju.</param>
/// <param name="TrackingNumber">The outbound tracking number.</param>
/// <param name="ShippedAt">When it shipped.</param>
/// <param name="DeliveredAt">When it reached the buyer.</param>
/// <param name="CancelledAt">When it was cancelled.</param>
/// <param name="LastScanAt">The newest scan.</param>
/// <param name="StalledFrom">When the 5-working-day rule will hold; null when the parcel is not under way.</param>
/// <param name="EastMalaysia">Whether it goes to Sabah, Sarawak or Labuan.</param>
/// <param name="Warnings">What is uncertain about <paramref name="StalledFrom"/>: a year whose holidays are not known.</param>
/// <param name="Cases">The ids of its cases.</param>
public sealed record OrderView(
    string OrderId, string SellerId, string Marketplace, string MarketplaceOrderId, Money Amount, string Currency,
    IReadOnlyList<OrderItem> Items, Recipient Recipient, OrderStatus Status, string? Courier, string? TrackingNumber,
    DateTimeOffset? ShippedAt, DateTimeOffset? DeliveredAt, DateTimeOffset? CancelledAt, DateTimeOffset? LastScanAt,
    DateTimeOffset? StalledFrom, IReadOnlyList<string> Warnings, bool EastMalaysia, IReadOnlyList<string> Cases)
{
    /// <summary>Shows a dossier's order.</summary>
    /// <param name="dossier">The dossier, with an order.</param>
    /// <returns>The view.</returns>
    public static OrderView Of(Dossier dossier)
    {
        var order = dossier.Order!;
        var stalledFrom = order.IsUnderWay ? order.StalledFrom(WorkCalendar.Malaysia) : null;
        return new(
            order.Id, order.SellerId, order.Marketplace, order.MarketplaceOrderId, order.Amount, Money.Currency,
            order.Items, order.Recipient, order.Status, order.Courier, order.TrackingNumber,
            order.ShippedAt, order.DeliveredAt, order.CancelledAt, order.LastScanAt,
            stalledFrom,
            stalledFrom is { } from ? WorkCalendar.Malaysia.WarningsFor(MalaysiaTime.DayOf(order.LastScanAt ?? order.ShippedAt!.Value), MalaysiaTime.DayOf(from)) : [],
            order.Destination.IsEast(), [.. dossier.Cases.Select(c => c.Id)]);
    }
}
