using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>What people say and do on a case, and what of it their order remembers of its parcel. Pure.</summary>
public static class PersonsWord
{
    /// <summary>The order after something that a person did or said on one of its cases.</summary>
    /// <param name="order">The order before it.</param>
    /// <param name="e">What happened.</param>
    /// <param name="c">The case before it.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The order.</returns>
    public static Order After(this Order order, CaseEvent e, Case c, DateTimeOffset now) => e switch
    {
        // "Sometimes it might be parcel delivered but shipment company has not updated": the buyer's word counts.
        BuyerReceived or ReachedBuyer => order.Knowing(new ParcelFact(ParcelFactKind.Delivered, now, now, c.Id)),
        BuyerNotReceived => order.TakingBack(c.Id, now),
        Reopened when c.State == CaseState.Resolved => order.TakingBack(c.Id, now),
        LossConfirmed { Leg: Leg.Outbound } => order.Knowing(new ParcelFact(ParcelFactKind.Lost, now, now, c.Id)),
        ParcelReceived received => order.Knowing(new ParcelFact(ParcelFactKind.ReceivedByKumoten, now, now, c.Id, received.TrackingNumber)),
        ParcelUnmatched wrong => order.TakingBack(c.Id, now, ParcelFactKind.ReceivedByKumoten, wrong.TrackingNumber),
        _ => order,
    };
}
