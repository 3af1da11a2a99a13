using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;

namespace Kumoten.Functions.Domain.Notices;

/// <summary>
/// Which turns of a case its seller is mailed about: those that concern the seller, and never what the seller just did
/// (domain.md, What a case shows: what happens next, who acts, by when). Pure.
/// </summary>
public static class SellerNotices
{
    /// <summary>Whether the seller is mailed about a case that was opened.</summary>
    /// <param name="opened">The case as opened.</param>
    /// <param name="by">Who opened it.</param>
    /// <returns>Whether a mail is due.</returns>
    public static bool IsDue(Case opened, Actor by) => by != Actor.Seller && !IsMomentary(opened.State);

    /// <summary>Whether the seller is mailed about an event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="before">The case before it.</param>
    /// <param name="after">The case after it.</param>
    /// <returns>Whether a mail is due.</returns>
    public static bool IsDue(CaseEvent e, Case before, Case after) => e.By != Actor.Seller && e switch
    {
        // The case that takes this one's place tells of itself.
        SupersededBy => false,
        NoteAdded note => !note.Internal,
        LossReported or DamageReported or LineCancelled or RefundPaid or RefundReversed or ReturnShippingCharged => true,
        Reminded => ActsNow(after),
        // Once, whoever is late: a seller whose case stands still is to hear it from Kumoten.
        DeadlinePassed when after.State == before.State => after.EscalatedAt is not null,
        _ => after.State != before.State && !IsMomentary(after.State),
    };

    private static bool ActsNow(Case c) => DeadlineTable.For(c.State).Actor == Actor.Seller;

    // What the program does within a second is told of when it is done.
    private static bool IsMomentary(CaseState state) => state is CaseState.Refunding or CaseState.Drafting;
}
