using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Notices;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;
using static Kumoten.Functions.Domain.CaseState;

namespace Kumoten.Tests.Domain.Flow;

public class CaseFlowTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-10T09:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly Order Order = new()
    {
        Id = "KM-1",
        SellerId = "S-1",
        Marketplace = "lazada",
        MarketplaceOrderId = "1",
        Amount = new Money(12990),
        Items = [],
        Courier = "poslaju",
        Recipient = new Recipient("", "", new Address("", null, "", "", "Sabah")),
        ShippedAt = Now.AddDays(-3),
    };

    public static TheoryData<CaseState, CaseEvent, CaseState> Moves => new()
    {
        { AwaitingCourierHold, new HoldConfirmed("T1"), Returning },
        { AwaitingCourierHold, new CannotHold("on the van"), AwaitingBuyerRejection },
        { AwaitingCourierHold, new ReachedBuyer(), AwaitingSellerReturn },
        { AwaitingCourierHold, new ParcelReceived("EN1"), AwaitingInspection },
        { AwaitingCourierHold, new Functions.Domain.Cases.Withdrawn(), CaseState.Withdrawn },
        { AwaitingBuyerRejection, new BuyerRejected(), Returning },
        { AwaitingBuyerRejection, new ReachedBuyer(), AwaitingSellerReturn },
        { AwaitingSellerReturn, new ReturnShipped("J&T", "JT1"), Returning },
        { AwaitingSellerReturn, new ParcelReceived("EN1"), AwaitingInspection },
        { Returning, new CannotHold("lost track"), AwaitingBuyerRejection },
        { Returning, new ReachedBuyer(), AwaitingSellerReturn },
        { Returning, new ParcelReceived("EN1"), AwaitingInspection },
        { AwaitingInspection, new ParcelInspected(ItemCondition.Intact, null, null), Refunding },
        { AwaitingInspection, new ParcelInspected(ItemCondition.Opened, "seal broken", null), Refused },
        { AwaitingInspection, new ParcelInspected(ItemCondition.Used, "worn", null), Refused },
        { AwaitingInspection, new ParcelInspected(ItemCondition.Damaged, "cracked", null), Refused },
        { AwaitingInspection, new ParcelInspected(ItemCondition.WrongItem, "a stone", null), Refused },
        { AwaitingInspection, new ParcelInspected(ItemCondition.Missing, "empty", null), Refused },
        { Refused, new Overruled(Verdict.Refund, "goodwill"), Refunding },
        { AwaitingDecision, new Overruled(Verdict.Refund, "goodwill"), Refunding },
        { AwaitingDecision, new Overruled(Verdict.Refuse, "used"), Refused },
        { Returning, new Functions.Domain.Cases.Closed("seller asked"), CaseState.Closed },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void The_map_moves(CaseState from, CaseEvent happened, CaseState to)
    {
        var moved = Assert.IsType<Move.Moved>(CaseFlow.Next(CaseIn(from), happened, Facts));
        Assert.Equal(to, moved.After.State);
        Assert.Equal(2, moved.After.Version);
    }

    [Theory]
    [InlineData(Returning)]
    [InlineData(AwaitingInspection)]
    [InlineData(Refunded)]
    public void A_move_that_is_not_on_the_map_is_refused_by_name(CaseState state)
    {
        var refused = Assert.IsType<Move.Refused>(CaseFlow.Next(CaseIn(state), new HoldConfirmed("T1"), Facts));
        Assert.Equal(Move.Refused.NoMove, refused.Code);
        Assert.Contains("confirming that the courier holds the parcel is not possible", refused.Sentence.En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_that_shipped_after_all_is_fetched_back_and_not_paid_twice()
    {
        var stopped = CaseFlow.Open(CaseIn(Refunding), Refunding, Facts);
        var paid = Moved(stopped, new RefundPaid(Now) { AnswersStep = stopped.Pending.Single().StepId });
        Assert.Equal(Refunded, paid.State);
        var fetched = Moved(paid, new OrderShipped());
        Assert.Equal(AwaitingCourierHold, fetched.State);
        var home = Moved(Moved(fetched, new ParcelReceived("EN1")), new ParcelInspected(ItemCondition.Intact, null, null));
        Assert.Equal(Refunded, home.State);
        Assert.DoesNotContain(home.Pending, step => step.Kind == StepKind.PayRefund);
    }

    [Fact]
    public void A_refund_whose_payment_is_still_under_way_is_not_approved_again()
    {
        var shipped = Moved(CaseFlow.Open(CaseIn(Refunding), Refunding, Facts), new OrderShipped());
        var home = Moved(Moved(shipped, new ParcelReceived("EN1")), new ParcelInspected(ItemCondition.Intact, null, null));
        Assert.Equal(Refunding, home.State);
        Assert.Single(home.Pending, step => step.Kind == StepKind.PayRefund);
        Assert.Equal(Refunded, Moved(home, new RefundPaid(Now)).State);
    }

    [Fact]
    public void Another_case_of_the_order_cannot_approve_a_second_refund()
    {
        var facts = Facts with { Order = Order with { RefundCase = "KM-1.7" } };
        var refused = Assert.IsType<Move.Refused>(CaseFlow.Next(CaseIn(AwaitingInspection), new ParcelInspected(ItemCondition.Intact, null, null), facts));
        Assert.Equal("refund.alreadyApproved", refused.Code);
    }

    [Fact]
    public void Return_shipping_is_charged_once_and_another_amount_is_a_contradiction()
    {
        var charged = Moved(CaseIn(AwaitingInspection), new ReturnShippingSet(new Money(750)));
        Assert.Single(charged.Pending, step => step.Kind == StepKind.ChargeReturnShipping);
        Assert.IsType<Move.Unchanged>(CaseFlow.Next(charged, new ReturnShippingSet(new Money(750)), Facts));
        Assert.Equal("returnShipping.alreadySet", Assert.IsType<Move.Refused>(CaseFlow.Next(charged, new ReturnShippingSet(new Money(800)), Facts)).Code);
    }

    [Fact]
    public void A_parcel_that_was_anothers_leaves_the_case_where_it_stood_and_takes_its_word_back()
    {
        var facts = Facts with { Order = Order with { TrackingNumber = "EN1" } };
        var received = (Case c, string number) => Assert.IsType<Move.Moved>(CaseFlow.Next(c, new ParcelReceived(number), facts)).After;
        var wrong = received(CaseIn(AwaitingSellerReturn), "JT9");
        Assert.Equal((AwaitingInspection, AwaitingSellerReturn), (wrong.State, wrong.ReceivedFrom));
        var back = Assert.IsType<Move.Moved>(CaseFlow.Next(wrong, new ParcelUnmatched("JT9"), facts)).After;
        Assert.Equal((AwaitingSellerReturn, null), (back.State, back.ReceivedFrom));
        Assert.DoesNotContain("JT9", back.ParcelsReceived.AddRange(back.TrackingNumbers));
        // Not its order's own number, whatever lies in that parcel; and not once somebody has looked into it.
        Assert.Equal(Move.Refused.NoMove, Assert.IsType<Move.Refused>(CaseFlow.Next(received(CaseIn(Returning), "EN1"), new ParcelUnmatched("EN1"), facts)).Code);
        Assert.Equal("parcel.notMistaken", Assert.IsType<Move.Refused>(CaseFlow.Next(wrong, new ParcelUnmatched("JT8"), facts)).Code);
        var looked = Assert.IsType<Move.Moved>(CaseFlow.Next(wrong, new ParcelInspected(ItemCondition.Intact, null, null), facts)).After;
        Assert.Equal(Move.Refused.NoMove, Assert.IsType<Move.Refused>(CaseFlow.Next(looked, new ParcelUnmatched("JT9"), facts)).Code);
        // The first of two that have come: the other one stays.
        Assert.Equal(AwaitingInspection, Assert.IsType<Move.Moved>(CaseFlow.Next(received(wrong, "EN1"), new ParcelUnmatched("JT9"), facts)).After.State);
    }

    [Fact]
    public void An_appeal_that_was_corrected_as_often_as_one_can_be_is_refused_by_name()
    {
        var appeal = CaseMap.Arrows.First(a => a.Value.Event is AppealRevised).Value;
        Letter[] letters = [.. Enumerable.Range(1, Case.MostLetters).Select(n => new Letter(n, "other", Now))];
        var almost = appeal.Case with { Letters = [.. letters.SkipLast(1)] };
        Assert.Equal(Drafting, Assert.IsType<Move.Moved>(CaseFlow.Next(almost, appeal.Event, appeal.Facts)).After.State);
        Assert.Equal("letter.tooMany", Assert.IsType<Move.Refused>(CaseFlow.Next(appeal.Case with { Letters = [.. letters] }, appeal.Event, appeal.Facts)).Code);
    }

    [Fact]
    public void A_case_whose_steps_fail_without_end_takes_no_more_of_people_but_still_its_parcel()
    {
        var stuck = CaseIn(AwaitingCourierHold) with { Pending = [.. Enumerable.Range(1, Case.MostPending).Select(n => new PendingStep($"KM-1.1-{n}-TellSeller", StepKind.TellSeller, Now))] };
        Assert.Equal("case.tooMuchUnderWay", Assert.IsType<Move.Refused>(CaseFlow.Next(stuck, new NoteAdded("again", false) { By = Actor.Seller }, Facts)).Code);
        Assert.Equal(AwaitingInspection, Moved(stuck, new ParcelReceived("EN1") { By = Actor.Warehouse }).State);
    }

    [Fact]
    public void A_passed_deadline_is_escalated_once_and_not_before_its_time()
    {
        var waiting = CaseFlow.Open(CaseIn(AwaitingCourierHold), AwaitingCourierHold, Facts);
        Assert.Equal(DateTimeOffset.Parse("2026-11-11T18:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture), waiting.DueAt);
        Assert.IsType<Move.Unchanged>(CaseFlow.Next(waiting, new DeadlinePassed(), Facts with { Now = waiting.DueAt!.Value.AddSeconds(-1) }));
        var late = Facts with { Now = waiting.DueAt!.Value };
        var escalated = Assert.IsType<Move.Moved>(CaseFlow.Next(waiting, new DeadlinePassed(), late)).After;
        Assert.Single(escalated.Pending, step => step.Kind == StepKind.TellDesk);
        Assert.IsType<Move.Unchanged>(CaseFlow.Next(escalated, new DeadlinePassed(), late));
    }

    [Fact]
    public void Every_state_has_a_deadline_or_is_an_end_and_tells_what_happens_next_in_both_languages()
    {
        foreach (var state in Enum.GetValues<CaseState>())
        {
            var rule = DeadlineTable.For(state);
            Assert.Equal(state.IsEnd(), rule.Due is null);
            Assert.Equal(state.IsEnd(), rule.Actor is null);
            var next = WhatsNext.Of(CaseIn(state) with { Refund = new(Order.Amount, RefundGround.NotShipped, Now) }, Now);
            Assert.NotEqual(next.Text.En, next.Text.Ms);
        }
    }

    [Fact]
    public void A_step_that_failed_for_good_is_marked_and_told_of_once_and_the_mark_goes_with_its_answer()
    {
        var asked = CaseFlow.Open(CaseIn(AwaitingCourierHold), AwaitingCourierHold, Facts);
        var step = Assert.Single(asked.Pending);
        var failed = Moved(asked, new StepFailed(step.StepId, "The mail server is away."));
        Assert.Equal(Now, failed.Failed?.FailedAt);
        Assert.Equal([DeskOccasion.StepFailed], failed.Sendable.Select(s => s.Occasion));
        Assert.IsType<Move.Unchanged>(CaseFlow.Next(failed, new StepFailed(step.StepId, "The mail server is away."), Facts));
        Assert.Single(Moved(failed, new StepFailed(step.StepId, "No such mailbox.")).Sendable);
        Assert.Contains("The mail server is away.", Sentences.Attention(failed, Actor.Agent)!.En, StringComparison.Ordinal);
        Assert.DoesNotContain("mail server", Sentences.Attention(failed, Actor.Seller)!.En, StringComparison.Ordinal);

        var answered = Moved(failed, new CourierAsked("hold", "care@poslaju.example") { AnswersStep = step.StepId });
        Assert.Null(answered.Failed);
        Assert.Null(Sentences.Attention(answered, Actor.Agent));
        Assert.IsType<Move.Unchanged>(CaseFlow.Next(answered, new StepFailed(step.StepId, "late news"), Facts));
    }

    [Fact]
    public void A_mail_to_the_desk_that_failed_is_not_followed_by_another()
    {
        var told = CaseFlow.Open(CaseIn(AwaitingAgent), AwaitingAgent, Facts);
        Assert.Empty(Moved(told, new StepFailed(told.Pending.Single().StepId, "The mail server is away.")).Sendable);
    }

    [Fact]
    public void An_agent_acts_where_the_system_was_to_act_and_failed()
    {
        var paying = CaseFlow.Open(CaseIn(Refunding), Refunding, Facts with { Order = Order with { ShippedAt = null } });
        Assert.Equal(Actor.System, WhatsNext.Of(paying, Now).Actor);
        Assert.Equal(Actor.Agent, WhatsNext.Of(Moved(paying, new StepFailed(paying.Pending.Single().StepId, "why")), Now).Actor);
    }

    [Fact]
    public void Every_event_has_words()
    {
        foreach (var sample in CaseActions.All.Select(a => a.Sample))
            Assert.NotNull(Sentences.Of(sample, CaseIn(Returning)).Ms);
    }

    private static Facts Facts => new(Order, Now, WorkCalendar.Malaysia);

    private static Case CaseIn(CaseState state) => new()
    {
        Id = "KM-1.1",
        Type = CaseType.BuyerCancellation,
        State = state,
        SellerId = "S-1",
        OrderId = "KM-1",
        OpenedAt = Now,
        StateSince = Now,
        Version = 1,
        Courier = "poslaju",
        Documents = [new Document("1", "a.jpg", "photo", 1, "image/jpeg", Now, By: Actor.Warehouse)],
    };

    private static Case Moved(Case c, CaseEvent happened) => Assert.IsType<Move.Moved>(CaseFlow.Next(c, happened, Facts)).After;
}
