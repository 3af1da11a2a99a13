using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Journeys;

/// <summary>The branches of the five case types, over the contract and real storage.</summary>
public class BranchTests : BackendTest
{
    private const string FirstCase = "/api/cases/KM-1001.1";

    protected override DateTimeOffset Begin => At("2026-10-27T09:00:00+08:00");

    [Fact]
    public async Task A_late_parcel_is_found_at_the_minute_the_rule_holds_and_not_before()
    {
        await Backend.FeedAsync(Samples.Order());
        await SweepAtAsync("2026-11-02T23:59:59+08:00");
        Assert.Empty(await CasesAsync());
        await SweepAtAsync("2026-11-03T00:00:00+08:00");
        var found = Assert.Single(await CasesAsync())!;
        Assert.Equal(("stalledParcel", "awaitingBuyerConfirmation", true), ((string)found["type"]!, (string)found["state"]!, (bool)found["eastMalaysia"]!));
    }

    [Fact]
    public async Task A_scan_moves_the_rule_on()
    {
        await Backend.FeedAsync(Samples.Order());
        await ScanAsync("inTransit", "2026-10-30T10:00:00+08:00");
        await SweepAtAsync("2026-11-03T00:00:00+08:00");
        Assert.Empty(await CasesAsync());
        Assert.Equal("2026-11-07T00:00:00+08:00", (string)(await Backend.GetAsync("seller:S-100", "/api/orders/KM-1001")).Json["stalledFrom"]!);
        await SweepAtAsync("2026-11-07T00:00:00+08:00");
        Assert.Single(await CasesAsync());
    }

    [Fact]
    public async Task A_seller_who_asks_too_early_hears_from_when_the_rule_holds()
    {
        await Backend.FeedAsync(Samples.Order());
        var refused = (await AskAsync("stalledParcel")).Expect(HttpStatusCode.UnprocessableEntity).Json;
        Assert.Equal("urn:kumoten:problem:stalledParcel.tooEarly", (string)refused["type"]!);
        Assert.Equal("2026-11-03T00:00:00+08:00", (string)refused["holdsFrom"]!);
        await ClockAsync("2026-11-03T00:00:00+08:00");
        (await AskAsync("stalledParcel")).Expect(HttpStatusCode.Created);
        Assert.Equal("KM-1001.1", (string)(await AskAsync("stalledParcel")).Expect(HttpStatusCode.Conflict).Json["caseId"]!);
    }

    [Fact]
    public async Task A_buyer_who_has_the_parcel_ends_the_case_and_the_order_counts_as_delivered()
    {
        await StalledAsync();
        Assert.Equal("resolved", await ActAsync("seller:S-100", "buyerReceived"));
        Assert.Equal("delivered", (string)(await Backend.GetAsync("service", "/api/orders/KM-1001")).Json["status"]!);
    }

    [Fact]
    public async Task Without_an_answer_the_seller_is_reminded_once_and_the_case_goes_on()
    {
        await StalledAsync();
        await SweepAtAsync("2026-11-06T18:00:00+08:00");
        Assert.Equal("awaitingBuyerConfirmation", (string)(await CaseAsync())["state"]!);
        await SweepAtAsync("2026-11-12T18:00:00+08:00");
        var shown = await CaseAsync();
        Assert.Equal("awaitingCourierTicket", (string)shown["state"]!);
        Assert.Single(shown["timeline"]!.AsArray(), t => (string)t!["event"]! == "reminded");
        Assert.Contains("1300-300-300", (string)shown["next"]!["text"]!["en"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Downtime_is_made_up_for_once_and_in_order()
    {
        await StalledAsync();
        await SweepAtAsync("2026-11-20T09:00:00+08:00");
        Assert.Equal(["caseOpened", "reminded", "deadlinePassed", "courierAsked"], (await CaseAsync())["timeline"]!.AsArray().Select(t => (string)t!["event"]!).Where(e => e != "sellerTold"));
    }

    [Fact]
    public async Task An_action_that_applies_again_since_the_case_went_on_is_no_second_click()
    {
        await Backend.FeedAsync(Samples.Order());
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
        await ActAsync("agent", "cannotHold", new { note = "on the van" });
        Assert.Equal("returning", await ActAsync("seller:S-100", "buyerRejected"));
        await ClockAsync("2026-10-29T09:00:00+08:00");
        await ScanAsync("outForDelivery", "2026-10-29T08:00:00+08:00");
        Assert.Equal("awaitingBuyerRejection", (string)(await CaseAsync())["state"]!);
        Assert.Equal("returning", await ActAsync("seller:S-100", "buyerRejected"));
    }

    [Fact]
    public async Task The_courier_is_chased_every_two_working_days()
    {
        await StalledAsync();
        await ActAsync("seller:S-100", "buyerNotReceived");
        Assert.Equal("followingUp", await ActAsync("agent", "recordTicket", new { ticket = "R-1", channel = "phone" }));
        await SweepAtAsync("2026-11-05T18:00:00+08:00");
        await SweepAtAsync("2026-11-10T18:00:00+08:00");
        Assert.Equal(2, Backend.Outbox.Shown.Count(mail => mail.Subject.StartsWith("Again", StringComparison.Ordinal) && mail.Body.Contains("R-1", StringComparison.Ordinal)));
        Assert.Equal("2026-11-12T18:00:00+08:00", (string)(await CaseAsync())["next"]!["by"]!);
    }

    [Theory]
    [InlineData("opened", "refused")]
    [InlineData("intact", "refunded")]
    public async Task A_parcel_that_came_home_is_not_found_late(string condition, string end)
    {
        // The marketplace never said that the order is cancelled: the seller's document proved it.
        await Backend.FeedAsync(Samples.Order());
        await AskAsync("buyerCancellation");
        (await Backend.Client.UploadAsync("seller:S-100", FirstCase, TinyFiles.Png, kind: "cancellationProof")).Expect(HttpStatusCode.Created);
        await ActAsync("agent", "holdConfirmed", new { ticket = "PL-1" });
        await ActAsync("warehouse", "receiveParcel", new { trackingNumber = "EN123456789MY" });
        (await Backend.Client.UploadAsync("warehouse", FirstCase, TinyFiles.Jpeg, kind: "photo")).Expect(HttpStatusCode.Created);
        await ActAsync("warehouse", "inspect", new { condition, note = "as it came" });
        await SweepAtAsync("2026-12-20T09:00:00+08:00");
        Assert.Equal(end, (string)Assert.Single(await CasesAsync())!["state"]!);
        Assert.Null((await Backend.GetAsync("service", "/api/orders/KM-1001")).Json["stalledFrom"]);
        (await AskAsync("stalledParcel")).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_parcel_that_was_lost_and_refunded_is_not_found_late_again()
    {
        await StalledAsync();
        // The scan that tells of the loss is the newest one, and nothing follows it.
        await ScanAsync("lost", "2026-11-03T08:00:00+08:00");
        await ActAsync("agent", "confirmLost", new { leg = "outbound", ticket = "L-1" });
        await SweepAtAsync("2026-12-20T09:00:00+08:00");
        Assert.Equal("refunded", (string)Assert.Single(await CasesAsync())!["state"]!);
    }

    [Fact]
    public async Task A_cancellation_supersedes_a_late_parcels_case_and_takes_over_its_ticket_with_links_both_ways()
    {
        await StalledAsync();
        await ActAsync("seller:S-100", "buyerNotReceived");
        await ActAsync("agent", "recordTicket", new { ticket = "R-1", channel = "phone", note = "looking" });
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
        var (old, now) = (await CaseAsync(), (await Backend.GetAsync("agent", "/api/cases/KM-1001.2")).Json);
        Assert.Equal(("superseded", "KM-1001.2"), ((string)old["state"]!, (string)old["linkedCases"]![0]!));
        Assert.Equal(("awaitingCourierHold", "KM-1001.1", "R-1"), ((string)now["state"]!, (string)now["linkedCases"]![0]!, (string)now["courierTicket"]!));
        Assert.Single(now["contacts"]!.AsArray());
    }

    [Theory]
    [InlineData("2026-11-09T10:12:00+08:00", HttpStatusCode.UnprocessableEntity)]
    [InlineData("2026-11-09T10:12:01+08:00", HttpStatusCode.Created)]
    public async Task A_failed_delivery_is_asked_for_after_more_than_14_days_to_the_second(string now, HttpStatusCode answer)
    {
        await Backend.FeedAsync(Samples.Order());
        await ClockAsync(now);
        var asked = (await AskAsync("failedDelivery")).Expect(answer).Json;
        if (answer == HttpStatusCode.UnprocessableEntity)
            Assert.Equal("2026-11-09T10:12:01+08:00", (string)asked["holdsFrom"]!);
        else
            Assert.Equal("awaitingDocuments", (string)asked["state"]!);
    }

    [Fact]
    public async Task A_failed_attempt_lets_a_failed_delivery_be_asked_for_at_once()
    {
        await Backend.FeedAsync(Samples.Order());
        await ScanAsync("attemptFailed", "2026-10-27T08:00:00+08:00");
        (await AskAsync("failedDelivery")).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Documents_that_do_not_come_are_asked_for_once_and_then_the_case_expires()
    {
        await Backend.FeedAsync(Samples.Order());
        (await AskAsync("buyerCancellation")).Expect(HttpStatusCode.Created);
        await SweepAtAsync("2026-10-29T18:00:00+08:00");
        await SweepAtAsync("2026-11-03T18:00:00+08:00");
        var shown = await CaseAsync();
        Assert.Equal("expired", (string)shown["state"]!);
        Assert.Single(shown["timeline"]!.AsArray(), t => (string)t!["event"]! == "reminded");
    }

    [Fact]
    public async Task An_expired_case_is_not_reopened_by_an_upload_beside_the_one_that_took_its_place()
    {
        await Backend.FeedAsync(Samples.Order());
        (await AskAsync("buyerCancellation")).Expect(HttpStatusCode.Created);
        await SweepAtAsync("2026-11-03T18:00:00+08:00");
        var open = (string)(await AskAsync("buyerCancellation")).Expect(HttpStatusCode.Created).Json["id"]!;
        var refused = (await Backend.Client.UploadAsync("seller:S-100", FirstCase, TinyFiles.Png, kind: "cancellationProof")).Expect(HttpStatusCode.UnprocessableEntity).Json;
        Assert.Equal("urn:kumoten:problem:case.otherIsOpen", (string)refused["type"]!);
        Assert.Contains(open, (string)refused["title"]!, StringComparison.Ordinal);
        Assert.Equal("expired", (string)(await CaseAsync())["state"]!);
    }

    [Fact]
    public async Task The_marketplaces_push_is_the_proof_that_the_seller_was_to_upload()
    {
        await Backend.FeedAsync(Samples.Order());
        await AskAsync("buyerCancellation");
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
        Assert.Equal("awaitingCourierHold", (string)Assert.Single(await CasesAsync())!["state"]!);
    }

    [Fact]
    public async Task An_order_not_shipped_is_stopped_and_refunded_at_the_sellers_request()
    {
        await Backend.FeedAsync(Samples.UnshippedOrder());
        (await AskAsync("buyerCancellation")).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        Assert.Equal("refunded", (string)(await CaseAsync())["state"]!);
        Assert.Equal("cancelled", (string)(await Backend.GetAsync("service", "/api/orders/KM-1001")).Json["status"]!);
        Assert.Equal("urn:kumoten:problem:refund.alreadyApproved", (string)(await AskAsync("buyerCancellation")).Expect(HttpStatusCode.UnprocessableEntity).Json["type"]!);
    }

    [Fact]
    public async Task A_stopped_order_that_had_shipped_after_all_has_its_courier_asked_to_hold_the_parcel()
    {
        await Backend.FeedAsync(Samples.UnshippedOrder());
        await AskAsync("buyerCancellation");
        await Backend.DrainAsync();
        await Backend.FeedAsync(Samples.Order());
        await Backend.DrainAsync();
        Assert.Equal("awaitingCourierHold", (string)(await CaseAsync())["state"]!);
        var mail = Assert.Single(Backend.Outbox.Sent, mail => mail.To == "care@poslaju.example");
        Assert.Contains("EN123456789MY", mail.Body, StringComparison.Ordinal);
        Assert.Single(Backend.Outbox.Sent, alarm => alarm.To == "desk@kumoten.example");
    }

    [Fact]
    public async Task A_case_that_began_before_its_courier_was_known_learns_it_from_the_feed()
    {
        await Backend.FeedAsync(Samples.UnshippedOrder());
        await SayAsync("shipped");
        await SayAsync("canceled");
        Assert.Null((string?)(await CaseAsync())["courier"]);
        await Backend.FeedAsync(Samples.Order());
        var shown = await CaseAsync();
        Assert.Equal(("poslaju", "EN123456789MY"), ((string)shown["courier"]!, (string)shown["trackingNumbers"]![0]!));
        var line = Assert.Single((await Backend.GetAsync("agent", "/api/worklist")).Json["items"]!.AsArray())!;
        Assert.Equal("1300-300-300", (string)line["hotline"]!);
    }

    [Fact]
    public async Task A_parcel_lost_on_its_way_out_is_refunded_without_the_parcel_once_the_courier_gave_its_word()
    {
        await CancelledAsync();
        (await PostAsync("agent", "confirmLost", new { leg = "outbound" })).Expect(HttpStatusCode.UnprocessableEntity);
        await ActAsync("agent", "confirmLost", new { leg = "outbound", ticket = "L-9" });
        await Backend.DrainAsync();
        Assert.Equal(("paid", "lostOutbound"), ((string)(await CaseAsync())["refund"]!["status"]!, (string)(await CaseAsync())["refund"]!["ground"]!));
    }

    [Fact]
    public async Task A_lost_scan_alarms_and_an_agent_confirms_it_without_a_ticket()
    {
        await CancelledAsync();
        await ScanAsync("lost", "2026-10-27T08:00:00+08:00");
        Assert.Equal("awaitingCourierHold", (string)(await CaseAsync())["state"]!);
        Assert.Equal("refunding", await ActAsync("agent", "confirmLost", new { leg = "outbound" }));
    }

    [Theory]
    [InlineData("refund", "refunded")]
    [InlineData("refuse", "refused")]
    public async Task A_parcel_lost_on_its_way_back_is_an_agents_decision(string decision, string end)
    {
        await CancelledAsync();
        await ActAsync("agent", "holdConfirmed", new { ticket = "T" });
        Assert.Equal("awaitingDecision", await ActAsync("agent", "confirmLost", new { leg = "return", ticket = "L-9" }));
        (await PostAsync("agent", "overrule", new { decision })).Expect(HttpStatusCode.BadRequest);
        await ActAsync("agent", "overrule", new { decision, reason = "the courier pays" });
        await Backend.DrainAsync();
        Assert.Equal(end, (string)(await CaseAsync())["state"]!);
    }

    [Fact]
    public async Task An_opened_item_is_not_refunded_until_an_agent_overrules_with_a_reason()
    {
        await CancelledAsync();
        await ActAsync("warehouse", "receiveParcel", new { trackingNumber = "EN123456789MY" });
        (await Backend.Client.UploadAsync("warehouse", FirstCase, TinyFiles.Jpeg, kind: "photo")).Expect(HttpStatusCode.Created);
        Assert.Equal("refused", await ActAsync("warehouse", "inspect", new { condition = "opened", note = "the seal is broken" }));
        Assert.Equal("refused", (string)(await CaseAsync())["refund"]!["status"]!);
        await ActAsync("agent", "overrule", new { decision = "refund", reason = "opened by customs" });
        await Backend.DrainAsync();
        Assert.Contains("opened by customs", (await CaseAsync())["timeline"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("129.90", (string)(await Backend.GetAsync("seller:S-100", "/api/accounts/S-100")).Json["balance"]!);
    }

    [Fact]
    public async Task A_parcel_that_cannot_be_held_is_rejected_by_the_buyer_or_sent_back_by_the_seller()
    {
        await CancelledAsync();
        Assert.Equal("awaitingBuyerRejection", await ActAsync("agent", "cannotHold", new { note = "on the van" }));
        Assert.Equal("awaitingSellerReturn", await ActAsync("seller:S-100", "reachedBuyer"));
        Assert.Equal("returning", await ActAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = "jt 42" }));
        (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "JT42" })).Expect(HttpStatusCode.OK);
        Assert.Equal("awaitingInspection", (string)(await CaseAsync())["state"]!);
    }

    [Fact]
    public async Task The_address_of_an_order_not_shipped_is_changed_at_once_and_an_older_feed_does_not_change_it_back()
    {
        await Backend.FeedAsync(Samples.UnshippedOrder());
        Assert.Equal("completed", (string)(await AskAsync("addressChange")).Expect(HttpStatusCode.Created).Json["state"]!);
        Assert.Equal("Kuala Lumpur", (string)(await Backend.FeedAsync(Samples.UnshippedOrder())).Json["recipient"]!["address"]!["city"]!);
    }

    [Fact]
    public async Task PosLaju_takes_a_held_parcel_to_the_new_address()
    {
        await Backend.FeedAsync(Samples.Order());
        await AskAsync("addressChange");
        await Backend.DrainAsync();
        Assert.Contains("8 Jalan Baru", Assert.Single(Backend.Outbox.Sent).Body, StringComparison.Ordinal);
        Assert.Equal("redirecting", await ActAsync("agent", "holdConfirmed", new { ticket = "T" }));
        Assert.Equal("PosLaju holds the parcel and brings it to the new address (ticket T).", (string)(await CaseAsync())["timeline"]!.AsArray()[^1]!["text"]!["en"]!);
        await ActAsync("agent", "newAddressConfirmed");
        await ScanAsync("delivered", "2026-10-28T08:00:00+08:00");
        var shown = await CaseAsync();
        Assert.Equal(("completed", "Kota Kinabalu", "Kuala Lumpur"), ((string)shown["state"]!, (string)shown["oldAddress"]!["city"]!, (string)shown["newAddress"]!["city"]!));
    }

    [Fact]
    public async Task ZTO_brings_the_parcel_home_and_it_ships_again_to_the_new_address()
    {
        await AtTheWarehouseAsync();
        await ShipAgainAsync();
        var shown = await CaseAsync();
        Assert.Equal("redirecting", (string)shown["state"]!);
        Assert.Equal("The parcel left Kumoten again, for the new address.", (string)shown["timeline"]!.AsArray()[^1]!["text"]!["en"]!);
        await ScanAsync("delivered", "2026-10-30T08:00:00+08:00", "ZT77");
        Assert.Equal("completed", (string)(await CaseAsync())["state"]!);
    }

    [Fact]
    public async Task A_parcel_that_ships_again_is_late_by_its_own_dates()
    {
        await AtTheWarehouseAsync();
        await ClockAsync("2026-11-12T09:00:00+08:00");
        await ShipAgainAsync();
        await ActAsync("agent", "close", new { reason = "The buyer waits for it." });
        await SweepAtAsync("2026-11-19T23:59:59+08:00");
        Assert.Single(await CasesAsync());
        await SweepAtAsync("2026-11-20T00:00:00+08:00");
        Assert.Equal("stalledParcel", (string)(await CasesAsync())[^1]!["type"]!);
    }

    [Fact]
    public async Task An_order_cancelled_while_its_parcel_is_at_the_warehouse_is_inspected_and_refunded_and_no_courier_is_asked()
    {
        await AtTheWarehouseAsync();
        var asked = Backend.Outbox.Sent.Count;
        await SayAsync("canceled");
        var claim = (await CasesAsync())[^1]!;
        Assert.Equal(("buyerCancellation", "awaitingInspection"), ((string)claim["type"]!, (string)claim["state"]!));
        Assert.Equal(asked, Backend.Outbox.Sent.Count);
        Assert.Equal("superseded", (string)(await CaseAsync())["state"]!);
        var again = (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "EN123456789MY" })).Expect(HttpStatusCode.OK);
        Assert.Equal("KM-1001.2", (string)again.Json["id"]!);
        (await Backend.PostAsync("warehouse", "/api/cases/KM-1001.2/actions/inspect", new { condition = "intact" })).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        Assert.Equal("129.90", (string)(await Backend.GetAsync("seller:S-100", "/api/accounts/S-100")).Json["balance"]!);
    }

    [Fact]
    public async Task A_seller_who_cancels_then_proves_it_and_the_item_is_inspected()
    {
        await AtTheWarehouseAsync();
        Assert.Equal("awaitingDocuments", (string)(await AskAsync("buyerCancellation")).Expect(HttpStatusCode.Created).Json["state"]!);
        (await Backend.Client.UploadAsync("seller:S-100", "/api/cases/KM-1001.2", TinyFiles.Png, kind: "cancellationProof")).Expect(HttpStatusCode.Created);
        Assert.Equal("awaitingInspection", (string)(await CasesAsync())[^1]!["state"]!);
    }

    [Fact]
    public async Task A_cancelled_parcel_that_left_the_warehouse_again_all_the_same_is_fetched_back()
    {
        await AtTheWarehouseAsync();
        await SayAsync("canceled");
        await ShipAgainAsync("2026-10-28T10:00:00+08:00");
        Assert.Equal("awaitingCourierHold", (string)(await CasesAsync())[^1]!["state"]!);
        await Backend.DrainAsync();
        Assert.Contains("ZT77", Backend.Outbox.Sent[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tracking_number_put_right_is_no_second_shipment()
    {
        await Backend.FeedAsync(Samples.Order(o => (o["status"], o["shippedAt"]) = ("pending", null)));
        await SayAsync("canceled");
        Assert.Equal("refunded", (string)(await CaseAsync())["state"]!);
        await Backend.FeedAsync(Samples.Order(o => (o["status"], o["shippedAt"], o["trackingNumber"]) = ("pending", null, "EN123456788MY")));
        Assert.Equal("refunded", (string)(await CaseAsync())["state"]!);
    }

    [Fact]
    public async Task An_address_changed_while_the_parcel_is_at_the_warehouse_waits_for_its_shipment()
    {
        await AtTheWarehouseAsync();
        await ActAsync("agent", "close", new { reason = "Asked for anew." });
        Assert.Equal("awaitingReshipment", (string)(await AskAsync("addressChange")).Expect(HttpStatusCode.Created).Json["state"]!);
    }

    [Fact]
    public async Task A_parcel_that_reached_the_old_address_is_taken_over_by_an_agent()
    {
        await Backend.FeedAsync(Samples.Order());
        await AskAsync("addressChange");
        Assert.Equal("awaitingAgent", await ActAsync("seller:S-100", "reachedBuyer"));
        await Backend.DrainAsync();
        Assert.Single(Backend.Outbox.Sent, mail => mail.To == "desk@kumoten.example");
        Assert.Equal("redirecting", await ActAsync("agent", "newAddressConfirmed"));
    }

    [Fact]
    public async Task A_delivery_that_was_cancelled_shows_the_contradiction_on_the_case()
    {
        await Backend.FeedAsync(Samples.Order());
        await ScanAsync("delivered", "2026-10-27T08:00:00+08:00");
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
        var shown = await CaseAsync();
        Assert.Equal("awaitingSellerReturn", (string)shown["state"]!);
        Assert.Contains(shown["timeline"]!.AsArray(), t => (string)t!["event"]! == "sourcesContradict");
    }

    [Fact]
    public async Task A_marketplace_that_says_delivered_after_cancelled_alarms_once_and_shows_the_contradiction_in_both_languages()
    {
        await CancelledAsync();
        await SayAsync("delivered");
        var shown = await CaseAsync();
        Assert.Equal("awaitingSellerReturn", (string)shown["state"]!);
        var odd = Assert.Single(shown["timeline"]!.AsArray(), t => (string)t!["event"]! == "sourcesContradict")!["text"]!;
        Assert.Contains("said cancelled, and now delivered", (string)odd["en"]!, StringComparison.Ordinal);
        Assert.Contains("menyatakan pesanan dibatalkan, dan kini telah sampai kepada pembeli", (string)odd["ms"]!, StringComparison.Ordinal);
        Assert.Single(Backend.Outbox.Shown, mail => mail.Subject.StartsWith("Alarm", StringComparison.Ordinal));
    }

    private async Task SayAsync(string status)
    {
        var body = """{"data":{"trade_order_id":"260422900198363","order_status":"STATUS","status_update_time":SECONDS}}""".Replace("STATUS", status, StringComparison.Ordinal)
            .Replace("SECONDS", $"{Now.ToUnixTimeSeconds()}", StringComparison.Ordinal);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("lazada-dev-secret"), Encoding.UTF8.GetBytes("100100" + body)));
        (await Backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/lazada", body, [("Authorization", signature)])).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    [Fact]
    public async Task A_withdrawn_case_is_reopened_where_it_stood()
    {
        await CancelledAsync();
        Assert.Equal("withdrawn", await ActAsync("seller:S-100", "withdraw"));
        Assert.Equal("awaitingCourierHold", await ActAsync("agent", "reopen"));
    }

    [Fact]
    public async Task An_internal_note_is_not_shown_to_the_seller()
    {
        await CancelledAsync();
        await ActAsync("agent", "addNote", new { note = "seller is a repeat case", @internal = true });
        Assert.Contains("repeat case", (await Backend.GetAsync("warehouse", FirstCase)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("repeat case", (await Backend.GetAsync("seller:S-100", FirstCase)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_of_another_role_or_state_or_seller_is_refused_with_its_reason()
    {
        await CancelledAsync();
        (await PostAsync("seller:S-100", "holdConfirmed", new { ticket = "T" })).Expect(HttpStatusCode.Forbidden);
        Assert.Equal("awaitingCourierHold", (string)(await PostAsync("warehouse", "inspect", new { condition = "intact" })).Expect(HttpStatusCode.Conflict).Json["state"]!);
        (await PostAsync("warehouse", "inspect", new { })).Expect(HttpStatusCode.Conflict);
        (await PostAsync("seller:S-200", "returnShipped", new { })).Expect(HttpStatusCode.NotFound);
        (await PostAsync("seller:S-200", "withdraw", new { })).Expect(HttpStatusCode.NotFound);
        (await PostAsync("agent", "holdConfirmed", new { })).Expect(HttpStatusCode.BadRequest);
        (await PostAsync("agent", "teleport", new { })).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("zto", "60129518808")]
    [InlineData("poslaju", "1300-300-300")]
    public async Task A_courier_is_asked_where_the_parcel_is_and_whoever_calls_it_sees_the_hotline(string courier, string hotline)
    {
        await Backend.FeedAsync(Samples.Order(o => o["courier"] = courier));
        await SweepAtAsync("2026-11-03T00:00:00+08:00");
        await ActAsync("seller:S-100", "buyerNotReceived");
        await Backend.DrainAsync();
        Assert.Contains(hotline, (string)(await CaseAsync())["next"]!["text"]!["en"]!, StringComparison.Ordinal);
        Assert.Contains("report or ticket number", Assert.Single(Backend.Outbox.Sent).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zto", "return it to our HQ warehouse")]
    [InlineData("poslaju", "deliver it to this address instead")]
    public async Task A_courier_is_asked_to_hold_the_parcel_and_told_where_to_bring_it(string courier, string where)
    {
        await Backend.FeedAsync(Samples.Order(o => o["courier"] = courier));
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
        var mail = Assert.Single(Backend.Outbox.Sent).Body;
        Assert.Contains("not delivered to", mail, StringComparison.Ordinal);
        Assert.Contains("Lot 5, Jalan Tuaran", mail, StringComparison.Ordinal);
        Assert.Contains(where, mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seller_is_asked_to_watch_the_tracking_and_can_say_that_the_parcel_reached_the_buyer()
    {
        await CancelledAsync();
        await ActAsync("agent", "holdConfirmed", new { ticket = "T" });
        var shown = await CaseAsync();
        Assert.Contains("Keep an eye on the tracking", (string)shown["next"]!["text"]!["en"]!, StringComparison.Ordinal);
        Assert.Contains("reachedBuyer", shown["actions"]!.AsArray().Select(a => (string)a!));
        Assert.Equal("awaitingSellerReturn", await ActAsync("seller:S-100", "reachedBuyer"));
    }

    [Fact]
    public async Task A_failed_delivery_is_not_asked_for_when_the_parcel_reached_the_buyer()
    {
        await Backend.FeedAsync(Samples.Order());
        await ScanAsync("delivered", "2026-10-28T08:00:00+08:00");
        await ClockAsync("2026-11-20T09:00:00+08:00");
        Assert.Equal("urn:kumoten:problem:failedDelivery.delivered", (string)(await AskAsync("failedDelivery")).Expect(HttpStatusCode.UnprocessableEntity).Json["type"]!);
    }

    [Fact]
    public async Task An_expired_case_goes_on_when_the_documents_come_and_takes_the_place_of_a_late_parcels_case()
    {
        await ExpiredAsync();
        Assert.Equal(["expired", "awaitingBuyerConfirmation"], (await CasesAsync()).Select(c => (string)c!["state"]!));
        (await UploadAsync()).Expect(HttpStatusCode.Created);
        var (claim, late) = (await CaseAsync(), (await Backend.GetAsync("agent", "/api/cases/KM-1001.2")).Json);
        Assert.Equal(("awaitingCourierHold", "KM-1001.2"), ((string)claim["state"]!, (string)claim["linkedCases"]![0]!));
        Assert.Equal(("superseded", "KM-1001.1"), ((string)late["state"]!, (string)late["linkedCases"]![0]!));
    }

    [Fact]
    public async Task Documents_for_an_expired_case_open_no_second_claim_beside_the_one_that_goes_on()
    {
        await ExpiredAsync();
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
        Assert.Equal("urn:kumoten:problem:case.otherIsOpen", (string)(await UploadAsync()).Expect(HttpStatusCode.UnprocessableEntity).Json["type"]!);
        Assert.Equal(["expired", "superseded", "awaitingCourierHold"], (await CasesAsync()).Select(c => (string)c!["state"]!));
    }

    [Fact]
    public async Task A_case_is_not_taken_up_again_once_another_paid_the_order_back()
    {
        await ExpiredAsync();
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
        (await Backend.PostAsync("warehouse", "/api/cases/KM-1001.3/actions/receiveParcel", new { trackingNumber = "EN123456789MY" })).Expect(HttpStatusCode.OK);
        (await Backend.PostAsync("warehouse", "/api/cases/KM-1001.3/actions/inspect", new { condition = "intact" })).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        Assert.Equal("urn:kumoten:problem:refund.alreadyApproved", (string)(await UploadAsync()).Expect(HttpStatusCode.UnprocessableEntity).Json["type"]!);
        Assert.Equal("urn:kumoten:problem:refund.alreadyApproved", (string)(await PostAsync("agent", "reopen", new { })).Expect(HttpStatusCode.UnprocessableEntity).Json["type"]!);
        Assert.Equal("129.90", (string)(await Backend.GetAsync("seller:S-100", "/api/accounts/S-100")).Json["balance"]!);
    }

    [Fact]
    public async Task A_parcel_that_the_buyer_had_is_not_refunded_as_lost_on_its_way_out()
    {
        await CancelledAsync();
        await ActAsync("seller:S-100", "reachedBuyer");
        Assert.Contains("confirmLost", (await Backend.GetAsync("agent", FirstCase)).Json["actions"]!.AsArray().Select(a => (string)a!));
        await ActAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = "JT42" });
        var refused = (await PostAsync("agent", "confirmLost", new { leg = "outbound", ticket = "L-9" })).Expect(HttpStatusCode.UnprocessableEntity).Json;
        Assert.Equal("urn:kumoten:problem:loss.otherLeg", (string)refused["type"]!);
        Assert.Equal("awaitingDecision", await ActAsync("agent", "confirmLost", new { leg = "return", ticket = "L-9" }));
    }

    [Fact]
    public async Task A_parcel_that_came_home_and_shipped_again_counts_as_delivered_when_it_arrives()
    {
        var order = Samples.Order(o => o["courier"] = "zto");
        await Backend.FeedAsync(order);
        await AskAsync("addressChange");
        await ActAsync("agent", "holdConfirmed", new { ticket = "T" });
        await ScanAsync("returning", "2026-10-28T08:00:00+08:00");
        await ActAsync("warehouse", "receiveParcel", new { trackingNumber = "EN123456789MY" });
        await Backend.FeedAsync(order.With("trackingNumber", "ZT77"));
        await ScanAsync("delivered", "2026-10-30T08:00:00+08:00", "ZT77");
        Assert.Equal("delivered", (string)(await Backend.GetAsync("service", "/api/orders/KM-1001")).Json["status"]!);
        await SweepAtAsync("2026-12-01T00:00:00+08:00");
        Assert.Equal("completed", (string)Assert.Single(await CasesAsync())!["state"]!);
    }

    [Fact]
    public async Task A_parcel_sent_on_from_the_old_address_completes_the_change_when_it_arrives_at_the_new_one()
    {
        await Backend.FeedAsync(Samples.Order());
        await AskAsync("addressChange");
        await ScanAsync("delivered", "2026-10-27T08:00:00+08:00");
        Assert.Equal("awaitingAgent", (string)(await CaseAsync())["state"]!);
        await ActAsync("agent", "newAddressConfirmed");
        await ScanAsync("delivered", "2026-10-27T08:00:00+08:00");
        Assert.Equal("redirecting", (string)(await CaseAsync())["state"]!);
        await ScanAsync("delivered", "2026-10-29T08:00:00+08:00");
        Assert.Equal("completed", (string)(await CaseAsync())["state"]!);
    }

    [Theory]
    [InlineData("poslaju", "PosLaju (1300-300-300) is to bring it on to the new address")]
    [InlineData("zto", "Kumoten's support takes over")]
    public async Task Who_takes_over_at_the_old_address_knows_what_is_to_be_arranged(string courier, string words)
    {
        await Backend.FeedAsync(Samples.Order(o => o["courier"] = courier));
        await AskAsync("addressChange");
        await ActAsync("seller:S-100", "reachedBuyer");
        await Backend.DrainAsync();
        Assert.Contains(words, (string)(await CaseAsync())["next"]!["text"]!["en"]!, StringComparison.Ordinal);
        Assert.Contains(words, Assert.Single(Backend.Outbox.Sent, mail => mail.To == "desk@kumoten.example").Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_parcels_clock_is_that_of_the_state_it_goes_to()
    {
        // Shipped on a Monday to Kelantan, where Friday and Saturday are off: the fifth working day is the Monday after, as in Sabah;
        // shipped on a Thursday it is the Thursday after, a day before Sabah's Friday would be over.
        var order = Samples.Order(o => o["shippedAt"] = "2026-10-22T10:12:00+08:00");
        order["recipient"]!["address"]!["state"] = "Kelantan";
        await Backend.FeedAsync(order);
        await SweepAtAsync("2026-10-29T23:59:59+08:00");
        Assert.Empty(await CasesAsync());
        await SweepAtAsync("2026-10-30T00:00:00+08:00");
        Assert.Equal("stalledParcel", (string)Assert.Single(await CasesAsync())!["type"]!);
    }

    [Fact]
    public async Task A_year_whose_holidays_are_not_known_is_said_beside_the_date()
    {
        await ClockAsync("2027-12-30T12:00:00+08:00");
        var order = (await Backend.FeedAsync(Samples.Order(o => o["shippedAt"] = "2027-12-30T10:12:00+08:00"))).Json;
        Assert.Contains("2028", (string)Assert.Single(order["warnings"]!.AsArray())!, StringComparison.Ordinal);
        await AskAsync("buyerCancellation");
        Assert.Contains("2028", (string)Assert.Single((await CaseAsync())["next"]!["warnings"]!.AsArray())!, StringComparison.Ordinal);
    }

    // An address change by ZTO: the parcel is fetched home, and ships again from there.
    private async Task AtTheWarehouseAsync()
    {
        await Backend.FeedAsync(Samples.Order(o => o["courier"] = "zto"));
        await AskAsync("addressChange");
        Assert.Equal("returning", await ActAsync("agent", "holdConfirmed", new { ticket = "T" }));
        await ClockAsync("2026-10-28T09:00:00+08:00");
        Assert.Equal("awaitingReshipment", await ActAsync("warehouse", "receiveParcel", new { trackingNumber = "EN123456789MY" }));
        await Backend.DrainAsync();
    }

    private async Task ShipAgainAsync(string? shippedAt = null) =>
        (await Backend.FeedAsync(Samples.Order(o => (o["courier"], o["trackingNumber"], o["shippedAt"]) = ("zto", "ZT77", shippedAt ?? (string)o["shippedAt"]!)))).Expect(HttpStatusCode.OK);

    private async Task ExpiredAsync()
    {
        await Backend.FeedAsync(Samples.Order());
        (await AskAsync("buyerCancellation")).Expect(HttpStatusCode.Created);
        await SweepAtAsync("2026-11-03T18:00:00+08:00");
    }

    private Task<Answer> UploadAsync() => Backend.Client.UploadAsync("seller:S-100", FirstCase, TinyFiles.Png, kind: "cancellationProof");

    private async Task StalledAsync()
    {
        await Backend.FeedAsync(Samples.Order());
        await SweepAtAsync("2026-11-03T00:00:00+08:00");
    }

    private async Task CancelledAsync()
    {
        await Backend.FeedAsync(Samples.Order());
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
    }

    private Task<Answer> AskAsync(string type) => Backend.PostAsync("seller:S-100", "/api/cases", new JsonObject
    {
        ["type"] = type,
        ["orderId"] = "KM-1001",
        ["reason"] = "the buyer asked",
        ["newAddress"] = JsonNode.Parse("""{"line1":"8 Jalan Baru","postcode":"50000","city":"Kuala Lumpur","state":"Kuala Lumpur"}"""),
    });

    private Task<Answer> PostAsync(string role, string action, object body) => Backend.PostAsync(role, $"{FirstCase}/actions/{action}", body);

    private async Task<string> ActAsync(string role, string action, object? body = null) =>
        (string)(await PostAsync(role, action, body ?? new { })).Expect(HttpStatusCode.OK).Json["state"]!;

    // Nobody scans in the days to come: the clock goes along.
    private async Task ScanAsync(string kind, string at, string number = "EN123456789MY")
    {
        if (At(at) > Now)
            await ClockAsync(at);
        (await Backend.PostAsync("service", "/api/scans", new { trackingNumber = number, kind, at })).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private DateTimeOffset Now => Backend.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private async Task ClockAsync(string now) => (await Backend.PutAsync(null, "/api/dev/clock", new { now })).Expect(HttpStatusCode.OK);

    private async Task SweepAtAsync(string now)
    {
        await ClockAsync(now);
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task<JsonArray> CasesAsync() => (await Backend.GetAsync("agent", "/api/cases?orderId=KM-1001")).Json["items"]!.AsArray();

    private async Task<JsonNode> CaseAsync() => (await Backend.GetAsync("seller:S-100", FirstCase)).Json;

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
