using System.Collections.Immutable;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>
/// What feeds, pushes, scans and the clock bring of an order. Pure: it decides on a draft. What news of the parcel does is
/// <see cref="ParcelNews"/>'s to say, what a cancellation does <see cref="Cancellations"/>'.
/// </summary>
public static class OrderFlow
{
    // While a courier's feed is silent, the parcel is looked at again this often.
    private static readonly TimeSpan SilentFeedPause = TimeSpan.FromHours(1);

    /// <summary>Takes in a feed of Kumoten's order system. Older knowledge never undoes newer: facts are only added.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="orderId">The order's id.</param>
    /// <param name="feed">The validated feed.</param>
    /// <returns>Null, or the contradiction that forbids it. A new amount that a claim forbids is left out, and the rest taken in.</returns>
    public static Move.Refused? Fed(Draft draft, string orderId, OrderFeed feed)
    {
        var known = draft.After.Order;
        _ = Money.TryParse(feed.Amount, out var amount);
        if (known is not null && Contradiction(known, feed) is { } contradiction)
            return contradiction;

        var order = known ?? Order.New(orderId, feed, amount, draft.Now);
        var number = TrackingNumbers.Normalize(feed.TrackingNumber);
        var again = ShipsAgainAt(draft, known, feed, number);
        order = again is { } at ? order.SentAgain(at, draft.Now, number!) : number is null ? order : order.GoingBy(number, order.OtherParcels.Remove(number));
        draft.Set(order with
        {
            Amount = IsClaimed(draft) ? order.Amount : amount,
            Items = order.Items.SequenceEqual(feed.Items!) ? order.Items : feed.Items!,
            // An address that was changed here is newer than the feed's.
            Recipient = order.AddressChangedAt is null ? feed.Recipient! : feed.Recipient! with { Address = order.Recipient.Address },
            Courier = feed.Courier ?? order.Courier,
        });
        // First what the cases go by, so that whoever must stop the parcel is asked by its courier and number.
        TellCases(draft);
        if (again is not null)
            ParcelNews.ForOpenOrPaid(draft, new OrderShipped { By = Actor.Service });
        // A shipment dated in the days to come has left by now: so the feed says, whatever its clock does.
        if (feed.ShippedAt is { } shippedAt && shippedAt == ParcelFact.Sensible(shippedAt, draft.Now))
            Learn(draft, ParcelFactKind.Shipped, shippedAt);
        else if ((feed.ShippedAt is not null || feed.Status is "shipped" or "delivered") && !HasFed(draft, ParcelFactKind.Shipped))
            Learn(draft, ParcelFactKind.Shipped, draft.Now);
        // The feed repeats itself; it says when it delivers by saying it first.
        if (feed.Status == "delivered" && !HasFed(draft, ParcelFactKind.Delivered))
            Learn(draft, ParcelFactKind.Delivered, draft.Now);
        Cancellations.Recount(draft, draft.Now, Actor.Service);
        if (feed.Status == "cancelled")
            Cancellations.Whole(draft, draft.Now, Actor.Service);
        return null;
    }

    /// <summary>Takes in what a marketplace said of the order; the push is the evidence and is kept as it came.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="update">What it said.</param>
    /// <param name="kept">The push as it came.</param>
    /// <param name="unitsElsewhere">How many units other orders have under the same marketplace number.</param>
    /// <returns>Null: a marketplace is never refused.</returns>
    public static Move.Refused? Said(Draft draft, MarketplaceUpdate update, KeptBody kept, int unitsElsewhere = 0)
    {
        draft.Kept.Add(kept);
        var order = draft.Order;
        if (update.TrackingNumber is { } number && !order.Numbers.Contains(number) && !order.FormerNumbers.Contains(number) && order.Numbers.Count < Order.MostParcels)
        {
            draft.Set(order.TrackingNumber is null ? order.GoingBy(number, order.OtherParcels) : order.GoingBy(order.TrackingNumber, order.OtherParcels.Add(number)));
            TellCases(draft);
        }

        var (before, place) = (draft.After, order.Whereabouts.Place);
        if (update.Meaning is { } kind)
            ParcelNews.Learn(draft, new ParcelFact(kind, update.At, draft.Now, ParcelFact.Marketplace), Actor.Marketplace);
        if (update.Status == MarketplaceStatus.Delivered && order.CancelledAt is not null && place is not (Place.WithBuyer or Place.NotShipped))
            Contradict(draft, before, new($"{MarketplaceNames.Of(order.Marketplace)} said cancelled, and now delivered.", $"{MarketplaceNames.Of(order.Marketplace, "ms")} menyatakan pesanan dibatalkan, dan kini telah sampai kepada pembeli."));
        // A cancellation that is dated in the days to come counts from when it was heard.
        if (update.Status == MarketplaceStatus.Cancelled && update.Line is { } line)
            Cancellations.Line(draft, line, unitsElsewhere, ParcelFact.Sensible(update.At, draft.Now), Actor.Marketplace);
        else if (update.Status == MarketplaceStatus.Cancelled)
            Cancellations.Whole(draft, ParcelFact.Sensible(update.At, draft.Now), Actor.Marketplace);
        else if (update.Status == MarketplaceStatus.ReturnWished)
            ForOpen(draft, new ReturnWished { By = Actor.Marketplace });
        return null;
    }

    /// <summary>Takes in scans. Repeats, late ones and edited descriptions all land right: only a scan not known before is news.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="update">All scans the source knows.</param>
    /// <param name="kept">The push as it came.</param>
    /// <returns>Null: a scan is never refused.</returns>
    public static Move.Refused? Scanned(Draft draft, TrackingUpdate update, KeptBody kept)
    {
        draft.Kept.Add(kept);
        draft.Scans.AddRange(update.Scans);
        foreach (var scan in update.Scans.OrderBy(s => s.At).ThenBy(s => s.Kind.Meaning()))
        {
            var key = update.TrackingNumber == draft.Order.TrackingNumber ? scan.Key : $"{update.TrackingNumber}.{scan.Key}";
            if (draft.Order.KnownScans.Contains(key))
                continue;
            draft.Set(draft.Order with { KnownScans = draft.Order.KnownScans.Add(key) });
            ParcelNews.Learn(draft, new ParcelFact(scan.Kind.Meaning(), scan.At, draft.Now, ParcelFact.Courier, update.TrackingNumber), Actor.Courier);
            if (scan.Kind == ScanKind.Lost && !draft.Order.Numbers.Contains(update.TrackingNumber))
                ParcelNews.ReturnLost(draft, update.TrackingNumber);
        }

        return null;
    }

    /// <summary>Looks whether the parcel stands still, when the agenda says so.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="silentCouriers">Couriers whose whole feed is silent: a silent feed is not a silent parcel.</param>
    public static void LookForStall(Draft draft, IReadOnlyCollection<string> silentCouriers)
    {
        if (draft.After.Order is not { StallLookAt: { } look } order || look > draft.Now)
            return;
        draft.Set(order with { StallLookAt = null });
        if (!order.IsUnderWay || order.StalledFrom(draft.Calendar) > draft.Now || draft.After.Cases.Exists(c => !c.IsEnded && c.Part is null))
            return;
        if (order.Courier is { } courier && silentCouriers.Contains(courier))
            draft.Set(order with { StallLookAt = draft.Now + SilentFeedPause });
        else
            draft.Open(new CaseOpening(CaseType.StalledParcel, order.SellerId), CaseState.AwaitingBuyerConfirmation, Actor.System);
    }

    private static Move.Refused? Contradiction(Order known, OrderFeed feed)
    {
        if (known.SellerId != feed.SellerId)
            return RefusalWords.OtherSeller(known);
        return (known.Marketplace, known.MarketplaceOrderId) != (feed.Marketplace, feed.MarketplaceOrderId)
            ? RefusalWords.OtherMarketplaceOrder(known)
            : null;
    }

    // The amount stands as it was when the claim was opened, while a claim on it is open or paid (Refund, 5).
    private static bool IsClaimed(Draft draft) => draft.After.Order is { } order && (order.RefundCase is not null || !order.PartRefunds.IsEmpty
        || draft.After.Cases.Exists(c => !c.IsEnded && (c.LossReported || c.IsClaim)));

    // A number other than the parcel's is its second way only after it came home; before, it is the first number put right.
    private static DateTimeOffset? ShipsAgainAt(Draft draft, Order? known, OrderFeed feed, string? number)
    {
        if (known?.Whereabouts is not { Place: Place.AtKumoten, CameHomeAt: { } home } || number is null || known.Numbers.Contains(number) || known.FormerNumbers.Contains(number))
            return null;
        if (feed.ShippedAt > home)
            return ParcelFact.Sensible(feed.ShippedAt.Value, draft.Now);
        // Expected to leave, it did, although the feed still says when it left first.
        return draft.After.Cases.Exists(c => c.State == CaseState.AwaitingReshipment) ? draft.Now : null;
    }

    // When courier or number changes after a courier was asked, the new one is asked.
    private static void TellCases(Draft draft)
    {
        foreach (var c in ParcelNews.OpenOrPaid(draft))
        {
            var changed = c.WithCourierOf(draft.Order);
            draft.ChangeFacts(changed);
            if (c.Courier != draft.Order.Courier || (c.AskedAbout is not null && c.AskedAbout != draft.Order.TrackingNumber))
                draft.Apply(changed, new CourierChanged { By = Actor.Service });
        }
    }

    private static void Learn(Draft draft, ParcelFactKind kind, DateTimeOffset at) => ParcelNews.Learn(draft, new ParcelFact(kind, at, draft.Now, ParcelFact.Feed), Actor.Service);

    private static bool HasFed(Draft draft, ParcelFactKind kind) => draft.Order.AllFacts.Exists(f => f.Kind == kind && f.Source is ParcelFact.Feed or ParcelFact.Earlier && (kind == ParcelFactKind.Shipped || draft.Order.Counts(f)));

    // A case that the delivery itself has alarmed about is not alarmed about twice.
    private static void Contradict(Draft draft, Dossier before, Text contradiction)
    {
        foreach (var c in draft.After.Cases.Where(c => !c.IsEnded).ToList())
            draft.Apply(c, new SourcesContradict(contradiction, IsAlarmed: !ReferenceEquals(c, before.Case(c.Id))) { By = Actor.Marketplace });
    }

    private static void ForOpen(Draft draft, CaseEvent e)
    {
        foreach (var c in draft.After.Cases.Where(c => !c.IsEnded).ToList())
            draft.Apply(c, e);
    }
}
