using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;
using static Kumoten.Functions.Domain.CaseState;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>
/// The business on one page: what happens to a case, and where it stands then. Pure: the clock, the calendar
/// and the order are arguments, and what is to be done outside is a step in the answer.
/// </summary>
public static class CaseFlow
{
    /// <summary>Applies an event to a case.</summary>
    /// <param name="c">The case before.</param>
    /// <param name="e">What happened.</param>
    /// <param name="facts">The order and the clock at that moment.</param>
    /// <returns>The move, or the refusal by name.</returns>
    public static Move Next(Case c, CaseEvent e, Facts facts)
    {
        var moved = new Transition(c.Answered(e.AnswersStep) with { Version = c.Version + 1 }, facts);
        var isAddressChange = c.Type == CaseType.AddressChange;
        return (c.State, e) switch
        {
            // A case has one row, which storage bounds: what people add to it without end is refused by name.
            (_, { By: Actor.Seller or Actor.Agent }) when c.Pending.Count >= Case.MostPending => RefusalWords.TooMuchUnderWay(c),
            (_, AppealRevised) when c.Letters.Count >= Case.MostLetters => RefusalWords.TooManyLetters(c),

            // An ended case comes back only while no other of its order is open: one open case for one claim on the money.
            (Expired or CaseState.Withdrawn or CaseState.Closed or Resolved or Refused, Reopened) or (Expired, DocumentAdded) or (Refused, Overruled { Decision: Verdict.Refund }) or (Declined, AppealRevised) or (Completed, ReachedBuyer) when facts.Hindrance(c) is { } hindrance => hindrance,

            // Late Shipment to Destination: ask the buyer, then the courier, and follow up.
            (AwaitingBuyerConfirmation, BuyerReceived) => moved.To(Resolved),
            (AwaitingBuyerConfirmation, BuyerNotReceived) => moved.To(AwaitingCourierTicket),
            (AwaitingCourierTicket, TicketRecorded t) => moved.Talked(t.Channel, t.Note, t.Ticket).To(FollowingUp),
            (FollowingUp, TicketRecorded t) => moved.Talked(t.Channel, t.Note, t.Ticket).To(FollowingUp),
            (FollowingUp, ContactRecorded talk) => moved.Talked(talk.Channel, talk.Note).To(FollowingUp),
            ({ } state, ParcelMoved or ParcelDelivered or ParcelTurnedBack) when state.IsStalled() => moved.To(Resolved),

            // A cancellation takes the place of a late parcel's case or a change of address, and takes over ticket, contacts and documents.
            ({ } state, SupersededBy by) when c.Refund is null && (state.IsStalled() || ((isAddressChange || c.Part is not null) && !state.IsEnd())) => moved.With(x => x with { LinkedCases = x.LinkedCases.Add(by.CaseId) }).To(Superseded),

            // Order Cancelled: "Upload the necessary documents", unless the marketplace's own push is the proof.
            (AwaitingDocuments or Expired, DocumentAdded added) when Checklist.IsComplete(c.With(added.Document), facts.Order) => moved.With(x => x.With(added.Document)).Divert(),
            (Expired, DocumentAdded) => RefusalWords.NotTheMissingPaper(c, Checklist.Missing(c, facts.Order)),
            (AwaitingDocuments, CancellationProved) => moved.Divert(),

            // How to Divert Parcel: hold it; bring it home, or on to the new address.
            (AwaitingCourierHold, HoldConfirmed hold) => moved.Talked("phone", "The courier holds the parcel.", hold.Ticket).Held(),
            (AwaitingCourierHold or Returning or Redirecting, CannotHold cannot) => moved.Talked("phone", cannot.Note).To(AwaitingBuyerRejection),
            (AwaitingBuyerRejection, BuyerRejected) => moved.To(Returning),
            (AwaitingCourierHold or Returning or AwaitingBuyerRejection or Redirecting, ReachedBuyer) => moved.To(isAddressChange ? AwaitingAgent : AwaitingSellerReturn),
            // Said by mistake, it is taken back by whoever may say it.
            (AwaitingSellerReturn, BuyerNotReceived) when facts.Order?.TakingBack(c.Id, facts.Now) is { Whereabouts.Place: not Place.WithBuyer } order => (moved with { Facts = facts with { Order = order } }).CallBack(),
            ({ } state, CourierChanged) when state is AwaitingCourierHold or AwaitingBuyerRejection or Redirecting || (state is Returning && !c.OnItsWayBack) => moved.To(AwaitingCourierHold),
            (AwaitingCourierTicket or FollowingUp, CourierChanged) => moved.To(AwaitingCourierTicket),
            (AwaitingSellerReturn, ReturnShipped back) => moved.With(x => x.KnownAs(back.TrackingNumber) with { OnItsWayBack = true }).To(Returning),

            // "Please help us monitor the parcel movement and ensure it is not delivered to buyer": an alarm, once.
            (AwaitingCourierHold or Returning, OutForDelivery) when !c.OnItsWayBack => moved.Alarm().To(AwaitingBuyerRejection),
            (AwaitingCourierHold or Returning or AwaitingBuyerRejection, ParcelDelivered) when !c.OnItsWayBack =>
                moved.Alarm().To(isAddressChange ? AwaitingAgent : AwaitingSellerReturn),
            // What was delivered and then turns back was delivered by mistake.
            (AwaitingCourierHold or Returning or AwaitingBuyerRejection or AwaitingSellerReturn, ParcelTurnedBack) when !c.OnItsWayBack => moved.With(x => x with { OnItsWayBack = true }).To(Returning),

            // Change Address.
            (AwaitingCourierHold or AwaitingAgent, NewAddressConfirmed) when isAddressChange => moved.To(Redirecting),
            (Redirecting, NewAddressConfirmed) => moved.Stay(),
            // A delivery counts for its leg: one from before the redirect began went to the old address, whoever sees it later.
            (Redirecting, ParcelDelivered { At: { } at }) when at < c.StateSince => moved.Alarm().To(AwaitingAgent),
            (Redirecting, ParcelDelivered) => moved.To(Completed),
            (Completed, ReachedBuyer) when isAddressChange && facts.Order is { Whereabouts.HasShipped: true } => moved.Alarm().To(AwaitingAgent),
            (AwaitingReshipment, OrderShipped) => moved.With(x => x with { OnItsWayBack = false, AskedAbout = null }).To(Redirecting),

            // Only the warehouse receives, from wherever the case thinks the parcel is.
            ({ } state, ParcelReceived received) when state.TakesParcel() =>
                moved.With(x => x.KnownAs(received.TrackingNumber) with { ParcelsReceived = x.ParcelsReceived.Add(received.TrackingNumber), ReceivedFrom = x.State }).To(isAddressChange ? AwaitingReshipment : AwaitingInspection),
            // Scanned once more at the dock.
            (_, ParcelReceived again) when c.ParcelsReceived.Contains(again.TrackingNumber) => new Move.Unchanged(),
            // Another parcel of the same order: whoever inspects sees how many of how many have come.
            (AwaitingInspection or AwaitingDecision or Refunding or Refunded or Refused, ParcelReceived other) when c.TakesFurther(other.TrackingNumber, facts.Order) =>
                moved.With(x => x.KnownAs(other.TrackingNumber) with { ParcelsReceived = x.ParcelsReceived.Add(other.TrackingNumber) }).Stay(),

            // Another's after all: the case waits as before, and what else has come for it stays.
            (AwaitingInspection or AwaitingReshipment, ParcelUnmatched wrong) when c.Mistakable(facts.Order).Any() => c.Mistakable(facts.Order).Contains(wrong.TrackingNumber)
                ? moved.Unmatched(wrong.TrackingNumber)
                : RefusalWords.NotReceivedHere(c, wrong.TrackingNumber),

            // Lost: on the way out it is refunded without the parcel; on the way back an agent decides.
            (_, LossConfirmed { Ticket: null }) when !c.LossReported && !c.IsEnded =>
                RefusalWords.LossNeedsTicket(),
            ({ } state, LossConfirmed { Leg: Leg.Outbound }) when (state is AwaitingSellerReturn && facts.Order is not { Whereabouts.Place: Place.Lost }) || (c.OnItsWayBack && state.IsDiverting()) =>
                RefusalWords.LossOnOtherLeg(),
            ({ } state, LossConfirmed { Leg: Leg.Outbound } lost) when state.IsStalled() || state is AwaitingCourierHold or AwaitingBuyerRejection or AwaitingSellerReturn or Returning or Redirecting =>
                // What lies in the warehouse is not lost, whatever an older case of its order waits for.
                facts.Order is { Whereabouts.Place: Place.AtKumoten } home ? RefusalWords.LostAtHome(home) : moved.Talked("phone", lost.Note, lost.Ticket).Refund(new RefundDecision.Due(RefundGround.LostOutbound)),
            (AwaitingSellerReturn or Returning, LossConfirmed { Leg: Leg.Return } lost) => moved.Talked("phone", lost.Note, lost.Ticket).To(AwaitingDecision),
            (_, Cases.LossReported) when !c.IsEnded => c.LossReported ? new Move.Unchanged() : moved.With(x => x with { LossReported = true }).Alarm().Stay(),

            // Damaged is not lost: whoever has the parcel brings it, or an agent decides without it.
            ({ } state, Cases.DamageReported) when !state.IsEnd() && !c.IsAppeal() => c.DamageReported ? new Move.Unchanged() : moved.With(x => x with { DamageReported = true }).Alarm().Stay(),
            ({ } state, Overruled { Amount: null } verdict) when c is { DamageReported: true, IsClaim: true } && state.IsDiverting() =>
                verdict.Decision == Verdict.Refund ? moved.Refund(new RefundDecision.Due(RefundGround.Overruled)) : moved.To(Refused),
            // Paid as lost, and found: an agent decides, perhaps on a reversal of the entry.
            (Refunding or Refunded, ParcelFound) when c.Refund is { Ground: RefundGround.LostOutbound } => moved.Alarm().To(AwaitingDecision),

            // Cancelled in part: an agent names the amount.
            (AwaitingDecision, LineCancelled line) when c.Part is not null => moved.With(x => x with { Part = line.Part }).Stay(),
            (Refused or AwaitingDecision, Overruled { Decision: Verdict.Refund } part) when c.Part is not null => moved.PayPart(part.Amount),
            (Refused or AwaitingDecision, Overruled { Amount: not null }) => RefusalWords.NotInPart(c),

            // Refund: Terms and Conditions.
            (AwaitingInspection, ParcelInspected look) when !InspectionTerms.IsShown(c, look, facts) => RefusalWords.NeedsPhoto(),
            (AwaitingInspection, ParcelInspected { ReturnShipping: { } cost }) when RefundRules.IsAboveWorth(cost, facts.Order) => RefusalWords.ReturnShippingAboveAmount(cost, facts.Order!),
            (_, ReturnShippingSet cost) when c.ReturnShipping is null && RefundRules.MayCharge(c) && RefundRules.IsAboveWorth(cost.Amount, facts.Order) => RefusalWords.ReturnShippingAboveAmount(cost.Amount, facts.Order!),
            (AwaitingInspection, ParcelInspected look) => moved.With(x => x with { Inspection = new(look.Condition, look.Note, facts.Now) })
                .Charge(look.ReturnShipping).Refund(RefundTerms.AfterInspection(look.Condition)),
            (Refused or AwaitingDecision, Overruled { Decision: Verdict.Refund }) => moved.Refund(new RefundDecision.Due(RefundGround.Overruled)),
            (AwaitingDecision, Overruled { Decision: Verdict.Refuse }) => c.Refund is null ? moved.To(Refused) : moved.To(Refunded),
            (Refunding, RefundPaid paid) => moved.With(x => x.Paid(paid.PaidAt)).To(Refunded),
            // Approved before it shipped after all: the money is in the account while the parcel is still fetched back.
            (_, RefundPaid paid) when c.Refund is { PaidAt: null } => moved.With(x => x.Paid(paid.PaidAt)).Stay(),
            (_, ReturnShippingSet cost) when c.ReturnShipping is null && RefundRules.MayCharge(c) => moved.Charge(cost.Amount).Stay(),
            (_, ReturnShippingSet cost) when c.ReturnShipping is not null => cost.Amount == c.ReturnShipping
                ? new Move.Unchanged()
                : RefusalWords.ReturnShippingAlreadySet(c),
            (_, ReturnShippingCharged) => moved.Stay(),

            // Stopped at the warehouse, but it had shipped meanwhile: bring it home; it is paid once all the same.
            (Refunding or Refunded, OrderShipped) when c.Refund is { Ground: RefundGround.NotShipped } => moved.Alarm().CallBack(),
            // Cancelled while it was at the warehouse, and sent on to the new address all the same.
            (AwaitingInspection, OrderShipped) => moved.With(x => x with { OnItsWayBack = false }).To(AwaitingCourierHold),

            // Lazada Compliance Penalty: "We will generate an appeal letter."
            // Evidence that came while it was being written is in the next one; evidence that comes later makes a new version.
            (Drafting, LetterWritten letter) => moved.With(x => x with { Letters = x.Letters.Add(new(letter.Version, letter.Template, letter.WrittenAt)) })
                .To(c.Documents.Count > c.Enclosed ? Drafting : LetterReady),
            (LetterReady, DocumentAdded added) => moved.With(x => x with { Documents = x.Documents.Add(added.Document) }).To(Drafting),
            (Declined, DocumentAdded added) => moved.With(x => x with { Documents = x.Documents.Add(added.Document) }).Stay(),
            (LetterReady or Submitted or Declined, AppealRevised revised) => moved.With(x => x with { Appeal = revised.Facts }).To(Drafting),
            (LetterReady, Cases.LetterSubmitted) => moved.To(Submitted),
            (Submitted, AppealDecided { Outcome: AppealOutcome.Accepted }) => moved.To(Accepted),
            // The next letter may refer to the one that was declined.
            (Submitted, AppealDecided) => moved.With(x => x with { Letters = x.Letters.SetItem(x.Letters.Count - 1, x.Letters[^1] with { DeclinedAt = facts.Now }) }).To(Declined),

            // Whatever the state.
            ({ } state, TicketRecorded t) when state.IsDiverting() || state is Redirecting or AwaitingAgent => moved.Talked(t.Channel, t.Note, t.Ticket).Stay(),
            ({ } state, ContactRecorded talk) when !state.IsEnd() && !c.IsAppeal() => moved.Talked(talk.Channel, talk.Note).Stay(),
            // An address change may be done the moment it is asked for, and its form bring a document all the same.
            // Photos of a refused item may follow the refusal, and what its seller has to say to it.
            ({ } state, DocumentAdded added) when !state.IsEnd() || state is Completed or Refused => moved.With(x => x.With(added.Document)).Stay(),
            ({ } state, SourcesContradict odd) when !state.IsEnd() => (odd.IsAlarmed ? moved : moved.Alarm()).Stay(),
            ({ } state, Cases.Withdrawn) when !state.IsEnd() && c.Refund is null && state is not (AwaitingInspection or AwaitingDecision or AwaitingReshipment or Drafting) => moved.To(CaseState.Withdrawn),
            ({ } state, Cases.Closed) when !state.IsEnd() && state is not (Refunding or Drafting) => moved.To(CaseState.Closed),
            (Expired or CaseState.Withdrawn or CaseState.Closed or Resolved or Refused, Reopened) when c.EndedFrom is { } before => moved.To(before),
            (_, RefundReversed back) => c.Refund is { PaidAt: not null, ReversedAt: null } ? moved.With(x => x with { Refund = x.Refund! with { ReversedAt = back.At } }).Stay() : new Move.Unchanged(),
            ({ } state, ReturnWished) when !state.IsEnd() => moved.Stay(),
            (_, CourierAsked or StepOvertaken or DeskTold or SellerTold or SellerNotTold or NoteAdded) => moved.Stay(),
            (_, StepFailed failed) => moved.GaveUp(failed),
            ({ } state, Reminded) when !state.IsEnd() => moved.Remind(),
            ({ } state, DeadlinePassed) when !state.IsEnd() => moved.Overdue(DeadlineTable.For(state).WhenPassed),

            _ => RefusalWords.NoSuchMove(c, e),
        };
    }

    /// <summary>Opens a case in its first state.</summary>
    /// <param name="opening">The case without state, deadline or steps.</param>
    /// <param name="first">The state it begins in.</param>
    /// <param name="facts">The order and the clock.</param>
    /// <returns>The opened case.</returns>
    public static Case Open(Case opening, CaseState first, Facts facts)
    {
        return ((Move.Moved)new Transition(opening with { Version = 1 }, facts).Begin(first)).After;
    }
}

/// <summary>What a move may depend on beside the case.</summary>
/// <param name="Order">The order; null for an appeal.</param>
/// <param name="Now">The application's clock.</param>
/// <param name="Calendar">The working days.</param>
/// <param name="OpenCase">Another open case of the same dossier that stands in this one's way, if there is one.</param>
public sealed record Facts(Order? Order, DateTimeOffset Now, WorkCalendar Calendar, string? OpenCase = null)
{
    /// <summary>What forbids that an ended case goes on: one open case of a kind and one refund per order.</summary>
    /// <param name="c">The ended case.</param>
    /// <returns>The refusal; null when nothing forbids it.</returns>
    internal Move.Refused? Hindrance(Case c) =>
        OpenCase is not null ? RefusalWords.OtherCaseIsOpen(OpenCase)
        : Order?.RefundCase is { } paid && paid != c.Id ? RefusalWords.RefundAlreadyApproved(Order)
        : null;
}
