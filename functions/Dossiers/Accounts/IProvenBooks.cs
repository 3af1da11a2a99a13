namespace Kumoten.Functions.Dossiers.Accounts;

/// <summary>The last proof of the books, for the doors: proving them is a hand's work, and doors do not know hands.</summary>
public interface IProvenBooks
{
    /// <summary>The last proof.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The proof; null when none was made yet.</returns>
    Task<BooksProof?> LastProofAsync(CancellationToken cancel);
}

/// <summary>A proof of the books, as people are shown it.</summary>
/// <param name="At">When it was done.</param>
/// <param name="Accounts">How many accounts it read.</param>
/// <param name="Entries">How many entries.</param>
/// <param name="Cases">How many cases.</param>
/// <param name="Wrong">How many things are wrong; 0 when the books are proved.</param>
/// <param name="Findings">What is wrong; of very many the first.</param>
public sealed record BooksProof(DateTimeOffset At, int Accounts, long Entries, int Cases, int Wrong, IReadOnlyList<BooksFinding> Findings);

/// <summary>One thing that is wrong in the books.</summary>
/// <param name="SellerId">Whose account it is in; empty when none is named.</param>
/// <param name="Text">What is wrong, in English.</param>
public sealed record BooksFinding(string SellerId, string Text);
