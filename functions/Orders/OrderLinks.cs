using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Marketplaces;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Orders;

/// <summary>
/// Which order an outside number belongs to, and the pushes that wait for an order not fed in yet. Link and
/// waiting pushes share a partition, and each side writes its own before it reads the other's: whoever comes
/// second sees the first, so no push is lost between them.
/// </summary>
/// <param name="storage">The storage account.</param>
public sealed class OrderLinks(Storage storage)
{
    private const string Link = "link.";

    /// <summary>Links an order's outside numbers to it. The order must be stored before.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The pushes that waited for it.</returns>
    public async Task<IReadOnlyList<Push>> LinkAsync(Order order, CancellationToken cancel)
    {
        var waiting = await LinkAsync(MarketplaceKey(order.Marketplace, order.MarketplaceOrderId), order.Id, cancel);
        // Numbers of parcels come from people too, so one may lead to several orders.
        return order.TrackingNumber is { } tracking ? [.. waiting, .. await LinkAsync(ParcelKey(tracking), order.Id, cancel)] : waiting;
    }

    /// <summary>Links a tracking number to an order.</summary>
    /// <param name="trackingNumber">The normalised number.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored.</returns>
    public Task LinkParcelAsync(string trackingNumber, string orderId, CancellationToken cancel) =>
        storage.Links.UpsertEntityAsync(new TableEntity(ParcelKey(trackingNumber), Link + orderId), TableUpdateMode.Replace, cancel);

    /// <summary>Finds the orders of an outside number.</summary>
    /// <param name="key">The number's key.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The orders' ids; none when the number is not known yet.</returns>
    public async Task<IReadOnlyList<string>> OrdersOfAsync(string key, CancellationToken cancel)
    {
        var orders = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey ge {Link} and RowKey lt {"link/"}");
        await foreach (var row in storage.Links.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
            orders.Add(row.RowKey[Link.Length..]);
        return orders;
    }

    /// <summary>Keeps a push until an order with its number is fed in.</summary>
    /// <param name="push">The push.</param>
    /// <param name="key">The number's key; <see cref="NoKey"/> for a push about nothing that is known here, which is kept for good.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored.</returns>
    public Task KeepAsync(Push push, string key, CancellationToken cancel) =>
        storage.Links.UpsertEntityAsync(Rows.Of(key, PushRow(push), push), TableUpdateMode.Replace, cancel);

    /// <summary>Drops a waiting push that its order has taken in.</summary>
    /// <param name="push">The push.</param>
    /// <param name="key">The number's key.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is gone.</returns>
    public Task DropAsync(Push push, string key, CancellationToken cancel) =>
        storage.Links.DeleteEntityAsync(key, PushRow(push), ETag.All, cancel);

    /// <summary>The key of a push about nothing that is known here.</summary>
    public const string NoKey = "none";

    /// <summary>The key of a marketplace's order number. What others send may hold characters that a key cannot.</summary>
    /// <param name="marketplace">The marketplace's word.</param>
    /// <param name="id">Its order number.</param>
    /// <returns>The key.</returns>
    public static string MarketplaceKey(string marketplace, string id) => $"order.{marketplace}.{Uri.EscapeDataString(id).Replace('%', '~')}";

    /// <summary>The key of a tracking number.</summary>
    /// <param name="number">The normalised number.</param>
    /// <returns>The key.</returns>
    public static string ParcelKey(string number) => $"parcel.{Uri.EscapeDataString(number).Replace('%', '~')}";

    private async Task<IReadOnlyList<Push>> LinkAsync(string key, string orderId, CancellationToken cancel)
    {
        await storage.Links.UpsertEntityAsync(new TableEntity(key, Link + orderId), TableUpdateMode.Replace, cancel);
        var waiting = new List<Push>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey ge {"push."}");
        await foreach (var row in storage.Links.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
            waiting.Add(row.Read<Push>());
        return waiting;
    }

    private static string PushRow(Push push) => "push." + push.Key;
}
