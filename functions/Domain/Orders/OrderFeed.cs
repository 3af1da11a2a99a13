namespace Kumoten.Functions.Domain.Orders;

/// <summary>An order as Kumoten's order system feeds it: the body of <c>PUT /api/orders/{orderId}</c>.</summary>
public sealed record OrderFeed
{
    /// <summary>The seller.</summary>
    public string? SellerId { get; init; }

    /// <summary>lazada, shopee or tiktok.</summary>
    public string? Marketplace { get; init; }

    /// <summary>The marketplace's order number.</summary>
    public string? MarketplaceOrderId { get; init; }

    /// <summary>Decimal text, "129.90".</summary>
    public string? Amount { get; init; }

    /// <summary>MYR.</summary>
    public string? Currency { get; init; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<OrderItem>? Items { get; init; }

    /// <summary>The buyer.</summary>
    public Recipient? Recipient { get; init; }

    /// <summary>pending, shipped, delivered or cancelled.</summary>
    public string? Status { get; init; }

    /// <summary>zto or poslaju, once shipped.</summary>
    public string? Courier { get; init; }

    /// <summary>The tracking number, once shipped.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>When it shipped, once shipped.</summary>
    public DateTimeOffset? ShippedAt { get; init; }
}
