using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Kumoten.Tests.Support;

/// <summary>An application with the hands that tell it of a parcel: feeds, pushes of three marketplaces and of the tracking feed, scans, people.</summary>
public abstract class ParcelTest : BackendTest
{
    /// <summary>The number on the sample's parcel.</summary>
    protected const string Number = "EN123456789MY";

    protected override DateTimeOffset Begin => At("2026-10-28T09:00:00+08:00");

    protected static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The sample's order in the warehouse, with a label if it is told.</summary>
    protected Task<Answer> PendingAsync(bool hasLabel = true, Action<JsonObject>? change = null) => Backend.FeedAsync(Samples.Order(o =>
    {
        (o["status"], o["shippedAt"]) = ("pending", null);
        if (!hasLabel)
            (o["trackingNumber"], o["courier"]) = (null, null);
        change?.Invoke(o);
    }));

    /// <summary>The sample's order on its way.</summary>
    protected Task<Answer> ShippedAsync(Action<JsonObject>? change = null, string orderId = "KM-1001") => Backend.FeedAsync(Samples.Order(change), orderId);

    /// <summary>Cancelled on its way, and the courier asked.</summary>
    protected async Task CancelledAsync()
    {
        await ShippedAsync();
        await LazadaAsync("canceled");
    }

    protected async Task LazadaAsync(string status, string? line = null, DateTimeOffset? at = null, string order = "260422900198363")
    {
        var data = new JsonObject { ["order_status"] = status, ["trade_order_id"] = order, ["status_update_time"] = (at ?? Backend.Time.GetUtcNow()).ToUnixTimeSeconds() };
        if (line is not null)
            data["trade_order_line_id"] = line;
        await SendLazadaAsync(new JsonObject { ["message_type"] = 0, ["data"] = data });
        await Backend.DrainAsync();
    }

    protected async Task SendLazadaAsync(JsonObject push)
    {
        var body = push.ToJsonString();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("lazada-dev-secret"), Encoding.UTF8.GetBytes("100100" + body)));
        (await Backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/lazada", body, [("Authorization", signature)])).Expect(HttpStatusCode.OK);
    }

    protected async Task ShopeeAsync(int code, JsonObject data)
    {
        data["ordersn"] = "2112132KAD867D";
        var body = new JsonObject { ["data"] = data, ["shop_id"] = 30011, ["code"] = code, ["timestamp"] = Backend.Time.GetUtcNow().ToUnixTimeSeconds() }.ToJsonString();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("shopee-dev-partner-key"), Encoding.UTF8.GetBytes("http://localhost:7071/api/webhooks/shopee|" + body)));
        (await Backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/shopee", body, [("Authorization", signature)])).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    protected Task ShopeeStatusAsync(string status) => ShopeeAsync(3, new JsonObject { ["status"] = status, ["update_time"] = Backend.Time.GetUtcNow().ToUnixTimeSeconds() });

    protected async Task TikTokAsync(string status)
    {
        var now = Backend.Time.GetUtcNow().ToUnixTimeSeconds();
        var body = new JsonObject { ["type"] = 1, ["tts_notification_id"] = $"{status}{now}", ["timestamp"] = now, ["data"] = new JsonObject { ["order_id"] = "576486316948490001", ["order_status"] = status, ["update_time"] = now } }.ToJsonString();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("tiktok-dev-secret"), Encoding.UTF8.GetBytes("tts-dev-key" + body)));
        (await Backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/tiktok", body, [("Authorization", signature)])).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    /// <summary>A push of the tracking feed with one checkpoint.</summary>
    protected async Task TrackAsync(string tag, string subtag, string time, string number = Number)
    {
        var push = JsonNode.Parse(Samples.Body("aftership.in-transit"))!;
        (push["msg"]!["tracking_number"], push["msg"]!["tag"], push["msg"]!["subtag"]) = (number, tag, subtag);
        push["msg"]!["checkpoints"] = new JsonArray(new JsonObject { ["checkpoint_time"] = time, ["tag"] = tag, ["subtag"] = subtag, ["message"] = tag });
        var body = push.ToJsonString();
        (await Backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/aftership", body,
            [("aftership-hmac-sha256", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes("aftership-dev-secret"), Encoding.UTF8.GetBytes(body))))])).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    protected async Task ScanAsync(string kind, string at, string number = Number)
    {
        if (At(at) is var moment && moment > Backend.Time.GetUtcNow() && moment < Backend.Time.GetUtcNow().AddDays(300))
            Backend.Time.SetUtcNow(moment);
        (await Backend.PostAsync("service", "/api/scans", new { trackingNumber = number, kind, at })).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    /// <summary>Tells what a word says: "scan:delivered", "aftership:Delivered", "lazada:shipped", "dock", or "feed" that it shipped.</summary>
    protected async Task TellAsync(string proof)
    {
        switch (proof.Split(':'))
        {
            case ["scan", var kind]:
                await ScanAsync(kind, "2026-10-28T10:00:00+08:00");
                break;
            case ["lazada", var status]:
                await LazadaAsync(status);
                break;
            case ["aftership", var tag]:
                await TrackAsync(tag, tag + "_001", "2026-10-28T08:00:00");
                break;
            case ["dock"]:
                (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = Number })).Expect(HttpStatusCode.Accepted);
                await Backend.DrainAsync();
                break;
            default:
                await ShippedAsync();
                await Backend.DrainAsync();
                break;
        }
    }

    protected Task<Answer> AskAsync(string type, string orderId = "KM-1001", string role = "seller:S-100") => Backend.PostAsync(role, "/api/cases", new
    {
        type,
        orderId,
        reason = "the buyer asked",
        newAddress = type == "addressChange" ? new { line1 = "8 Jalan Baru", postcode = "50000", city = "Kuala Lumpur", state = "Kuala Lumpur" } : null,
    });

    protected Task<Answer> PostAsync(string role, string action, object? body = null, string caseId = "KM-1001.1") => Backend.PostAsync(role, $"/api/cases/{caseId}/actions/{action}", body ?? new { });

    protected async Task<string> ActAsync(string role, string action, object? body = null, string caseId = "KM-1001.1")
    {
        var state = (string)(await PostAsync(role, action, body, caseId)).Expect(HttpStatusCode.OK).Json["state"]!;
        await Backend.DrainAsync();
        return state;
    }

    /// <summary>What a refusal is called, without its prefix.</summary>
    protected static string Name(Answer answer, HttpStatusCode status = HttpStatusCode.UnprocessableEntity) => ((string)answer.Expect(status).Json["type"]!).Split(':')[^1];

    protected async Task<JsonNode> CaseAsync(string caseId = "KM-1001.1") => (await Backend.GetAsync("agent", "/api/cases/" + caseId)).Expect(HttpStatusCode.OK).Json;

    protected async Task<string> StateAsync(string caseId = "KM-1001.1") => (string)(await CaseAsync(caseId))["state"]!;

    /// <summary>The states of an order's cases, oldest first.</summary>
    protected async Task<IEnumerable<string>> StatesAsync(string orderId = "KM-1001") =>
        (await Backend.GetAsync("agent", "/api/cases?orderId=" + orderId)).Json["items"]!.AsArray().Select(c => (string)c!["state"]!);

    protected async Task<JsonNode> OrderAsync(string orderId = "KM-1001") => (await Backend.GetAsync("service", "/api/orders/" + orderId)).Json;

    protected async Task<string> BalanceAsync(string seller = "S-100") => (string)(await Backend.GetAsync("agent", "/api/accounts/" + seller)).Json["balance"]!;

    protected async Task<IEnumerable<string>> EventsAsync(string caseId = "KM-1001.1") => (await CaseAsync(caseId))["timeline"]!.AsArray().Select(t => (string)t!["event"]!);

    protected int Alarms => Backend.Outbox.Shown.Count(mail => mail.Subject.StartsWith("Alarm", StringComparison.Ordinal));

    protected async Task SweepAtAsync(string now)
    {
        Backend.Time.SetUtcNow(At(now));
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }
}
