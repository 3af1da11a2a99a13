using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Tests.Domain.Flow;

namespace Kumoten.Tests.Domain.Papers;

public class ChecklistTests
{
    [Theory]
    [InlineData(CaseType.BuyerCancellation, "cancellationProof", true)]
    [InlineData(CaseType.BuyerCancellation, "failedDeliveryProof", false)]
    [InlineData(CaseType.BuyerCancellation, "chat", false)]
    [InlineData(CaseType.BuyerCancellation, "photo", false)]
    [InlineData(CaseType.BuyerCancellation, "other", false)]
    [InlineData(CaseType.FailedDelivery, "cancellationProof", true)]
    [InlineData(CaseType.FailedDelivery, "failedDeliveryProof", true)]
    [InlineData(CaseType.FailedDelivery, "chat", false)]
    [InlineData(CaseType.FailedDelivery, "other", false)]
    public void A_claim_waits_for_the_paper_that_proves_it(CaseType type, string kind, bool isComplete)
    {
        var c = CaseOf(type, kind);
        Assert.Equal(isComplete, Checklist.IsComplete(c, CaseMap.Shipped));
        var line = Assert.Single(Checklist.Of(c, CaseMap.Shipped));
        Assert.Equal((true, isComplete, isComplete ? "1" : null), (line.Needed, line.Satisfied, line.By));
    }

    [Theory]
    [InlineData(CaseType.BuyerCancellation)]
    [InlineData(CaseType.FailedDelivery)]
    public void The_marketplaces_own_word_proves_the_cancellation(CaseType type)
    {
        var line = Assert.Single(Checklist.Of(CaseOf(type), CaseMap.Shipped with { CancelledAt = CaseMap.Now }));
        Assert.Equal((true, true, Checklist.Marketplace), (line.Needed, line.Satisfied, line.By));
    }

    [Fact]
    public void A_failed_attempt_alone_proves_no_cancellation_for_the_courier_may_try_again() =>
        Assert.False(Checklist.IsComplete(CaseOf(CaseType.FailedDelivery), CaseMap.Shipped with { DeliveryFailedAt = CaseMap.Now }));

    [Fact]
    public void An_order_stopped_in_the_warehouse_needs_no_proof_and_the_seller_is_no_marketplace()
    {
        var stopped = CaseOf(CaseType.BuyerCancellation) with { Refund = new(new Money(100), RefundGround.NotShipped, CaseMap.Now) };
        var line = Assert.Single(Checklist.Of(stopped, CaseMap.Shipped with { ShippedAt = null, CancelledAt = CaseMap.Now }));
        Assert.Equal((false, false, null), (line.Needed, line.Satisfied, line.By));
    }

    [Theory]
    [InlineData(CaseType.StalledParcel, 0)]
    [InlineData(CaseType.AddressChange, 0)]
    [InlineData(CaseType.ComplianceAppeal, 1)]
    public void Nothing_is_needed_for_what_claims_no_money(CaseType type, int lines)
    {
        Assert.Equal(lines, Checklist.Of(CaseOf(type), CaseMap.Shipped).Count);
        Assert.True(Checklist.IsComplete(CaseOf(type), CaseMap.Shipped));
        Assert.Equal("other", Checklist.DefaultKind(type));
    }

    [Theory]
    [InlineData(CaseState.AwaitingDocuments)]
    [InlineData(CaseState.Expired)]
    public void Only_the_missing_paper_moves_a_case_on(CaseState state)
    {
        var waiting = CaseOf(CaseType.FailedDelivery) with { State = state };
        var facts = new Facts(CaseMap.Shipped, CaseMap.Now, Functions.Domain.Deadlines.WorkCalendar.Malaysia);
        var proof = CaseFlow.Next(waiting, Added("failedDeliveryProof"), facts);
        Assert.Equal(CaseState.AwaitingCourierHold, Assert.IsType<Move.Moved>(proof).After.State);
        var chat = CaseFlow.Next(waiting, Added("chat"), facts);
        if (state == CaseState.AwaitingDocuments)
            Assert.Equal(state, Assert.IsType<Move.Moved>(chat).After.State);
        else
            Assert.Contains("proof that the order was cancelled or its delivery failed", Assert.IsType<Move.Refused>(chat).Sentence.En, StringComparison.Ordinal);
    }

    private static DocumentAdded Added(string kind) => new(new Document("1", "a.png", kind, 1, "image/png", CaseMap.Now));

    private static Case CaseOf(CaseType type, string? kind = null) => new()
    {
        Id = "KM-1.1",
        Type = type,
        State = CaseState.AwaitingDocuments,
        SellerId = "S-1",
        OrderId = "KM-1",
        OpenedAt = CaseMap.Now,
        StateSince = CaseMap.Now,
        Courier = "poslaju",
        Documents = kind is null ? [] : [Added(kind).Document],
    };
}
