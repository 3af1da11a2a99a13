using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Refunds;

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
/// <param name="Id">Made from what it is about and the kind, so that a repeat finds it already there.</param>
/// <param name="At">When it was entered.</param>
/// <param name="Kind">Why.</param>
/// <param name="Amount">Negative for a debit.</param>
/// <param name="BalanceAfter">The running balance.</param>
/// <param name="CaseId">The case; null for an adjustment.</param>
/// <param name="OrderId">The order; null for an adjustment.</param>
/// <param name="Text">In words.</param>
/// <param name="By">Who entered it.</param>
/// <param name="Who">The person's name from the token, when a person did it.</param>
public sealed record LedgerEntry(
    string Id, DateTimeOffset At, EntryKind Kind, Money Amount, Money BalanceAfter, string? CaseId, string? OrderId, string Text, Actor By = Actor.System, string? Who = null);

/// <summary>What is to be entered.</summary>
/// <param name="SellerId">Whose account.</param>
/// <param name="Kind">Why.</param>
/// <param name="Amount">Negative for a debit.</param>
/// <param name="CaseId">The case; null for an adjustment.</param>
/// <param name="OrderId">The order; null for an adjustment.</param>
/// <param name="Text">In words.</param>
public sealed record Posting(string SellerId, EntryKind Kind, Money Amount, string? CaseId, string? OrderId, string Text)
{
    /// <summary>What the entry's id begins with when it is not the case: the entry that a reversal takes back, the reference of an adjustment.</summary>
    public string? About { get; init; }

    /// <summary>Who enters it.</summary>
    public Actor By { get; init; } = Actor.System;

    /// <summary>The person's name from the token, when a person does it.</summary>
    public string? Who { get; init; }

    /// <summary>The entry's id: one of each kind for a case, one reversal for an entry, one adjustment for a reference.</summary>
    public string EntryId => IdOf(About ?? CaseId, Kind);

    /// <summary>The id of an entry.</summary>
    /// <param name="about">What it is about: a case, an entry that it takes back, a reference.</param>
    /// <param name="kind">What it is.</param>
    /// <returns>"KM-1001.1-refund".</returns>
    public static string IdOf(string? about, EntryKind kind) => $"{about}-{kind.ApiName()}";

    /// <summary>Whether it is a refund for a part of an order, of which there may be several.</summary>
    public bool IsPart { get; init; }

    // One refund per order, whichever case asks: the refund's claim is the order's, not the case's; that of a part is the case's.
    internal string Claim => Kind == EntryKind.Refund && !IsPart ? $"{OrderId}-{Kind.ApiName()}" : EntryId;

    /// <summary>The opposite of an entry.</summary>
    /// <param name="sellerId">Whose account.</param>
    /// <param name="entry">The entry to take back.</param>
    /// <param name="reason">Why.</param>
    /// <returns>What is to be entered.</returns>
    public static Posting Reversal(string sellerId, LedgerEntry entry, string reason) =>
        new(sellerId, EntryKind.Reversal, -entry.Amount, entry.CaseId, entry.OrderId, $"Reversal of {entry.Id}: {reason}") { About = entry.Id };

    /// <summary>A correction by Kumoten.</summary>
    /// <param name="sellerId">Whose account.</param>
    /// <param name="amount">Negative for a debit.</param>
    /// <param name="reference">What it is about; the same reference is entered once.</param>
    /// <param name="reason">Why.</param>
    /// <returns>What is to be entered.</returns>
    public static Posting Adjustment(string sellerId, Money amount, string reference, string reason) =>
        new(sellerId, EntryKind.Adjustment, amount, null, null, reason) { About = reference };

    /// <summary>Whether an entry is this posting's. Words of the program may change with a release; a person's are part of what was asked.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>Whether it is.</returns>
    public bool IsEnteredAs(LedgerEntry entry) =>
        entry.Id == EntryId && entry.Amount == Amount && (By == Actor.System || entry.Text == Text);
}

/// <summary>What came of a posting.</summary>
public abstract record Posted
{
    private Posted()
    {
    }

    /// <summary>It is entered now.</summary>
    /// <param name="Entry">The entry.</param>
    public sealed record Entered(LedgerEntry Entry) : Posted;

    /// <summary>It was entered before: a repeat.</summary>
    /// <param name="Entry">The entry that is there.</param>
    public sealed record AlreadyThere(LedgerEntry Entry) : Posted;

    /// <summary>A rule of the ledger forbids it.</summary>
    /// <param name="Code">The rule's stable name.</param>
    /// <param name="Sentence">What the reader can do about it.</param>
    public sealed record Refused(string Code, Text Sentence) : Posted
    {
        /// <summary>The code of a repeat that says something else than the first time.</summary>
        public const string Contradiction = "ledger.existsWithDifferentContent";
    }

    /// <summary>The entry, for a step of a case: what its approval allowed the ledger does not refuse, unless something is broken.</summary>
    /// <returns>The entry.</returns>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public LedgerEntry OrThrow() => this switch
    {
        Entered entered => entered.Entry,
        AlreadyThere there => there.Entry,
        Refused refused => throw new InvalidOperationException($"{refused.Code}: {refused.Sentence.En}"),
        _ => throw new InvalidOperationException($"{this} is no answer of the ledger."),
    };
}
