using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>
/// When which dossier is to be looked at again, ordered by time in a few partitions, a subject always in the same: a sweep reads just
/// what is due, so its cost does not grow with what is open. An entry is written before the save it belongs to and
/// removed only by the sweep that acted on it; one that turns out to be early or stale costs one look.
/// </summary>
/// <param name="storage">The storage account.</param>
public sealed class Agenda(Storage storage)
{
    /// <summary>How long a step may be pending before it is sent again for the first time.</summary>
    public static readonly TimeSpan FirstResend = TimeSpan.FromSeconds(30);

    // A mail server that is away for a day is asked some thirty times and not three thousand.
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>The partitions. Some thousand writes a second go into each; every one more costs each sweep a look.</summary>
    public static readonly IReadOnlyList<string> Parts = ["agenda", "agenda.1", "agenda.2", "agenda.3"];

    /// <summary>How many entries are read at once, and written or removed in one transaction.</summary>
    public const int PageSize = 100;

    // No decision writes such a key, so that whoever removes the entry removes nobody else's.
    private const string HandedOut = "~handed-out";
    private const string KeyFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>When a pending step is to be sent again: soon at first, then ever more patiently.</summary>
    /// <param name="step">The step.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The moment.</returns>
    public static DateTimeOffset ResendAt(PendingStep step, DateTimeOffset now)
    {
        var pause = (now - step.Since) / 2;
        return now + (pause < FirstResend ? FirstResend : pause > LongestPause ? LongestPause : pause);
    }

    /// <summary>The moments a decision brings up: reminders and deadlines that are new, steps that are new, and the parcel's own look.</summary>
    /// <param name="draft">The decision.</param>
    /// <returns>The moments.</returns>
    public static IEnumerable<DateTimeOffset> LooksAfter(Draft draft)
    {
        // What stood before was registered with the decision that set it.
        var known = draft.Before.Cases.SelectMany(Moments).Append(draft.Before.Order?.StallLookAt);
        // Whatever follows the cases, such as the worklist, is brought up to them once more.
        DateTimeOffset? again = draft.ChangedCases.Any(c => c.State != draft.Before.Case(c.Id)?.State) ? FirstLook(draft.Now) : null;
        return draft.ChangedCases.SelectMany(Moments).Append(draft.After.Order?.StallLookAt).Append(again).Except(known).OfType<DateTimeOffset>();
    }

    private static IEnumerable<DateTimeOffset?> Moments(Case c) =>
        [c.RemindAt, c.EscalatedAt is null ? c.DueAt : null, .. c.Sendable.Select(step => (DateTimeOffset?)FirstLook(step.Since))];

    // By the clock's half minutes, so that decisions in quick succession share a look.
    private static DateTimeOffset FirstLook(DateTimeOffset since) => new((since.UtcTicks + FirstResend.Ticks + FirstResend.Ticks - 1) / FirstResend.Ticks * FirstResend.Ticks, TimeSpan.Zero);

    /// <summary>Registers moments for a dossier: one storage operation, none when there is nothing to come.</summary>
    /// <param name="subject">The dossier's subject.</param>
    /// <param name="moments">The moments.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When they are stored.</returns>
    public async Task RegisterAsync(string subject, IEnumerable<DateTimeOffset> moments, CancellationToken cancel)
    {
        var rows = moments.Select(WholeSecond).Distinct().Select(moment => Entry(subject, moment)).ToList();
        if (rows.Count == 1)
            await storage.Agenda.UpsertEntityAsync(rows[0], TableUpdateMode.Replace, cancel);
        else if (rows.Count > 1)
            await storage.Agenda.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancel);
    }

    /// <summary>Reads what is due in a partition, oldest first, at most one page.</summary>
    /// <param name="part">The partition.</param>
    /// <param name="now">The application's clock.</param>
    /// <param name="except">Subjects to pass over.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The subjects in the order they came due, each with its entries.</returns>
    public async Task<IReadOnlyList<DueSubject>> DueAsync(string part, DateTimeOffset now, IReadOnlyCollection<string> except, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {part} and RowKey lt {Key(now.AddSeconds(1))}");
        await foreach (var page in storage.Agenda.QueryAsync<TableEntity>(filter, maxPerPage: PageSize, cancellationToken: cancel).AsPages())
        {
            var due = page.Values.GroupBy(row => row.GetString("Subject")).Where(group => !except.Contains(group.Key))
                .Select(group => new DueSubject(group.Key, [.. group])).ToList();
            if (due.Count > 0)
                return due;
        }

        return [];
    }

    /// <summary>What comes due next.</summary>
    /// <param name="after">Later than this.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The subject and its moment; null when nothing is to come.</returns>
    public async Task<(string Subject, DateTimeOffset At)?> NextAsync(DateTimeOffset after, CancellationToken cancel)
    {
        var firsts = await storage.EachAsync(Parts, async part => await storage.Agenda
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {part} and RowKey ge {Key(after.AddSeconds(1))}"), maxPerPage: 1, cancellationToken: cancel).FirstOrDefaultAsync(cancel));
        return firsts.OfType<TableEntity>().MinBy(row => row.RowKey, StringComparer.Ordinal) is { } first
            ? (first.GetString("Subject"), DateTimeOffset.ParseExact(first.RowKey.Split('.')[0], KeyFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
            : null;
    }

    /// <summary>Puts off what is due in a partition, for whoever is about to look at it elsewhere: should that fail, it comes due once more.</summary>
    /// <param name="due">What is due, of one partition, at most a page.</param>
    /// <param name="until">Until when.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored. What is due is still to be removed.</returns>
    public Task PutOffAsync(IReadOnlyList<DueSubject> due, DateTimeOffset until, CancellationToken cancel) =>
        storage.Agenda.SubmitTransactionAsync(due.Select(d => new TableTransactionAction(TableTransactionActionType.UpsertReplace, HandedOutEntry(d.Subject, until))), cancel);

    /// <summary>Removes what was put off, once it was looked at.</summary>
    /// <param name="subjects">The subjects, of one partition.</param>
    /// <param name="until">Until when they were put off.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is gone.</returns>
    public Task RemovePutOffAsync(IReadOnlyCollection<string> subjects, DateTimeOffset until, CancellationToken cancel) =>
        RemoveAsync([.. subjects.Select(subject => HandedOutEntry(subject, until))], cancel);

    /// <summary>Removes entries that were acted on, of one partition: one storage operation for up to 100. One that was registered anew meanwhile stays.</summary>
    /// <param name="entries">The entries as read.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When they are gone.</returns>
    public async Task RemoveAsync(IReadOnlyList<TableEntity> entries, CancellationToken cancel)
    {
        foreach (var hundred in entries.Chunk(PageSize))
        {
            try
            {
                await storage.Agenda.SubmitTransactionAsync(hundred.Select(entry => new TableTransactionAction(TableTransactionActionType.Delete, entry, entry.ETag)), cancel);
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 412)
            {
                foreach (var entry in hundred)
                    await RemoveAsync(entry, cancel);
            }
        }
    }

    private async Task RemoveAsync(TableEntity entry, CancellationToken cancel)
    {
        try
        {
            await storage.Agenda.DeleteEntityAsync(entry.PartitionKey, entry.RowKey, entry.ETag, cancel);
        }
        catch (RequestFailedException anew) when (anew.Status == 412)
        {
            // A decision wrote it again after this sweep had looked: it is still to be acted on.
        }
    }

    internal static TableEntity Entry(string subject, DateTimeOffset wholeSecond) => new(PartOf(subject), Key(wholeSecond) + "." + subject) { ["Subject"] = subject };

    private static TableEntity HandedOutEntry(string subject, DateTimeOffset until) => new(PartOf(subject), Key(until) + "." + subject + HandedOut) { ["Subject"] = subject, ETag = ETag.All };

    // The same on every machine and in every version, which a string's own hash code is not.
    private static string PartOf(string subject) => Parts[SHA256.HashData(Encoding.UTF8.GetBytes(subject))[0] % Parts.Count];

    private static string Key(DateTimeOffset moment) => moment.UtcDateTime.ToString(KeyFormat, CultureInfo.InvariantCulture);

    // Keys have whole seconds: rounded up, so that an entry is never found before its moment.
    private static DateTimeOffset WholeSecond(DateTimeOffset moment) => new((moment.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
}

/// <summary>A dossier that is due.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Entries">The agenda's entries that say so, as read.</param>
public sealed record DueSubject(string Subject, IReadOnlyList<TableEntity> Entries);
