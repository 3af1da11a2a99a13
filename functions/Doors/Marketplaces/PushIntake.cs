using System.Text.Json;
using Azure;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Parcels;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>Takes pushes in: durable first, everything else behind the queue.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="links">Which order a push is about.</param>
/// <param name="feeds">When which courier's feed was last heard from.</param>
/// <param name="runner">Decides and saves.</param>
/// <param name="parcels">Brings parcels at the dock to their cases.</param>
public sealed class PushIntake(Storage storage, OrderLinks links, FeedClock feeds, CaseRunner runner, ParcelDesk parcels)
{
    /// <summary>The source of scans that were entered by hand or sent by a courier's own feed.</summary>
    public const string Scans = "scans";

    // A queue message holds 64 KiB after base64.
    private const int MessageBytes = 48 * 1024;

    /// <summary>Accepts a push with one storage operation; when it returns, the push cannot be lost.</summary>
    /// <param name="push">The push.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the queue holds it.</returns>
    public async Task AcceptAsync(Push push, CancellationToken cancel)
    {
        var message = JsonSerializer.SerializeToUtf8Bytes(push, Json.Options);
        if (message.Length > MessageBytes)
        {
            // The rare large one: the body first goes to a blob named by its content.
            await storage.Overflow.GetBlobClient(push.Key).UploadAsync(BinaryData.FromString(push.Body!), overwrite: true, cancel);
            message = JsonSerializer.SerializeToUtf8Bytes(push with { Body = null, Blob = push.Key }, Json.Options);
        }

        await storage.Queue(Queues.Pushes).SendMessageAsync(BinaryData.FromBytes(message), cancellationToken: cancel);
    }

    /// <summary>Takes a push in from the queue: it finds its order, or waits for it.</summary>
    /// <param name="message">The push.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The orders that took it in; none while it waits.</returns>
    public async Task<IReadOnlyList<string>> TakeInAsync(Push message, CancellationToken cancel)
    {
        var push = await WithBodyAsync(message, cancel);
        var content = Read(push);
        if (content is PushContent.Tracking { Update.Courier: { } courier })
            await feeds.HeardAsync(courier, push.ReceivedAt, cancel);
        if (KeyOf(push, content) is not { } key)
        {
            await links.KeepAsync(push, OrderLinks.NoKey, cancel);
            return [];
        }

        var orders = await links.OrdersOfAsync(key, cancel);
        if (orders.Count == 0)
        {
            // Written before the second look: a feed that links the order meanwhile finds it waiting, or is seen here.
            await links.KeepAsync(push, key, cancel);
            orders = await links.OrdersOfAsync(key, cancel);
        }

        foreach (var orderId in orders)
            await ApplyAsync(orderId, push, content, cancel);
        return orders;
    }

    /// <summary>Takes in what waited for an order that is now fed in: pushes, and its parcel at the dock.</summary>
    /// <param name="order">The order, stored.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Whether anything waited.</returns>
    public async Task<bool> ReleaseAsync(Order order, CancellationToken cancel)
    {
        var (waiting, isAtDock) = await links.LinkAsync(order, cancel);
        foreach (var push in waiting.OrderBy(push => push.ReceivedAt))
        {
            var content = Read(push);
            await ApplyAsync(order.Id, push, content, cancel);
            await links.DropAsync(push, KeyOf(push, content)!, cancel);
        }

        if (isAtDock)
            await parcels.MatchDockedAsync(order.TrackingNumber!, cancel);
        return waiting.Count > 0 || isAtDock;
    }

    private async Task ApplyAsync(string orderId, Push push, PushContent content, CancellationToken cancel)
    {
        var kept = new KeptBody(push.Key, push.Source, push.ReceivedAt, push.Body!);
        var tracking = (content as PushContent.Marketplace)?.Update.TrackingNumber;
        if (tracking is not null)
            await links.LinkParcelAsync(tracking, orderId, cancel);
        await runner.RunAsync(orderId, draft => content switch
        {
            PushContent.Marketplace said => OrderFlow.Said(draft, said.Update, kept),
            PushContent.Tracking scanned => OrderFlow.Scanned(draft, scanned.Update, kept),
            _ => throw new InvalidOperationException($"A push that is not understood cannot be about order {orderId}."),
        }, cancel);
        if (tracking is not null)
            await parcels.MatchDockedAsync(tracking, cancel);
    }

    private static string? KeyOf(Push push, PushContent content) => content switch
    {
        PushContent.Marketplace said => OrderLinks.MarketplaceKey(push.Source, said.Update.MarketplaceOrderId),
        PushContent.Tracking scanned => OrderLinks.ParcelKey(scanned.Update.TrackingNumber),
        _ => null,
    };

    private static PushContent Read(Push push)
    {
        if (push.Source == Scans)
            return new PushContent.Tracking(JsonSerializer.Deserialize<TrackingUpdate>(push.Body!, Json.Options)!);
        var source = PushSources.Find(push.Source) ?? throw new InvalidOperationException($"Nobody pushes as {push.Source}.");
        using var json = JsonDocument.Parse(push.Body!);
        return source.Read(json.RootElement, push.ReceivedAt);
    }

    private async Task<Push> WithBodyAsync(Push push, CancellationToken cancel)
    {
        if (push.Blob is null)
            return push;
        Response<Azure.Storage.Blobs.Models.BlobDownloadResult> blob = await storage.Overflow.GetBlobClient(push.Blob).DownloadContentAsync(cancel);
        return push with { Body = blob.Value.Content.ToString(), Blob = null };
    }
}
