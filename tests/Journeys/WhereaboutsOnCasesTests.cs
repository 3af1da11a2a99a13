using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Dossiers;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Journeys;

/// <summary>Alarms and claims by where the parcel is, also by what was known before any case.</summary>
public class WhereaboutsOnCasesTests : ParcelTest
{
    [Fact]
    public async Task Turned_back_before_any_case_and_delivered_at_Kumotens_door_a_claim_begins_on_its_way_back()
    {
        await ShippedAsync();
        await TrackAsync("Exception", "Exception_010", "2026-10-27T10:00:00");
        await TrackAsync("Delivered", "Delivered_001", "2026-10-28T08:00:00");
        Assert.Equal("shipped", (string)(await OrderAsync())["status"]!);
        await LazadaAsync("canceled");
        Assert.Equal(["returning"], await StatesAsync());
        Assert.Equal(0, Alarms);
    }

    [Theory]
    [InlineData("outForDelivery")]
    [InlineData("readyForPickup")]
    public async Task Out_for_delivery_before_the_cancellation_alarms_at_once_and_the_courier_is_asked(string kind)
    {
        await ShippedAsync();
        await ScanAsync(kind, "2026-10-28T08:00:00+08:00");
        await LazadaAsync("canceled");
        Assert.Equal(["awaitingBuyerRejection"], await StatesAsync());
        Assert.Equal(1, Alarms);
        Assert.Single(Backend.Outbox.Sent, mail => mail.To == "care@poslaju.example");
    }

    [Fact]
    public async Task A_parcel_that_waits_for_pickup_while_it_is_held_alarms()
    {
        await CancelledAsync();
        await TrackAsync("AvailableForPickup", "AvailableForPickup_001", "2026-10-28T08:30:00");
        Assert.Equal(("awaitingBuyerRejection", 1), (await StateAsync(), Alarms));
    }

    [Fact]
    public async Task A_buyers_wish_to_return_is_shown_and_moves_nothing()
    {
        await Backend.FeedAsync(Samples.Order().With("marketplace", "shopee").With("marketplaceOrderId", "2112132KAD867D"));
        await SweepAtAsync("2026-11-03T00:00:00+08:00");
        await ShopeeStatusAsync("TO_RETURN");
        Assert.Equal("awaitingBuyerConfirmation", await StateAsync());
        await ShopeeStatusAsync("CANCELLED");
        await ShopeeStatusAsync("TO_RETURN");
        Assert.Contains("returnWished", await EventsAsync("KM-1001.2"));
        await ScanAsync("outForDelivery", "2026-11-03T09:00:00+08:00");
        Assert.Equal(("awaitingBuyerRejection", 1), (await StateAsync("KM-1001.2"), Alarms));
    }

    [Fact]
    public async Task Refused_by_the_recipient_is_a_failed_delivery()
    {
        await ShippedAsync();
        await TrackAsync("Exception", "Exception_003", "2026-10-28T08:00:00");
        (await AskAsync("failedDelivery")).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Refused_by_the_recipient_is_the_rejection_that_is_awaited()
    {
        await CancelledAsync();
        await ActAsync("agent", "cannotHold", new { note = "on the van" });
        await TrackAsync("Exception", "Exception_003", "2026-10-28T08:30:00");
        Assert.Equal("returning", await StateAsync());
    }

    [Fact]
    public async Task Last_years_checkpoints_are_another_parcels()
    {
        await ScanAsync("delivered", "2025-10-28T08:00:00+08:00");
        await ShippedAsync();
        Assert.Equal("shipped", (string)(await OrderAsync())["status"]!);
        await SweepAtAsync("2026-11-03T00:00:00+08:00");
        Assert.Equal(["awaitingBuyerConfirmation"], await StatesAsync());
        await LazadaAsync("canceled");
        Assert.Equal("awaitingCourierHold", await StateAsync("KM-1001.2"));
    }

    [Fact]
    public async Task A_number_used_again_a_year_later_says_nothing_of_the_order_before()
    {
        await ShippedAsync();
        await ScanAsync("delivered", "2026-10-29T08:00:00+08:00");
        Backend.Time.SetUtcNow(At("2027-10-20T09:00:00+08:00"));
        await ShippedAsync(o => (o["marketplaceOrderId"], o["shippedAt"]) = ("2", "2027-10-19T09:00:00+08:00"), "KM-1002");
        await ScanAsync("lost", "2027-10-20T08:00:00+08:00");
        Assert.Empty(await StatesAsync());
        Assert.Equal(["awaitingCourierTicket"], await StatesAsync("KM-1002"));
    }

    [Fact]
    public async Task Scans_of_a_number_used_again_wait_for_the_order_that_it_is_named_for()
    {
        await ShippedAsync();
        await ScanAsync("delivered", "2026-10-29T08:00:00+08:00");
        Backend.Time.SetUtcNow(At("2027-10-20T09:00:00+08:00"));
        await ScanAsync("outForDelivery", "2027-10-20T08:00:00+08:00");
        Assert.Equal("delivered", (string)(await OrderAsync())["status"]!);
        await ShippedAsync(o => (o["marketplaceOrderId"], o["shippedAt"]) = ("2", "2027-10-19T09:00:00+08:00"), "KM-1002");
        Assert.Equal("2027-10-20T08:00:00+08:00", (string)(await OrderAsync("KM-1002"))["lastScanAt"]!);
    }

    [Theory]
    [InlineData("2099-01-01T00:00:00+08:00")]
    [InlineData("2026-10-01T00:00:00+08:00")]
    public async Task A_scan_of_an_odd_date_blinds_no_true_one_and_starts_no_clock(string odd)
    {
        await ShippedAsync();
        await ScanAsync("inTransit", odd);
        Assert.Equal("2026-11-03T00:00:00+08:00", (string)(await OrderAsync())["stalledFrom"]!);
        await LazadaAsync("canceled");
        await ScanAsync("outForDelivery", "2026-10-28T10:00:00+08:00");
        Assert.Equal(("awaitingBuyerRejection", 1), (await StateAsync(), Alarms));
    }

    [Theory]
    [InlineData("1969-12-31T00:00:00+08:00")]
    [InlineData("0001-01-02T00:00:00+08:00")]
    [InlineData("2101-01-02T00:00:00+08:00")]
    public async Task Outside_2000_to_2100_no_date_is_taken(string odd)
    {
        Assert.NotNull((await Backend.FeedAsync(Samples.Order().With("shippedAt", odd))).Expect(HttpStatusCode.BadRequest).Json["errors"]!["shippedAt"]);
        Assert.NotNull((await Backend.PostAsync("service", "/api/scans", new { trackingNumber = Number, kind = "delivered", at = odd })).Expect(HttpStatusCode.BadRequest).Json["errors"]!["at"]);
    }

    [Fact]
    public async Task A_shipment_dated_in_2099_has_left_by_now()
    {
        await ShippedAsync(o => o["shippedAt"] = "2099-01-01T00:00:00+08:00");
        Assert.Equal("2026-10-28T09:00:00+08:00", (string)(await OrderAsync())["shippedAt"]!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1794031200000)]
    public async Task An_update_time_that_is_none_is_the_time_of_the_push(long seconds)
    {
        await ShippedAsync();
        await SendLazadaAsync(new JsonObject { ["data"] = new JsonObject { ["order_status"] = "canceled", ["trade_order_id"] = "260422900198363", ["status_update_time"] = seconds } });
        await Backend.DrainAsync();
        Assert.Equal("2026-10-28T09:00:00+08:00", (string)(await OrderAsync())["cancelledAt"]!);
    }

    [Fact]
    public async Task A_delivery_from_before_the_redirect_went_to_the_old_address()
    {
        await ShippedAsync();
        await AskAsync("addressChange");
        await Backend.DrainAsync();
        Backend.Time.SetUtcNow(At("2026-10-28T14:44:00+08:00"));
        Assert.Equal("redirecting", await ActAsync("agent", "holdConfirmed", new { ticket = "T" }));
        Backend.Time.SetUtcNow(At("2026-10-28T15:00:00+08:00"));
        await ScanAsync("delivered", "2026-10-28T14:00:00+08:00");
        Assert.Equal(("awaitingAgent", 1), (await StateAsync(), Alarms));
    }

    [Fact]
    public async Task Whoever_sees_that_it_went_to_the_old_address_can_say_so_while_redirecting_and_after()
    {
        await ShippedAsync();
        await AskAsync("addressChange");
        await ActAsync("agent", "holdConfirmed", new { ticket = "T" });
        Assert.Equal("awaitingAgent", await ActAsync("seller:S-100", "reachedBuyer"));
        await ActAsync("agent", "newAddressConfirmed");
        await ScanAsync("delivered", "2026-10-28T16:00:00+08:00");
        Assert.Equal("completed", await StateAsync());
        Assert.Equal("awaitingAgent", await ActAsync("seller:S-100", "reachedBuyer"));
    }

    [Fact]
    public async Task Another_courier_named_while_the_first_holds_is_asked_in_its_turn_and_the_page_names_whom_was_asked()
    {
        await Backend.FeedAsync(Samples.Order().With("courier", "zto"));
        await LazadaAsync("canceled");
        await ActAsync("agent", "holdConfirmed", new { ticket = "Z-1" });
        await Backend.FeedAsync(Samples.Order().With("trackingNumber", "EN7"));
        await Backend.DrainAsync();
        Assert.Equal("awaitingCourierHold", await StateAsync());
        Assert.Contains("EN7", Assert.Single(Backend.Outbox.Sent, mail => mail.To == "care@poslaju.example").Body, StringComparison.Ordinal);
        var asked = (await CaseAsync())["timeline"]!.AsArray().Where(t => (string)t!["event"]! == "courierAsked").Select(t => (string)t!["text"]!["en"]!).ToList();
        Assert.StartsWith("Kumoten sent a mail to ZTO", asked[0], StringComparison.Ordinal);
        Assert.StartsWith("Kumoten sent a mail to PosLaju", asked[1], StringComparison.Ordinal);
        // The feed repeats itself; nobody is asked again.
        await Backend.FeedAsync(Samples.Order().With("trackingNumber", "EN7"));
        await Backend.DrainAsync();
        Assert.Equal(2, Backend.Outbox.Sent.Count(mail => mail.Subject.StartsWith("Please hold", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_hold_for_a_parcel_that_is_home_is_not_mailed_and_the_timeline_says_so()
    {
        await ShippedAsync();
        await LazadaQuietlyAsync();
        (await PostAsync("warehouse", "receiveParcel", new { trackingNumber = Number })).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        Assert.DoesNotContain(Backend.Outbox.Sent, mail => mail.To == "care@poslaju.example");
        Assert.Contains("stepOvertaken", await EventsAsync());
    }

    [Fact]
    public async Task Forty_feeds_are_one_hold_mail()
    {
        await ShippedAsync();
        await LazadaQuietlyAsync();
        for (var feeds = 0; feeds < 40; feeds++)
            await ShippedAsync();
        Assert.Single(await Backend.ReceiveAsync(queue => queue == Queues.CourierRequests));
    }

    [Fact]
    public async Task What_the_buyer_was_said_to_have_is_taken_back_with_the_case()
    {
        await ShippedAsync();
        await SweepAtAsync("2026-11-03T00:00:00+08:00");
        await ActAsync("seller:S-100", "buyerReceived");
        Assert.Equal("delivered", (string)(await OrderAsync())["status"]!);
        Assert.Equal("awaitingBuyerConfirmation", await ActAsync("agent", "reopen"));
        Assert.Equal(("shipped", null), ((string)(await OrderAsync())["status"]!, (string?)(await OrderAsync())["deliveredAt"]));
    }

    [Fact]
    public async Task A_parcel_said_to_have_reached_the_buyer_by_mistake_is_fetched_back_again()
    {
        await CancelledAsync();
        await ActAsync("seller:S-100", "reachedBuyer");
        Assert.Equal("awaitingCourierHold", await ActAsync("seller:S-100", "buyerNotReceived"));
    }

    [Fact]
    public async Task A_false_delivery_that_turns_back_or_is_lost_goes_on_as_such()
    {
        await CancelledAsync();
        await ScanAsync("delivered", "2026-10-28T10:00:00+08:00");
        Assert.Equal("awaitingSellerReturn", await StateAsync());
        await ScanAsync("returning", "2026-10-28T12:00:00+08:00");
        Assert.Equal("returning", await StateAsync());

        await ShippedAsync(o => (o["marketplaceOrderId"], o["trackingNumber"], o["status"]) = ("2", "EN2", "cancelled"), "KM-1002");
        await ScanAsync("delivered", "2026-10-28T13:00:00+08:00", "EN2");
        await ScanAsync("lost", "2026-10-28T14:00:00+08:00", "EN2");
        Assert.Equal("refunding", (string)(await PostAsync("agent", "confirmLost", new { leg = "outbound" }, "KM-1002.1")).Expect(HttpStatusCode.OK).Json["state"]!);
    }

    [Theory]
    [InlineData("attemptFailed")]
    [InlineData("refused")]
    public async Task A_false_delivery_that_a_failed_one_follows_is_held_again(string kind)
    {
        await CancelledAsync();
        await ScanAsync("delivered", "2026-10-28T10:00:00+08:00");
        Assert.Equal("awaitingSellerReturn", await StateAsync());
        await ScanAsync(kind, "2026-10-28T12:00:00+08:00");
        Assert.Equal("awaitingCourierHold", await StateAsync());
    }

    [Fact]
    public async Task A_late_word_that_it_is_out_for_delivery_alarms_also_when_a_newer_scan_says_nothing_of_the_place()
    {
        await CancelledAsync();
        await ScanAsync("damaged", "2026-10-28T11:00:00+08:00");
        await ScanAsync("outForDelivery", "2026-10-28T10:00:00+08:00");
        Assert.Equal("awaitingBuyerRejection", await StateAsync());
    }

    // The push is taken in, and its mails still wait.
    private async Task LazadaQuietlyAsync()
    {
        await Backend.PushAsync("lazada.trade-canceled");
        foreach (var push in await Backend.ReceiveAsync(queue => queue == Queues.Pushes))
            await Backend.DeliverAsync(push);
    }
}
