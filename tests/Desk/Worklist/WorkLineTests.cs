using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Words;
using Kumoten.Tests.Domain.Flow;
using static Kumoten.Functions.Domain.CaseState;

namespace Kumoten.Tests.Desk.Worklist;

public class WorkLineTests
{
    private static readonly Case Sample = new() { Id = "KM-1.1", Type = CaseType.BuyerCancellation, State = AwaitingCourierHold, SellerId = "S-1", OrderId = "KM-1", OpenedAt = CaseMap.Now, StateSince = CaseMap.Now, Courier = "poslaju", TrackingNumbers = ["EN1"], DueAt = CaseMap.Now.AddDays(1) };

    public static TheoryData<CaseState, Actor> Lists => new()
    {
        { AwaitingCourierTicket, Actor.Agent },
        { FollowingUp, Actor.Agent },
        { AwaitingCourierHold, Actor.Agent },
        { AwaitingAgent, Actor.Agent },
        { AwaitingDecision, Actor.Agent },
        { AwaitingInspection, Actor.Warehouse },
        { AwaitingReshipment, Actor.Warehouse },
    };

    [Theory, MemberData(nameof(Lists))]
    public void What_staff_is_to_do_stands_in_its_list(CaseState state, Actor list) => Assert.Equal(list, Line(Sample with { State = state })!.For);

    [Theory]
    [InlineData(AwaitingBuyerRejection)]
    [InlineData(AwaitingSellerReturn)]
    [InlineData(Returning)]
    [InlineData(Refunding)]
    [InlineData(Submitted)]
    public void What_others_do_is_no_work_of_staff_until_they_are_late(CaseState state)
    {
        Assert.Null(Line(Sample with { State = state }));
        Assert.Equal(Actor.Agent, Line(Sample with { State = state, EscalatedAt = CaseMap.Now })!.For);
    }

    [Fact]
    public void A_parcel_said_to_be_lost_is_an_agents_matter_wherever_the_case_stands() =>
        Assert.Equal(Actor.Agent, Line(Sample with { State = Returning, LossReported = true })!.For);

    [Fact]
    public void A_step_that_failed_for_good_is_an_agents_matter_also_when_the_case_is_over()
    {
        var failed = new PendingStep("KM-1.1-9-PayRefund", StepKind.PayRefund, CaseMap.Now) { FailedAt = CaseMap.Now, Why = "The storage did not answer." };
        var line = Line(Sample with { State = CaseState.Closed, DueAt = null, Pending = [failed] })!;
        Assert.Equal((Actor.Agent, CaseMap.Now), (line.For, line.By));
        Assert.Equal("The refund of order KM-1 (case KM-1.1) could not be paid. The storage did not answer. When the cause is gone, replay it from the list of messages that failed for good (/api/poison).", WhatToDo.Of(line, "HQ").Todo.En);
    }

    [Fact]
    public void A_case_that_is_over_is_no_work() =>
        Assert.All(Enum.GetValues<CaseState>().Where(s => s.IsEnd()), end => Assert.Null(Line(Sample with { State = end, EscalatedAt = CaseMap.Now, LossReported = true })));

    [Fact]
    public void The_most_overdue_comes_first_and_what_has_no_deadline_last()
    {
        var late = Line(Sample with { Id = "KM-9.1", DueAt = CaseMap.Now.AddDays(-2) })!;
        var soon = Line(Sample)!;
        var never = Line(Sample with { Id = "KM-0.1", DueAt = null })!;
        Assert.Equal([late, soon, never], new[] { never, soon, late }.OrderBy(line => line.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_line_says_what_to_do_and_to_the_courier_what_to_say_in_both_languages()
    {
        foreach (var state in Enum.GetValues<CaseState>().Where(s => !s.IsEnd()))
        {
            foreach (var address in new[] { null, "1 New Road" })
            {
                var line = Line(Sample with { State = state, EscalatedAt = CaseMap.Now, CourierTicket = "T-1" })! with { NewAddress = address };
                var what = WhatToDo.Of(line, "The Office");
                Assert.NotEqual("", what.Todo.Ms);
                Assert.True(what.Callee?.Phone is null || (what.Callee.Phone == "1300-300-300" && what.Say!.En.Contains("EN1", StringComparison.Ordinal)), $"{state}: {what.Say?.En}");
            }
        }
    }

    [Fact]
    public void A_loss_is_asked_about_only_while_the_courier_has_the_parcel()
    {
        foreach (var state in Enum.GetValues<CaseState>().Where(s => !s.IsEnd()))
        {
            var line = Line(Sample with { State = state, EscalatedAt = CaseMap.Now })!;
            var changes = WhatToDo.Of(line with { IsLossReported = true }, "HQ") != WhatToDo.Of(line, "HQ");
            Assert.Equal(state.IsStalled() || state.TakesParcel(), changes);
        }
    }

    [Fact]
    public void A_hold_is_asked_for_in_the_couriers_own_procedure()
    {
        var line = Line(Sample)! with { OldAddress = "the old address" };
        Assert.Equal("Please hold parcel EN1; it must not be delivered to the old address. Please deliver it to this address instead: HQ. What is your ticket number?", WhatToDo.Of(line, "HQ").Say!.En);
        Assert.Contains("Please return it to our HQ warehouse: HQ.", WhatToDo.Of(line with { Courier = "zto" }, "HQ").Say!.En, StringComparison.Ordinal);
        Assert.Contains("Please deliver it to the new address instead: Home.", WhatToDo.Of(line with { NewAddress = "Home" }, "HQ").Say!.En, StringComparison.Ordinal);
        Assert.DoesNotContain("Home", WhatToDo.Of(line with { NewAddress = "Home", Courier = "zto" }, "HQ").Say!.En, StringComparison.Ordinal);
    }

    private static WorkLine? Line(Case c) => WorkLine.OfStaff(new Dossier("KM-1", null, [c])).SingleOrDefault();
}
