using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Desk.Cases;

/// <summary>One way to a case: where to look, and what a case found there must be, since what is written there may be out of date.</summary>
/// <param name="In">What kind of place that is.</param>
/// <param name="Place">A dossier's subject, a partition of the table Links, or a seller; an empty one stands for all sellers.</param>
/// <param name="Fits">Whether a case of a dossier found there is meant.</param>
public sealed record CaseClue(CluePlace In, string Place, Func<Case, Dossier, bool> Fits)
{
    /// <summary>The cases of all sellers.</summary>
    public static CaseClue Any { get; } = new(CluePlace.Index, "", (_, _) => true);

    /// <summary>An order's or appeal's id.</summary>
    /// <param name="subject">The id.</param>
    /// <returns>The clue.</returns>
    public static CaseClue OfSubject(string subject) => new(CluePlace.Dossier, subject, (_, dossier) => dossier.Subject == subject);

    /// <summary>A tracking number.</summary>
    /// <param name="number">The normalised number.</param>
    /// <returns>The clue.</returns>
    public static CaseClue OfParcel(string number) => new(CluePlace.Links, OrderLinks.ParcelKey(number), (c, dossier) => c.IsKnownBy(dossier, number));

    /// <summary>The buyer's phone.</summary>
    /// <param name="phone">The number as <see cref="Phones"/> writes it.</param>
    /// <returns>The clue.</returns>
    public static CaseClue OfPhone(string phone) => new(CluePlace.Links, OrderLinks.PhoneKey(phone), (_, dossier) => Phones.Normalize(dossier.Order?.Recipient.Phone) == phone);

    /// <summary>A seller.</summary>
    /// <param name="sellerId">The seller.</param>
    /// <returns>The clue.</returns>
    public static CaseClue OfSeller(string sellerId) => new(CluePlace.Index, sellerId, (c, _) => c.SellerId == sellerId);

    /// <summary>Whatever somebody typed: everything that it may be.</summary>
    /// <param name="question">The text, trimmed.</param>
    /// <param name="marketplaces">The marketplaces whose order number it may be.</param>
    /// <returns>The clues, from the narrowest to the widest.</returns>
    public static IReadOnlyList<CaseClue> OfQuestion(string question, IReadOnlyList<string> marketplaces)
    {
        var clues = new List<CaseClue>();
        if (CaseId.TryParse(question, out var subject, out _))
            clues.Add(new(CluePlace.Dossier, subject, (c, _) => c.Id == question));
        if (Keys.IsKey(question))
            clues.Add(OfSubject(question));
        clues.AddRange(marketplaces.Select(marketplace => new CaseClue(
            CluePlace.Links,
            OrderLinks.MarketplaceKey(marketplace, question),
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

/// <summary>What kind of place a clue leads to.</summary>
public enum CluePlace
{
    /// <summary>A dossier itself.</summary>
    Dossier,

    /// <summary>Links to orders, by a number or a phone.</summary>
    Links,

    /// <summary>The index of cases.</summary>
    Index,
}
