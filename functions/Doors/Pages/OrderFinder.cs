using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>Finds an order by a number that a person has at hand: Kumoten's, the marketplace's, or that on the parcel.</summary>
/// <param name="store">Reads dossiers.</param>
/// <param name="links">Which order an outside number belongs to.</param>
public sealed class OrderFinder(CaseStore store, OrderLinks links)
{
    // One number of a parcel may lead to several orders; nobody has more of them than this.
    private const int Most = 20;

    /// <summary>Finds orders.</summary>
    /// <param name="typed">The number.</param>
    /// <param name="caller">Who looks: a seller finds the own ones.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The orders' dossiers.</returns>
    public async Task<IReadOnlyList<Dossier>> FindAsync(string typed, Caller caller, CancellationToken cancel)
    {
        var subjects = new List<string>();
        if (Keys.IsKey(typed))
            subjects.Add(typed);
        foreach (var marketplace in PushSources.Marketplaces)
            subjects.AddRange(await links.OrdersOfAsync(OrderLinks.MarketplaceKey(marketplace.Code, typed), cancel));
        if (TrackingNumbers.Normalize(typed) is { } number)
            subjects.AddRange(await links.OrdersOfAsync(OrderLinks.ParcelKey(number), cancel));
        var found = new List<Dossier>();
        foreach (var subject in subjects.Distinct().Take(Most))
        {
            var dossier = (await store.LoadAsync(subject, cancel)).Dossier;
            if (dossier.Order is { } order && caller.Sees(order.SellerId))
                found.Add(dossier);
        }

        return found;
    }
}
