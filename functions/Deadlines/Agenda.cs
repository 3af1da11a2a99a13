using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Cases;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Deadlines;

/// <summary>
/// When which dossier is to be looked at again, ordered by time in one partition: a sweep reads just what is
/// due, so its cost does not grow with what is open. An entry is written before the save it belongs to and
/// removed only by the sweep that acted on it; one that turns out to be early or stale costs one look.
/// </summary>
/// <param name="storage">The storage account.</param>
public sealed class Agenda(Storage storage)
{
    /// <summary>How long a step may be pending before it is sent again.</summary>
    public static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(30);

    private const string Partition = "agenda";

    /// <summary>When a case needs a look: its steps under way soon, else its reminder or its deadline.</summary>
    /// <param name="c">The case.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The moment; null when nothing is to come.</returns>
    public static DateTimeOffset? LookAgainAt(Case c, DateTimeOffset now)
    {
        var moments = new[]
        {
            c.Sendable.Any() ? now + ResendAfter : null,
            c.RemindAt,
            c.EscalatedAt is null ? c.DueAt : null,
        };
        return moments.Min();
    }

    /// <summary>When a decision's dossier needs its next looks: each changed case, and the parcel itself.</summary>
    /// <param name="draft">The decision.</param>
    /// <returns>The moments.</returns>
    public static IEnumerable<DateTimeOffset?> LooksAfter(Draft draft)
    {
        var look = draft.After.Order?.StallLookAt;
        return draft.ChangedCases.Select(c => LookAgainAt(c, draft.Now)).Append(look == draft.Before.Order?.StallLookAt ? null : look);
    }

    /// <summary>Registers moments for a dossier: one storage operation, none when there is nothing to come.</summary>
    /// <param name="subject">The dossier's subject.</param>
    /// <param name="moments">The moments.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When they are stored.</returns>
    public async Task RegisterAsync(string subject, IEnumerable<DateTimeOffset?> moments, CancellationToken cancel)
    {
        var rows = moments.OfType<DateTimeOffset>().Select(WholeSecond).Distinct().Select(moment => Entry(subject, moment)).ToList();
        if (rows.Count == 1)
            await storage.Agenda.UpsertEntityAsync(rows[0], TableUpdateMode.Replace, cancel);
        else if (rows.Count > 1)
            await storage.Agenda.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancel);
    }

    /// <summary>Reads what is due, oldest first, at most one page.</summary>
    /// <param name="now">The application's clock.</param>
    /// <param name="except">Subjects to pass over.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The subjects in the order they came due, each with its entries.</returns>
    public async Task<IReadOnlyList<DueSubject>> DueAsync(DateTimeOffset now, IReadOnlyCollection<string> except, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {Key(now.AddSeconds(1))}");
        await foreach (var page in storage.Agenda.QueryAsync<TableEntity>(filter, maxPerPage: 100, cancellationToken: cancel).AsPages())
        {
            var due = page.Values.GroupBy(row => row.GetString("Subject")).Where(group => !except.Contains(group.Key))
                .Select(group => new DueSubject(group.Key, [.. group.Select(row => row.RowKey)])).ToList();
            if (due.Count > 0)
                return due;
        }

        return [];
    }

    /// <summary>Removes entries that were acted on: one storage operation for up to 100.</summary>
    /// <param name="entries">The entries' keys.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When they are gone.</returns>
    public async Task RemoveAsync(IReadOnlyList<string> entries, CancellationToken cancel)
    {
        foreach (var hundred in entries.Chunk(100))
        {
            try
            {
                await storage.Agenda.SubmitTransactionAsync(
                    hundred.Select(key => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, key), ETag.All)), cancel);
            }
            catch (RequestFailedException gone) when (gone.Status == 404)
            {
                // Another sweep removed some of them: remove the others one by one.
                foreach (var key in hundred)
                    await storage.Agenda.DeleteEntityAsync(Partition, key, ETag.All, cancel);
            }
        }
    }

    internal static TableEntity Entry(string subject, DateTimeOffset wholeSecond) => new(Partition, Key(wholeSecond) + "." + subject) { ["Subject"] = subject };

    private static string Key(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    // Keys have whole seconds: rounded up, so that an entry is never found before its moment.
    private static DateTimeOffset WholeSecond(DateTimeOffset moment) => new((moment.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
}

/// <summary>A dossier that is due.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Entries">The agenda's entries that say so.</param>
public sealed record DueSubject(string Subject, IReadOnlyList<string> Entries);
