using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>
/// Which order an outside number belongs to, and what waits for an order not fed in yet: pushes, and the parcel
/// at the dock (Parcels/Dock.cs). Links and what waits share a partition, and each side writes its own before
/// it reads the other's: whoever comes second sees the first, so nothing is lost between them.
/// </summary>
/// <param name="storage">The storage account.</param>
public sealed class OrderLinks(Storage storage)
{
    // "link." < "parcel" < "push.": one range holds links and parcel, another parcel and pushes.
    internal const string Link = "link.";
    internal const string DockRow = "parcel";
    internal const string DockOpen = "Open";

    /// <summary>Links the buyer's phone to an order. The order must be stored before.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored.</returns>
    public Task LinkPhoneAsync(Order order, CancellationToken cancel) =>
        Phones.Normalize(order.Recipient.Phone) is { } phone ? WriteLinkAsync(PhoneKey(phone), order.Id, cancel) : Task.CompletedTask;

    /// <summary>Links an outside number to an order and finds what waited for it.</summary>
    /// <param name="key">The number's key.</param>
    /// <param name="orderId">The order, stored before.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>What waited under the number.</returns>
    public async Task<Waiting> LinkAsync(string key, string orderId, CancellationToken cancel)
    {
        await WriteLinkAsync(key, orderId, cancel);
        return await WaitingAsync(key, cancel);
    }

    /// <summary>Links a tracking number to an order, and leaves what waits for it to <see cref="WaitingAsync"/>.</summary>
    /// <param name="trackingNumber">The normalised number.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored.</returns>
    public Task LinkParcelAsync(string trackingNumber, string orderId, CancellationToken cancel) => WriteLinkAsync(ParcelKey(trackingNumber), orderId, cancel);

    /// <summary>What waits under an outside number.</summary>
    /// <param name="key">The number's key.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Pushes, and whether a parcel lies at the dock.</returns>
    public async Task<Waiting> WaitingAsync(string key, CancellationToken cancel)
    {
        var pushes = new List<Push>();
        var isAtDock = false;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey ge {DockRow}");
        await foreach (var row in storage.Links.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
        {
            if (row.RowKey == DockRow)
                isAtDock = row.GetString(DockOpen) == "yes";
            else
                pushes.Add(row.Read<Push>());
        }

        return new Waiting(pushes, isAtDock);
    }

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
    public static string MarketplaceKey(string marketplace, string id) => $"order.{marketplace}.{Keys.OfForeign(id)}";

    /// <summary>The key of a tracking number.</summary>
    /// <param name="number">The normalised number.</param>
    /// <returns>The key.</returns>
    public static string ParcelKey(string number) => $"parcel.{Keys.OfForeign(number)}";

    /// <summary>The key of a buyer's phone.</summary>
    /// <param name="phone">The number as <see cref="Phones"/> writes it.</param>
    /// <returns>The key.</returns>
    public static string PhoneKey(string phone) => "phone." + phone;

    private Task WriteLinkAsync(string key, string orderId, CancellationToken cancel) =>
        storage.Links.UpsertEntityAsync(new TableEntity(key, Link + orderId), TableUpdateMode.Replace, cancel);

    private static string PushRow(Push push) => "push." + push.Key;
}

/// <summary>What waited for an order.</summary>
/// <param name="Pushes">The pushes that came before it.</param>
/// <param name="IsAtDock">Whether its parcel lies at the dock unidentified.</param>
public sealed record Waiting(IReadOnlyList<Push> Pushes, bool IsAtDock);
