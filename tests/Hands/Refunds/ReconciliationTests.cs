using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Hands.Refunds;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Hands.Refunds;

/// <summary>What the books say, and what is found wrong with them.</summary>
public class ReconciliationTests
{
    private static readonly DateTimeOffset Now = Backend.Start;
    private static readonly Money Price = new(12990);
    private static readonly CaseEntry PaidRefund = new("S-1", "KM-1.1-refund", EntryKind.Refund, Price, "KM-1.1");
    private static readonly CaseEntry Shipping = new("S-1", "KM-1.1-returnShipping", EntryKind.ReturnShipping, new Money(-750), "KM-1.1");

    private static readonly Dictionary<string, AccountBooks> Accounts = new()
    {
        ["proved"] = Books(),
        ["empty"] = new("S-1", Money.Zero, 0, [], new Dictionary<string, string>()),
        ["balance edited"] = Books() with { Balance = new Money(1) },
        ["oldest deleted"] = Books(entries => entries.RemoveAt(0)),
        ["newest deleted"] = Books(entries => entries.RemoveAt(2)),
        ["stray added"] = Books(entries => entries.Add(Entry("4", "X-adjustment", 100, 900))),
        ["amount edited"] = Books(entries => entries[1] = Entry("2", "B-adjustment", -100, 700)),
        ["running balance edited"] = Books(entries => entries[1] = Entry("2", "B-adjustment", -300, 600)),
        ["unreadable"] = Books(entries => entries[1] = new BookedEntry("2", null)),
        ["same entry under two claims"] = Books(entries => entries[2] = Entry("3", "A-adjustment", 100, 800)),
        ["claim deleted"] = Books() with { Claims = new Dictionary<string, string> { ["A-adjustment"] = "1", ["C-adjustment"] = "3" } },
    };

    private static readonly Dictionary<string, OrderBooks> Orders = new()
    {
        ["nothing refunded"] = Of([Case()]),
        ["paid"] = Of([Case(Paid(), shipping: 750)], PaidRefund, Shipping),
        ["about to be paid"] = Of([Case(Approved(), pending: StepKind.PayRefund)]),
        ["paid, the case not knowing yet"] = Of([Case(Approved(), pending: StepKind.PayRefund)], PaidRefund),
        ["about to be charged"] = Of([Case(shipping: 750, pending: StepKind.ChargeReturnShipping)]),
        ["charged, the case not knowing yet"] = Of([Case(shipping: 750, pending: StepKind.ChargeReturnShipping)], Shipping),
        ["an appeal"] = new(new Dossier("AP-1", null, [Case() with { OrderId = null }]), []),
        ["paid without an entry"] = Of([Case(Paid())]),
        ["paid with another amount"] = Of([Case(Paid())], PaidRefund with { Amount = new Money(12000) }),
        ["paid into another's account"] = Of([Case(Paid())], PaidRefund with { SellerId = "S-2" }),
        ["paid without approval"] = Of([Case()], PaidRefund),
        ["paid by a case that is not there"] = Of([Case(Paid())], PaidRefund with { CaseId = "KM-1.7" }),
        ["no case at all"] = Of([], PaidRefund, Shipping),
        ["paid twice"] = Of([Case(Paid())], PaidRefund, PaidRefund with { SellerId = "S-2", EntryId = "KM-1.1-refund2" }),
        ["above the order's amount"] = Of([Case(new Refund(new Money(13000), RefundGround.NotShipped, Now, Now))], PaidRefund with { Amount = new Money(13000) }),
        ["approved and forgotten"] = Of([Case(Approved())]),
        ["charged without an entry"] = Of([Case(shipping: 750)]),
        ["charged with another amount"] = Of([Case(shipping: 750)], Shipping with { Amount = new Money(750) }),
        ["charged without a cost"] = Of([Case()], Shipping),
        ["paid as not shipped, and it had left"] = Known([Case(Paid()) with { State = CaseState.Refunded }], ParcelFactKind.Moved),
        ["paid as not shipped, called back"] = Known([Case(Paid()) with { State = CaseState.AwaitingCourierHold }], ParcelFactKind.Moved),
        ["paid as not shipped, called back and home"] = Known([Case(Paid()) with { State = CaseState.Refunded }], ParcelFactKind.ReceivedByKumoten),
        ["paid as lost, and the buyer has it"] = Known([Case(Paid() with { Ground = RefundGround.LostOutbound }) with { State = CaseState.Refunded }], ParcelFactKind.Delivered),
        ["paid as received, and nobody received it"] = Known([Case(Paid() with { Ground = RefundGround.ReceivedIntact }) with { State = CaseState.Refunded }], ParcelFactKind.Moved),
        ["paid as not shipped, left, and taken back"] = Known([Case(Paid() with { ReversedAt = Now }) with { State = CaseState.Refunded }], ParcelFactKind.Moved),
        ["paid for two parts"] = Of(
            [Case(PartOf(4330)), Case(PartOf(4330)) with { Id = "KM-1.2" }],
            PaidRefund with { Amount = new Money(4330) }, PaidRefund with { Amount = new Money(4330), EntryId = "KM-1.2-refund", CaseId = "KM-1.2" }),
    };

    [Theory]
    [InlineData("proved")]
    [InlineData("empty")]
    [InlineData("balance edited", "account.sum S-1")]
    [InlineData("oldest deleted", "account.sum S-1", "account.count S-1", "account.running B-adjustment", "account.entryGone A-adjustment")]
    [InlineData("newest deleted", "account.sum S-1", "account.count S-1", "account.entryGone C-adjustment")]
    [InlineData("stray added", "account.sum S-1", "account.count S-1", "account.strayEntry X-adjustment")]
    [InlineData("amount edited", "account.sum S-1", "account.running B-adjustment")]
    [InlineData("running balance edited", "account.running B-adjustment", "account.running C-adjustment")]
    [InlineData("unreadable", "account.unreadable 2", "account.sum S-1", "account.running C-adjustment")]
    [InlineData("same entry under two claims", "account.twice A-adjustment")]
    [InlineData("claim deleted", "account.strayEntry B-adjustment")]
    public void An_account_is_proved_by_its_entries(string books, params string[] found) => Assert.Equal(found, Short(Reconciliation.JudgeAccount(Accounts[books])));

    [Theory]
    [InlineData("nothing refunded")]
    [InlineData("paid")]
    [InlineData("about to be paid")]
    [InlineData("paid, the case not knowing yet")]
    [InlineData("about to be charged")]
    [InlineData("charged, the case not knowing yet")]
    [InlineData("an appeal")]
    [InlineData("paid without an entry", "case.noEntry KM-1.1-refund")]
    [InlineData("paid with another amount", "entry.otherAmount KM-1.1-refund")]
    [InlineData("paid into another's account", "entry.otherSeller KM-1.1-refund")]
    [InlineData("paid without approval", "entry.notApproved KM-1.1-refund")]
    [InlineData("paid by a case that is not there", "entry.noCase KM-1.1-refund", "case.noEntry KM-1.1-refund")]
    [InlineData("no case at all", "entry.noCase KM-1.1-refund", "entry.noCase KM-1.1-returnShipping")]
    [InlineData("paid twice", "entry.otherSeller KM-1.1-refund2", "order.refundedTwice KM-1", "order.aboveAmount KM-1")]
    [InlineData("above the order's amount", "order.aboveAmount KM-1")]
    [InlineData("approved and forgotten", "case.refundStuck KM-1.1")]
    [InlineData("charged without an entry", "case.noEntry KM-1.1-returnShipping")]
    [InlineData("charged with another amount", "entry.otherAmount KM-1.1-returnShipping")]
    [InlineData("charged without a cost", "entry.notApproved KM-1.1-returnShipping")]
    [InlineData("paid as not shipped, and it had left", "refund.groundContradicted KM-1.1")]
    [InlineData("paid as not shipped, called back")]
    [InlineData("paid as not shipped, called back and home")]
    [InlineData("paid as lost, and the buyer has it", "refund.groundContradicted KM-1.1")]
    [InlineData("paid as received, and nobody received it", "refund.groundContradicted KM-1.1")]
    [InlineData("paid as not shipped, left, and taken back")]
    [InlineData("paid for two parts")]
    public void An_orders_cases_and_entries_tell_the_same_story(string books, params string[] found) => Assert.Equal(found, Short(Reconciliation.JudgeOrder(Orders[books])));

    [Fact]
    public void Every_example_is_judged()
    {
        Assert.Equal(Accounts.Keys, JudgedBy(nameof(An_account_is_proved_by_its_entries)));
        Assert.Equal(Orders.Keys, JudgedBy(nameof(An_orders_cases_and_entries_tell_the_same_story)));

        static IEnumerable<string> JudgedBy(string test) => typeof(ReconciliationTests).GetMethod(test)!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(data => (string)data.GetData(null!).Single()[0]!);
    }

    private static IEnumerable<string> Short(IEnumerable<Finding> found) => found.Select(f => $"{f.Code} {f.About}");

    // Three entries of RM 10.00, RM -3.00 and RM 1.00.
    private static AccountBooks Books(Action<List<BookedEntry>>? change = null)
    {
        List<BookedEntry> entries = [Entry("1", "A-adjustment", 1000, 1000), Entry("2", "B-adjustment", -300, 700), Entry("3", "C-adjustment", 100, 800)];
        change?.Invoke(entries);
        return new AccountBooks("S-1", new Money(800), 3, entries, new Dictionary<string, string> { ["A-adjustment"] = "1", ["B-adjustment"] = "2", ["C-adjustment"] = "3" });
    }

    private static BookedEntry Entry(string key, string id, long amount, long after) =>
        new(key, new LedgerEntry(id, Now, EntryKind.Adjustment, new Money(amount), new Money(after), null, null, "test"));

    private static OrderBooks Of(Case[] cases, params CaseEntry[] entries) => new(new Dossier("KM-1", TheOrder(), [.. cases]), entries);

    private static OrderBooks Known(Case[] cases, ParcelFactKind fact) =>
        new(new Dossier("KM-1", TheOrder().Knowing(new ParcelFact(fact, Now, Now, ParcelFact.Courier)), [.. cases]), [PaidRefund]);

    private static Refund PartOf(long sen) => new(new Money(sen), RefundGround.Overruled, Now, Now) { IsPart = true };

    private static Order TheOrder() => new()
    {
        Id = "KM-1",
        SellerId = "S-1",
        Marketplace = "lazada",
        MarketplaceOrderId = "1",
        Amount = Price,
        Items = [],
        Recipient = new("Aminah", "+60138881234", new("Lot 5", null, "88400", "Kota Kinabalu", "Sabah")),
    };

    private static Refund Approved() => new(Price, RefundGround.NotShipped, Now);

    private static Refund Paid() => Approved() with { PaidAt = Now };

    private static Case Case(Refund? refund = null, long? shipping = null, StepKind? pending = null) => new()
    {
        Id = "KM-1.1",
        Type = CaseType.BuyerCancellation,
        State = CaseState.Refunding,
        SellerId = "S-1",
        OrderId = "KM-1",
        OpenedAt = Now,
        StateSince = Now,
        Refund = refund,
        ReturnShipping = shipping is { } sen ? new Money(sen) : null,
        Pending = pending is { } kind ? [new PendingStep("KM-1.1-1-" + kind, kind, Now)] : [],
    };
}
