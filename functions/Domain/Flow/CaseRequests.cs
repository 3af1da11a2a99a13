using System.Text.Json;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>What a case is asked to be opened with.</summary>
public sealed record CaseRequest
{
    /// <summary>Which of the five kinds.</summary>
    public string? Type { get; init; }

    /// <summary>The order; not for an appeal.</summary>
    public string? OrderId { get; init; }

    /// <summary>Why, in the seller's words.</summary>
    public string? Reason { get; init; }

    /// <summary>Where an address change goes.</summary>
    public Address? NewAddress { get; init; }

    /// <summary>The seller, when an agent asks for an appeal.</summary>
    public string? SellerId { get; init; }

    /// <summary>An appeal's facts.</summary>
    public AppealFacts? Appeal { get; init; }
}

/// <summary>Whether a case may be opened at somebody's request, and where it begins. Pure: it decides on a draft.</summary>
public static class CaseRequests
{
    /// <summary>Opens the case, or says which rule forbids it and from when it holds.</summary>
    /// <param name="draft">The order's dossier.</param>
    /// <param name="asked">The validated request.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="who">The person.</param>
    /// <returns>Null when it is opened.</returns>
    public static Move.Refused? Open(Draft draft, CaseRequest asked, Actor by, string? who)
    {
        var type = ApiWords.FromApiName<CaseType>(asked.Type)!.Value;
        if (draft.After.Cases.Find(c => !c.IsEnded && IsInTheWay(c, type)) is { } open)
            return RefusalWords.AlreadyOpen(open);
        var opening = new CaseOpening(type, draft.Order.SellerId, asked.Reason, NewAddress: asked.NewAddress);
        return type switch
        {
            CaseType.StalledParcel => Stalled(draft, opening, by, who),
            CaseType.FailedDelivery => Failed(draft, opening, by, who),
            CaseType.BuyerCancellation => Cancelled(draft, opening, by, who),
            CaseType.AddressChange => Address(draft, opening, by, who),
            _ => throw new ArgumentOutOfRangeException(nameof(asked), type, "Not a case of an order."),
        };
    }

    /// <summary>Opens an appeal, or says which case about the violation is open.</summary>
    /// <param name="draft">The appeal's dossier.</param>
    /// <param name="sellerId">Whose.</param>
    /// <param name="facts">The validated facts.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="who">The person.</param>
    /// <returns>Null when it is opened.</returns>
    public static Move.Refused? OpenAppeal(Draft draft, string sellerId, AppealFacts facts, Actor by, string? who)
    {
        if (draft.After.Cases.Find(c => !c.IsEnded) is { } open)
            return RefusalWords.AppealAlreadyOpen(open);
        draft.Open(new CaseOpening(CaseType.ComplianceAppeal, sellerId, Appeal: facts), CaseState.Drafting, by, who);
        return null;
    }

    // Long enough for an impatient second click or a reload, too short for a second request in the same words.
    private static readonly TimeSpan Reload = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The case that the very same request has opened already: a browser's reload or second click posts a form again.
    /// One that went through at once is over by then, and is still the answer.
    /// </summary>
    /// <param name="draft">The order's or appeal's dossier.</param>
    /// <param name="asked">The validated request.</param>
    /// <returns>The case; null when the request is a new one.</returns>
    public static Case? Repeated(Draft draft, CaseRequest asked) => draft.After.Cases.FindLast(c =>
        c.Type.ApiName() == asked.Type && c.Reason == asked.Reason && c.NewAddress == asked.NewAddress && SameAppeal(c.Appeal, asked.Appeal)
        && (!c.IsEnded || (c.State is not (CaseState.Withdrawn or CaseState.Closed) && draft.Now - c.OpenedAt <= Reload)));

    // Records hold their lists by reference; what is written is what is compared.
    private static bool SameAppeal(AppealFacts? one, AppealFacts? other) => JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);

    // One open case of a kind; and one claim on the order's money, before which a late parcel or a new address steps back.
    // A part of it is in nobody's way: whoever cancels the rest takes its place.
    internal static bool IsInTheWay(Case open, CaseType asked) => open.Part is null && (open.Type == asked || open.IsClaim);

    // "Parcels is in transit to destination but no update at tracking page for too long (more than 5 working days)"
    private static Move.Refused? Stalled(Draft draft, CaseOpening opening, Actor by, string? who)
    {
        var order = draft.Order;
        if (Paid(order) is { } paid)
            return paid;
        if (order.Whereabouts.Place == Place.AtKumoten)
            return RefusalWords.CameHome(order);
        if (!order.IsUnderWay)
            return RefusalWords.NotUnderWay(order);
        if (order.StalledFrom(draft.Calendar) is { } from && from > draft.Now)
            return RefusalWords.NotStalledYet(order, from);
        draft.Open(opening, CaseState.AwaitingBuyerConfirmation, by, who);
        return null;
    }

    // "because the parcel took too long (more than 14 days) to reach the buyer. The parcel has not reached the buyer"
    private static Move.Refused? Failed(Draft draft, CaseOpening opening, Actor by, string? who)
    {
        var order = draft.Order;
        if (Paid(order) is { } paid)
            return paid;
        if (LastWord(draft) is { } refused)
            return refused;
        if (order.Whereabouts is not { HasShipped: true, ShippedAt: { } shipped } where)
            return RefusalWords.NotShipped(order);
        if (where.Place == Place.WithBuyer)
            return RefusalWords.Delivered(order);
        if (where.FailedAt is null && draft.Now - shipped <= Cancellations.TooLong)
            return RefusalWords.NotLateYet(shipped + Cancellations.TooLong + TimeSpan.FromSeconds(1));
        Claim(draft, opening, by, who);
        return null;
    }

    private static Move.Refused? Cancelled(Draft draft, CaseOpening opening, Actor by, string? who)
    {
        if (Paid(draft.Order) is { } paid)
            return paid;
        if (LastWord(draft) is { } refused)
            return refused;
        // "If order not yet shipped out, the refund will be approved soonest possible": the request stops the order.
        if (!draft.Order.Whereabouts.HasShipped)
            draft.Set(draft.Order with { CancelledAt = draft.Order.CancelledAt ?? draft.Now });
        Claim(draft, opening, by, who);
        return null;
    }

    // Where a claim begins: refunded at once, proved already by the marketplace, or waiting for the proof.
    private static void Claim(Draft draft, CaseOpening opening, Actor by, string? who)
    {
        var first = draft.Order is { Whereabouts.HasShipped: false } or { CancelledAt: not null } ? Cancellations.ClaimBegins(draft.Order) : CaseState.AwaitingDocuments;
        Cancellations.Supersede(draft, opening, first, by, who);
    }

    // "If parcel has reached the old address, please contact our customer support."
    private static Move.Refused? Address(Draft draft, CaseOpening opening, Actor by, string? who)
    {
        var order = draft.Order;
        if (Paid(order) is { } paid)
            return paid;
        if (order.CancelledAt is not null)
            return RefusalWords.CancelledBefore(order);
        var first = order.Whereabouts.Place switch
        {
            Place.NotShipped => CaseState.Completed,
            Place.AtKumoten => CaseState.AwaitingReshipment,
            Place.WithBuyer => CaseState.AwaitingAgent,
            _ => Cancellations.ClaimBegins(order),
        };
        draft.Open(opening, first, by, who);
        if (first == CaseState.Completed)
            draft.Set(draft.Order with { Recipient = order.Recipient with { Address = opening.NewAddress! }, AddressChangedAt = draft.Now });
        return null;
    }

    // A second look is an agent's to grant: a refused claim is the last word of its order.
    private static Move.Refused? LastWord(Draft draft) => Cancellations.LastWord(draft.After) is { } refused
        ? RefusalWords.ClaimRefused(refused)
        : null;

    private static Move.Refused? Paid(Order order) => order.RefundCase is null
        ? order.Left > Refunds.Money.Zero ? null : RefusalWords.NothingLeft(order)
        : RefusalWords.RefundAlreadyApproved(order);
}
