using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Dossiers.Accounts;

/// <summary>A row of the ledger that should be an entry.</summary>
/// <param name="Key">Its place in the account, which a claim names.</param>
/// <param name="Entry">The entry; null when it cannot be read.</param>
public sealed record BookedEntry(string Key, LedgerEntry? Entry);

/// <summary>All that is stored of one account.</summary>
/// <param name="SellerId">Whose.</param>
/// <param name="Balance">The balance as it is stored.</param>
/// <param name="Count">How many entries the balance was made of.</param>
/// <param name="Entries">The entries, oldest first.</param>
/// <param name="Claims">What makes each entry unique, and the key of its entry.</param>
public sealed record AccountBooks(string SellerId, Money Balance, long Count, IReadOnlyList<BookedEntry> Entries, IReadOnlyDictionary<string, string> Claims);
