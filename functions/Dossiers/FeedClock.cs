using Azure.Data.Tables;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>
/// When each courier's whole feed was last heard from. A silent feed is not a silent parcel: while it lasts, stall
/// cases are held back and Kumoten's desk is told (domain.md, Working days and clocks).
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="clock">The application's clock.</param>
public sealed class FeedClock(Storage storage, TimeProvider clock)
{
    /// <summary>A feed that says nothing for longer than this is silent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    private const string Partition = "feed";
    private const string HeardAt = "HeardAt";
    private const string ToldOf = "ToldOf";

    // A feed speaks many times a minute; one write in this time tells enough.
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(10);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, DateTimeOffset> written = new();

    /// <summary>Notes that a courier's feed spoke.</summary>
    /// <param name="courier">The courier's code.</param>
    /// <param name="at">When.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored, if it needed to be.</returns>
    public async Task HeardAsync(string courier, DateTimeOffset at, CancellationToken cancel)
    {
        if (written.TryGetValue(courier, out var last) && at - last < Grain)
            return;
        await storage.Settings.UpsertEntityAsync(new TableEntity(Partition, courier) { [HeardAt] = at }, TableUpdateMode.Merge, cancel);
        written[courier] = at;
    }

    /// <summary>The couriers whose feed spoke once and is silent now: one storage operation.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Their codes.</returns>
    public async Task<IReadOnlyCollection<string>> SilentAsync(CancellationToken cancel) =>
        [.. (await ReadAsync(cancel)).Where(feed => feed.IsSilent).Select(feed => feed.Courier)];

    /// <summary>Every feed that spoke once.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The feeds: one storage operation.</returns>
    public async Task<IReadOnlyList<Feed>> ReadAsync(CancellationToken cancel)
    {
        var feeds = new List<Feed>();
        await foreach (var row in storage.Settings.QueryAsync<TableEntity>($"PartitionKey eq '{Partition}'", cancellationToken: cancel))
        {
            if (row.GetDateTimeOffset(HeardAt) is { } heard)
                feeds.Add(new Feed(row.RowKey, heard, row.GetDateTimeOffset(ToldOf), clock.GetUtcNow() - heard > Patience));
        }

        return feeds;
    }

    /// <summary>Notes that the desk was told of a feed's silence.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is noted.</returns>
    public Task ToldAsync(Feed feed, CancellationToken cancel) =>
        storage.Settings.UpsertEntityAsync(new TableEntity(Partition, feed.Courier) { [ToldOf] = feed.Heard }, TableUpdateMode.Merge, cancel);
}

/// <summary>A courier's feed.</summary>
/// <param name="Courier">The courier's code.</param>
/// <param name="Heard">When it spoke last.</param>
/// <param name="Told">The last word before the silence that the desk was told of; null when it was told of none.</param>
/// <param name="IsSilent">Whether it is silent now.</param>
public sealed record Feed(string Courier, DateTimeOffset Heard, DateTimeOffset? Told, bool IsSilent);
