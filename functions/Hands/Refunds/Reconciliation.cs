using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers.Accounts;

namespace Kumoten.Functions.Hands.Refunds;

/// <summary>An entry that moves the money of a case, and the account it stands in.</summary>
/// <param name="SellerId">Whose account.</param>
/// <param name="EntryId">The entry.</param>
/// <param name="Kind">Refund or return shipping.</param>
/// <param name="Amount">Negative for a debit.</param>
/// <param name="CaseId">The case it names.</param>
public sealed record CaseEntry(string SellerId, string EntryId, EntryKind Kind, Money Amount, string? CaseId);

/// <summary>An order's cases and the entries that name the order.</summary>
/// <param name="Dossier">The order and its cases; they are empty for entries whose order is not there.</param>
/// <param name="Entries">The entries, from whatever account.</param>
public sealed record OrderBooks(Dossier Dossier, IReadOnlyList<CaseEntry> Entries);

/// <summary>Something that the books do not explain.</summary>
/// <param name="Code">Its stable name.</param>
/// <param name="SellerId">Whose account.</param>
/// <param name="About">The entry, case or order; the seller for the account as a whole.</param>
/// <param name="Text">In plain words.</param>
public sealed record Finding(string Code, string SellerId, string About, string Text);

/// <summary>
/// Proves the books (domain.md, Money and account). Pure: the reading is <see cref="Reconciler"/>'s. What is in the middle of
/// being paid is no finding: its step is pending, and the entry may or may not be there yet.
/// </summary>
public static class Reconciliation
{
    /// <summary>Whether an account's entries are what its balance says.</summary>
    /// <param name="books">The account.</param>
    /// <returns>What is wrong.</returns>
    public static IEnumerable<Finding> JudgeAccount(AccountBooks books)
    {
        var seller = books.SellerId;
        var entries = books.Entries.Select(e => e.Entry).OfType<LedgerEntry>().ToList();
        foreach (var odd in books.Entries.Where(e => e.Entry is null))
            yield return new("account.unreadable", seller, odd.Key, $"An entry of {seller} (row {odd.Key}) cannot be read.");

        var sum = entries.Aggregate(Money.Zero, (so, entry) => so + entry.Amount);
        if (sum != books.Balance)
            yield return new("account.sum", seller, seller, $"The entries of {seller} sum up to RM {sum}, but the balance says RM {books.Balance}.");
        if (books.Entries.Count != books.Count)
            yield return new("account.count", seller, seller, $"The account of {seller} was made of {books.Count} entries, but {books.Entries.Count} are there.");

        var before = Money.Zero;
        foreach (var entry in entries)
        {
            if (before + entry.Amount != entry.BalanceAfter)
                yield return new("account.running", seller, entry.Id, $"Entry {entry.Id} of {seller}: RM {before} before it and its RM {entry.Amount} do not make the RM {entry.BalanceAfter} after it.");
            before = entry.BalanceAfter;
        }

        foreach (var twice in entries.GroupBy(entry => entry.Id).Where(same => same.Count() > 1))
            yield return new("account.twice", seller, twice.Key, $"Entry {twice.Key} of {seller} is there {twice.Count()} times.");
        foreach (var finding in JudgeClaims(books))
            yield return finding;
    }

    /// <summary>The entries that an order's settled cases speak of and that are not among the books.</summary>
    /// <param name="books">The order, its cases and entries.</param>
    /// <returns>The account and id of each.</returns>
    public static IEnumerable<(string SellerId, string EntryId)> Missing(OrderBooks books) => books.Dossier.Cases.SelectMany(c =>
        new[] { (IsDue: c.Refund?.PaidAt is not null, Kind: EntryKind.Refund), (IsDue: IsCharged(c), Kind: EntryKind.ReturnShipping) }
            .Where(due => due.IsDue && !books.Entries.Any(entry => entry.CaseId == c.Id && entry.Kind == due.Kind))
            .Select(due => (c.SellerId, Posting.IdOf(c.Id, due.Kind))));

    /// <summary>Whether an order's cases and entries tell the same story.</summary>
    /// <param name="books">The order, its cases and entries.</param>
    /// <returns>What is wrong.</returns>
    public static IEnumerable<Finding> JudgeOrder(OrderBooks books)
    {
        var (dossier, entries) = books;
        foreach (var entry in entries.Where(entry => entry.CaseId is null || dossier.Case(entry.CaseId) is null))
            yield return new("entry.noCase", entry.SellerId, entry.EntryId, $"Entry {entry.EntryId} of {entry.SellerId} with RM {entry.Amount} names a case that is not there.");
        foreach (var (sellerId, entryId) in Missing(books))
            yield return new("case.noEntry", sellerId, entryId, $"The case says that {entryId} was entered, but the account of {sellerId} has no such entry.");
        foreach (var c in dossier.Cases)
        {
            foreach (var finding in JudgeCase(c, entries.Where(entry => entry.CaseId == c.Id)))
                yield return finding;
            if (dossier.Order is { } known && RefundGrounds.Contradiction(c, known) is { } contradiction)
                yield return new("refund.groundContradicted", c.SellerId, c.Id, $"Case {c.Id} refunded RM {c.Refund!.Amount}: {contradiction}");
        }

        var refunds = entries.Where(entry => entry.Kind == EntryKind.Refund).ToList();
        var refunded = refunds.Aggregate(Money.Zero, (so, refund) => so + refund.Amount);
        // Parts of an order have refunds of their own; what is left of it has one.
        if (refunds.Count(refund => dossier.Case(refund.CaseId ?? "")?.Refund is not { IsPart: true }) > 1)
            yield return new("order.refundedTwice", refunds[^1].SellerId, dossier.Subject, $"Order {dossier.Subject} has {refunds.Count} refunds: {string.Join(", ", refunds.Select(r => r.EntryId))}.");
        if (dossier.Order is { } order && refunded > order.Amount)
            yield return new("order.aboveAmount", order.SellerId, order.Id, $"Order {order.Id} cost RM {order.Amount}, but RM {refunded} was refunded.");
    }

    private static IEnumerable<Finding> JudgeCase(Case c, IEnumerable<CaseEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.SellerId != c.SellerId)
                yield return new("entry.otherSeller", entry.SellerId, entry.EntryId, $"Entry {entry.EntryId} stands in the account of {entry.SellerId}, but case {c.Id} is {c.SellerId}'s.");
            var expected = entry.Kind == EntryKind.Refund ? c.Refund?.Amount : -c.ReturnShipping;
            if (expected is null)
                yield return new("entry.notApproved", entry.SellerId, entry.EntryId, $"Entry {entry.EntryId} of {entry.SellerId} with RM {entry.Amount} was not approved by case {c.Id}.");
            else if (expected != entry.Amount)
                yield return new("entry.otherAmount", entry.SellerId, entry.EntryId, $"Entry {entry.EntryId} of {entry.SellerId} is RM {entry.Amount}, but case {c.Id} says RM {expected}.");
        }

        if (c.Refund is { PaidAt: null } && !IsPending(c, StepKind.PayRefund))
            yield return new("case.refundStuck", c.SellerId, c.Id, $"Case {c.Id} approved a refund of RM {c.Refund.Amount} that it neither knows as paid nor is about to pay.");
    }

    // A claim is what keeps an entry from being entered twice: each has one, and each claim its entry.
    private static IEnumerable<Finding> JudgeClaims(AccountBooks books)
    {
        var claimed = books.Claims.Values.ToHashSet();
        var there = books.Entries.Select(e => e.Key).ToHashSet();
        foreach (var gone in books.Claims.Where(claim => !there.Contains(claim.Value)))
            yield return new("account.entryGone", books.SellerId, gone.Key, $"{gone.Key} of {books.SellerId} was entered, but the entry is gone.");
        foreach (var stray in books.Entries.Where(e => e.Entry is not null && !claimed.Contains(e.Key)))
            yield return new("account.strayEntry", books.SellerId, stray.Entry!.Id, $"Entry {stray.Entry.Id} of {books.SellerId} with RM {stray.Entry.Amount} was not entered by the ledger.");
    }

    private static bool IsCharged(Case c) => c.ReturnShipping is not null && !IsPending(c, StepKind.ChargeReturnShipping);

    private static bool IsPending(Case c, StepKind kind) => c.Pending.Exists(step => step.Kind == kind);
}
