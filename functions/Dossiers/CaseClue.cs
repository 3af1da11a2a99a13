using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Dossiers;

/// <summary>One way to a case: where to look, and what a case found there must be, since what is written there may be out of date.</summary>
/// <param name="Place">A dossier's subject, or a partition of the table Links.</param>
/// <param name="IsSubject">Whether the place is a dossier itself.</param>
/// <param name="Fits">Whether a case of a dossier found there is meant.</param>
public sealed record CaseClue(string Place, bool IsSubject, Func<Case, Dossier, bool> Fits)
{
    /// <summary>An order's or appeal's id.</summary>
    /// <param name="subject">The id.</param>
    /// <returns>The clue.</returns>
    public static CaseClue OfSubject(string subject) => new(subject, true, (_, dossier) => dossier.Subject == subject);

    /// <summary>A tracking number.</summary>
    /// <param name="number">The normalised number.</param>
    /// <returns>The clue.</returns>
    public static CaseClue OfParcel(string number) => new(OrderLinks.ParcelKey(number), false, (c, dossier) => c.IsKnownBy(dossier, number));

    /// <summary>The buyer's phone.</summary>
    /// <param name="phone">The number as <see cref="Phones"/> writes it.</param>
    /// <returns>The clue.</returns>
    public static CaseClue OfPhone(string phone) => new(OrderLinks.PhoneKey(phone), false, (_, dossier) => Phones.Normalize(dossier.Order?.Recipient.Phone) == phone);

    /// <summary>A seller.</summary>
    /// <param name="sellerId">The seller.</param>
    /// <returns>The clue.</returns>
    public static CaseClue OfSeller(string sellerId) => new(CaseSearch.SellerKey(sellerId), false, (c, _) => c.SellerId == sellerId);

    /// <summary>Whatever somebody typed: everything that it may be.</summary>
    /// <param name="question">The text, trimmed.</param>
    /// <param name="marketplaces">The marketplaces whose order number it may be.</param>
    /// <returns>The clues, from the narrowest to the widest.</returns>
    public static IReadOnlyList<CaseClue> OfQuestion(string question, IReadOnlyList<string> marketplaces)
    {
        var clues = new List<CaseClue>();
        if (CaseId.TryParse(question, out var subject, out _))
            clues.Add(new(subject, true, (c, _) => c.Id == question));
        if (Keys.IsKey(question))
            clues.Add(OfSubject(question));
        clues.AddRange(marketplaces.Select(marketplace => new CaseClue(
            OrderLinks.MarketplaceKey(marketplace, question),
            false,
            (_, dossier) => dossier.Order is { } order && (order.Marketplace, order.MarketplaceOrderId) == (marketplace, question))));
        if (TrackingNumbers.Normalize(question) is { } number)
            clues.Add(OfParcel(number));
        if (Phones.Normalize(question) is { } phone)
            clues.Add(OfPhone(phone));
        if (Keys.IsKey(question))
            clues.Add(OfSeller(question));
        return clues;
    }
}
