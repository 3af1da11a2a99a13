using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>What a cancellation does (domain.md, Which case a cancellation opens; Cancelled in part). Pure.</summary>
public static class Cancellations
{
    // "because the parcel took too long (more than 14 days)": 14 x 24 hours since it shipped.
    internal static readonly TimeSpan TooLong = TimeSpan.FromDays(14);

    /// <summary>Which case a cancellation opens, and where it begins.</summary>
    /// <param name="order">The order.</param>
    /// <param name="at">When it was cancelled.</param>
    /// <returns>The kind of case and its first state.</returns>
    public static (CaseType Type, CaseState First) CaseFor(Order order, DateTimeOffset at) => (order.Whereabouts switch
    {
        { Place: Place.NotShipped or Place.WithBuyer } => CaseType.BuyerCancellation,
        { FailedAt: not null } => CaseType.FailedDelivery,
        { ShippedAt: { } shipped } when at - shipped > TooLong => CaseType.FailedDelivery,
        _ => CaseType.BuyerCancellation,
    }, ClaimBegins(order));

    /// <summary>Where a proved claim on the order's money begins, by where its parcel is.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The state.</returns>
    internal static CaseState ClaimBegins(Order order) => order.Whereabouts.Place switch
    {
        Place.NotShipped => CaseState.Refunding,
        // Brought home by a change of address, and not sent on yet: "once Kumoten has received the parcel".
        Place.AtKumoten => CaseState.AwaitingInspection,
        Place.WithBuyer => CaseState.AwaitingSellerReturn,
        Place.ComingBack => CaseState.Returning,
        Place.OutForDelivery or Place.ReadyForPickup => CaseState.AwaitingBuyerRejection,
        _ => CaseState.AwaitingCourierHold,
    };

    /// <summary>The claim that was refused and has the order's last word, until an agent reopens or overrules it.</summary>
    /// <param name="dossier">The order's dossier.</param>
    /// <returns>The case; null when none was refused.</returns>
    internal static Case? LastWord(Dossier dossier) =>
        dossier.Cases.FindLast(c => c is { State: CaseState.Refused, Part: null, IsClaim: true });

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

    /// <summary>The order is cancelled as a whole: the fact is set once, and only its first setting opens a case.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="at">When.</param>
    /// <param name="by">Who cancelled it.</param>
    internal static void Whole(Draft draft, DateTimeOffset at, Actor by)
    {
        if (draft.Order.CancelledAt is not null)
            return;
        draft.Set(draft.Order with { CancelledAt = at });
        if (draft.Order.RefundCase is not null || draft.Order.Left <= Money.Zero || LastWord(draft.After) is not null)
            return;
        if (OpenClaim(draft) is { } claim)
        {
            draft.Apply(claim, new CancellationProved { By = by });
            return;
        }

        var (type, first) = CaseFor(draft.Order, at);
        var opened = Supersede(draft, new CaseOpening(type, draft.Order.SellerId), first, by);
        if (draft.Order.Whereabouts.Place == Place.WithBuyer)
            draft.Apply(opened, new SourcesContradict(new("the parcel was delivered, and the order cancelled.", "bungkusan telah sampai kepada pembeli, dan pesanan dibatalkan.")) { By = by });
    }

    /// <summary>One line of the order is cancelled. A line is one unit: with the last one the order is cancelled as a whole; before, an agent decides.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="line">The marketplace's line.</param>
    /// <param name="unitsElsewhere">How many units other orders have under the same marketplace number.</param>
    /// <param name="at">When.</param>
    /// <param name="by">Who cancelled it.</param>
    internal static void Line(Draft draft, string line, int unitsElsewhere, DateTimeOffset at, Actor by)
    {
        var order = draft.Order;
        if (order.CancelledLines.Contains(line))
            return;
        draft.Set(order with { CancelledLines = [.. order.CancelledLines.Add(line).Take(Order.MostLines)], UnitsElsewhere = unitsElsewhere });
        Recount(draft, at, by);
        if (draft.Order is not { CancelledAt: null, RefundCase: null } || OpenClaim(draft) is not null || LastWord(draft.After) is not null)
            return;
        var part = new CancelledPart(draft.Order.CancelledLines.Count, draft.Order.Units);
        // A part that is decided on already is paid or refused as it is; the next line is decided on by itself.
        if (draft.After.Cases.Find(c => c is { State: CaseState.AwaitingDecision, Part: not null }) is { } open)
            draft.Apply(open, new LineCancelled(part) { By = by });
        else
            draft.Open(new CaseOpening(CaseType.BuyerCancellation, order.SellerId, Part: part), CaseState.AwaitingDecision, by);
    }

    /// <summary>Counts lines against units once more: a feed may have put quantities right.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="at">When.</param>
    /// <param name="by">Who brought the news.</param>
    internal static void Recount(Draft draft, DateTimeOffset at, Actor by)
    {
        if (draft.Order.CancelledLines is { Count: > 0 and var lines } && lines >= draft.Order.Units)
            Whole(draft, at, by);
    }

    private static Case? OpenClaim(Draft draft) => draft.After.Cases.Find(c => c is { IsEnded: false, Part: null, IsClaim: true });
}
