namespace Kumoten.Functions.Domain.Orders;

/// <summary>What a marketplace may say of an order, as far as Kumoten acts on it; everything else is kept.</summary>
public enum MarketplaceStatus
{
    /// <summary>Nothing that Kumoten acts on.</summary>
    Other,

    /// <summary>The parcel left.</summary>
    Shipped,

    /// <summary>The order was cancelled.</summary>
    Cancelled,

    /// <summary>The parcel reached the buyer.</summary>
    Delivered,

    /// <summary>The delivery failed.</summary>
    FailedDelivery,

    /// <summary>The parcel goes back.</summary>
    Returned,

    /// <summary>The parcel is lost.</summary>
    Lost,
}

/// <summary>A marketplace's push in Kumoten's words.</summary>
/// <param name="MarketplaceOrderId">The marketplace's order number.</param>
/// <param name="Status">What it says.</param>
/// <param name="At">When it became so, by the marketplace's clock.</param>
/// <param name="TrackingNumber">The normalised tracking number, where it tells one.</param>
public sealed record MarketplaceUpdate(string MarketplaceOrderId, MarketplaceStatus Status, DateTimeOffset At, string? TrackingNumber = null);
