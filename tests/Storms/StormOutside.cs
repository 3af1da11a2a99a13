using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Storms;

/// <summary>What a storm brings from outside.</summary>
public sealed partial class Storm
{
    // A parcel under the same number came home and was refunded: the number's claim on it ended then.
    private async Task UseNumberBeforeAsync()
    {
        var shipped = backend.Time.GetUtcNow().AddDays(-3);
        Expect(await backend.FeedAsync(Samples.Order(o => (o["sellerId"], o["marketplaceOrderId"], o["shippedAt"], o["status"]) = ("S-300", "3", shipped, "cancelled")), FormerOrderId), HttpStatusCode.Created);
        Expect(await backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = Number }), HttpStatusCode.OK);
        Expect(await backend.PostAsync("warehouse", $"/api/cases/{FormerOrderId}.1/actions/inspect", new { condition = "intact" }), HttpStatusCode.OK);
        await DeliverAllAsync();
        backend.Time.Advance(LongBefore);
    }

    // What the outside does, in no order, and each of it perhaps twice: feeds, pushes, scans, requests, and the dock.
    private void Brew()
    {
        var unshipped = dice.Next(3) == 0;
        // In the warehouse with a label or without; of one unit, or of three of which some lines are cancelled.
        var (hasLabel, units) = (dice.Next(2) == 0, dice.Next(4) == 0 ? 3 : 1);
        List<Func<Task<Answer>>> outside = [() => backend.FeedAsync(OfUnits(unshipped ? InTheWarehouse(hasLabel) : Samples.Order(), units))];
        if (dice.Next(4) > 0)
            outside.Add(() => backend.PushAsync("lazada.trade-canceled"));
        for (var lines = units == 1 ? 0 : dice.Next(4); lines > 0; lines--)
            outside.Add(CancelLine(lines));
        if (unshipped && dice.Next(2) == 0)
            outside.Add(() => backend.FeedAsync(OfUnits(Samples.Order(), units)));
        // Another seller's parcel, whose number this seller may give as its own; and odd dates.
        if (dice.Next(3) == 0)
            outside.Add(() => backend.FeedAsync(Samples.Order().With("sellerId", "S-200").With("marketplaceOrderId", "2").With("trackingNumber", "JT99"), OtherOrderId));
        if (dice.Next(3) == 0)
            outside.Add(Scan(ScanKinds[dice.Next(ScanKinds.Length)], dice.Next(2) == 0 ? -24 * 365 * 20 : 24 * 400));
        for (var scans = dice.Next(4); scans > 0; scans--)
            outside.Add(Scan(ScanKinds[dice.Next(ScanKinds.Length)], dice.Next(600)));
        for (var sayings = dice.Next(3); sayings > 0; sayings--)
            outside.Add(Say(Sayings[dice.Next(Sayings.Length)], dice.Next(300)));
        if (dice.Next(3) == 0)
            outside.Add(() => backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = dice.Next(2) == 0 ? Number : "JT99" }));
        for (var requests = dice.Next(3); requests > 0; requests--)
            outside.Add(Request(Requests[dice.Next(Requests.Length)]));
        if (dice.Next(3) == 0)
            outside.Add(Appeal);
        while (dice.Next(3) > 0)
            outside.Add(outside[dice.Next(outside.Count)]);
        var shuffled = outside.ToArray();
        dice.Shuffle(shuffled);
        foreach (var call in shuffled)
            calls.Add(async () => Expect(await call(), HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity));
    }

    private static JsonObject InTheWarehouse(bool hasLabel) => hasLabel ? Samples.Order(o => (o["status"], o["shippedAt"]) = ("pending", null)) : Samples.UnshippedOrder();

    private static JsonObject OfUnits(JsonObject order, int units)
    {
        order["items"]![0]!["quantity"] = units;
        return order;
    }

    private Func<Task<Answer>> CancelLine(int line) => () => PushAsync(Samples.Body("lazada.trade-canceled").Replace("260422900298363", $"26042290029836{line}", StringComparison.Ordinal));

    private Func<Task<Answer>> Say(string status, int hours) => () => PushAsync(new JsonObject
    {
        ["data"] = new JsonObject { ["trade_order_id"] = "260422900198363", ["order_status"] = status, ["status_update_time"] = Backend.Start.AddHours(-hours).ToUnixTimeSeconds() },
    }.ToJsonString());

    private Task<Answer> PushAsync(string body)
    {
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("lazada-dev-secret"), Encoding.UTF8.GetBytes("100100" + body)));
        return backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/lazada", body, [("Authorization", signature)]);
    }

    private Func<Task<Answer>> Scan(string kind, int hours) => () => backend.PostAsync("agent", "/api/scans", new
    {
        trackingNumber = Number,
        kind,
        at = Backend.Start.AddHours(-hours),
        place = "Kota Kinabalu",
    });

    // A request for an order not fed in yet is not found, and the seller asks again later.
    private Func<Task<Answer>> Request(string type) => () => backend.PostAsync("seller:S-100", "/api/cases", new
    {
        type,
        orderId = OrderId,
        reason = "storm",
        newAddress = new { line1 = "8 Jalan Baru", postcode = "50000", city = "Kuala Lumpur", state = "Kuala Lumpur" },
    });

    private async Task<Answer> Appeal()
    {
        var answer = await AskAppealAsync();
        // A repeat after a crash is told which case is open already.
        if ((answer.Location?.Split('/')[^1] ?? (answer.Status == HttpStatusCode.Conflict ? (string?)answer.Json["caseId"] : null)) is { } caseId
            && caseId.Split('.')[0] is var subject && !subjects.Contains(subject))
        {
            subjects.Add(subject);
        }

        return answer;
    }

    private Task<Answer> AskAppealAsync() => backend.PostAsync("seller:S-100", "/api/cases", Samples.AppealRequest);
}
