using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Hands.DeadLetters;

/// <summary>
/// Dead letters in the table DeadLetters, where they do not expire as in a queue. One partition; rows: <c>letter.*</c> a letter
/// by its id, <c>open.*</c> and <c>replayed.*</c> the same letter in the list's order, newest first, and <c>why.*</c> the last
/// failure of a message that is still being tried. A letter and its place in the list are one transaction.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="clock">The application's clock.</param>
public sealed class DeadLetterStore(Storage storage, TimeProvider clock) : IFailureNotes
{
    private const string Partition = "letters";

    /// <inheritdoc/>
    /// <remarks>A message that succeeds at a later try leaves its note behind, until it is forgotten.</remarks>
    public Task NoteAsync(string queue, string message, Exception failure, CancellationToken cancel) => storage.DeadLetters.UpsertEntityAsync(
        Rows.Of(Partition, NoteRow(IdOf(queue, message)), new Note(clock.GetUtcNow(), DeadLetterWords.Why(failure), DeadLetterWords.IsStorages(failure))), TableUpdateMode.Replace, cancel);

    /// <summary>The notes that were last written before a moment.</summary>
    /// <param name="before">The moment.</param>
    /// <returns>The filter of the table.</returns>
    internal static string NotesBefore(DateTimeOffset before) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {NoteRow("")} and RowKey lt {NoteRow("~")} and Timestamp lt {before}");

    /// <summary>Keeps a message that failed for good. The same message is the same letter, open again if it had been replayed.</summary>
    /// <param name="queue">The queue it failed on.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The letter as it stands.</returns>
    public Task<DeadLetter> KeepAsync(string queue, string message, CancellationToken cancel)
    {
        var id = IdOf(queue, message);
        return TryAgainAsync(async () =>
        {
            var row = await FindAsync(LetterRow(id), cancel);
            var note = await FindAsync(NoteRow(id), cancel);
            var before = row?.Read<DeadLetter>();
            // The note went into the letter with the last save, so this is the same failure, delivered twice.
            if (before?.IsOpen() == true && note is null)
                return before;
            var failed = note?.Read<Note>() ?? new Note(clock.GetUtcNow(), DeadLetterWords.NoWord, IsByStorage: true);
            var after = before is null
                ? new DeadLetter(id, queue, message, failed.Why, 1, failed.At, failed.At)
                : before with { Why = failed.Why, Failures = before.Failures + 1, LastFailedAt = failed.At, ReplayedAt = null, ReplayedBy = null };
            after = after with { IsByStorage = failed.IsByStorage };
            return await TrySaveAsync(row, before, after, note, cancel) ? after : null;
        }, cancel);
    }

    /// <summary>Marks a letter as replayed; a repeat changes nothing.</summary>
    /// <param name="id">The letter.</param>
    /// <param name="by">Who replays it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The letter as it stands.</returns>
    /// <exception cref="ProblemException">404 when it is not there.</exception>
    public Task<DeadLetter> MarkReplayedAsync(string id, string? by, CancellationToken cancel) => TryAgainAsync(async () =>
    {
        var row = Keys.IsKey(id) ? await FindAsync(LetterRow(id), cancel) : null;
        var before = row?.Read<DeadLetter>() ?? throw Problem.NotFound(new($"The dead letter '{id}'", $"Mesej gagal '{id}'"));
        if (!before.IsOpen())
            return before;
        var after = before with { ReplayedAt = clock.GetUtcNow(), ReplayedBy = by };
        return await TrySaveAsync(row, before, after, note: null, cancel) ? after : null;
    }, cancel);

    /// <summary>Lists letters: open ones first, newest first.</summary>
    /// <param name="onlyOpen">Whether the replayed ones are left out.</param>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>A page, and where the next begins.</returns>
    public async Task<(IReadOnlyList<DeadLetter> Letters, string? Cursor)> ListAsync(bool onlyOpen, string? cursor, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {"open."} and RowKey lt {(onlyOpen ? "open/" : "replayed/")}");
        var (rows, next) = await storage.DeadLetters.QueryAsync<TableEntity>(filter, maxPerPage: 50, cancellationToken: cancel).PageAsync(cursor, cancel);
        return ([.. rows.Select(row => row.Read<DeadLetter>())], next);
    }

    /// <summary>Reads the open letters that failed last within a period, newest first.</summary>
    /// <param name="from">The period's first moment; null for any.</param>
    /// <param name="until">The first moment after it; null for any.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The letters.</returns>
    public IAsyncEnumerable<DeadLetter> OpenAsync(DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancel)
    {
        var (newest, oldest) = (OpenKey((until ?? DateTimeOffset.MaxValue).AddTicks(until is null ? 0 : -1)), OpenKey(from ?? DateTimeOffset.MinValue) + "/");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {newest} and RowKey lt {oldest}");
        return storage.DeadLetters.QueryAsync<TableEntity>(filter, cancellationToken: cancel).Select(row => row.Read<DeadLetter>());
    }

    // False when a rival was faster: then nothing was written.
    private async Task<bool> TrySaveAsync(TableEntity? row, DeadLetter? before, DeadLetter after, TableEntity? note, CancellationToken cancel)
    {
        var letter = Rows.Of(Partition, LetterRow(after.Id), after);
        List<TableTransactionAction> rows =
        [
            row is null ? new(TableTransactionActionType.Add, letter) : new(TableTransactionActionType.UpdateReplace, letter, row.ETag),
            new(TableTransactionActionType.UpsertReplace, Rows.Of(Partition, ListRow(after), after)),
        ];
        if (before is not null && ListRow(before) != ListRow(after))
            rows.Add(new(TableTransactionActionType.Delete, new TableEntity(Partition, ListRow(before)), ETag.All));
        if (note is not null)
            rows.Add(new(TableTransactionActionType.Delete, note, note.ETag));
        try
        {
            await storage.DeadLetters.SubmitTransactionAsync(rows, cancel);
            return true;
        }
        catch (RequestFailedException rival) when (rival.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private async Task<TableEntity?> FindAsync(string row, CancellationToken cancel) =>
        await storage.DeadLetters.GetEntityIfExistsAsync<TableEntity>(Partition, row, cancellationToken: cancel) is { HasValue: true, Value: { } found } ? found : null;

    private static async Task<DeadLetter> TryAgainAsync(Func<Task<DeadLetter?>> decide, CancellationToken cancel)
    {
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++)
        {
            if (await decide() is { } letter)
                return letter;
        }

        throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "deadLetter.busy", new("Others are changing this dead letter at the same moment. Try again; the same request is safe to repeat.", "Mesej gagal ini sedang diubah oleh orang lain pada masa yang sama. Cuba lagi; permintaan yang sama selamat diulang."));
    }

    private static string IdOf(string queue, string message) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{queue}\n{message}")))[..32];

    private static string LetterRow(string id) => "letter." + id;

    private static string NoteRow(string id) => "why." + id;

    // Counted down, so that the newest comes first in key order; "open" comes before "replayed" by itself.
    private static string ListRow(DeadLetter letter) =>
        $"{(letter.IsOpen() ? OpenKey(letter.LastFailedAt) : "replayed." + Backwards(letter.LastFailedAt))}.{letter.Id}";

    private static string OpenKey(DateTimeOffset failedAt) => "open." + Backwards(failedAt);

    private static string Backwards(DateTimeOffset moment) => (DateTimeOffset.MaxValue.UtcTicks - moment.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    private sealed record Note(DateTimeOffset At, string Why, bool IsByStorage = false);
}
