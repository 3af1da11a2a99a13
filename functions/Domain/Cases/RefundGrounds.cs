using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Cases;

/// <summary>Whether what an order knows of its parcel bears the ground that a refund was approved on (domain.md, Refund, 2). Pure.</summary>
public static class RefundGrounds
{
    /// <summary>What contradicts a refund. While its case is open, somebody sees to it; what an agent decided or took back stands.</summary>
    /// <param name="c">The case.</param>
    /// <param name="order">Its order.</param>
    /// <returns>The contradiction in plain words; null when there is none.</returns>
    public static string? Contradiction(Case c, Order order)
    {
        if (c is not { State: CaseState.Refunding or CaseState.Refunded, Refund: { ReversedAt: null } refund })
            return null;
        var place = order.Whereabouts.Place;
        return refund.Ground switch
        {
            RefundGround.NotShipped when place is not (Place.NotShipped or Place.AtKumoten or Place.Lost) => $"as not shipped, but the parcel had left and is {Words(place)}.",
            RefundGround.LostOutbound when place is Place.WithBuyer or Place.AtKumoten => $"as lost on its way out, but the parcel is {Words(place)}.",
            RefundGround.ReceivedIntact when c.ParcelsReceived.IsEmpty && order.CameHomeAt is null => "as received intact, but the warehouse never received the parcel.",
            _ => null,
        };
    }

    private static string Words(Place place) => place switch
    {
        Place.WithBuyer => "with the buyer",
        Place.AtKumoten => "back at Kumoten",
        Place.ComingBack => "on its way back",
        _ => "with the courier",
    };
}
