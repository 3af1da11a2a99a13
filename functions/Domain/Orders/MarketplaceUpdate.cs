using Kumoten.Functions.Domain.Parcels;

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

    /// <summary>The parcel was damaged on its way: not lost, and an agent decides.</summary>
    Damaged,

    /// <summary>The buyer wishes to return it: shown, and it moves nothing.</summary>
    ReturnWished,
}

/// <summary>A marketplace's push in Kumoten's words.</summary>
/// <param name="MarketplaceOrderId">The marketplace's order number.</param>
/// <param name="Status">What it says.</param>
/// <param name="At">When it became so, by the marketplace's clock.</param>
/// <param name="TrackingNumber">The normalised tracking number, where it tells one.</param>
/// <param name="Line">The one line of the order that it is about; null for the whole order.</param>
public sealed record MarketplaceUpdate(string MarketplaceOrderId, MarketplaceStatus Status, DateTimeOffset At, string? TrackingNumber = null, string? Line = null)
{
    /// <summary>What it tells of where the parcel is; null when nothing.</summary>
    public ParcelFactKind? Meaning => Status switch
    {
        MarketplaceStatus.Shipped => ParcelFactKind.Shipped,
        MarketplaceStatus.Delivered => ParcelFactKind.Delivered,
        MarketplaceStatus.FailedDelivery => ParcelFactKind.AttemptFailed,
        MarketplaceStatus.Returned => ParcelFactKind.TurnedBack,
        MarketplaceStatus.Lost => ParcelFactKind.Lost,
        MarketplaceStatus.Damaged => ParcelFactKind.Damaged,
        _ => null,
    };
}
