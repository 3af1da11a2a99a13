using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;

namespace Kumoten.Functions.Domain.Cases;

/// <summary>What an order has to do with a tracking number, from least to most.</summary>
public enum NumberClaim
{
    /// <summary>Nothing any more, or nothing ever.</summary>
    None,

    /// <summary>Its parcel came by that number lately, and the case is over.</summary>
    Received,

    /// <summary>An open case's return goes by it.</summary>
    Return,

    /// <summary>Feed or marketplace named it for the order's own parcel.</summary>
    Own,
}

/// <summary>Whose number is whose (domain.md): who owns it comes first, and nobody's word makes it lead to another order's case. Pure.</summary>
public static class NumberOwners
{
    // Couriers use a number again after months; within these days a second scan at the dock is the same parcel.
    private static readonly TimeSpan SameParcel = TimeSpan.FromDays(14);

    // So long after its last news a parcel has come to its end, whether anybody said so or not.
    private static readonly TimeSpan LongOver = TimeSpan.FromDays(60);

    /// <summary>What an order has to do with a number now. A number's claim ends with its parcel.</summary>
    /// <param name="dossier">The order and its cases.</param>
    /// <param name="number">The normalised number.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The claim.</returns>
    public static NumberClaim Of(Dossier dossier, string number, DateTimeOffset now)
    {
        var isOpen = dossier.Cases.Exists(c => !c.IsEnded && c.OrderId is not null && c.Part is null);
        return dossier.Order switch
        {
            { } order when order.Numbers.Contains(number) && (isOpen || !IsOver(order, now)) => NumberClaim.Own,
            not null when dossier.Cases.Exists(c => !c.IsEnded && c.TrackingNumbers.Contains(number)) => NumberClaim.Return,
            { } order when WasReceivedLately(order, number, now) => NumberClaim.Received,
            _ => NumberClaim.None,
        };
    }

    /// <summary>The strongest claim of some orders on a number: whoever names it for another parcel is refused by it.</summary>
    /// <param name="dossiers">The orders that the number leads to.</param>
    /// <param name="number">The normalised number.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The claim.</returns>
    public static NumberClaim Strongest(IEnumerable<Dossier> dossiers, string number, DateTimeOffset now) =>
        dossiers.Select(dossier => Of(dossier, number, now)).DefaultIfEmpty().Max();

    /// <summary>The orders that news under a number is for: who owns it, else whose return goes by it.</summary>
    /// <param name="linked">The orders that the number leads to.</param>
    /// <param name="number">The normalised number.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>Those with the strongest claim; all of them when none has one any more.</returns>
    public static IReadOnlyList<Dossier> Concerned(IReadOnlyList<Dossier> linked, string number, DateTimeOffset now)
    {
        var strongest = Strongest(linked, number, now);
        return [.. linked.Where(dossier => Of(dossier, number, now) == strongest)];
    }

    /// <summary>Whether an order's parcel was received by a number within days.</summary>
    /// <param name="order">The order.</param>
    /// <param name="number">The normalised number.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>Whether it was; rows of earlier versions know only that the parcel came.</returns>
    public static bool WasReceivedLately(Order order, string number, DateTimeOffset now) =>
        order.AllFacts.Exists(f => f is { Kind: ParcelFactKind.ReceivedByKumoten, TakenBackAt: null } && (f.Number == number || f.Source == ParcelFact.Earlier) && f.At > now - SameParcel);

    private static bool IsOver(Order order, DateTimeOffset now) =>
        order.Whereabouts.Place == Place.AtKumoten || order.AllFacts.Select(f => f.ToldAt).Append(order.KnownSince ?? DateTimeOffset.MinValue).Max() < now - LongOver;
}
