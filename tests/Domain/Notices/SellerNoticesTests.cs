using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Notices;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Tests.Domain.Flow;
using static Kumoten.Functions.Domain.CaseState;

namespace Kumoten.Tests.Domain.Notices;

public class SellerNoticesTests
{
    public static TheoryData<string, CaseEvent, Actor, CaseState, CaseState, bool> Turns => new()
    {
        // what happened                             by             from                       to                     mailed
        { "the courier holds", new HoldConfirmed("T"), Actor.Agent, AwaitingCourierHold, Returning, true },
        { "the warehouse has it", new ParcelReceived("EN1"), Actor.Warehouse, Returning, AwaitingInspection, true },
        { "approved, and paid in a second", new ParcelInspected(ItemCondition.Intact, null, null), Actor.Warehouse, AwaitingInspection, Refunding, false },
        { "refused", new ParcelInspected(ItemCondition.Used, null, null), Actor.Warehouse, AwaitingInspection, Refused, true },
        { "paid", new RefundPaid(CaseMap.Now), Actor.System, Refunding, Refunded, true },
        { "paid while the parcel is fetched back", new RefundPaid(CaseMap.Now), Actor.System, Returning, Returning, true },
        { "return shipping debited", new ReturnShippingCharged(), Actor.System, Refunded, Refunded, true },
        { "the parcel was another's", new ParcelUnmatched("JT1"), Actor.Warehouse, AwaitingInspection, Returning, true },
        { "the seller's own deed", new ReturnShipped("J&T", "JT1"), Actor.Seller, AwaitingSellerReturn, Returning, false },
        { "the seller's own withdrawal", new Withdrawn(), Actor.Seller, AwaitingCourierHold, CaseState.Withdrawn, false },
        { "an agent for the seller", new ReturnShipped("J&T", "JT1"), Actor.Agent, AwaitingSellerReturn, Returning, true },
        { "an alarm", new OutForDelivery(), Actor.Courier, AwaitingCourierHold, AwaitingBuyerRejection, true },
        { "said to be lost", new LossReported(new("A scan", "Imbasan")), Actor.Courier, Returning, Returning, true },
        { "contradicting sources are an agent's matter", new SourcesContradict(new("odd", "pelik")), Actor.Marketplace, Returning, Returning, false },
        { "a reminder of what the seller is to do", new Reminded(), Actor.System, AwaitingDocuments, AwaitingDocuments, true },
        { "the courier is chased", new DeadlinePassed(), Actor.System, FollowingUp, FollowingUp, false },
        { "the documents did not come", new DeadlinePassed(), Actor.System, AwaitingDocuments, Expired, true },
        { "a note for staff", new NoteAdded("hm", Internal: true), Actor.Agent, Returning, Returning, false },
        { "a note for the seller", new NoteAdded("hello", Internal: false), Actor.Agent, Returning, Returning, true },
        { "a talk with the courier", new ContactRecorded("phone", "n"), Actor.Agent, FollowingUp, FollowingUp, false },
        { "the next case tells of itself", new SupersededBy("KM-1.2"), Actor.Marketplace, FollowingUp, Superseded, false },
        { "a letter is ready", new LetterWritten(1, "t", CaseMap.Now), Actor.System, Drafting, LetterReady, true },
        { "a mail that went out", new CourierAsked("hold", "a@b.c"), Actor.System, AwaitingCourierHold, AwaitingCourierHold, false },
        { "a mail to the seller begets no other", new SellerTold("caseOpened", "a@b.c"), Actor.System, Returning, Returning, false },
    };

    [Theory, MemberData(nameof(Turns))]
    public void A_seller_is_mailed_about_what_concerns_the_seller(string what, CaseEvent e, Actor by, CaseState from, CaseState to, bool mailed) =>
        Assert.True(SellerNotices.IsDue(e with { By = by }, CaseIn(from), CaseIn(to)) == mailed, what);

    [Theory]
    [InlineData(AwaitingSellerReturn)]
    [InlineData(AwaitingCourierHold)]
    [InlineData(Returning)]
    [InlineData(AwaitingInspection)]
    public void A_passed_deadline_is_told_to_the_seller_whoever_was_to_act(CaseState state) =>
        Assert.True(SellerNotices.IsDue(new DeadlinePassed(), CaseIn(state), CaseIn(state) with { EscalatedAt = CaseMap.Now }));

    [Theory]
    [InlineData(Actor.Marketplace, AwaitingCourierHold, true)]
    [InlineData(Actor.System, AwaitingBuyerConfirmation, true)]
    [InlineData(Actor.Seller, AwaitingDocuments, false)]
    [InlineData(Actor.Marketplace, Refunding, false)]
    public void A_case_that_others_opened_is_told_of(Actor by, CaseState first, bool mailed) => Assert.Equal(mailed, SellerNotices.IsDue(CaseIn(first), by));

    private static Case CaseIn(CaseState state) =>
        new() { Id = "KM-1.1", Type = CaseType.BuyerCancellation, State = state, SellerId = "S-1", OpenedAt = CaseMap.Now, StateSince = CaseMap.Now, Refund = new Refund(new Money(1), RefundGround.Overruled, CaseMap.Now) };
}
