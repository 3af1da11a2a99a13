using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Orders;

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
            stalledFrom is { } from ? [.. WorkCalendar.Malaysia.WarningsFor(MalaysiaTime.DayOf(order.LastSeenAt!.Value), MalaysiaTime.DayOf(from)).Select(warning => warning.En)] : [],
            order.Destination.IsEast(), [.. dossier.Cases.Select(c => c.Id)]);
    }
}
