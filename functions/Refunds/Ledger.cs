using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Refunds;

/// <summary>Why an entry is in the account.</summary>
public enum EntryKind
{
    /// <summary>The order amount, credited.</summary>
    Refund,

    /// <summary>What sending the parcel back cost, debited.</summary>
    ReturnShipping,

    /// <summary>A correction by Kumoten.</summary>
    Adjustment,

    /// <summary>The opposite of an earlier entry.</summary>
    Reversal,
}

/// <summary>One entry of a seller's account. Nothing is ever edited or deleted; a correction is a reversal.</summary>
/// <param name="Id">Made from case and kind, so that a repeat finds it already there.</param>
/// <param name="At">When it was entered.</param>
/// <param name="Kind">Why.</param>
/// <param name="Amount">Negative for a debit.</param>
/// <param name="BalanceAfter">The running balance.</param>
/// <param name="CaseId">The case.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Text">In words.</param>
public sealed record LedgerEntry(string Id, DateTimeOffset At, EntryKind Kind, Money Amount, Money BalanceAfter, string? CaseId, string? OrderId, string Text);

/// <summary>What is to be entered.</summary>
/// <param name="SellerId">Whose account.</param>
/// <param name="Kind">Why.</param>
/// <param name="Amount">Negative for a debit.</param>
/// <param name="CaseId">The case.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Text">In words.</param>
public sealed record Posting(string SellerId, EntryKind Kind, Money Amount, string CaseId, string OrderId, string Text)
{
    /// <summary>The entry's id: one of each kind for a case.</summary>
    public string EntryId => $"{CaseId}-{Kind.ApiName()}";

    // One refund per order, whichever case asks: the refund's claim is the order's, not the case's.
    internal string Claim => Kind == EntryKind.Refund ? $"{OrderId}-{Kind.ApiName()}" : EntryId;
}

/// <summary>
/// Every seller's Kumoten account in the table Ledger, one partition each. Rows: <c>balance</c>, <c>claim.*</c> which
/// makes an entry unique, <c>entry.*</c> newest first. An entry, its claim and the balance are one transaction.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="clock">The application's clock.</param>
public sealed class Ledger(Storage storage, TimeProvider clock)
{
    private const string BalanceRow = "balance";
    private const int Tries = 8;

    /// <summary>Enters a posting once: a repeat answers with the entry that is there.</summary>
    /// <param name="posting">What is to be entered.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="InvalidOperationException">The claim is taken by another case or amount, or a debit that may not would overdraw the account.</exception>
    public async Task<LedgerEntry> PostAsync(Posting posting, CancellationToken cancel)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var (balance, count, etag) = await BalanceRowAsync(posting.SellerId, cancel);
            var after = balance + posting.Amount;
            if (after < Money.Zero && posting.Amount < Money.Zero && posting.Kind != EntryKind.ReturnShipping)
                throw new InvalidOperationException($"ledger.wouldOverdraw: {posting.EntryId} of RM {posting.Amount} would leave RM {after}; only return shipping may.");
            var entry = new LedgerEntry(posting.EntryId, clock.GetUtcNow(), posting.Kind, posting.Amount, after, posting.CaseId, posting.OrderId, posting.Text);
            try
            {
                await storage.Ledger.SubmitTransactionAsync(Rows(posting, entry, count + 1, etag), cancel);
                return entry;
            }
            catch (RequestFailedException rival) when (rival.Status is 409 or 412)
            {
                // Either this entry is there already, or another entry of the seller was faster.
                if (await FindAsync(posting, cancel) is { } there)
                    return there.Id == entry.Id && there.Amount == entry.Amount ? there : throw new InvalidOperationException($"ledger.existsWithDifferentContent: {posting.Claim} is entered as {there.Id}, RM {there.Amount}; {entry.Id}, RM {entry.Amount} was not.");
            }
        }

        throw new InvalidOperationException($"The account of {posting.SellerId} was changed by others at each of {Tries} tries.");
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
        var from = "entry." + cursor;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sellerId} and ((RowKey ge {from} and RowKey lt {"entry/"}) or RowKey eq {BalanceRow})");
        var balance = Money.Zero;
        await foreach (var row in storage.Ledger.QueryAsync<TableEntity>(filter, maxPerPage: pageSize + 2, cancellationToken: cancel))
        {
            if (row.RowKey == BalanceRow)
                balance = new Money(row.GetInt64("Sen") ?? 0);
            else if (entries.Count <= pageSize)
                entries.Add((row.RowKey["entry.".Length..], row.Read<LedgerEntry>()));
            if (entries.Count > pageSize)
                break;
        }

        return new Account(balance, Money.Currency, [.. entries.Take(pageSize).Select(e => e.Entry)], entries.Count > pageSize ? entries[pageSize].Key : null);
    }

    private static IEnumerable<TableTransactionAction> Rows(Posting posting, LedgerEntry entry, long number, ETag? balance)
    {
        // Numbered downwards, so that the newest comes first in key order.
        var key = (long.MaxValue - number).ToString("D19", CultureInfo.InvariantCulture);
        var total = new TableEntity(posting.SellerId, BalanceRow) { ["Sen"] = entry.BalanceAfter.Sen, ["Entries"] = number };
        yield return balance is { } etag
            ? new(TableTransactionActionType.UpdateReplace, total, etag)
            : new(TableTransactionActionType.Add, total);
        yield return new(TableTransactionActionType.Add, Platform.Rows.Of(posting.SellerId, "entry." + key, entry));
        yield return new(TableTransactionActionType.Add, new TableEntity(posting.SellerId, "claim." + posting.Claim) { ["Entry"] = key });
    }

    private async Task<(Money Balance, long Entries, ETag? ETag)> BalanceRowAsync(string sellerId, CancellationToken cancel) =>
        await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(sellerId, BalanceRow, cancellationToken: cancel) is { HasValue: true, Value: { } row }
            ? (new Money(row.GetInt64("Sen") ?? 0), row.GetInt64("Entries") ?? 0, row.ETag)
            : (Money.Zero, 0, null);

    private async Task<LedgerEntry?> FindAsync(Posting posting, CancellationToken cancel)
    {
        var claim = await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(posting.SellerId, "claim." + posting.Claim, cancellationToken: cancel);
        return claim is { HasValue: true, Value: { } row }
            ? (await storage.Ledger.GetEntityAsync<TableEntity>(posting.SellerId, "entry." + row.GetString("Entry"), cancellationToken: cancel)).Value.Read<LedgerEntry>()
            : null;
    }
}

/// <summary>A seller's Kumoten account.</summary>
/// <param name="Balance">The sum of all entries.</param>
/// <param name="Currency">MYR.</param>
/// <param name="Entries">A page of entries, newest first.</param>
/// <param name="Cursor">Where the next page begins; null at the end.</param>
public sealed record Account(Money Balance, string Currency, IReadOnlyList<LedgerEntry> Entries, string? Cursor);
