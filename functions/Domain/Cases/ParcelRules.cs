using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Cases;

/// <summary>Which case a parcel is for. Pure.</summary>
public static class ParcelRules
{
    /// <summary>Whether a case goes by a tracking number, its own or its order's.</summary>
    /// <param name="c">The case.</param>
    /// <param name="dossier">Its dossier.</param>
    /// <param name="number">The normalised number.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsKnownBy(this Case c, Dossier dossier, string number) =>
        c.TrackingNumbers.Contains(number) || (c.OrderId is not null && dossier.Order?.Numbers.Contains(number) == true);

    /// <summary>The case of a dossier that waits for a parcel, or else that has received it lately and is told so twice.</summary>
    /// <param name="dossier">The dossier.</param>
    /// <param name="number">The parcel's normalised number.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The case; null when none knows the parcel, or none has use for it.</returns>
    public static Case? CaseFor(Dossier dossier, string number, DateTimeOffset now)
    {
        var known = dossier.Cases.Where(c => c.IsKnownBy(dossier, number)).ToList();
        return known.FindLast(c => c.State.IsDiverting()) ?? known.FindLast(c => c.State.TakesParcel())
            ?? known.FindLast(c => c.TakesFurther(number, dossier.Order))
            ?? known.FindLast(c => HasReceived(c, dossier, number, now));
    }

    /// <summary>Of the cases that a number leads to, the one whose parcel it is: the owner's before a return's, who waits before who has
    /// received, and a parcel on the table before both. Where several are alike a person must look.</summary>
    /// <param name="found">The cases with their dossiers, and each dossier's claim on the number.</param>
    /// <param name="linked">All dossiers that the number leads to.</param>
    /// <param name="number">The normalised number.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The case; null when it is for a person to decide.</returns>
    public static Case? Choose(IReadOnlyList<(Dossier Dossier, Case Case)> found, IReadOnlyList<Dossier> linked, string number, DateTimeOffset now)
    {
        // Scanned twice: it lies there to be inspected, or is about to be paid.
        if (found.FirstOrDefault(f => !f.Case.IsEnded && HasReceived(f.Case, f.Dossier, number, now)) is { Case: { } onTheTable })
            return onTheTable;
        var strongest = NumberOwners.Strongest(linked, number, now);
        var waiting = found.Where(f => !f.Case.ParcelsReceived.Contains(number) && NumberOwners.Of(f.Dossier, number, now) == strongest).ToList();
        return waiting.Count == 1 ? waiting[0].Case
            : waiting.Count == 0 && found is [{ Case: var only }] && only.ParcelsReceived.Contains(number) ? only
            : null;
    }

    /// <summary>Whether a case takes a further parcel: the order's own number, not received yet, on a case that has received one already and was not paid as lost.</summary>
    /// <param name="c">The case.</param>
    /// <param name="number">The normalised number.</param>
    /// <param name="order">Its order.</param>
    /// <returns>Whether it does.</returns>
    public static bool TakesFurther(this Case c, string number, Order? order) =>
        order?.Numbers.Contains(number) == true && !c.ParcelsReceived.IsEmpty && !c.ParcelsReceived.Contains(number) && c.Refund?.Ground != RefundGround.LostOutbound && c.Type != CaseType.AddressChange;

    /// <summary>The parcels that people may have brought to a case by mistake: received, not looked at yet, and by no number of the order's own.</summary>
    /// <param name="c">The case.</param>
    /// <param name="order">Its order.</param>
    /// <returns>Their numbers.</returns>
    public static IEnumerable<string> Mistakable(this Case c, Order? order) =>
        c.ReceivedFrom is null ? [] : c.ParcelsReceived.Where(number => order?.Numbers.Contains(number) != true);

    private static bool HasReceived(Case c, Dossier dossier, string number, DateTimeOffset now) =>
        c.ParcelsReceived.Contains(number) && (!c.IsEnded || (dossier.Order is { } order && NumberOwners.WasReceivedLately(order, number, now)));
}
