using System.Collections.Frozen;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Tests.Domain.Flow;

namespace Kumoten.Tests.Simulation;

/// <summary>
/// How each event of the map comes about in the world, by the map's own names: an action that somebody takes, or something
/// that couriers, marketplaces and buyers do. Whatever has no entry here the application does by itself: it is waited for.
/// </summary>
public static class Deeds
{
    private static readonly string[] BadConditions = ["opened", "used", "damaged", "wrongItem", "missing"];
    private static readonly string[] OtherKinds = ["chat", "photo", "other"];

    private static readonly FrozenDictionary<string, CaseEvent> Events = CaseMap.Events.ToFrozenDictionary(e => e.Name, e => e.Event);

    private static readonly FrozenDictionary<string, Func<Life, string, CaseState, Task>> OfTheWorld = new Dictionary<string, Func<Life, string, CaseState, Task>>
    {
        ["documentAdded"] = (life, c, _) => life.UploadAsync(c, "cancellationProof"),
        ["documentAdded: other"] = (life, c, _) => life.UploadAsync(c, life.Pick(OtherKinds)),
        ["parcelMoved"] = (life, _, _) => life.ScanAsync("inTransit"),
        ["outForDelivery"] = (life, _, _) => life.ScanAsync("outForDelivery"),
        ["parcelDelivered"] = (life, _, _) => !life.IsCancelled && life.Chance(30) ? life.SayAsync("delivered") : life.ScanAsync("delivered"),
        ["parcelTurnedBack"] = (life, _, _) => Outside.CanSay(life.Marketplace, "returned") && life.Chance(30) ? life.SayAsync("returned") : life.ScanAsync(life.Chance(50) ? "returning" : "returned"),
        ["parcelDelivered: before the redirect"] = (life, _, _) => life.ScanAsync("delivered", hoursAgo: 48),
        ["parcelFound"] = (life, _, _) => life.ScanAsync("delivered"),
        ["damageReported"] = (life, _, _) => life.ScanAsync("damaged"),
        ["courierChanged"] = (life, _, _) => life.ChangeCourierAsync(),
        ["lineCancelled"] = (life, _, _) => life.CancelLineAsync(),
        ["lossReported"] = (life, _, state) => Outside.CanSay(life.Marketplace, "lost") && life.Chance(30)
            ? life.SayAsync("lost")
            : life.ScanAsync("lost", number: state is CaseState.Returning or CaseState.AwaitingInspection ? life.ReturnNumber : null),
        ["sourcesContradict"] = (life, _, _) => life.SayAsync("delivered"),
        ["cancellationProved"] = (life, _, _) => life.SayAsync("cancelled"),
        ["supersededBy"] = (life, _, _) => life.Chance(60) || life.ShippedAt is null ? life.SayAsync("cancelled") : life.AskAsync("buyerCancellation"),
        ["orderShipped"] = (life, _, _) => life.ShipAsync(),
        ["refundPaid"] = (life, _, _) => LetGo(life),
        ["letterWritten"] = (life, _, _) => LetGo(life),
    }.ToFrozenDictionary();

    /// <summary>Who does a deed: a role for an action, null for the world.</summary>
    public static string? RoleOf(string deed, Life life) => CaseActions.Find(Action(deed)) is not { } action ? null
        : action.Who.Contains(Actor.Seller) && (action.Who.Length == 1 || life.Chance(85)) ? "seller"
        : action.Who.Contains(Actor.Warehouse) && (action.Who.Length == 1 || life.Chance(70)) ? "warehouse"
        : "agent";

    /// <summary>Whether nobody does it: the application's own step or a deadline.</summary>
    public static bool IsWaitedFor(string deed) => CaseActions.Find(Action(deed)) is null && !OfTheWorld.ContainsKey(deed);

    /// <summary>Whether the world can do it as things stand.</summary>
    public static bool CanHappen(string deed, Order? order, Case c) => Events[deed] switch
    {
        ParcelFound => order is { Whereabouts.Place: Place.Lost, TrackingNumber: not null } && c.Refund is { Ground: RefundGround.LostOutbound },
        CourierChanged => order is { ShippedAt: not null, TrackingNumber: not null },
        LineCancelled => c.Part is not null && order is { CancelledAt: null },
        ParcelDelivered { At: not null } => order is { ShippedAt: not null, TrackingNumber: not null } && c.State == CaseState.Redirecting,
        ParcelMoved or OutForDelivery or ParcelTurnedBack or DamageReported => order is { ShippedAt: not null, TrackingNumber: not null },
        LossReported => order is { ShippedAt: not null, TrackingNumber: not null },
        ParcelDelivered => order is { ShippedAt: not null, TrackingNumber: not null, DeliveredAt: null },
        SourcesContradict => order is { CancelledAt: not null, DeliveredAt: null },
        CancellationProved => order is { CancelledAt: null },
        SupersededBy => order is { CancelledAt: null, RefundCase: null } && c.Refund is null,
        OrderShipped => order is { ShippedAt: null } or { CameHomeAt: not null },
        RefundPaid => c.Refund is { PaidAt: null },
        LetterWritten => c.State == CaseState.Drafting,
        Reminded => c.RemindAt is not null,
        DeadlinePassed => c.DueAt is not null && c.EscalatedAt is null,
        CourierAsked or DeskTold or ReturnShippingCharged => false,
        _ => true,
    };

    /// <summary>How an event changes what is known of the order, for whoever plans ahead.</summary>
    public static Order? After(string deed, Order? order, Case c, DateTimeOffset now) => (Events[deed], order) switch
    {
        (_, null) => null,
        (OrderShipped, { CameHomeAt: not null }) => order.SentAgain(now, now, "EN-AGAIN"),
        (OrderShipped, _) => (order with { Courier = order.Courier ?? "poslaju" }).GoingBy(order.TrackingNumber ?? "EN1", order.OtherParcels).Knowing(new ParcelFact(ParcelFactKind.Shipped, now, now, ParcelFact.Feed)),
        (ParcelDelivered { At: not null }, _) => order,
        (ParcelDelivered or SourcesContradict or ParcelFound, _) => Scanned(order, ParcelFactKind.Delivered, now),
        (ParcelMoved, _) => Scanned(order, ParcelFactKind.Moved, now),
        (OutForDelivery, _) => Scanned(order, ParcelFactKind.OutForDelivery, now),
        (ParcelTurnedBack, _) => Scanned(order, ParcelFactKind.TurnedBack, now),
        (LossReported, _) when c.State is not (CaseState.Returning or CaseState.AwaitingInspection) => Scanned(order, ParcelFactKind.Lost, now),
        (DamageReported, _) => Scanned(order, ParcelFactKind.Damaged, now),
        (CancellationProved or SupersededBy, _) => order with { CancelledAt = now },
        (var e, _) => order.After(e is ParcelReceived ? new ParcelReceived(order.TrackingNumber ?? "EN1") : e, c, now),
    };

    /// <summary>The event of a deed.</summary>
    public static CaseEvent EventOf(string deed) => Events[deed];

    /// <summary>The event of a deed, for whoever plans ahead: a parcel is taken for another's only if it may be.</summary>
    public static CaseEvent EventOf(string deed, Case c, Order? order) =>
        Events[deed] is ParcelUnmatched ? new ParcelUnmatched(c.Mistakable(order).LastOrDefault() ?? "") : Events[deed];

    /// <summary>Does it.</summary>
    /// <returns>The case after, where the answer shows it.</returns>
    public static async Task<CaseView?> DoAsync(Life life, string deed, string? role, string caseId, CaseState state)
    {
        if (OfTheWorld.TryGetValue(deed, out var happen))
        {
            await happen(life, caseId, state);
            return null;
        }

        return await life.ActAsync(role ?? "agent", caseId, deed, state);
    }

    /// <summary>The action of a deed, with all that any action's JSON may hold; each reads what it needs.</summary>
    public static (string Action, object Body) ActionOf(Life life, string deed)
    {
        var action = Action(deed);
        var number = action switch
        {
            "returnShipped" => life.NewReturnNumber(),
            "receiveParcel" => life.NumberAtHand(),
            "unmatchParcel" => life.AtHand,
            _ => null,
        };
        var n = life.Next();
        return (action, new
        {
            ticket = $"T-{life.Number}-{n}",
            channel = life.Chance(70) ? "phone" : "mail",
            note = $"Note {n} of {life.Subject}.",
            leg = deed == "confirmLost: return" ? "return" : "outbound",
            outcome = deed == "appealOutcome: declined" ? "declined" : "accepted",
            courier = "J&T",
            trackingNumber = number,
            condition = deed == "inspect: not intact" ? life.Pick(BadConditions) : "intact",
            returnShipping = action == "inspect" && life.Chance(40) ? "7.50" : null,
            amount = action == "overrule" && deed != "overrule: a part" ? null : $"8.{n % 100:D2}",
            decision = deed == "overrule: refuse" ? "refuse" : "refund",
            reason = $"Reason {n} of {life.Subject}.",
            appeal = action == "reviseAppeal" ? AppealOf(life) : null,
        });
    }

    /// <summary>The facts of an appeal; each call explains more.</summary>
    public static object AppealOf(Life life) => new
    {
        lazadaShop = "Selera Shop",
        productName = "Rice cooker 1.8 L",
        sku = $"RC-{life.Number}",
        lazadaSku = $"LZ-{life.Number}",
        violation = life.Number % 2 == 0 ? "safetyCertification" : "counterfeit",
        noticeDate = "2026-09-28",
        penaltyPoints = life.Number % 5,
        explanation = $"The certificate had not been uploaded. Our answer no. {life.Next()}.",
        correctiveActions = new[] { "Uploaded the SIRIM certificate." },
        language = life.Number % 3 == 0 ? "ms" : "en",
    };

    private static Order Scanned(Order order, ParcelFactKind kind, DateTimeOffset now) => order.Knowing(new ParcelFact(kind, now, now, ParcelFact.Courier, order.TrackingNumber));

    private static string Action(string deed) => deed.Split(':')[0];

    private static Task LetGo(Life life)
    {
        life.LetsGo = true;
        return Task.CompletedTask;
    }
}
