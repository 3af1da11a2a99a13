using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers.Parcels;

/// <summary>What is known of a tracking number.</summary>
/// <param name="Parcel">The parcel at the dock that carries it, or carried it; null when none does.</param>
/// <param name="ETag">Guards the parcel against rivals.</param>
/// <param name="Orders">The orders it is linked to.</param>
public sealed record DockEntry(DockedParcel? Parcel, ETag ETag, IReadOnlyList<string> Orders);

/// <summary>
/// The parcels at the dock that no case waited for. Each stands in the table Links beside the links of its number, so
/// that one query finds both and each side can write its own before it reads the other's (<see cref="OrderLinks"/>).
/// A second row keeps the open ones in a list by time; it is written after the parcel and removed after its match, so
/// what a crash leaves in the list is at most a parcel that is open no more, and the watch over the dock removes that.
/// </summary>
/// <param name="storage">The storage account.</param>
public sealed class Dock(Storage storage)
{
    private const string ListPartition = "dock";
    private const int PageSize = 50;

    /// <summary>Looks a number up: one storage operation.</summary>
    /// <param name="number">The normalised number.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>What is known of it.</returns>
    public async Task<DockEntry> FindAsync(string number, CancellationToken cancel)
    {
        var entry = new DockEntry(null, default, []);
        var orders = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {OrderLinks.ParcelKey(number)} and RowKey ge {OrderLinks.Link} and RowKey le {OrderLinks.DockRow}");
        await foreach (var row in storage.Links.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
        {
            if (row.RowKey == OrderLinks.DockRow)
                entry = entry with { Parcel = row.Read<DockedParcel>(), ETag = row.ETag };
            else
                orders.Add(row.RowKey[OrderLinks.Link.Length..]);
        }

        return entry with { Orders = orders };
    }

    /// <summary>Keeps a parcel and lists it. A repeat is the same parcel, and may add what the label says.</summary>
    /// <param name="entry">What was known of its number.</param>
    /// <param name="parcel">The parcel.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="isAnew">Whether the number was used again, for another parcel than the one that was matched before.</param>
    /// <returns>The parcel as kept; null when a rival changed it meanwhile.</returns>
    public async Task<DockedParcel?> TryKeepAsync(DockEntry entry, DockedParcel parcel, CancellationToken cancel, bool isAnew = false)
    {
        // One that was dismissed went away, so that it comes anew.
        var kept = !isAnew && entry.Parcel is { Dismissal: null } known ? known with { Phone = known.Phone ?? parcel.Phone, Note = known.Note ?? parcel.Note } : parcel;
        if (kept != entry.Parcel && await TryWriteAsync(entry, kept, cancel) is null)
            return null;
        if (kept.IsOpen)
            await storage.Links.UpsertEntityAsync(Rows.Of(ListPartition, ListRow(kept), kept), TableUpdateMode.Replace, cancel);
        return kept;
    }

    /// <summary>Says which case a parcel goes to, or with null that it goes to none. The first to say it wins: a parcel goes to one case only.</summary>
    /// <param name="entry">The parcel as it was read.</param>
    /// <param name="match">The match.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The parcel as written; null when a rival changed it meanwhile.</returns>
    public Task<DockEntry?> TryMatchAsync(DockEntry entry, ParcelMatch? match, CancellationToken cancel) => TryWriteAsync(entry, entry.Parcel! with { Match = match, Dismissal = null }, cancel);

    /// <summary>Says that a parcel is nobody's.</summary>
    /// <param name="entry">The parcel as it was read.</param>
    /// <param name="dismissal">Why.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The parcel as written; null when a rival changed it meanwhile.</returns>
    public Task<DockEntry?> TryDismissAsync(DockEntry entry, ParcelDismissal dismissal, CancellationToken cancel) => TryWriteAsync(entry, entry.Parcel! with { Dismissal = dismissal }, cancel);

    /// <summary>Takes a matched or dismissed parcel off the list; it stays beside its number for the record.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is off the list.</returns>
    public Task CloseAsync(DockedParcel parcel, CancellationToken cancel) => storage.Links.DeleteEntityAsync(ListPartition, ListRow(parcel), ETag.All, cancel);

    /// <summary>Lists the parcels that are not matched, oldest first, a page at a time.</summary>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The parcels, and where the next page begins.</returns>
    public async Task<(IReadOnlyList<DockedParcel> Parcels, string? Cursor)> ListAsync(string? cursor, CancellationToken cancel)
    {
        var (rows, next) = await storage.Links.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {ListPartition}"), maxPerPage: PageSize, cancellationToken: cancel).PageAsync(cursor, cancel);
        return ([.. rows.Select(row => row.Read<DockedParcel>())], next);
    }

    private async Task<DockEntry?> TryWriteAsync(DockEntry entry, DockedParcel parcel, CancellationToken cancel)
    {
        var row = Rows.Of(OrderLinks.ParcelKey(parcel.TrackingNumber), OrderLinks.DockRow, parcel, (OrderLinks.DockOpen, parcel.IsOpen ? "yes" : "no"));
        try
        {
            var written = entry.Parcel is null
                ? await storage.Links.AddEntityAsync(row, cancel)
                : await storage.Links.UpdateEntityAsync(row, entry.ETag, TableUpdateMode.Replace, cancel);
            return entry with { Parcel = parcel, ETag = written.Headers.ETag!.Value };
        }
        catch (RequestFailedException rival) when (rival.Status is 409 or 412)
        {
            return null;
        }
    }

    private static string ListRow(DockedParcel parcel) => parcel.ReceivedAt.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture) + "." + parcel.TrackingNumber;
}
