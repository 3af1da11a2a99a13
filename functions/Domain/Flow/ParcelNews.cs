using System.Collections.Immutable;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>What a new fact of the parcel does: the order remembers it, and the cases that it concerns hear of it. Pure.</summary>
public static class ParcelNews
{
    private static readonly Text CouriersScan = new("The courier's scan", "Imbasan kurier");
    private static readonly Text ReturnCouriersScan = new("The return courier's scan", "Imbasan kurier pemulangan");

    /// <summary>Takes a fact in.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="by">Who told it.</param>
    public static void Learn(Draft draft, ParcelFact fact, Actor by)
    {
        var before = draft.Order.Whereabouts;
        draft.Set(draft.Order.Knowing(fact));
        var after = draft.Order.Whereabouts;
        // A case that hears now that the parcel has left goes on from where the parcel is; nothing more is to be told to it.
        var calledBack = !before.HasShipped && after.HasShipped ? ForOpenOrPaid(draft, new OrderShipped { By = by }) : [];
        if (!draft.Order.Counts(fact))
            return;
        foreach (var e in Events(draft.Order.Marketplace, before, after, fact, by))
        {
            foreach (var c in draft.After.Cases.Where(c => !c.IsEnded && !calledBack.Contains(c.Id) && Concerns(c, e, after)).ToList())
                draft.Apply(c, e);
        }

        // Not with the buyer after all, whoever said so before: nobody there can send it back.
        if (after.Place is not (Place.WithBuyer or Place.Lost or Place.AtKumoten))
        {
            foreach (var c in draft.After.Cases.Where(c => c.State == CaseState.AwaitingSellerReturn).ToList())
                draft.Apply(c, new BuyerNotReceived { By = by });
        }

        if (fact.Kind is ParcelFactKind.Delivered or ParcelFactKind.ReceivedByKumoten)
            Found(draft, by);
        if (after.Place == Place.Lost && before.Place != Place.Lost)
            TellOfLoss(draft, by);
    }

    /// <summary>Hears that the courier of a parcel that comes back by another number has lost it.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="number">The return parcel's number.</param>
    public static void ReturnLost(Draft draft, string number)
    {
        foreach (var c in draft.After.Cases.Where(c => !c.IsEnded && c.TrackingNumbers.Contains(number)).ToList())
            draft.Apply(c, new LossReported(ReturnCouriersScan) { By = Actor.Courier });
    }

    /// <summary>Tells whoever paid for a lost parcel that it was found: an agent decides, perhaps on a reversal.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="by">Who found it.</param>
    public static void Found(Draft draft, Actor by)
    {
        foreach (var c in draft.After.Cases.Where(c => c.Refund is { Ground: RefundGround.LostOutbound }).ToList())
            draft.Apply(c, new ParcelFound { By = by });
    }

    /// <summary>Applies an event to every open case, and to those that paid and ended before the order turned out to have shipped.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="e">The event.</param>
    /// <returns>The cases that it moved.</returns>
    internal static ImmutableHashSet<string> ForOpenOrPaid(Draft draft, CaseEvent e) =>
        [.. OpenOrPaid(draft).Where(c => draft.Apply(c, e) is Move.Moved).Select(c => c.Id)];

    /// <summary>The cases that are open, or paid because the order had not shipped.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <returns>The cases.</returns>
    internal static ImmutableList<Case> OpenOrPaid(Draft draft) => draft.After.Cases.FindAll(c => !c.IsEnded || c.Refund is { Ground: RefundGround.NotShipped });

    private static IEnumerable<CaseEvent> Events(string? marketplace, Whereabouts before, Whereabouts after, ParcelFact fact, Actor by)
    {
        // Where the parcel is now, if this fact says so; a late one tells what was, not what is.
        switch (fact.Kind)
        {
            case ParcelFactKind.Delivered:
                yield return new ParcelDelivered(fact.At) { By = by };
                break;
            case ParcelFactKind.Lost when after.Place == Place.Lost:
                yield return new LossReported(Source(marketplace, by)) { By = by };
                yield break;
            case ParcelFactKind.Damaged:
                yield return new DamageReported(Source(marketplace, by)) { By = by };
                break;
            case ParcelFactKind.RefusedByBuyer when after.Place == Place.RefusedByBuyer:
                yield return new BuyerRejected { By = by };
                break;
            default:
                break;
        }

        if (after.Place == Place.ComingBack && (fact.Kind == ParcelFactKind.TurnedBack || before.Place != Place.ComingBack))
            yield return new ParcelTurnedBack { By = by };
        if (fact.Number is not null && fact.At == after.LastScanAt && before.LastScanAt is var last && (last is null || last < fact.At) && fact.Kind != ParcelFactKind.TurnedBack && after.Place != Place.WithBuyer)
            yield return new ParcelMoved { By = by };
        if (after.IsAtTheDoor && fact.Kind is ParcelFactKind.OutForDelivery or ParcelFactKind.ReadyForPickup && fact.At == after.SeenThereAt)
            yield return new OutForDelivery { By = by };
    }

    private static Text Source(string? marketplace, Actor by) => by == Actor.Marketplace ? new(MarketplaceNames.Of(marketplace), MarketplaceNames.Of(marketplace, "ms")) : CouriersScan;

    // Turned back, "delivered" means Kumoten's own door; to whoever waits at a new address it is news all the same.
    private static bool Concerns(Case c, CaseEvent e, Whereabouts after) => e is not ParcelDelivered || after.Place == Place.WithBuyer || c.State == CaseState.Redirecting;

    // A loss is told of at once, also when nobody asks for anything yet: an agent asks the courier.
    private static void TellOfLoss(Draft draft, Actor by)
    {
        if (draft.Order is { RefundCase: null, CancelledAt: null } order && !draft.After.Cases.Exists(c => !c.IsEnded && c.Part is null))
            draft.Open(new CaseOpening(CaseType.StalledParcel, order.SellerId), CaseState.AwaitingCourierTicket, by);
    }
}
