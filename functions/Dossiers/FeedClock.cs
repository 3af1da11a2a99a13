using Azure.Data.Tables;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>
/// When each courier's whole feed was last heard from. A silent feed is not a silent parcel: while it lasts, stall
/// cases are held back and Kumoten's desk is told (domain.md, Working days and clocks).
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="clock">The application's clock.</param>
/// <param name="mailer">Sends mails.</param>
/// <param name="configuration">Kumoten__DeskMail.</param>
public sealed class FeedClock(Storage storage, TimeProvider clock, IMailer mailer, IConfiguration configuration)
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

    /// <summary>Tells Kumoten's desk of each silence, once.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the desk is told.</returns>
    public async Task TellOfSilenceAsync(CancellationToken cancel)
    {
        foreach (var feed in (await ReadAsync(cancel)).Where(feed => feed.IsSilent && feed.Told != feed.Heard))
        {
            var to = configuration.DeskMail();
            var courier = CourierList.Find(feed.Courier);
            var text = MailText.Render("Hands/Mails/desk.silentFeed.scriban", new Dictionary<string, object?>
            {
                ["courier"] = courier?.Name ?? feed.Courier,
                ["hotline"] = courier?.Hotline ?? "-",
                ["heard_at"] = MailText.Time(feed.Heard),
            });
            // Sent, then noted: after a crash between the two the same mail goes out again under the same id.
            await mailer.SendAsync(new Mail(to, text.Subject, text.Body, $"silent-{feed.Courier}-{feed.Heard.ToUnixTimeSeconds()}"), cancel);
            await storage.Settings.UpsertEntityAsync(new TableEntity(Partition, feed.Courier) { [ToldOf] = feed.Heard }, TableUpdateMode.Merge, cancel);
        }
    }

    private async Task<List<Feed>> ReadAsync(CancellationToken cancel)
    {
        var feeds = new List<Feed>();
        await foreach (var row in storage.Settings.QueryAsync<TableEntity>($"PartitionKey eq '{Partition}'", cancellationToken: cancel))
        {
            if (row.GetDateTimeOffset(HeardAt) is { } heard)
                feeds.Add(new Feed(row.RowKey, heard, row.GetDateTimeOffset(ToldOf), clock.GetUtcNow() - heard > Patience));
        }

        return feeds;
    }

    private sealed record Feed(string Courier, DateTimeOffset Heard, DateTimeOffset? Told, bool IsSilent);
}
