using System.Text.Json;
using Azure;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>Takes pushes in: durable first, everything else behind the queue.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="links">Which order a push is about.</param>
/// <param name="feeds">When which courier's feed was last heard from.</param>
/// <param name="numbers">Applies pushes to their orders.</param>
public sealed class PushIntake(Storage storage, OrderLinks links, FeedClock feeds, NumberBook numbers)
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

        await storage.SendAsync(Queues.Pushes, BinaryData.FromBytes(message), cancel);
    }

    /// <summary>Takes a push in from the queue: it finds its order, or waits for it.</summary>
    /// <param name="message">The push.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The orders that took it in; none while it waits.</returns>
    public async Task<IReadOnlyList<string>> TakeInAsync(Push message, CancellationToken cancel)
    {
        var push = await WithBodyAsync(message, cancel);
        var content = push.Read();
        if (content is PushContent.Tracking { Update.Courier: { } courier })
            await feeds.HeardAsync(courier, push.ReceivedAt, cancel);
        if (push.KeyOf(content) is not { } key)
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

        return orders.Count == 0 ? orders : await numbers.ApplyAsync(orders, push, content, cancel);
    }

    private async Task<Push> WithBodyAsync(Push push, CancellationToken cancel)
    {
        if (push.Blob is null)
            return push;
        Response<Azure.Storage.Blobs.Models.BlobDownloadResult> blob = await storage.Overflow.GetBlobClient(push.Blob).DownloadContentAsync(cancel);
        return push with { Body = blob.Value.Content.ToString(), Blob = null };
    }
}
