using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Words;

/// <summary>
/// What the domain refuses, by a stable name and in words that say what the reader can do about it. A sentence is changed here;
/// when it is refused stands where it is decided, in Flow.
/// </summary>
public static class RefusalWords
{
    /// <summary>The code of a refusal because such a case is open.</summary>
    public const string CaseIsOpen = "case.alreadyOpen";

    /// <summary>The state has no move for an event.</summary>
    /// <param name="c">The case.</param>
    /// <param name="e">What was to happen.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NoSuchMove(Case c, CaseEvent e) =>
        new(Move.Refused.NoMove, $"Case {c.Id} is {c.State.ApiName()}: {e.Name} does not apply there.");

    /// <summary>A case that expired for want of a paper is given another.</summary>
    /// <param name="c">The case.</param>
    /// <param name="missing">The papers that are missing.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotTheMissingPaper(Case c, string missing) =>
        new("document.notTheMissingOne", $"Case {c.Id} expired for want of a paper. To go on, upload this, and say that it is that kind: {missing}.");

    /// <summary>A loss without the courier's word.</summary>
    /// <returns>The refusal.</returns>
    public static Move.Refused LossNeedsTicket() =>
        new("loss.needsTicket", "A loss needs the courier's word: record its ticket number, or wait for a \"lost\" scan.");

    /// <summary>A loss on a leg that is over.</summary>
    /// <returns>The refusal.</returns>
    public static Move.Refused LossOnOtherLeg() =>
        new("loss.otherLeg", "The parcel had reached the buyer or turned back: what is lost now is lost on the return leg.");

    /// <summary>A loss of a parcel that is back at Kumoten.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused LostAtHome(Order order) =>
        new("loss.cameHome", $"The parcel of order {order.Id} is back at Kumoten, so it is not lost. Inspect it, or close this case.");

    /// <summary>Another cost of sending back than is known.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused ReturnShippingAlreadySet(Case c) =>
        new("returnShipping.alreadySet", $"The return shipping of this case is RM {c.ReturnShipping} already. Ask for a correction of the account instead.");

    /// <summary>An ended case is to go on while another is open.</summary>
    /// <param name="caseId">The open case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherCaseIsOpen(string caseId) =>
        new("case.otherIsOpen", $"Case {caseId} of this order is open; it goes on there.");

    /// <summary>There is one refund per order.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused RefundAlreadyApproved(Order order) =>
        new("refund.alreadyApproved", $"The refund of order {order.Id} was approved by case {order.RefundCase} already. There is one refund per order.");

    /// <summary>Such a case is open.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused AlreadyOpen(Case c) =>
        new(CaseIsOpen, $"Case {c.Id} is open and goes on with this.");

    /// <summary>The violation is appealed against already.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused AppealAlreadyOpen(Case c) =>
        new(CaseIsOpen, $"Case {c.Id} about this violation is open already.");

    /// <summary>A parcel that is back is not late.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused CameHome(Order order) =>
        new("stalledParcel.notUnderWay", $"The parcel of order {order.Id} is back at Kumoten: only a parcel on its way to the buyer can be late.");

    /// <summary>A parcel that is not on its way is not late.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotUnderWay(Order order) =>
        new("stalledParcel.notUnderWay", $"Order {order.Id} is {order.Status.ApiName()}: only a parcel on its way to the buyer can be late.");

    /// <summary>The parcel had a scan lately.</summary>
    /// <param name="from">When the rule holds.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotStalledYet(DateTimeOffset from) =>
        new("stalledParcel.tooEarly", $"The parcel had a scan within the last {ParcelClock.Patience.Count} working days. Ask again when the rule holds, if no scan comes.", from);

    /// <summary>A delivery cannot fail before it began.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotShipped(Order order) =>
        new("failedDelivery.notShipped", $"Order {order.Id} has not shipped: request a cancellation instead.");

    /// <summary>A delivery that succeeded did not fail.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused Delivered(Order order) =>
        new("failedDelivery.delivered", $"The parcel of order {order.Id} has reached the buyer: request a cancellation, and arrange its delivery to Kumoten's office.");

    /// <summary>The parcel is not on its way for long enough.</summary>
    /// <param name="from">When the rule holds.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotLateYet(DateTimeOffset from) =>
        new("failedDelivery.tooEarly", "The parcel has been on its way for 14 days or less, and no delivery has failed. If the buyer cancelled, request a cancellation.", from);

    /// <summary>A cancelled order goes to no new address.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused CancelledBefore(Order order) =>
        new("addressChange.cancelled", $"Order {order.Id} is cancelled: its parcel comes back to Kumoten.");

    /// <summary>A feed names another seller.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherSeller(Order order) =>
        new("order.otherSeller", $"Order {order.Id} belongs to seller {order.SellerId}. A seller cannot change; check the order number.");

    /// <summary>A feed names another order of the marketplace.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherMarketplaceOrder(Order order) =>
        new("order.otherMarketplaceOrder", $"Order {order.Id} is {order.Marketplace} order {order.MarketplaceOrderId}. That cannot change; check the order number.");

    /// <summary>A feed changes the amount while a claim on it is open or paid.</summary>
    /// <param name="order">The order, with everything else of the feed.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused AmountInClaim(Order order) =>
        new("order.amountInClaim", $"A claim on order {order.Id} is open or paid, so its amount stays RM {order.Amount}. Everything else was taken in.");

    /// <summary>A refused claim is its order's last word until an agent reopens or overrules it.</summary>
    /// <param name="c">The refused case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused ClaimRefused(Case c) =>
        new("claim.refused", $"Case {c.Id} was refused, and that is the last word on order {c.OrderId}. If you disagree, write a note there: Kumoten's support can open it again or decide otherwise.");

    /// <summary>All of the order was refunded, part by part.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NothingLeft(Order order) =>
        new("refund.nothingLeft", $"All RM {order.Amount} of order {order.Id} were refunded for its parts already.");

    /// <summary>A part is to be refunded, and nobody said how much.</summary>
    /// <returns>The refusal.</returns>
    public static Move.Refused PartNeedsAmount() =>
        new("overrule.needsAmount", "Only a part of the order was cancelled: name the amount that is refunded.");

    /// <summary>More is to be refunded for a part than the order has left.</summary>
    /// <param name="named">What was named.</param>
    /// <param name="left">What is left.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused AboveWhatIsLeft(Money named, Money left) =>
        new("overrule.aboveLeft", $"RM {left} of the order amount is left; RM {named} is more.");

    /// <summary>An amount is named where the whole order is at stake.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotInPart(Case c) =>
        new("overrule.notInPart", $"Case {c.Id} is about the whole order: a refund pays all that is left of it. An amount is named only where an order was cancelled in part.");

    /// <summary>An inspection that refuses a refund shows its seller neither a reason nor a photo.</summary>
    /// <returns>The refusal.</returns>
    public static Move.Refused NeedsPhoto() =>
        new("inspection.needsPhoto", "A refund is refused with a reason and a photo that the seller can see: upload at least one photo of the item as it came, and write what is wrong with it.");

    /// <summary>Sending back is said to cost more than the order.</summary>
    /// <param name="cost">The cost.</param>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused ReturnShippingAboveAmount(Money cost, Order order) =>
        new("returnShipping.aboveAmount", $"Sending it back cannot cost RM {cost}: the whole order cost RM {order.Amount}. Check the amount.");

    /// <summary>A number that somebody names is another order's own.</summary>
    /// <param name="number">The normalised number.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherOrdersNumber(string number) =>
        new("trackingNumber.otherOrders", $"{number} is the number of another order's parcel. Look at the label again, and give the number that this parcel goes by.");

    /// <summary>Another open case's return goes by a number that somebody names.</summary>
    /// <param name="number">The normalised number.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherCasesNumber(string number) =>
        new("trackingNumber.otherCases", $"Another case's parcel comes back by the number {number} already. Look at the label again, and give the number that this parcel goes by.");
}
