using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Cases;

/// <summary>What a claim may pay, and when what sending back cost can be set. Pure.</summary>
public static class RefundRules
{
    /// <summary>What a refund of all that is left pays: the order amount as it stood when the claim was opened, less what parts were paid.</summary>
    /// <param name="c">The claim.</param>
    /// <param name="order">Its order.</param>
    /// <returns>The amount.</returns>
    public static Money LeftFor(Case c, Order order) => order.Left + -order.Amount + (c.Amount ?? order.Amount);

    /// <summary>Whether what sending back cost can be set on a case where it stands.</summary>
    /// <param name="c">The case.</param>
    /// <returns>Whether it can.</returns>
    public static bool MayCharge(Case c) => c.State is CaseState.Returning or CaseState.AwaitingSellerReturn or CaseState.AwaitingInspection
        or CaseState.AwaitingDecision or CaseState.Refunding or CaseState.Refunded or CaseState.Refused;

    /// <summary>Whether a return cost is too high to be true: "borne by Seller", and never more than the order was worth.</summary>
    /// <param name="cost">The cost.</param>
    /// <param name="order">The order; null for an appeal, which has no parcel.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsAboveWorth(Money cost, Order? order) => order is not null && cost > order.Amount;
}
