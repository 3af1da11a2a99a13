using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Orders;

/// <summary>What is known of an order. Facts are only added: an older feed never undoes newer knowledge.</summary>
public sealed record Order
{
    /// <summary>Kumoten's order number.</summary>
    public required string Id { get; init; }

    /// <summary>The seller whose order it is.</summary>
    public required string SellerId { get; init; }

    /// <summary>The marketplace's code: lazada, shopee, tiktok.</summary>
    public required string Marketplace { get; init; }

    /// <summary>The marketplace's own order number.</summary>
    public required string MarketplaceOrderId { get; init; }

    /// <summary>What the seller paid Kumoten, and what a refund pays back.</summary>
    public required Money Amount { get; init; }

    /// <summary>What is in the parcel.</summary>
    public required IReadOnlyList<OrderItem> Items { get; init; }

    /// <summary>The buyer and the delivery address.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>The courier's code, once known.</summary>
    public string? Courier { get; init; }

    /// <summary>The outbound parcel's tracking number, once known.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>When it left Kumoten, the last time; null before it did.</summary>
    public DateTimeOffset? ShippedAt { get; init; }

    /// <summary>When it reached the buyer.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When a delivery attempt failed for good, by the marketplace or a scan.</summary>
    public DateTimeOffset? DeliveryFailedAt { get; init; }

    /// <summary>When Kumoten's warehouse had the parcel back; null while it has not, and once it ships again.</summary>
    public DateTimeOffset? CameHomeAt { get; init; }

    /// <summary>When it was cancelled, by marketplace, buyer or seller.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>The newest scan of the outbound parcel.</summary>
    public DateTimeOffset? LastScanAt { get; init; }

    /// <summary>The scans known so far, by <see cref="Parcels.Scan.Key"/>: only a scan that is new is news.</summary>
    public ImmutableList<string> KnownScans { get; init; } = [];

    /// <summary>When the agenda looks whether the parcel stands still; null when it does not.</summary>
    public DateTimeOffset? StallLookAt { get; init; }

    /// <summary>The case whose refund was approved. One refund per order: no other case may set it again (Refund, 5).</summary>
    public string? RefundCase { get; init; }

    /// <summary>When the address was changed here, by a case; null when it is the feed's.</summary>
    public DateTimeOffset? AddressChangedAt { get; init; }

    /// <summary>How many cases were ever opened; the next case takes the next number.</summary>
    public int CasesOpened { get; init; }

    /// <summary>A new order with what a feed never changes.</summary>
    /// <param name="id">Kumoten's order number.</param>
    /// <param name="feed">The validated feed.</param>
    /// <param name="amount">Its amount.</param>
    /// <returns>The order.</returns>
    public static Order New(string id, OrderFeed feed, Money amount) => new()
    {
        Id = id,
        SellerId = feed.SellerId!,
        Marketplace = feed.Marketplace!,
        MarketplaceOrderId = feed.MarketplaceOrderId!,
        Amount = amount,
        Items = feed.Items!,
        Recipient = feed.Recipient!,
    };

    /// <summary>The order whose parcel leaves Kumoten a second time: what its first way told is no news of its second.</summary>
    /// <param name="at">When it leaves.</param>
    /// <returns>The order.</returns>
    public Order SentAgain(DateTimeOffset at) => this with { ShippedAt = at, CameHomeAt = null, LastScanAt = null, DeliveryFailedAt = null };

    /// <summary>The state the parcel goes to; the office's when the address names none that is known.</summary>
    [JsonIgnore]
    public MalaysianState Destination => MalaysianStates.TryParse(Recipient.Address.State, out var state) ? state : OfficeClock.Office;

    /// <summary>Whether the parcel is between Kumoten and the buyer, and wanted there: not back in the warehouse, and not paid back.</summary>
    [JsonIgnore]
    public bool IsUnderWay => Status == OrderStatus.Shipped && CameHomeAt is null && RefundCase is null;

    /// <summary>When the parcel counts as stalled, if no scan comes: "no update for too long (more than 5 working days)".</summary>
    /// <param name="calendar">The working days.</param>
    /// <returns>The moment; null while it has not shipped.</returns>
    public DateTimeOffset? StalledFrom(WorkCalendar calendar) =>
        ShippedAt is { } shipped ? ParcelClock.StalledFrom(LastScanAt ?? shipped, Destination, calendar) : null;

    /// <summary>The status shown, from the facts: a cancellation is the newest knowledge, then delivery, then shipment.</summary>
    [JsonIgnore]
    public OrderStatus Status =>
        CancelledAt is not null ? OrderStatus.Cancelled
        : DeliveredAt is not null ? OrderStatus.Delivered
        : ShippedAt is not null ? OrderStatus.Shipped
        : OrderStatus.Pending;
}

/// <summary>The order's status in the contract.</summary>
public enum OrderStatus
{
    /// <summary>In the warehouse.</summary>
    Pending,

    /// <summary>With the courier.</summary>
    Shipped,

    /// <summary>With the buyer.</summary>
    Delivered,

    /// <summary>Cancelled, wherever the parcel is.</summary>
    Cancelled,
}

/// <summary>A line of the order.</summary>
/// <param name="Sku">Kumoten's stock code.</param>
/// <param name="Name">What it is.</param>
/// <param name="Quantity">How many.</param>
public sealed record OrderItem(string Sku, string Name, int Quantity);

/// <summary>The buyer.</summary>
/// <param name="Name">Name on the parcel.</param>
/// <param name="Phone">Phone number.</param>
/// <param name="Address">Where the parcel goes.</param>
public sealed record Recipient(string Name, string Phone, Address Address);

/// <summary>A Malaysian address.</summary>
/// <param name="Line1">House and street.</param>
/// <param name="Line2">More of it, or empty.</param>
/// <param name="Postcode">Five digits.</param>
/// <param name="City">Town.</param>
/// <param name="State">State or territory.</param>
public sealed record Address(string Line1, string? Line2, string Postcode, string City, string State)
{
    /// <summary>The address on one line.</summary>
    public override string ToString() =>
        string.Join(", ", new[] { Line1, Line2, $"{Postcode} {City}", State }.Where(part => !string.IsNullOrWhiteSpace(part)));
}
