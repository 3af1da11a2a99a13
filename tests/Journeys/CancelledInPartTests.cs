using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Tests.Domain.Flow;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Journeys;

/// <summary>A cancellation of some lines of an order: an agent decides on the part, and the last line cancels the rest.</summary>
public class CancelledInPartTests : ParcelTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_line_of_three_cancels_a_part_that_an_agent_decides_on_and_the_last_one_the_rest(bool shipped)
    {
        Action<JsonObject> three = o => o["items"]![0]!["quantity"] = 3;
        await (shipped ? ShippedAsync(three) : PendingAsync(change: three));
        await LazadaAsync("canceled", line: "1");
        await LazadaAsync("canceled", line: "1");
        var part = await CaseAsync();
        Assert.Equal(("buyerCancellation", "awaitingDecision"), ((string)part["type"]!, (string)part["state"]!));
        Assert.StartsWith("1 of 3 items was cancelled", (string)part["next"]!["text"]!["en"]!, StringComparison.Ordinal);
        Assert.Equal((null, "0.00"), ((string?)(await OrderAsync())["cancelledAt"], await BalanceAsync()));
        Assert.DoesNotContain(Backend.Outbox.Sent, mail => mail.To == "care@poslaju.example");
        Assert.Equal("overrule.needsAmount", Name(await PostAsync("agent", "overrule", new { decision = "refund", reason = "one came too late" })));
        Assert.NotNull((await PostAsync("agent", "overrule", new { decision = "refuse", reason = "no", amount = "1.00" })).Expect(HttpStatusCode.BadRequest).Json["errors"]!["amount"]);
        Assert.Equal("overrule.aboveLeft", Name(await PostAsync("agent", "overrule", new { decision = "refund", reason = "one came too late", amount = "129.91" })));
        Assert.Equal("refunding", await ActAsync("agent", "overrule", new { decision = "refund", reason = "one came too late", amount = "43.30" }));
        Assert.Equal(("refunded", "43.30"), (await StateAsync(), await BalanceAsync()));

        await LazadaAsync("canceled", line: "2");
        Assert.StartsWith("2 of 3 items were cancelled", (string)(await CaseAsync("KM-1001.2"))["next"]!["text"]!["en"]!, StringComparison.Ordinal);
        await LazadaAsync("canceled", line: "3");
        Assert.Equal(["refunded", "superseded", shipped ? "awaitingCourierHold" : "refunded"], await StatesAsync());
        if (shipped)
        {
            await ActAsync("warehouse", "receiveParcel", new { trackingNumber = Number }, "KM-1001.3");
            await ActAsync("warehouse", "inspect", new { condition = "intact" }, "KM-1001.3");
        }

        Assert.Equal("129.90", await BalanceAsync());
        (await Backend.RunTimerAsync("Reconcile")).Expect(HttpStatusCode.OK);
        Assert.Equal(0, (int)(await Backend.GetAsync("agent", "/api/reconciliation")).Json["wrong"]!);
    }

    [Fact]
    public async Task Quantities_put_right_by_a_feed_make_a_part_the_whole()
    {
        await PendingAsync(change: o => o["items"]![0]!["quantity"] = 3);
        await LazadaAsync("canceled", line: "1");
        Assert.Equal(["awaitingDecision"], await StatesAsync());
        await PendingAsync();
        await Backend.DrainAsync();
        Assert.Equal(["superseded", "refunded"], await StatesAsync());
    }

    [Fact]
    public async Task A_seller_who_cancels_the_whole_takes_the_parts_place()
    {
        await PendingAsync(change: o => o["items"]![0]!["quantity"] = 2);
        await LazadaAsync("canceled", line: "1");
        (await AskAsync("buyerCancellation")).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        Assert.Equal(["superseded", "refunded"], await StatesAsync());
    }

    [Fact]
    public async Task A_part_that_is_decided_on_once_more_leaves_a_change_of_address_alone()
    {
        await ShippedAsync(o => o["items"]![0]!["quantity"] = 3);
        await LazadaAsync("canceled", line: "1");
        await ActAsync("agent", "overrule", new { decision = "refuse", reason = "it has left" });
        (await AskAsync("addressChange")).Expect(HttpStatusCode.Created);
        await ActAsync("agent", "overrule", new { decision = "refund", reason = "agreed after all", amount = "43.30" });
        Assert.Equal(["refunded", "awaitingCourierHold"], await StatesAsync());
    }

    [Fact]
    public async Task A_request_that_another_case_is_in_the_way_of_names_that_case_and_no_part()
    {
        await ShippedAsync(o => o["items"]![0]!["quantity"] = 3);
        await LazadaAsync("canceled", line: "1");
        (await AskAsync("addressChange")).Expect(HttpStatusCode.Created);
        Assert.Equal("KM-1001.2", (string?)(await AskAsync("addressChange", role: "agent")).Expect(HttpStatusCode.Conflict).Json["caseId"]);
    }

    [Fact]
    public void A_line_that_is_cancelled_while_an_earlier_part_is_being_paid_is_decided_on_by_itself()
    {
        var draft = new Draft(new Dossier("KM-1", CaseMap.Shipped with { Items = [new OrderItem("SKU-1", "T-shirt", 3)] }, []), CaseMap.Now, WorkCalendar.Malaysia);
        Cancellations.Line(draft, "1", 0, CaseMap.Now, Actor.Marketplace);
        draft.Apply(draft.After.Cases[0], new Overruled(Verdict.Refund, "agreed", new Money(4330)) { By = Actor.Agent });
        Cancellations.Line(draft, "2", 0, CaseMap.Now, Actor.Marketplace);
        Assert.Equal([(CaseState.Refunding, new CancelledPart(1, 3)), (CaseState.AwaitingDecision, new CancelledPart(2, 3))], draft.After.Cases.Select(c => (c.State, c.Part!)));
    }

    [Fact]
    public async Task Two_orders_under_one_marketplace_number_are_cancelled_by_the_lines_of_both()
    {
        await PendingAsync(hasLabel: false);
        await Backend.FeedAsync(Samples.UnshippedOrder(), "KM-1002");
        await LazadaAsync("canceled", line: "1");
        Assert.Equal(["awaitingDecision"], await StatesAsync());
        Assert.Equal(["awaitingDecision"], await StatesAsync("KM-1002"));
        await LazadaAsync("canceled", line: "2");
        Assert.Equal("259.80", await BalanceAsync());
    }
}
