using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Dossiers.Parcels;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Doors.Parcels;

/// <summary>Parcels that no case waits for when they come: kept, and brought to their case once more is known.</summary>
public class UnidentifiedParcelTests : BackendTest
{
    [Fact]
    public async Task A_number_that_nobody_knows_is_kept_once_and_listed_with_what_the_label_says()
    {
        var kept = (await ReceiveAsync("jt 99", phone: "013-888 1234")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("/api/parcels/unidentified/JT99", kept.Location);
        Assert.Equal(("unidentified", "JT99", "warehouse"), ((string)kept.Json["status"]!, (string)kept.Json["trackingNumber"]!, (string)kept.Json["by"]!));
        Backend.Time.Advance(TimeSpan.FromMinutes(1));
        var again = (await ReceiveAsync("JT99", note: "torn corner")).Expect(HttpStatusCode.Accepted).Json;
        Assert.Equal((string)kept.Json["receivedAt"]!, (string)again["receivedAt"]!);
        await ReceiveAsync("AA1");
        var listed = await ListAsync();
        Assert.Equal(["JT99", "AA1"], listed.Select(p => (string)p!["id"]!));
        Assert.Equal(("013-888 1234", "torn corner"), ((string)listed[0]!["phone"]!, (string)listed[0]!["note"]!));
    }

    [Fact]
    public async Task The_list_is_for_staff_and_pages_by_cursor_however_many_come_in_between()
    {
        for (var n = 0; n < 55; n++)
        {
            await ReceiveAsync($"P{n:D2}");
            Backend.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = (await Backend.GetAsync("agent", "/api/parcels/unidentified")).Expect(HttpStatusCode.OK).Json;
        await ReceiveAsync("P00-LATE");
        var second = (await Backend.GetAsync("agent", $"/api/parcels/unidentified?cursor={first["cursor"]}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(
            [.. Enumerable.Range(0, 55).Select(n => $"P{n:D2}"), "P00-LATE"],
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(p => (string)p!["id"]!));
        Assert.Null(second["cursor"]);
        (await Backend.GetAsync("seller:S-100", "/api/parcels/unidentified")).Expect(HttpStatusCode.Forbidden);
        (await Backend.PostAsync("agent", "/api/parcels/receive", new { trackingNumber = "X1" })).Expect(HttpStatusCode.Forbidden);
        Assert.Contains("trackingNumber", (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = " " })).Expect(HttpStatusCode.BadRequest).Json["errors"]!.AsObject().Select(e => e.Key));
    }

    [Fact]
    public async Task A_parcel_that_is_nobodys_leaves_the_list_with_the_reason_and_comes_back_when_it_is_scanned_again()
    {
        await ReceiveAsync("JT99");
        Assert.Contains("reason", (await DismissAsync("JT99", " ")).Expect(HttpStatusCode.BadRequest).Json["errors"]!.AsObject().Select(e => e.Key));
        var gone = (await DismissAsync("JT99", "Handed back to the courier.")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("dismissed", "Handed back to the courier.", "agent"), ((string)gone["status"]!, (string)gone["dismissal"]!["reason"]!, (string)gone["dismissal"]!["by"]!));
        Assert.Empty(await ListAsync());
        Assert.Equal("Handed back to the courier.", (string)(await DismissAsync("JT99", "Said twice.")).Expect(HttpStatusCode.OK).Json["dismissal"]!["reason"]!);
        Backend.Time.Advance(TimeSpan.FromDays(2));
        var back = (await ReceiveAsync("JT99")).Expect(HttpStatusCode.Accepted).Json;
        Assert.Equal(("unidentified", Backend.Time.GetUtcNow()), ((string)back["status"]!, (DateTimeOffset)back["receivedAt"]!));
        Assert.Equal("JT99", (string)Assert.Single(await ListAsync())!["id"]!);
        (await DismissAsync("AA1", "Who knows.")).Expect(HttpStatusCode.NotFound);
        (await Backend.PostAsync("seller:S-100", "/api/parcels/unidentified/JT99/dismiss", new { reason = "Mine." })).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_dismissed_parcel_is_received_by_no_case_unless_an_agent_matches_it_after_all()
    {
        await AtTheSellersAsync();
        await ReceiveAsync("JT99");
        (await DismissAsync("JT99", "Nobody's.")).Expect(HttpStatusCode.OK);
        await ActAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = "JT99" });
        Assert.Equal("returning", await StateAsync());
        (await Backend.PostAsync("agent", "/api/parcels/unidentified/JT99/match", new { orderId = "KM-1001" })).Expect(HttpStatusCode.OK);
        Assert.Equal("awaitingInspection", await StateAsync());
        Assert.Equal("urn:kumoten:problem:parcel.alreadyMatched", (string)(await DismissAsync("JT99", "Nobody's.")).Expect(HttpStatusCode.Conflict).Json["type"]!);
    }

    [Fact]
    public async Task A_parcel_that_was_matched_by_mistake_lies_at_the_dock_again_and_goes_to_its_own_case_and_the_money_follows_it()
    {
        await AtTheSellersAsync();
        await ReceiveAsync("JT99");
        (await MatchAsync("JT99", "orderId", "KM-1001")).Expect(HttpStatusCode.OK);
        Assert.Equal("awaitingInspection", await StateAsync());
        Backend.Time.Advance(TimeSpan.FromHours(1));
        for (var clicks = 0; clicks < 2; clicks++)
            await ActAsync("warehouse", "unmatchParcel", new { trackingNumber = "JT99" });
        Assert.Equal("awaitingSellerReturn", await StateAsync());
        Assert.Equal("JT99", (string)Assert.Single(await ListAsync())!["id"]!);
        Assert.Null((string?)(await Backend.GetAsync("agent", "/api/orders/KM-1001")).Json["cameHomeAt"]);
        // Neither the watch nor a second scan brings it to the wrong case once more.
        (await Backend.RunTimerAsync("WatchDock")).Expect(HttpStatusCode.OK);
        (await ReceiveAsync("JT99")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("awaitingSellerReturn", await StateAsync());
        (await MatchAsync("JT99", "orderId", "KM-1001")).Expect(HttpStatusCode.OK);
        await ActAsync("warehouse", "inspect", new { condition = "intact" });
        await Backend.DrainAsync();
        Assert.Equal("refunded", await StateAsync());
        // A late repeat of the word that was taken back takes nothing back.
        await ActAsync("warehouse", "unmatchParcel", new { trackingNumber = "JT99" });
        Assert.Equal("refunded", await StateAsync());
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_seller_who_gives_the_number_later_finds_the_parcel_received_already()
    {
        await AtTheSellersAsync();
        (await ReceiveAsync("JT99")).Expect(HttpStatusCode.Accepted);
        var shown = (await ActAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = "jt99" })).Json;
        Assert.Equal("awaitingInspection", (string)shown["state"]!);
        var line = shown["timeline"]!.AsArray().Single(t => (string)t!["event"]! == "parcelReceived")!;
        Assert.Equal(("warehouse", "warehouse"), ((string)line["actor"]!, (string)line["who"]!));
        Assert.Empty(await ListAsync());
        var matched = (await Backend.GetAsync("agent", "/api/parcels/unidentified/JT99")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("matched", "KM-1001.1", null), ((string)matched["status"]!, (string)matched["caseId"]!, (string?)matched["matchedBy"]));
        // Scanned once more, or said once more, it stays where it is.
        Assert.Equal("KM-1001.1", (string)(await ReceiveAsync("JT99")).Expect(HttpStatusCode.OK).Json["id"]!);
        (await ActAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = "jt99" })).Expect(HttpStatusCode.OK);
        Assert.Equal(1, await ReceiptsAsync());
    }

    [Fact]
    public async Task A_feed_or_a_push_that_brings_the_number_brings_the_parcel_to_its_case()
    {
        await Backend.FeedAsync(Samples.Order());
        await CancelAsync();
        (await ReceiveAsync("EN-NEW-7")).Expect(HttpStatusCode.Accepted);
        await Backend.FeedAsync(Samples.Order().With("trackingNumber", "EN-NEW-7"));
        Assert.Equal("awaitingInspection", await StateAsync());

        await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplace", "shopee").With("marketplaceOrderId", "260422900198364"), "KM-2002");
        Assert.Equal("KM-1001.1", (string)(await ReceiveAsync("EN-NEW-7")).Expect(HttpStatusCode.OK).Json["id"]!);
    }

    [Fact]
    public async Task A_parcel_that_came_home_before_the_order_was_cancelled_waits_for_its_case()
    {
        await Backend.FeedAsync(Samples.Order());
        var kept = (await ReceiveAsync("EN123456789MY")).Expect(HttpStatusCode.Accepted).Json;
        Assert.Equal(["KM-1001"], kept["orders"]!.AsArray().Select(o => (string)o!));
        await CancelAsync();
        (await Backend.RunTimerAsync("WatchDock")).Expect(HttpStatusCode.OK);
        Assert.Equal("awaitingInspection", await StateAsync());
        Assert.Empty(await ListAsync());
        (await Backend.RunTimerAsync("WatchDock")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, await ReceiptsAsync());
    }

    [Fact]
    public async Task A_parcel_whose_case_is_over_is_kept_and_one_that_its_case_received_is_not()
    {
        await Backend.FeedAsync(Samples.Order());
        await CancelAsync();
        await ActAsync("agent", "confirmLost", new { leg = "outbound", ticket = "L-1" });
        await Backend.DrainAsync();
        Assert.Equal("refunded", await StateAsync());
        (await ReceiveAsync("EN123456789MY")).Expect(HttpStatusCode.Accepted);
        Assert.Single(await ListAsync());

        await Backend.FeedAsync(Samples.Order().With("marketplaceOrderId", "2").With("trackingNumber", "EN2"), "KM-1002");
        await Backend.PutAsync("service", "/api/orders/KM-1002", Samples.Order().With("marketplaceOrderId", "2").With("trackingNumber", "EN2").With("status", "cancelled"));
        (await ReceiveAsync("EN2")).Expect(HttpStatusCode.OK);
        await Backend.PostAsync("warehouse", "/api/cases/KM-1002.1/actions/inspect", new { condition = "intact" });
        Assert.Equal("KM-1002.1", (string)(await ReceiveAsync("EN2")).Expect(HttpStatusCode.OK).Json["id"]!);
        Assert.Single(await ListAsync());
    }

    [Theory]
    [InlineData("caseId", "KM-1001.1")]
    [InlineData("orderId", "KM-1001")]
    [InlineData("trackingNumber", "en 123456789 my")]
    [InlineData("phone", "013-888 1234")]
    public async Task A_person_matches_a_parcel_by_case_order_number_or_phone(string by, string value)
    {
        await Backend.FeedAsync(Samples.Order());
        await CancelAsync();
        (await ReceiveAsync("NO-LABEL-1")).Expect(HttpStatusCode.Accepted);
        var matched = (await MatchAsync("NO-LABEL-1", by, value)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("matched", "KM-1001.1", "agent"), ((string)matched["status"]!, (string)matched["caseId"]!, (string)matched["matchedBy"]!));
        Assert.Equal("awaitingInspection", await StateAsync());
        Assert.Equal(matched.ToJsonString(), (await MatchAsync("NO-LABEL-1", by, value)).Expect(HttpStatusCode.OK).Json.ToJsonString());
        Assert.Equal(1, await ReceiptsAsync());
        Assert.Empty(await ListAsync());
        // By now the number leads there too.
        Assert.Equal("KM-1001.1", (string)(await ReceiveAsync("NO-LABEL-1")).Expect(HttpStatusCode.OK).Json["id"]!);
    }

    [Fact]
    public async Task Several_cases_are_named_none_is_said_and_a_matched_parcel_goes_nowhere_else()
    {
        foreach (var n in new[] { 1, 2 })
        {
            await Backend.FeedAsync(Samples.Order().With("marketplaceOrderId", $"{n}").With("trackingNumber", $"EN{n}"), $"KM-{n}");
            await Backend.FeedAsync(Samples.Order().With("marketplaceOrderId", $"{n}").With("trackingNumber", $"EN{n}").With("status", "cancelled"), $"KM-{n}");
        }

        await ReceiveAsync("NO-LABEL-1", phone: "+60 13 888 1234");
        var shown = (await Backend.GetAsync("warehouse", "/api/parcels/unidentified/NO-LABEL-1")).Json;
        Assert.Equal(["KM-1.1", "KM-2.1"], shown["candidates"]!.AsArray().Select(c => (string)c!["caseId"]!).Order());
        var several = (await MatchAsync("NO-LABEL-1", "phone", "0138881234")).Expect(HttpStatusCode.Conflict).Json;
        Assert.Equal(["KM-1.1", "KM-2.1"], several["candidates"]!.AsArray().Select(c => (string)c!["caseId"]!).Order());
        (await MatchAsync("NO-LABEL-1", "orderId", "KM-404")).Expect(HttpStatusCode.UnprocessableEntity);
        (await MatchAsync("NO-LABEL-2", "orderId", "KM-1")).Expect(HttpStatusCode.NotFound);
        (await Backend.PostAsync("agent", "/api/parcels/unidentified/NO-LABEL-1/match", new { orderId = "KM-1", phone = "0138881234" })).Expect(HttpStatusCode.BadRequest);
        (await MatchAsync("NO-LABEL-1", "caseId", "KM-2.1")).Expect(HttpStatusCode.OK);
        Assert.Equal("KM-2.1", (string)(await MatchAsync("NO-LABEL-1", "caseId", "KM-1.1")).Expect(HttpStatusCode.Conflict).Json["caseId"]!);
        Assert.Equal("awaitingCourierHold", (string)(await Backend.GetAsync("agent", "/api/cases/KM-1.1")).Json["state"]!);
    }

    [Fact]
    public async Task A_number_that_two_waiting_cases_go_by_is_for_a_person_to_decide()
    {
        await Backend.FeedAsync(Samples.Order().With("status", "cancelled"));
        await Backend.FeedAsync(Samples.Order().With("marketplaceOrderId", "2").With("status", "cancelled"), "KM-1002");
        (await ReceiveAsync("EN123456789MY")).Expect(HttpStatusCode.Accepted);
        (await Backend.RunTimerAsync("WatchDock")).Expect(HttpStatusCode.OK);
        Assert.Single(await ListAsync());
        (await MatchAsync("EN123456789MY", "orderId", "KM-1002")).Expect(HttpStatusCode.OK);
        Assert.Equal("KM-1002.1", (string)(await ReceiveAsync("EN123456789MY")).Expect(HttpStatusCode.OK).Json["id"]!);
        Assert.Equal("awaitingCourierHold", await StateAsync());
    }

    [Fact]
    public async Task A_match_whose_case_went_on_without_the_parcel_is_undone()
    {
        await Backend.FeedAsync(Samples.Order());
        await CancelAsync();
        await ReceiveAsync("NO-LABEL-1");
        var dock = Backend.Services.GetRequiredService<Dock>();
        // A crash stopped the match before the case received, and then the case was closed.
        await dock.TryMatchAsync(await dock.FindAsync("NO-LABEL-1", default), new ParcelMatch("KM-1001.1", "agent", Backend.Time.GetUtcNow()), default);
        (await ActAsync("agent", "close", new { reason = "asked for" })).Expect(HttpStatusCode.OK);
        (await Backend.RunTimerAsync("WatchDock")).Expect(HttpStatusCode.OK);
        Assert.Equal("unidentified", (string)(await Backend.GetAsync("agent", "/api/parcels/unidentified/NO-LABEL-1")).Json["status"]!);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task A_parcel_that_the_warehouse_receives_on_its_case_leaves_the_list()
    {
        await Backend.FeedAsync(Samples.Order());
        await CancelAsync();
        await ReceiveAsync("NO-LABEL-1");
        (await ActAsync("warehouse", "receiveParcel", new { trackingNumber = "NO-LABEL-1" })).Expect(HttpStatusCode.OK);
        Assert.Empty(await ListAsync());
        Assert.Equal("KM-1001.1", (string)(await Backend.GetAsync("agent", "/api/parcels/unidentified/NO-LABEL-1")).Json["caseId"]!);
        Assert.Equal(1, await ReceiptsAsync());
    }

    [Fact]
    public async Task Who_may_not_see_a_case_gives_it_no_number()
    {
        await AtTheSellersAsync();
        (await Backend.PostAsync("seller:S-200", "/api/cases/KM-1001.1/actions/returnShipped", new { courier = "J&T", trackingNumber = "JT99" })).Expect(HttpStatusCode.NotFound);
        (await Backend.PostAsync("seller:S-200", "/api/cases/KM-404.1/actions/returnShipped", new { courier = "J&T", trackingNumber = "JT99" })).Expect(HttpStatusCode.NotFound);
        // A scan of that number finds no order to tell, least of all one that is not there.
        var scan = await Backend.PostAsync("agent", "/api/scans", new { trackingNumber = "JT99", kind = "inTransit", at = Backend.Start });
        Assert.Empty(scan.Expect(HttpStatusCode.OK).Json["orders"]!.AsArray());
    }

    private Task<Answer> ReceiveAsync(string number, string? phone = null, string? note = null) => Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = number, phone, note });

    private Task<Answer> MatchAsync(string parcel, string by, string value) => Backend.PostAsync("agent", $"/api/parcels/unidentified/{parcel}/match", new JsonObject { [by] = value }.ToJsonString());

    private Task<Answer> ActAsync(string role, string action, object body) => Backend.PostAsync(role, $"/api/cases/KM-1001.1/actions/{action}", body);

    private Task<Answer> DismissAsync(string number, string reason) => Backend.PostAsync("agent", $"/api/parcels/unidentified/{number}/dismiss", new { reason });

    private async Task<JsonArray> ListAsync() => (await Backend.GetAsync("warehouse", "/api/parcels/unidentified")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();

    private async Task<string> StateAsync() => (string)(await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["state"]!;

    private async Task<int> ReceiptsAsync() => (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["timeline"]!.AsArray().Count(t => (string)t!["event"]! == "parcelReceived");

    private async Task CancelAsync()
    {
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
    }

    private async Task AtTheSellersAsync()
    {
        await Backend.FeedAsync(Samples.Order());
        await CancelAsync();
        (await ActAsync("seller:S-100", "reachedBuyer", new { })).Expect(HttpStatusCode.OK);
    }
}
