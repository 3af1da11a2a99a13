using System.Text.Json.Nodes;

namespace Kumoten.Local.Demo;

/// <summary>What somebody does, or what happens, in the life of an order.</summary>
/// <param name="world">The system, from outside.</param>
/// <param name="order">The order.</param>
public delegate Task Deed(DemoWorld world, DemoOrder order);

/// <summary>The deeds that lives are made of: each comes in by the door that it comes in by in earnest.</summary>
public static class DemoDeeds
{
    // A parcel on a table, for whoever looks at the photo.
    private const string Photo = "iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAMAAABjCgsuAAAACVBMVEXh6O6WbkZaPCNOeQeOAAAAWUlEQVR42u3SMQ7AIAwEQW7//+h0pPEpWokGKW7ZKcCs9c872B5srwQ4AU6AE+AEOAFOgBPgBBwRR+/gX8nvwW/66y9lmN0PZyNI7wtI7RtI6ytI6TvIPeABex0Dqp5v8hQAAAAASUVORK5CYII=";

    /// <summary>Cancelled as a whole, by its marketplace's push.</summary>
    public static readonly Deed Cancelled = async (world, order) =>
    {
        await world.PushAsync(order.Marketplace, order.CancelPush(world.Now));
        await world.UntilAsync(order, "its cancellation", async () => (await world.OrderAsync(order))["cancelledAt"] is not null);
    };

    /// <summary>One line of several is cancelled.</summary>
    public static readonly Deed CancelledInPart = (world, order) => world.PushAsync(order.Marketplace, order.CancelPush(world.Now));

    public static readonly Deed HoldConfirmed = (world, order) => world.ActAsync(order, "agent", "holdConfirmed", new() { ["ticket"] = order.Ticket });

    public static readonly Deed CannotHold = (world, order) => world.ActAsync(order, "agent", "cannotHold", new() { ["note"] = "The hub says that it is on the van already." });

    public static readonly Deed BuyerRejected = Says("seller", "buyerRejected");

    public static readonly Deed ReturnShipped = (world, order) => world.ActAsync(order, "seller", "returnShipped", new() { ["courier"] = order.Courier, ["trackingNumber"] = order.ReturnNumber });

    public static readonly Deed Ticket = (world, order) => world.ActAsync(order, "agent", "recordTicket", new() { ["ticket"] = order.Ticket, ["channel"] = "phone", ["note"] = "They trace it." });

    public static readonly Deed Contact = (world, order) => world.ActAsync(order, "agent", "recordContact", new() { ["channel"] = "phone", ["note"] = "The hub looks for it on the shelf." });

    public static readonly Deed Lost = (world, order) => world.ActAsync(order, "agent", "confirmLost", new() { ["leg"] = "outbound", ["ticket"] = order.Ticket, ["note"] = "The courier has given it up." });

    public static readonly Deed Overruled = (world, order) => world.ActAsync(order, "agent", "overrule", new() { ["decision"] = "refund", ["reason"] = "The courier opened it, not the buyer." });

    /// <summary>Scanned at the dock, by the number it comes home with.</summary>
    public static readonly Deed Received = async (world, order) =>
    {
        // Where a push brings the case on, it may not wait for its parcel yet.
        await world.OpenToAsync(order, "warehouse", "receiveParcel");
        await world.CallAsync("warehouse", HttpMethod.Post, "/api/parcels/receive", new JsonObject { ["trackingNumber"] = order.HomeNumber });
    };

    public static readonly Deed ReceivedAsNobodys = (world, order) => world.CallAsync(
        "warehouse", HttpMethod.Post, "/api/parcels/receive", new JsonObject { ["trackingNumber"] = order.TrackingNumber, ["note"] = "No sender on the label" });

    /// <summary>The warehouse photographs what it found; the inspection asks for that.</summary>
    public static readonly Deed Photographed = (world, order) => UploadAsync(world, order, "warehouse", "photo", "found.png");

    /// <summary>The seller uploads what proves the cancellation.</summary>
    public static readonly Deed Proves = (world, order) => UploadAsync(world, order, "seller", "cancellationProof", "cancelled.png");

    public static readonly Deed Appeals = async (world, order) => order.Case =
        (string?)(await world.CallAsync(order.Seller, HttpMethod.Post, "/api/cases", new JsonObject { ["type"] = "complianceAppeal", ["appeal"] = order.Appeal(world.Now) }))["id"];

    /// <summary>The parcel is seen, and the tracking feed tells.</summary>
    public static Deed Scan(string kind) => async (world, order) =>
    {
        await world.PushAsync("aftership", order.ScanPush(kind, world.Now));
        await world.UntilAsync(order, $"its scan '{kind}'", async () => (await world.OrderAsync(order))["lastScanAt"]?.GetValue<DateTimeOffset>() == world.Now);
    };

    /// <summary>The seller asks for a case.</summary>
    public static Deed Asks(string type) => (world, order) => world.CallAsync(
        order.Seller, HttpMethod.Post, "/api/cases", new JsonObject { ["type"] = type, ["orderId"] = order.Id, ["reason"] = "The buyer asked for it.", ["newAddress"] = type == "addressChange" ? DemoOrder.Address(order.Number + 3) : null });

    /// <summary>An action without a field.</summary>
    public static Deed Says(string role, string action) => (world, order) => world.ActAsync(order, role, action, []);

    public static Deed Outcome(string outcome) => (world, order) => world.ActAsync(order, "seller", "appealOutcome", new() { ["outcome"] = outcome, ["note"] = "By Lazada's mail." });

    public static Deed Inspected(string condition, string? returnShipping = null) => (world, order) => world.ActAsync(
        order, "warehouse", "inspect", new() { ["condition"] = condition, ["note"] = condition == "intact" ? null : "The seal is broken and the box is worn.", ["returnShipping"] = returnShipping });

    /// <summary>Waits until the order's newest case is there, so that it is dated by the hour it belongs to.</summary>
    public static Deed Becomes(string state) => (world, order) => world.ReachAsync(order, state);

    private static async Task UploadAsync(DemoWorld world, DemoOrder order, string role, string kind, string name)
    {
        await world.OpenToAsync(order, role, role == "warehouse" ? "inspect" : "withdraw");
        using var file = new ByteArrayContent(Convert.FromBase64String(Photo));
        using var form = new MultipartFormDataContent { { new StringContent(kind), "kind" }, { file, "file", name } };
        await world.SendAsync(DemoWorld.Person(role, order), HttpMethod.Post, $"/api/cases/{order.Case}/documents", form);
    }
}
