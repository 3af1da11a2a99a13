using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Orders;

/// <summary>What is known of an order. Facts are only added: an older feed never undoes newer knowledge.</summary>
public sealed partial record Order
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

    /// <summary>Further outbound parcels of the order, which feed or marketplace named.</summary>
    public ImmutableList<string> OtherParcels { get; init; } = [];

    /// <summary>Numbers that were its own until the feed named another; a marketplace's repeat does not bring them back.</summary>
    public ImmutableList<string> FormerNumbers { get; init; } = [];

    /// <summary>Everything that was told of its parcels, in the order it came. Rows of earlier versions have none (<see cref="AllFacts"/>).</summary>
    public ImmutableList<ParcelFact> Facts { get; init; } = [];

    /// <summary>When the order was first fed in; null in rows of earlier versions.</summary>
    public DateTimeOffset? KnownSince { get; init; }

    // What follows from the facts is written beside them, for whoever reads rows: Knowing keeps the six of them true.

    /// <summary>When it left Kumoten, the last time; null before it did.</summary>
    public DateTimeOffset? ShippedAt { get; init; }

    /// <summary>When it reached the buyer.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When a delivery attempt failed for good, by the marketplace or a scan.</summary>
    public DateTimeOffset? DeliveryFailedAt { get; init; }

    /// <summary>When Kumoten's warehouse had the parcel back; null while it has not, and once it ships again.</summary>
    public DateTimeOffset? CameHomeAt { get; init; }

    /// <summary>When it was cancelled as a whole, by marketplace, buyer or seller.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>The marketplace's lines that were cancelled so far; each is one unit.</summary>
    public ImmutableList<string> CancelledLines { get; init; } = [];

    /// <summary>How many units other orders have under the same marketplace number.</summary>
    public int UnitsElsewhere { get; init; }

    /// <summary>What was refunded for parts that were cancelled: the case and the amount.</summary>
    public ImmutableList<PartRefund> PartRefunds { get; init; } = [];

    /// <summary>The newest scan of the outbound parcel.</summary>
    public DateTimeOffset? LastScanAt { get; init; }

    /// <summary>The scans known so far, by <see cref="Parcels.Scan.Key"/>: only a scan that is new is news.</summary>
    public ImmutableList<string> KnownScans { get; init; } = [];

    /// <summary>When the agenda looks whether the parcel stands still; null when it does not.</summary>
    public DateTimeOffset? StallLookAt { get; init; }

    /// <summary>The case whose refund of all that is left was approved: no other case may set it again (Refund, 5).</summary>
    public string? RefundCase { get; init; }

    /// <summary>When the address was changed here, by a case; null when it is the feed's.</summary>
    public DateTimeOffset? AddressChangedAt { get; init; }

    /// <summary>How many cases were ever opened; the next case takes the next number.</summary>
    public int CasesOpened { get; init; }

    /// <summary>A new order with what a feed never changes.</summary>
    /// <param name="id">Kumoten's order number.</param>
    /// <param name="feed">The validated feed.</param>
    /// <param name="amount">Its amount.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The order.</returns>
    public static Order New(string id, OrderFeed feed, Money amount, DateTimeOffset now) => new()
    {
        KnownSince = now,
        Id = id,
        SellerId = feed.SellerId!,
        Marketplace = feed.Marketplace!,
        MarketplaceOrderId = feed.MarketplaceOrderId!,
        Amount = amount,
        Items = feed.Items!,
        Recipient = feed.Recipient!,
    };

    /// <summary>The state the parcel goes to; the office's when the address names none that is known.</summary>
    [JsonIgnore]
    public MalaysianState Destination => MalaysianStates.TryParse(Recipient.Address.State, out var state) ? state : OfficeClock.Office;

    /// <summary>Whether the parcel is between Kumoten and the buyer, and wanted there: not back in the warehouse, and not paid back.</summary>
    [JsonIgnore]
    public bool IsUnderWay => CancelledAt is null && RefundCase is null && Whereabouts.Place is not (Place.NotShipped or Place.WithBuyer or Place.AtKumoten);

    /// <summary>When the parcel counts as stalled, if no scan comes: "no update for too long (more than 5 working days)".</summary>
    /// <param name="calendar">The working days.</param>
    /// <returns>The moment; null while it has not shipped.</returns>
    public DateTimeOffset? StalledFrom(WorkCalendar calendar) => LastSeenAt is { } seen ? ParcelClock.StalledFrom(seen, Destination, calendar) : null;

    /// <summary>The moment that the rule of 5 working days counts from: the newest scan, or when it shipped; null before.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastSeenAt => Whereabouts is { ShippedAt: { } shipped } where ? (where.LastScanAt > shipped ? where.LastScanAt : shipped) : null;

    /// <summary>The status shown, from the facts: a cancellation is the newest knowledge, then delivery, then shipment.</summary>
    [JsonIgnore]
    public OrderStatus Status =>
        CancelledAt is not null ? OrderStatus.Cancelled
        : Whereabouts.Place == Place.WithBuyer ? OrderStatus.Delivered
        : Whereabouts.HasShipped ? OrderStatus.Shipped
        : OrderStatus.Pending;
}

/// <summary>A refund for a part of the order that was cancelled.</summary>
/// <param name="CaseId">The case that approved it.</param>
/// <param name="Amount">The amount.</param>
public sealed record PartRefund(string CaseId, Money Amount);

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
