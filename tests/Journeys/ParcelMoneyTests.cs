using System.Net;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Journeys;

/// <summary>Money follows from where the parcel is, whoever told it and whenever.</summary>
public class ParcelMoneyTests : ParcelTest
{
    public static TheoryData<string> ProofsOfShipping => ["scan:delivered", "scan:attemptFailed", "scan:inTransit", "scan:returning", "aftership:Delivered", "lazada:delivered", "lazada:failed_delivery"];

    [Theory]
    [MemberData(nameof(ProofsOfShipping))]
    public async Task An_order_whose_shipping_nobody_told_is_not_refunded_as_not_shipped_once_its_parcel_was_seen(string proof)
    {
        await PendingAsync();
        await TellAsync(proof);
        await LazadaAsync("canceled");
        Assert.DoesNotContain(await StateAsync(), new[] { "refunding", "refunded" });
        Assert.Equal("0.00", await BalanceAsync());
    }

    [Theory]
    [MemberData(nameof(ProofsOfShipping))]
    public async Task Nor_is_it_at_the_sellers_own_request(string proof)
    {
        await PendingAsync();
        await TellAsync(proof);
        (await AskAsync("buyerCancellation")).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        Assert.Equal("awaitingDocuments", await StateAsync());
    }

    [Fact]
    public async Task Shopees_and_TikToks_completed_and_a_feed_prove_it_too()
    {
        await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplace", "shopee").With("marketplaceOrderId", "2112132KAD867D"), "KM-S");
        await ShopeeStatusAsync("COMPLETED");
        await ShopeeStatusAsync("CANCELLED");
        Assert.Equal("awaitingSellerReturn", await StateAsync("KM-S.1"));

        await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplace", "tiktok").With("marketplaceOrderId", "576486316948490001"), "KM-T");
        await TikTokAsync("COMPLETED");
        await TikTokAsync("CANCELLED");
        Assert.Equal("awaitingSellerReturn", await StateAsync("KM-T.1"));

        await Backend.FeedAsync(Samples.Order().With("status", "delivered").With("marketplaceOrderId", "7"), "KM-F");
        await Backend.FeedAsync(Samples.Order().With("status", "cancelled").With("marketplaceOrderId", "7"), "KM-F");
        Assert.Equal("awaitingSellerReturn", await StateAsync("KM-F.1"));
        Assert.Equal("0.00", await BalanceAsync());
    }

    [Theory]
    [InlineData("scan:inTransit", "awaitingCourierHold")]
    [InlineData("scan:outForDelivery", "awaitingBuyerRejection")]
    [InlineData("scan:delivered", "awaitingSellerReturn")]
    [InlineData("lazada:delivered", "awaitingSellerReturn")]
    [InlineData("lazada:shipped", "awaitingCourierHold")]
    [InlineData("feed", "awaitingCourierHold")]
    public async Task Refunded_as_not_shipped_and_then_seen_the_parcel_is_called_back_from_where_it_is_with_an_alarm_and_nothing_is_paid_twice(string proof, string state)
    {
        await PendingAsync();
        await LazadaAsync("canceled");
        Assert.Equal(("refunded", "129.90"), (await StateAsync(), await BalanceAsync()));
        await TellAsync(proof);
        Assert.Equal(state, await StateAsync());
        Assert.Equal(1, Alarms);
        Assert.Contains("orderShipped", await EventsAsync());
        Assert.Equal("129.90", await BalanceAsync());
    }

    [Fact]
    public async Task A_label_is_not_a_shipment()
    {
        await PendingAsync();
        await TrackAsync("InfoReceived", "InfoReceived_001", "2026-10-28T08:00:00");
        Assert.Equal("pending", (string)(await OrderAsync())["status"]!);
        await LazadaAsync("canceled");
        Assert.Equal("refunded", await StateAsync());
        Assert.DoesNotContain(Backend.Outbox.Sent, mail => mail.To == "care@poslaju.example");
    }

    [Fact]
    public async Task Pushes_that_waited_are_applied_by_their_own_times()
    {
        await LazadaAsync("canceled");
        await LazadaAsync("shipped", at: Backend.Time.GetUtcNow().AddDays(-1));
        await PendingAsync(hasLabel: false);
        await Backend.DrainAsync();
        Assert.Equal(("awaitingCourierHold", "0.00"), (await StateAsync(), await BalanceAsync()));
    }

    [Fact]
    public async Task What_waited_is_known_before_the_feeds_own_cancellation_is_judged()
    {
        await ScanAsync("inTransit", "2026-10-28T08:00:00+08:00");
        await PendingAsync(change: o => o["status"] = "cancelled");
        await Backend.DrainAsync();
        Assert.Equal(["awaitingCourierHold"], await StatesAsync());
    }

    [Fact]
    public async Task A_reversed_refund_does_not_read_as_money_in_the_account()
    {
        await PendingAsync();
        await LazadaAsync("canceled");
        (await Backend.PostAsync("agent", "/api/accounts/S-100/reversals", new { entryId = "KM-1001.1-refund", reason = "by mistake" })).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("agent", "/api/accounts/S-100/reversals", new { entryId = "KM-1001.1-refund", reason = "by mistake" })).Expect(HttpStatusCode.OK);
        var shown = await CaseAsync();
        Assert.Equal(("0.00", "reversed"), (await BalanceAsync(), (string)shown["refund"]!["status"]!));
        Assert.Contains("was taken back", (string)shown["next"]!["text"]!["en"]!, StringComparison.Ordinal);
        Assert.Contains("ditarik balik", (string)shown["next"]!["text"]!["ms"]!, StringComparison.Ordinal);
        Assert.Single(shown["timeline"]!.AsArray(), t => (string)t!["event"]! == "refundReversed");
    }

    [Fact]
    public async Task An_amount_cannot_grow_while_a_claim_is_open_or_paid_and_the_rest_of_the_feed_is_taken_in()
    {
        await CancelledAsync();
        Assert.Equal("order.amountInClaim", Name(await Backend.FeedAsync(Samples.Order().With("amount", "9999999.99").With("trackingNumber", "EN2")), HttpStatusCode.Conflict));
        Assert.Equal(("129.90", "EN2"), ((string)(await OrderAsync())["amount"]!, (string)(await OrderAsync())["trackingNumber"]!));
        await ActAsync("warehouse", "receiveParcel", new { trackingNumber = "EN2" });
        Assert.Equal("order.amountInClaim", Name(await Backend.FeedAsync(Samples.Order().With("amount", "9999999.99").With("trackingNumber", "EN2")), HttpStatusCode.Conflict));
        await ActAsync("warehouse", "inspect", new { condition = "intact" });
        Assert.Equal("129.90", await BalanceAsync());
    }

    [Fact]
    public async Task A_return_cost_above_the_order_amount_is_refused_by_name()
    {
        await CancelledAsync();
        await ActAsync("warehouse", "receiveParcel", new { trackingNumber = Number });
        Assert.Equal("returnShipping.aboveAmount", Name(await PostAsync("warehouse", "setReturnShipping", new { amount = "9999999.99" })));
        Assert.Equal("returnShipping.aboveAmount", Name(await PostAsync("warehouse", "inspect", new { condition = "intact", returnShipping = "129.91" })));
        Assert.Equal("refunding", await ActAsync("warehouse", "inspect", new { condition = "intact", returnShipping = "7.50" }));
        Assert.Equal("122.40", await BalanceAsync());
    }

    [Fact]
    public async Task A_refusal_needs_a_reason_and_a_photo_of_the_item_as_it_came_and_more_may_follow()
    {
        await CancelledAsync();
        (await Backend.Client.UploadAsync("seller:S-100", "/api/cases/KM-1001.1", TinyFiles.Png, kind: "photo")).Expect(HttpStatusCode.Created);
        await ActAsync("warehouse", "receiveParcel", new { trackingNumber = Number });
        Assert.Equal("inspection.needsPhoto", Name(await PostAsync("warehouse", "inspect", new { condition = "damaged", note = "cracked" })));
        (await Backend.Client.UploadAsync("warehouse", "/api/cases/KM-1001.1", TinyFiles.Jpeg, kind: "photo")).Expect(HttpStatusCode.Created);
        Assert.Equal("inspection.needsPhoto", Name(await PostAsync("warehouse", "inspect", new { condition = "damaged" })));
        Assert.Equal("refused", await ActAsync("warehouse", "inspect", new { condition = "damaged", note = "cracked" }));
        (await Backend.Client.UploadAsync("warehouse", "/api/cases/KM-1001.1", TinyFiles.JpegWith([1, 2]), kind: "photo")).Expect(HttpStatusCode.Created);
        await ActAsync("warehouse", "addNote", new { note = "the lid, too" });
        Assert.Equal("refused", await StateAsync());
    }

    [Fact]
    public async Task A_refused_claim_is_the_last_word_until_an_agent_reopens_it()
    {
        await CancelledAsync();
        await ActAsync("warehouse", "receiveParcel", new { trackingNumber = Number });
        (await Backend.Client.UploadAsync("warehouse", "/api/cases/KM-1001.1", TinyFiles.Jpeg, kind: "photo")).Expect(HttpStatusCode.Created);
        await ActAsync("warehouse", "inspect", new { condition = "used", note = "worn" });
        Assert.Equal("claim.refused", Name(await AskAsync("buyerCancellation")));
        Assert.Equal("claim.refused", Name(await AskAsync("failedDelivery", role: "agent")));
        await LazadaAsync("canceled");
        Assert.Equal(["refused"], await StatesAsync());
        Assert.Equal("awaitingInspection", await ActAsync("agent", "reopen"));
        await ActAsync("warehouse", "inspect", new { condition = "intact" });
        Assert.Equal("129.90", await BalanceAsync());
    }

    // "scan:delivered", "lazada:shipped", "aftership:Delivered", "feed", "dock".
}
