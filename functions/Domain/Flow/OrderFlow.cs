using System.Collections.Immutable;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>What news of an order does to the order and its cases. Pure: it decides on a draft.</summary>
public static class OrderFlow
{
    // "because the parcel took too long (more than 14 days)": 14 x 24 hours since it shipped.
    internal static readonly TimeSpan TooLong = TimeSpan.FromDays(14);

    // While a courier's feed is silent, the parcel is looked at again this often.
    private static readonly TimeSpan SilentFeedPause = TimeSpan.FromHours(1);

    /// <summary>Takes in a feed of Kumoten's order system. Older knowledge never undoes newer: facts are only added.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="orderId">The order's id.</param>
    /// <param name="feed">The validated feed.</param>
    /// <returns>Null, or the contradiction that forbids it.</returns>
    public static Move.Refused? Fed(Draft draft, string orderId, OrderFeed feed)
    {
        var known = draft.After.Order;
        _ = Money.TryParse(feed.Amount, out var amount);
        if (known is not null && Contradiction(known, feed, amount) is { } contradiction)
            return contradiction;

        var before = ShipsAgainAt(draft, known, feed) is { } at ? known!.SentAgain(at) : known;
        draft.Set((before ?? Order.New(orderId, feed, amount)) with
        {
            Amount = amount,
            Items = known?.Items.SequenceEqual(feed.Items!) == true ? known.Items : feed.Items!,
            // An address that was changed here is newer than the feed's.
            Recipient = known?.AddressChangedAt is null ? feed.Recipient! : feed.Recipient! with { Address = known.Recipient.Address },
            Courier = feed.Courier ?? known?.Courier,
            TrackingNumber = TrackingNumbers.Normalize(feed.TrackingNumber) ?? known?.TrackingNumber,
            ShippedAt = before?.ShippedAt ?? feed.ShippedAt,
        });
        // First what the cases go by, so that whoever must stop the parcel is asked by its courier and number.
        foreach (var c in OpenOrPaid(draft))
            draft.ChangeFacts(c.WithCourierOf(draft.Order));
        if (known is not null && known.ShippedAt != draft.Order.ShippedAt)
            ForOpenOrPaid(draft, new OrderShipped { By = Actor.Service });
        if (feed.Status == "delivered")
            Delivered(draft, draft.Now, Actor.Service);
        if (feed.Status == "cancelled")
            Cancelled(draft, draft.Now, Actor.Service);
        return null;
    }

    /// <summary>Takes in what a marketplace said of the order; the push is the evidence and is kept as it came.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="update">What it said.</param>
    /// <param name="kept">The push as it came.</param>
    /// <returns>Null: a marketplace is never refused.</returns>
    public static Move.Refused? Said(Draft draft, MarketplaceUpdate update, KeptBody kept)
    {
        draft.Kept.Add(kept);
        draft.Set(draft.Order with { TrackingNumber = draft.Order.TrackingNumber ?? update.TrackingNumber });
        switch (update.Status)
        {
            case MarketplaceStatus.Shipped when draft.Order.ShippedAt is null:
                draft.Set(draft.Order with { ShippedAt = update.At });
                ForOpenOrPaid(draft, new OrderShipped { By = Actor.Marketplace });
                break;
            case MarketplaceStatus.Cancelled:
                Cancelled(draft, update.At, Actor.Marketplace);
                break;
            case MarketplaceStatus.Delivered:
                var isOdd = draft.Order is { CancelledAt: not null, DeliveredAt: null };
                var before = draft.After;
                Delivered(draft, update.At, Actor.Marketplace);
                if (isOdd)
                    Contradict(draft, before, new("the marketplace said cancelled, and now delivered.", "pasaran menyatakan dibatalkan, dan kini dihantar."));
                break;
            case MarketplaceStatus.FailedDelivery:
                draft.Set(draft.Order with { DeliveryFailedAt = draft.Order.DeliveryFailedAt ?? update.At });
                break;
            case MarketplaceStatus.Returned:
                ForOpen(draft, new ParcelTurnedBack { By = Actor.Marketplace });
                break;
            case MarketplaceStatus.Lost:
                ForOpen(draft, new LossReported(new("The marketplace", "Pasaran dalam talian")) { By = Actor.Marketplace });
                break;
            default:
                break;
        }

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
        var isOutbound = update.TrackingNumber == draft.Order.TrackingNumber;
        foreach (var scan in update.Scans.OrderBy(s => s.At).ThenBy(s => s.Kind))
        {
            var key = isOutbound ? scan.Key : $"{update.TrackingNumber}.{scan.Key}";
            if (draft.Order.KnownScans.Contains(key))
                continue;
            draft.Set(draft.Order with { KnownScans = draft.Order.KnownScans.Add(key) });
            if (isOutbound)
                Outbound(draft, scan);
            else if (scan.Kind == ScanKind.Lost)
                ForOpen(draft, new LossReported(new("The return courier's scan", "Imbasan kurier pemulangan")) { By = Actor.Courier });
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
        if (!order.IsUnderWay || order.StalledFrom(draft.Calendar) > draft.Now || draft.After.Cases.Exists(c => !c.IsEnded))
            return;
        if (order.Courier is { } courier && silentCouriers.Contains(courier))
            draft.Set(order with { StallLookAt = draft.Now + SilentFeedPause });
        else
            draft.Open(new CaseOpening(CaseType.StalledParcel, order.SellerId), CaseState.AwaitingBuyerConfirmation, Actor.System);
    }

    /// <summary>Which case a cancellation opens, and where it begins (domain.md, Which case a cancellation opens).</summary>
    /// <param name="order">The order.</param>
    /// <param name="at">When it was cancelled.</param>
    /// <returns>The kind of case and its first state.</returns>
    public static (CaseType Type, CaseState First) CaseFor(Order order, DateTimeOffset at) => (order switch
    {
        { ShippedAt: null } or { DeliveredAt: not null } => CaseType.BuyerCancellation,
        { DeliveryFailedAt: not null } => CaseType.FailedDelivery,
        { ShippedAt: { } shipped } when at - shipped > TooLong => CaseType.FailedDelivery,
        _ => CaseType.BuyerCancellation,
    }, ClaimBegins(order));

    /// <summary>Where a proved claim on the order's money begins, by where its parcel is.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The state.</returns>
    internal static CaseState ClaimBegins(Order order) => order switch
    {
        { ShippedAt: null } => CaseState.Refunding,
        // Brought home by a change of address, and not sent on yet: "once Kumoten has received the parcel".
        { CameHomeAt: not null } => CaseState.AwaitingInspection,
        { DeliveredAt: not null } => CaseState.AwaitingSellerReturn,
        _ => CaseState.AwaitingCourierHold,
    };

    /// <summary>Opens a case that takes the place of every open one that is not about a refund, linked both ways.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="opening">The new case.</param>
    /// <param name="first">The state it begins in.</param>
    /// <param name="by">Who opened it.</param>
    /// <param name="who">The person, when a person did.</param>
    /// <returns>The opened case.</returns>
    internal static Case Supersede(Draft draft, CaseOpening opening, CaseState first, Actor by, string? who = null)
    {
        var replaced = draft.After.Cases.Where(c => !c.IsEnded && c.Refund is null).ToList();
        var opened = draft.Open(opening with { TakesOver = replaced.LastOrDefault() }, first, by, who);
        foreach (var c in replaced)
            draft.Apply(c, new SupersededBy(opened.Id) { By = by });
        return opened;
    }

    private static Move.Refused? Contradiction(Order known, OrderFeed feed, Money amount)
    {
        if (known.SellerId != feed.SellerId)
            return RefusalWords.OtherSeller(known);
        if ((known.Marketplace, known.MarketplaceOrderId) != (feed.Marketplace, feed.MarketplaceOrderId))
            return RefusalWords.OtherMarketplaceOrder(known);
        return known.RefundCase is not null && known.Amount != amount
            ? RefusalWords.AmountIsRefunded(known)
            : null;
    }

    // A number other than the parcel's is its second way only after it came home; before, it is the first number put right.
    private static DateTimeOffset? ShipsAgainAt(Draft draft, Order? known, OrderFeed feed)
    {
        if (known is not { CameHomeAt: { } home } || TrackingNumbers.Normalize(feed.TrackingNumber) is not { } number || number == known.TrackingNumber)
            return null;
        if (feed.ShippedAt > home)
            return feed.ShippedAt;
        // Expected to leave, it did, although the feed still says when it left first.
        return draft.After.Cases.Exists(c => c.State == CaseState.AwaitingReshipment) ? draft.Now : null;
    }

    // A new scan of the outbound parcel; a late one tells what was, not what is.
    private static void Outbound(Draft draft, Scan scan)
    {
        var isNewest = scan.At >= (draft.Order.LastScanAt ?? DateTimeOffset.MinValue);
        var moves = scan.At > (draft.Order.LastScanAt ?? DateTimeOffset.MinValue);
        draft.Set(draft.Order with
        {
            LastScanAt = isNewest ? scan.At : draft.Order.LastScanAt,
            ShippedAt = draft.Order.ShippedAt ?? scan.At,
            DeliveryFailedAt = draft.Order.DeliveryFailedAt ?? (scan.Kind == ScanKind.AttemptFailed ? scan.At : null),
        });
        switch (scan.Kind)
        {
            case ScanKind.Delivered:
                Delivered(draft, scan.At, Actor.Courier);
                break;
            case ScanKind.Lost:
                ForOpen(draft, new LossReported(new("The courier's scan", "Imbasan kurier")) { By = Actor.Courier });
                break;
            case ScanKind.OutForDelivery when isNewest:
                ForOpen(draft, moves ? new ParcelMoved { By = Actor.Courier } : null);
                ForOpen(draft, new OutForDelivery { By = Actor.Courier });
                break;
            case ScanKind.Returning or ScanKind.Returned when isNewest:
                ForOpen(draft, new ParcelTurnedBack { By = Actor.Courier });
                break;
            default:
                ForOpen(draft, moves ? new ParcelMoved { By = Actor.Courier } : null);
                break;
        }
    }

    private static void Delivered(Draft draft, DateTimeOffset at, Actor by)
    {
        // Delivered once is delivered; only a parcel that was sent on from there to a new address is delivered again, and later.
        if (draft.Order.DeliveredAt is { } before && (at <= before || !draft.After.Cases.Exists(c => c.State == CaseState.Redirecting)))
            return;
        // On its way back, and once it came home, "delivered" is the courier's word for Kumoten's own door, not the buyer's.
        if (draft.Order.CameHomeAt is null && !draft.After.Cases.Exists(c => !c.IsEnded && c.OnItsWayBack))
            draft.Set(draft.Order with { DeliveredAt = at });
        ForOpen(draft, new ParcelDelivered { By = by });
    }

    // Several lines of one order are one cancellation: the fact is set once, and only its first setting opens a case.
    private static void Cancelled(Draft draft, DateTimeOffset at, Actor by)
    {
        if (draft.Order.CancelledAt is not null)
            return;
        draft.Set(draft.Order with { CancelledAt = at });
        if (draft.Order.RefundCase is not null)
            return;
        if (draft.After.Cases.Find(c => !c.IsEnded && c.Type is CaseType.BuyerCancellation or CaseType.FailedDelivery) is { } claim)
        {
            draft.Apply(claim, new CancellationProved { By = by });
            return;
        }

        var (type, first) = CaseFor(draft.Order, at);
        var opened = Supersede(draft, new CaseOpening(type, draft.Order.SellerId), first, by);
        if (draft.Order.DeliveredAt is not null)
            draft.Apply(opened, new SourcesContradict(new("the parcel was delivered, and the order cancelled.", "bungkusan telah dihantar, dan pesanan dibatalkan.")) { By = by });
    }

    // A case that the delivery itself has alarmed about is not alarmed about twice.
    private static void Contradict(Draft draft, Dossier before, Text contradiction)
    {
        foreach (var c in draft.After.Cases.Where(c => !c.IsEnded).ToList())
            draft.Apply(c, new SourcesContradict(contradiction, IsAlarmed: !ReferenceEquals(c, before.Case(c.Id))) { By = Actor.Marketplace });
    }

    private static void ForOpen(Draft draft, CaseEvent? e)
    {
        if (e is null)
            return;
        foreach (var c in draft.After.Cases.Where(c => !c.IsEnded).ToList())
            draft.Apply(c, e);
    }

    private static void ForOpenOrPaid(Draft draft, CaseEvent e)
    {
        foreach (var c in OpenOrPaid(draft))
            draft.Apply(c, e);
    }

    // A case may have paid and ended before the order turned out to have shipped.
    private static ImmutableList<Case> OpenOrPaid(Draft draft) => draft.After.Cases.FindAll(c => !c.IsEnded || c.Refund is { Ground: RefundGround.NotShipped });
}
