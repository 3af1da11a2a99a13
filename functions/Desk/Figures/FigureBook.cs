using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Desk.Figures;

/// <summary>
/// The figures in one partition of the table Figures: a page for each day, courier and state (<c>day.20261110.poslaju.sabah</c>),
/// one for what is open now (<c>open.poslaju.sabah</c>), and beside them what each dossier has added (<c>of.KM-1001</c>).
/// Pages and addition change in one transaction: a dossier is counted once, however often it is told of.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="store">Reads dossiers.</param>
public sealed class FigureBook(Storage storage, CaseStore store) : IDossierFollower
{
    private const string Partition = "figures";

    // Loaded side by side, and then one transaction, which takes 100 rows: one of each dossier, and the pages that they share.
    private const int SummedAtOnce = 25;
    private const int RowsOfTransaction = 100;

    /// <inheritdoc/>
    /// <remarks>They are counted behind the queue.</remarks>
    public Task LookedAtAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel) => subjects.Count == 0
        ? Task.CompletedTask
        : storage.SendAsync(Queues.Figures, BinaryData.FromObjectAsJson(new CountMessage([.. subjects]), Json.Options), cancel);

    /// <summary>Counts dossiers as they stand. They share pages, so they are summed first: one transaction for many of them meets few rivals.</summary>
    /// <param name="subjects">Their subjects.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the book agrees with them.</returns>
    /// <exception cref="InvalidOperationException">Others changed the same pages at each try; the message is tried again.</exception>
    public async Task CountAsync(IEnumerable<string> subjects, CancellationToken cancel)
    {
        foreach (var some in subjects.Distinct().Chunk(SummedAtOnce))
            await CountTogetherAsync(some, cancel);
    }

    private async Task CountTogetherAsync(string[] subjects, CancellationToken cancel)
    {
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++)
        {
            var sums = await SumAsync(subjects, cancel);
            if (sums.Added.Count == 0)
                return;
            if (sums.Added.Count + sums.Difference.Pages.Count > RowsOfTransaction && subjects.Length > 1)
            {
                foreach (var half in subjects.Chunk((subjects.Length + 1) / 2))
                    await CountTogetherAsync(half, cancel);
                return;
            }

            if (await TryWriteAsync(sums, cancel))
                return;
        }

        throw new InvalidOperationException($"The figures of {subjects[0]} and {subjects.Length - 1} more met rivals at each of {Rivals.Tries} tries.");
    }

    // What the dossiers have added so far, as rows to be written anew, and what is to come upon the pages by them all.
    private async Task<(List<TableTransactionAction> Added, Counts Difference)> SumAsync(string[] subjects, CancellationToken cancel)
    {
        var looks = await storage.EachAsync(subjects, async subject =>
            (Added: await RowAsync("of." + subject, cancel), Now: CaseFigures.Of((await store.LoadAsync(subject, cancel)).Dossier)));
        var (added, sum) = (new List<TableTransactionAction>(), new Counts());
        foreach (var (before, now) in looks)
        {
            var difference = Counts.Between(before.Counts, now);
            if (difference.Pages.Count > 0)
                added.Add(before.Write(now));
            sum.Add(difference);
        }

        return (added, sum);
    }

    private async Task<bool> TryWriteAsync((List<TableTransactionAction> Added, Counts Difference) sums, CancellationToken cancel)
    {
        var pages = await storage.EachAsync(sums.Difference.Pages.Keys, page => RowAsync(page, cancel));
        foreach (var page in pages)
            page.Counts.Add(new Counts { Pages = { [page.Key] = sums.Difference.Pages[page.Key] } });
        try
        {
            await storage.Figures.SubmitTransactionAsync([.. sums.Added, .. pages.Select(page => page.Write(page.Counts))], cancel);
            return true;
        }
        catch (RequestFailedException rival) when (rival.Status is 409 or 412)
        {
            // Other dossiers of the same day or place were counted meanwhile.
            return false;
        }
    }

    /// <summary>Reads the pages of some days and what is open now: two storage operations for each thousand of them.</summary>
    /// <param name="from">The first day in Malaysia.</param>
    /// <param name="to">The last.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The counts.</returns>
    public async Task<Counts> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var counts = new Counts();
        string first = string.Create(CultureInfo.InvariantCulture, $"day.{from:yyyyMMdd}."), last = string.Create(CultureInfo.InvariantCulture, $"day.{to:yyyyMMdd}/");
        foreach (var filter in new[]
        {
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {first} and RowKey lt {last}"),
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {"open."} and RowKey lt {"open/"}"),
        })
        {
            await foreach (var row in storage.Figures.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
            {
                foreach (var (page, names) in row.Read<Counts>().Pages)
                    counts.Pages[page] = names;
            }
        }

        return counts;
    }

    /// <summary>The first day that anything was counted of, found without reading the others.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The day in Malaysia; null while the book is empty.</returns>
    public async Task<DateOnly?> FirstDayAsync(CancellationToken cancel)
    {
        var days = storage.Figures.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {"day."} and RowKey lt {"day/"}"), maxPerPage: 1, select: ["RowKey"], cancellationToken: cancel);
        return await days.FirstOrDefaultAsync(cancel) is { } day ? DateOnly.ParseExact(day.RowKey.Split('.')[1], "yyyyMMdd", CultureInfo.InvariantCulture) : null;
    }

    /// <summary>How many messages of changed dossiers wait to be counted: how far the book is behind.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>About how many.</returns>
    public async Task<int> WaitingAsync(CancellationToken cancel) => (await storage.Queue(Queues.Figures).GetPropertiesAsync(cancel)).Value.ApproximateMessagesCount;

    private async Task<Row> RowAsync(string key, CancellationToken cancel) =>
        await storage.Figures.GetEntityIfExistsAsync<TableEntity>(Partition, key, cancellationToken: cancel) is { HasValue: true, Value: { } row }
            ? new Row(key, row.Read<Counts>(), row.ETag)
            : new Row(key, new Counts(), null);

    private sealed record Row(string Key, Counts Counts, ETag? ETag)
    {
        public TableTransactionAction Write(Counts counts)
        {
            var row = Rows.Of(Partition, Key, counts);
            return ETag is { } etag
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, etag)
                : new TableTransactionAction(TableTransactionActionType.Add, row);
        }
    }
}

/// <summary>Dossiers to count.</summary>
/// <param name="Subjects">Their subjects.</param>
public sealed record CountMessage(IReadOnlyList<string> Subjects);
