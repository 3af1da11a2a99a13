using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers.Accounts;

/// <summary>
/// Every seller's Kumoten account in the table Ledger, one partition each. Rows: <c>balance</c>, <c>claim.*</c> which
/// makes an entry unique, <c>entry.*</c> newest first. An entry, its claim and the balance are one transaction.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="clock">The application's clock.</param>
public sealed class Ledger(Storage storage, TimeProvider clock)
{
    private const string BalanceRow = "balance";
    private const string EntryRows = "entry.";
    private const string AfterEntryRows = "entry/";
    private const string ClaimRows = "claim.";

    // What is read at once of a long account; a table answers with no more than 1,000 rows.
    private const int Stride = 500;

    /// <summary>Enters a posting once: a repeat answers with the entry that is there.</summary>
    /// <param name="posting">What is to be entered.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The entry, or the rule that forbids it.</returns>
    /// <exception cref="ProblemException">503 when rivals were faster each time; nothing was entered.</exception>
    public async Task<Posted> PostAsync(Posting posting, CancellationToken cancel)
    {
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++)
        {
            var before = await BalanceAsync(posting.SellerId, cancel);
            var after = before.Sum + posting.Amount;
            // A debit that is there already is no longer covered by what it left: the repeat is known before the rule is asked.
            if (after < Money.Zero && posting.Amount < Money.Zero && posting.Kind != EntryKind.ReturnShipping)
                return await RepeatAsync(posting, cancel) ?? new Posted.Refused("ledger.wouldOverdraw", new($"The account of {posting.SellerId} would stand at RM {after}; only return shipping may take it below zero.", $"Baki akaun {posting.SellerId} akan menjadi RM {after}; hanya kos pemulangan boleh menjadikannya kurang daripada sifar."));
            // Two instances' clocks differ a little, but within an account time never runs backwards: a period is one stretch of it.
            var at = clock.GetUtcNow() is var now && now > before.At ? now : before.At;
            var entry = new LedgerEntry(posting.EntryId, at, posting.Kind, posting.Amount, after, posting.CaseId, posting.OrderId, posting.Text, posting.By, posting.Who);
            try
            {
                await storage.Ledger.SubmitTransactionAsync(Rows(posting, entry, before), cancel);
                return new Posted.Entered(entry);
            }
            catch (RequestFailedException rival) when (rival.Status is 409 or 412)
            {
                // Either this entry is there already, or another entry of the seller was faster.
                if (await RepeatAsync(posting, cancel) is { } repeat)
                    return repeat;
            }
        }

        throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "ledger.busy", new($"Others are changing the account of {posting.SellerId} at the same moment. Try again; the same request is safe to repeat.", $"Akaun {posting.SellerId} sedang diubah oleh orang lain pada masa yang sama. Cuba lagi; permintaan yang sama selamat diulang."));
    }

    /// <summary>Takes an entry back by its opposite.</summary>
    /// <param name="sellerId">Whose account.</param>
    /// <param name="entryId">The entry.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="who">The person.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The reversal, or the rule that forbids it; null when there is no such entry.</returns>
    public async Task<Posted?> ReverseAsync(string sellerId, string entryId, string reason, Actor by, string? who, CancellationToken cancel) =>
        await FindAsync(sellerId, entryId, cancel) switch
        {
            null => null,
            { Kind: EntryKind.Reversal } => new Posted.Refused("ledger.isReversal", new($"{entryId} is a reversal itself. Enter an adjustment instead.", $"{entryId} sendiri ialah catatan pembalikan. Masukkan pelarasan.")),
            var entry => await PostAsync(Posting.Reversal(sellerId, entry, reason) with { By = by, Who = who }, cancel),
        };

    /// <summary>Finds an entry by its id.</summary>
    /// <param name="sellerId">Whose account.</param>
    /// <param name="entryId">The id.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The entry; null when it is not there.</returns>
    public async Task<LedgerEntry?> FindAsync(string sellerId, string entryId, CancellationToken cancel)
    {
        const string refund = "-refund";
        // A refund is claimed for its order, which its case's id begins with.
        var claim = entryId.EndsWith(refund, StringComparison.Ordinal) && CaseId.TryParse(entryId[..^refund.Length], out var orderId, out _) ? orderId + refund : entryId;
        if (await ClaimedAsync(sellerId, claim, cancel) is { } entry && entry.Id == entryId)
            return entry;
        // A refund for a part is claimed by itself.
        return claim == entryId ? null : await ClaimedAsync(sellerId, entryId, cancel);
    }

    /// <summary>Reads an account, newest entry first.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="cursor">Where the page begins; null for the newest.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Balance and entries.</returns>
    public async Task<Account> ReadAsync(string sellerId, string? cursor, CancellationToken cancel)
    {
        const int pageSize = 50;
        var entries = new List<(string Key, LedgerEntry Entry)>();
        var from = EntryRows + cursor;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sellerId} and ((RowKey ge {from} and RowKey lt {AfterEntryRows}) or RowKey eq {BalanceRow})");
        var balance = Money.Zero;
        await foreach (var row in storage.Ledger.QueryAsync<TableEntity>(filter, maxPerPage: pageSize + 2, cancellationToken: cancel))
        {
            if (row.RowKey == BalanceRow)
                balance = new Money(row.GetInt64("Sen") ?? 0);
            else if (entries.Count <= pageSize)
                entries.Add((row.RowKey[EntryRows.Length..], row.Read<LedgerEntry>()));
            if (entries.Count > pageSize)
                break;
        }

        return new Account(balance, Money.Currency, [.. entries.Take(pageSize).Select(e => e.Entry)], entries.Count > pageSize ? entries[pageSize].Key : null);
    }

    /// <summary>The entries of a period as a stretch of their numbers, by halving: a long account costs a few reads more.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="from">The period's first moment.</param>
    /// <param name="until">The first moment after it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The stretch.</returns>
    public async Task<Stretch> StretchAsync(string sellerId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        var all = (await BalanceAsync(sellerId, cancel)).Entries;
        var last = await CountBeforeAsync(sellerId, until, all, cancel);
        return new Stretch(await CountBeforeAsync(sellerId, from, last, cancel), last);
    }

    /// <summary>The running balance after an entry.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="number">The entry's number; 0 before the first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The balance.</returns>
    public async Task<Money> BalanceAfterAsync(string sellerId, long number, CancellationToken cancel) =>
        (await NewestUpToAsync(sellerId, number, cancel))?.BalanceAfter ?? Money.Zero;

    /// <summary>Reads a stretch of an account, oldest entry first, without ever holding all of it.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="stretch">Which entries.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The entries.</returns>
    public async IAsyncEnumerable<LedgerEntry> OldestFirstAsync(string sellerId, Stretch stretch, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var done = stretch.Before; done < stretch.Last; done += Stride)
        {
            // The table gives the newest first.
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sellerId} and RowKey ge {EntryRow(Math.Min(done + Stride, stretch.Last))} and RowKey le {EntryRow(done + 1)}");
            var rows = await storage.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancel).ToListAsync(cancel);
            foreach (var row in Enumerable.Reverse(rows))
                yield return row.Read<LedgerEntry>();
        }
    }

    /// <summary>Reads accounts with all that proves them, one at a time: for the reconciliation.</summary>
    /// <param name="sellerId">One account; null for all.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The books.</returns>
    public async IAsyncEnumerable<AccountBooks> ReadBooksAsync(string? sellerId, [EnumeratorCancellation] CancellationToken cancel)
    {
        var filter = sellerId is null ? null : TableClient.CreateQueryFilter($"PartitionKey eq {sellerId}");
        await foreach (var rows in storage.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancel).ByPartitionAsync(cancel))
        {
            var balance = BalanceOf(rows.Find(row => row.RowKey == BalanceRow));
            yield return new AccountBooks(
                rows[0].PartitionKey,
                balance.Sum,
                balance.Entries,
                [.. rows.Where(row => row.RowKey.StartsWith(EntryRows, StringComparison.Ordinal)).Reverse().Select(row => new BookedEntry(row.RowKey[EntryRows.Length..], row.TryRead<LedgerEntry>()))],
                rows.Where(row => row.RowKey.StartsWith(ClaimRows, StringComparison.Ordinal)).ToDictionary(row => row.RowKey[ClaimRows.Length..], row => row.GetString("Entry") ?? ""));
        }
    }

    private static IEnumerable<TableTransactionAction> Rows(Posting posting, LedgerEntry entry, Balance before)
    {
        var key = EntryRow(before.Entries + 1);
        var total = new TableEntity(posting.SellerId, BalanceRow) { ["Sen"] = entry.BalanceAfter.Sen, ["Entries"] = before.Entries + 1, ["At"] = entry.At };
        yield return before.ETag is { } etag
            ? new(TableTransactionActionType.UpdateReplace, total, etag)
            : new(TableTransactionActionType.Add, total);
        yield return new(TableTransactionActionType.Add, Platform.Rows.Of(posting.SellerId, key, entry));
        yield return new(TableTransactionActionType.Add, new TableEntity(posting.SellerId, ClaimRows + posting.Claim) { ["Entry"] = key[EntryRows.Length..] });
    }

    // Numbered downwards, so that the newest comes first in key order.
    private static string EntryRow(long number) => EntryRows + (long.MaxValue - number).ToString("D19", CultureInfo.InvariantCulture);

    private static Balance BalanceOf(TableEntity? row) => row is null
        ? new Balance(Money.Zero, 0, DateTimeOffset.MinValue, null)
        : new Balance(new Money(row.GetInt64("Sen") ?? 0), row.GetInt64("Entries") ?? 0, row.GetDateTimeOffset("At") ?? DateTimeOffset.MinValue, row.ETag);

    /// <summary>What stands in an account.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The sum; zero before its first entry.</returns>
    public async Task<Money> SumAsync(string sellerId, CancellationToken cancel) => (await BalanceAsync(sellerId, cancel)).Sum;

    private async Task<Balance> BalanceAsync(string sellerId, CancellationToken cancel) =>
        BalanceOf(await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(sellerId, BalanceRow, cancellationToken: cancel) is { HasValue: true, Value: { } row } ? row : null);

    private async Task<Posted?> RepeatAsync(Posting posting, CancellationToken cancel) => await ClaimedAsync(posting.SellerId, posting.Claim, cancel) switch
    {
        null => null,
        var there when posting.IsEnteredAs(there) => new Posted.AlreadyThere(there),
        var other => new Posted.Refused(Posted.Refused.Contradiction, new($"{posting.Claim} is entered already, as {other.Id} with RM {other.Amount} and the words “{other.Text}”. Nothing was entered now.", $"{posting.Claim} telah dimasukkan sebagai {other.Id} dengan RM {other.Amount} dan kata-kata “{other.Text}”. Tiada apa-apa yang dimasukkan sekarang.")),
    };

    private async Task<LedgerEntry?> ClaimedAsync(string sellerId, string claim, CancellationToken cancel)
    {
        var row = await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(sellerId, ClaimRows + claim, cancellationToken: cancel);
        if (row is not { HasValue: true, Value: { } claimed })
            return null;
        var entry = await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(sellerId, EntryRows + claimed.GetString("Entry"), cancellationToken: cancel);
        return entry is { HasValue: true, Value: { } there } ? there.Read<LedgerEntry>() : null;
    }

    private async Task<long> CountBeforeAsync(string sellerId, DateTimeOffset moment, long among, CancellationToken cancel)
    {
        // Mostly asked of the present month, which the newest entry answers.
        var (fewest, most) = (0L, among);
        for (var look = most; fewest < most; look = fewest + ((most - fewest + 1) / 2))
        {
            if (await NewestUpToAsync(sellerId, look, cancel) is not { } entry || entry.At < moment)
                fewest = look;
            else
                most = look - 1;
        }

        return fewest;
    }

    // Not the entry of just that number: an account that somebody broke is still read.
    private async Task<LedgerEntry?> NewestUpToAsync(string sellerId, long number, CancellationToken cancel)
    {
        if (number == 0)
            return null;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sellerId} and RowKey ge {EntryRow(number)} and RowKey lt {AfterEntryRows}");
        return (await storage.Ledger.QueryAsync<TableEntity>(filter, maxPerPage: 1, cancellationToken: cancel).FirstOrDefaultAsync(cancel))?.Read<LedgerEntry>();
    }

    private sealed record Balance(Money Sum, long Entries, DateTimeOffset At, ETag? ETag);
}

/// <summary>Some entries of an account in a row. They are numbered from 1, the oldest.</summary>
/// <param name="Before">How many entries come before.</param>
/// <param name="Last">The number of the last; the same as before when there is none.</param>
public sealed record Stretch(long Before, long Last);

/// <summary>A seller's Kumoten account.</summary>
/// <param name="Balance">The sum of all entries.</param>
/// <param name="Currency">MYR.</param>
/// <param name="Entries">A page of entries, newest first.</param>
/// <param name="Cursor">Where the next page begins; null at the end.</param>
public sealed record Account(Money Balance, string Currency, IReadOnlyList<LedgerEntry> Entries, string? Cursor);
