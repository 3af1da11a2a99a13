using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Tracking;

/// <summary>Scans, and the known defects of other trackers.</summary>
public class TrackingTests : BackendTest
{
    [Fact]
    public async Task A_local_time_is_Malaysias_and_not_UTC()
    {
        await Backend.FeedAsync(Samples.Order());
        (await Backend.PushAsync("aftership.in-transit")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        // The checkpoint says 2026-10-28T03:40:00 without an offset.
        Assert.Equal("2026-10-28T03:40:00+08:00", (string)(await OrderAsync())["lastScanAt"]!);
    }

    [Fact]
    public async Task An_unsigned_push_is_refused()
    {
        (await Backend.PostAsync(null, "/api/webhooks/aftership", Samples.Body("aftership.in-transit"))).Expect(HttpStatusCode.Unauthorized);
        Assert.Empty(await Backend.ReceiveAsync());
    }

    [Fact]
    public async Task A_push_before_its_order_waits_for_it()
    {
        await Backend.PushAsync("aftership.in-transit");
        await Backend.DrainAsync();
        Assert.Equal("2026-10-28T03:40:00+08:00", (string)(await Backend.FeedAsync(Samples.Order())).Json["lastScanAt"]!);
    }

    [Fact]
    public async Task An_edited_description_is_the_same_scan_and_raises_no_second_alarm()
    {
        await CancelledWhileUnderWayAsync();
        await PushAsync(Checkpoint("2026-11-10T10:00:00", "OutForDelivery", "OutForDelivery_001", "Out for delivery"));
        await PushAsync(Checkpoint("2026-11-10T10:00:00", "OutForDelivery", "OutForDelivery_001", "Out for delivery (corrected: van 7)"));
        var shown = await CaseAsync();
        Assert.Equal("awaitingBuyerRejection", (string)shown["state"]!);
        Assert.Single(shown["timeline"]!.AsArray(), t => (string)t!["event"]! == "outForDelivery");
        Assert.Single(Backend.Outbox.Shown, mail => mail.Subject.StartsWith("Alarm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_delivery_while_being_diverted_alarms_at_once_and_asks_the_seller_to_send_it_back()
    {
        await CancelledWhileUnderWayAsync();
        await PushAsync(Checkpoint("2026-11-10T10:00:00", "Delivered", "Delivered_001", "Delivered"));
        var shown = await CaseAsync();
        Assert.Equal("awaitingSellerReturn", (string)shown["state"]!);
        Assert.Equal("seller", (string)shown["next"]!["actor"]!);
    }

    [Fact]
    public async Task A_late_scan_of_what_was_before_the_latest_raises_no_alarm()
    {
        await CancelledWhileUnderWayAsync();
        await PushAsync(Checkpoint("2026-11-10T10:00:00", "InTransit", "InTransit_003", "Arrived at hub"));
        await PushAsync(Checkpoint("2026-11-09T08:00:00", "OutForDelivery", "OutForDelivery_001", "Out for delivery"));
        Assert.Equal("awaitingCourierHold", (string)(await CaseAsync())["state"]!);
    }

    [Fact]
    public async Task Returned_to_sender_is_seen_on_its_way_back_but_only_the_warehouse_receives()
    {
        await CancelledWhileUnderWayAsync();
        await PushAsync(Checkpoint("2026-11-10T10:00:00", "Exception", "Exception_011", "Returned to sender"));
        var shown = await CaseAsync();
        Assert.Equal("returning", (string)shown["state"]!);
        Assert.Equal("waitingForParcel", (string)shown["refund"]!["status"]!);
    }

    [Fact]
    public async Task Scans_of_one_moment_and_unknown_tags_all_stay()
    {
        await Backend.FeedAsync(Samples.Order());
        await PushAsync(
            Checkpoint("2026-11-01T10:00:00", "InTransit", "InTransit_003", "a"),
            Checkpoint("2026-11-01T10:00:00", "AttemptFail", "AttemptFail_001", "b"),
            Checkpoint("2026-11-01T10:00:00", "SomethingNew", "SomethingNew_1", "c"),
            Checkpoint("no time at all", "InTransit", "InTransit_003", "d"));
        var scans = new List<Scan>();
        await foreach (var row in Backend.Storage.Orders.QueryAsync<Azure.Data.Tables.TableEntity>("RowKey ge 'scan.' and RowKey lt 'scan/'"))
            scans.Add(row.Read<Scan>());
        Assert.Equal([ScanKind.InTransit, ScanKind.AttemptFailed, ScanKind.Other], scans.Select(s => s.Kind).Order());
    }

    [Theory]
    [InlineData("""{"msg":{"tracking_number":"EN1"}}""")]
    [InlineData("""{"msg":{"tracking_number":"EN1","checkpoints":"none"}}""")]
    [InlineData("""{"event":"something_else"}""")]
    public async Task What_is_not_understood_is_kept(string body)
    {
        (await SendAsync(body)).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        var kept = 0;
        await foreach (var _ in Backend.Storage.Links.QueryAsync<Azure.Data.Tables.TableEntity>("RowKey ge 'push.' and RowKey lt 'push/'"))
            kept++;
        Assert.Equal(1, kept);
    }

    [Fact]
    public async Task A_scan_by_hand_needs_a_number_a_time_with_offset_and_a_known_kind()
    {
        var answer = (await Backend.PostAsync("agent", "/api/scans", new { kind = "teleported" })).Expect(HttpStatusCode.BadRequest).Json["errors"]!;
        Assert.Equal(["at", "kind", "trackingNumber"], answer.AsObject().Select(e => e.Key).Order());
        (await Backend.PostAsync("seller:S-100", "/api/scans", new { })).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_push_of_more_scans_than_one_transaction_holds_is_taken_in_whole()
    {
        await Backend.FeedAsync(Samples.Order());
        await PushAsync([.. Enumerable.Range(0, 150).Select(n => Checkpoint($"2026-11-01T{n / 60:D2}:{n % 60:D2}:00", "InTransit", "InTransit_003", "at a hub"))]);
        Assert.Equal("2026-11-01T02:29:00+08:00", (string)(await OrderAsync())["lastScanAt"]!);
        var scans = 0;
        await foreach (var _ in Backend.Storage.Orders.QueryAsync<Azure.Data.Tables.TableEntity>("RowKey ge 'scan.' and RowKey lt 'scan/'"))
            scans++;
        Assert.Equal(150, scans);
    }

    [Theory]
    [InlineData("2026-11-11T08:30:00+08:00", 1)]
    [InlineData("2026-11-12T08:30:00+08:00", 2)]
    [InlineData("2026-12-10T08:30:00+08:00", 30)]
    public async Task A_silence_of_whole_days_and_half_an_hour_is_not_taken_for_half_an_hour(string now, int days)
    {
        _ = days;
        await PushAsync(Checkpoint("2026-11-10T08:00:00", "InTransit", "InTransit_003", "Arrived"));
        // Heard at nine by the clock of this test; half an hour beyond whole days, a part of the duration alone would be too short to count.
        await Backend.PutAsync(null, "/api/dev/clock", new { now = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture).AddHours(1) });
        (await Backend.RunTimerAsync("WatchFeeds")).Expect(HttpStatusCode.OK);
        Assert.Single(Backend.Outbox.Sent, mail => mail.Subject.Contains("silent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_silent_feed_holds_stall_cases_back_and_the_desk_is_told_once()
    {
        await Backend.FeedAsync(Samples.Order());
        await PushAsync(Checkpoint("2026-11-10T08:00:00", "InTransit", "InTransit_003", "Arrived"));
        // The parcel would count as stalled on the 18th; the feed has said nothing since the 10th.
        await Backend.PutAsync(null, "/api/dev/clock", new { now = "2026-11-19T09:00:00+08:00" });
        await SweepAsync();
        (await Backend.RunTimerAsync("WatchFeeds")).Expect(HttpStatusCode.OK);
        (await Backend.RunTimerAsync("WatchFeeds")).Expect(HttpStatusCode.OK);
        Assert.Empty((await OrderAsync())["cases"]!.AsArray());
        Assert.Single(Backend.Outbox.Sent, mail => mail.Subject.Contains("silent", StringComparison.Ordinal));

        // It speaks again, of another parcel: now the silence is the parcel's own.
        await SendAsync(Samples.Body("aftership.in-transit").Replace("EN123456789MY", "EN999999999MY", StringComparison.Ordinal));
        await Backend.DrainAsync();
        await Backend.PutAsync(null, "/api/dev/clock", new { now = "2026-11-19T10:30:00+08:00" });
        await SweepAsync();
        Assert.Single((await OrderAsync())["cases"]!.AsArray());
    }

    private async Task CancelledWhileUnderWayAsync()
    {
        await Backend.FeedAsync(Samples.Order());
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
    }

    private async Task PushAsync(params JsonObject[] checkpoints)
    {
        var push = JsonNode.Parse(Samples.Body("aftership.in-transit"))!;
        push["msg"]!["checkpoints"] = new JsonArray([.. checkpoints]);
        (await SendAsync(push.ToJsonString())).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private Task<Answer> SendAsync(string body) => Backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/aftership", body,
        [("aftership-hmac-sha256", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes("aftership-dev-secret"), Encoding.UTF8.GetBytes(body))))]);

    private static JsonObject Checkpoint(string time, string tag, string subtag, string message) => new()
    {
        ["checkpoint_time"] = time,
        ["tag"] = tag,
        ["subtag"] = subtag,
        ["message"] = message,
        ["city"] = "Kota Kinabalu",
    };

    private async Task SweepAsync()
    {
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task<JsonNode> OrderAsync() => (await Backend.GetAsync("service", "/api/orders/KM-1001")).Json;

    private async Task<JsonNode> CaseAsync() => (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json;
}
