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

    /// <inheritdoc/>
    /// <remarks>They are counted behind the queue.</remarks>
    public Task LookedAtAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel) => subjects.Count == 0
        ? Task.CompletedTask
        : storage.SendAsync(Queues.Figures, BinaryData.FromObjectAsJson(new CountMessage([.. subjects]), Json.Options), cancel);

    /// <summary>Counts a dossier as it stands.</summary>
    /// <param name="subject">Its subject.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the book agrees with it.</returns>
    /// <exception cref="InvalidOperationException">Others changed the same pages at each try; the message is tried again.</exception>
    public async Task CountAsync(string subject, CancellationToken cancel)
    {
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++)
        {
            var now = CaseFigures.Of((await store.LoadAsync(subject, cancel)).Dossier);
            var added = await RowAsync("of." + subject, cancel);
            var difference = Counts.Between(added.Counts, now);
            if (difference.Pages.Count == 0)
                return;

            List<TableTransactionAction> rows = [added.Write(now)];
            foreach (var (page, names) in difference.Pages)
            {
                var row = await RowAsync(page, cancel);
                foreach (var (name, number) in names)
                    row.Counts.Add(page, name, number);
                rows.Add(row.Write(row.Counts));
            }

            try
            {
                await storage.Figures.SubmitTransactionAsync(rows, cancel);
                return;
            }
            catch (RequestFailedException rival) when (rival.Status is 409 or 412)
            {
                // Another dossier of the same day or place was counted meanwhile.
            }
        }

        throw new InvalidOperationException($"The figures of {subject} met rivals at each of {Rivals.Tries} tries.");
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
