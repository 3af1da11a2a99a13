using System.Text;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Ground;

namespace Kumoten.Tests.Domain.Flow;

/// <summary>One arrow of the map.</summary>
public sealed record Arrow(string Map, CaseState From, string Event, CaseState To);

/// <summary>
/// The map, found by walking it: from every way a case can begin, every event is tried on every case that is
/// reached, until nothing new is reached. What is drawn is what the code does.
/// </summary>
public static class CaseMap
{
    public static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-10T09:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    public static readonly Order Shipped = new()
    {
        Id = "KM-1",
        SellerId = "S-1",
        Marketplace = "lazada",
        MarketplaceOrderId = "1",
        Amount = new Money(12990),
        Items = [],
        Recipient = new Recipient("", "", new Address("", null, "", "", "Sabah")),
        Courier = "poslaju",
        TrackingNumber = "EN1",
        ShippedAt = Now.AddDays(-3),
    };

    private static readonly Order Unshipped = Shipped with { ShippedAt = null, Courier = null, TrackingNumber = null };
    private static readonly Order Delivered = Shipped with { DeliveredAt = Now.AddDays(-1) };
    private static readonly Order CameHome = Shipped with { CameHomeAt = Now.AddDays(-1) };
    private static readonly Order OnTheVan = Shipped.Knowing(new ParcelFact(ParcelFactKind.OutForDelivery, Now.AddHours(-1), Now, ParcelFact.Courier, "EN1"));
    private static readonly Order TurnedBack = Shipped.Knowing(new ParcelFact(ParcelFactKind.TurnedBack, Now.AddHours(-1), Now, ParcelFact.Courier, "EN1"));
    private static readonly Order Lost = Shipped.Knowing(new ParcelFact(ParcelFactKind.Lost, Now.AddHours(-1), Now, ParcelFact.Courier, "EN1"));

    /// <summary>Every event, with the variants that make a difference.</summary>
    public static readonly IReadOnlyList<(string Name, CaseEvent Event)> Events =
    [
        .. CaseActions.All.Select(action => (action.Name, Fill(action.Sample))),
        ("inspect: not intact", new ParcelInspected(ItemCondition.Opened, "the seal is broken", null)),
        ("confirmLost: return", new LossConfirmed(Leg.Return, "T", null)),
        ("overrule: refuse", new Overruled(Verdict.Refuse, "why")),
        ("overrule: a part", new Overruled(Verdict.Refund, "why", new Money(4330))),
        ("appealOutcome: declined", new AppealDecided(AppealOutcome.Declined, null)),
        ("documentAdded", new DocumentAdded(new Document("1", "a.png", "cancellationProof", 1, "image/png", Now))),
        ("documentAdded: other", new DocumentAdded(new Document("2", "b.png", "photo", 1, "image/png", Now))),
        ("parcelMoved", new ParcelMoved()),
        ("outForDelivery", new OutForDelivery()),
        ("parcelDelivered", new ParcelDelivered()),
        ("parcelTurnedBack", new ParcelTurnedBack()),
        ("parcelDelivered: before the redirect", new ParcelDelivered(Now.AddDays(-2))),
        ("parcelFound", new ParcelFound()),
        ("damageReported", new DamageReported(new("A scan", "Imbasan"))),
        ("courierChanged", new CourierChanged()),
        ("lineCancelled", new LineCancelled(new(2, 3))),
        ("returnWished", new ReturnWished()),
        ("stepOvertaken", new StepOvertaken("hold")),
        ("refundReversed", new RefundReversed(Now)),
        ("lossReported", new LossReported(new("A scan", "Imbasan"))),
        ("sourcesContradict", new SourcesContradict(new("odd", "ganjil"))),
        ("cancellationProved", new CancellationProved()),
        ("supersededBy", new SupersededBy("KM-1.2")),
        ("orderShipped", new OrderShipped()),
        ("refundPaid", new RefundPaid(Now)),
        ("returnShippingCharged", new ReturnShippingCharged()),
        ("letterWritten", new LetterWritten(1, "t", Now)),
        ("courierAsked", new CourierAsked("hold", "a@b.c")),
        ("deskTold", new DeskTold("alarm")),
        ("sellerTold", new SellerTold("caseOpened", "a@b.c")),
        ("sellerNotTold", new SellerNotTold("caseOpened", SellerNotTold.NoAddress)),
        ("stepFailed", new StepFailed("KM-1.1-1-PayRefund", "The storage did not answer.")),
        ("reminded", new Reminded()),
        ("deadlinePassed", new DeadlinePassed()),
    ];

    /// <summary>Every way a case can begin.</summary>
    public static readonly IReadOnlyList<(string Map, CaseType Type, CaseState First, Order? Order)> Beginnings =
    [
        ("Late parcel", CaseType.StalledParcel, CaseState.AwaitingBuyerConfirmation, Shipped),
        ("Late parcel", CaseType.StalledParcel, CaseState.AwaitingCourierTicket, Lost),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.Refunding, Unshipped),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingDocuments, Shipped),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingDocuments, Delivered),
        ("Cancellation", CaseType.FailedDelivery, CaseState.AwaitingCourierHold, Shipped),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingSellerReturn, Delivered),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingDocuments, CameHome),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingInspection, CameHome),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingBuyerRejection, OnTheVan),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.Returning, TurnedBack),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingDocuments, OnTheVan),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingDocuments, TurnedBack),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingCourierHold, Lost),
        // Paid as not shipped; where it is called back from was learned later.
        ("Cancellation", CaseType.BuyerCancellation, CaseState.Refunding, Delivered),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.Refunding, OnTheVan),
        ("Cancellation", CaseType.BuyerCancellation, CaseState.Refunding, TurnedBack),
        // Cancelled in part.
        ("Cancellation", CaseType.BuyerCancellation, CaseState.AwaitingDecision, Shipped),
        ("Change of address", CaseType.AddressChange, CaseState.Completed, Unshipped),
        ("Change of address", CaseType.AddressChange, CaseState.AwaitingCourierHold, Shipped),
        ("Change of address", CaseType.AddressChange, CaseState.AwaitingCourierHold, Shipped with { Courier = "zto" }),
        ("Change of address", CaseType.AddressChange, CaseState.AwaitingAgent, Delivered),
        ("Change of address", CaseType.AddressChange, CaseState.AwaitingReshipment, CameHome),
        ("Change of address", CaseType.AddressChange, CaseState.AwaitingBuyerRejection, OnTheVan),
        ("Change of address", CaseType.AddressChange, CaseState.Returning, TurnedBack),
        ("Appeal", CaseType.ComplianceAppeal, CaseState.Drafting, null),
    ];

    /// <summary>Every arrow, with a case and facts that take it.</summary>
    public static readonly IReadOnlyDictionary<Arrow, (Case Case, CaseEvent Event, Facts Facts)> Arrows = Walk();

    /// <summary>The map as it stands in the docs.</summary>
    public static string Draw()
    {
        var text = new StringBuilder("""
            # The map of a case
            Drawn from `CaseFlow.cs` by the test `CaseMapTests`, which also takes every arrow of the tables. After a change of the map:
            `UPDATE_MAP=1 dotnet test --filter CaseMapTests`, and read the difference.
            Notes, the answers of mails and charges, and steps that failed for good are told of in every state and move nothing; the drawings leave out withdraw, close and reopen.

            """.ReplaceLineEndings("\n"));
        foreach (var map in Arrows.Keys.GroupBy(arrow => arrow.Map))
        {
            text.Append($"\n## {map.Key}\n```mermaid\nstateDiagram-v2\n");
            foreach (var first in Beginnings.Where(b => b.Map == map.Key).Select(b => b.First.ApiName()).Distinct())
                text.Append($"  [*] --> {first}\n");
            foreach (var pair in map.Where(a => a.From != a.To && a.Event is not ("withdraw" or "close" or "reopen")).GroupBy(a => (a.From, a.To)))
                text.Append($"  {pair.Key.From.ApiName()} --> {pair.Key.To.ApiName()}: {string.Join(", ", pair.Select(a => a.Event.Replace(":", "", StringComparison.Ordinal)))}\n");
            text.Append("```\n\n| from | event | to |\n|---|---|---|\n");
            foreach (var arrow in map)
                text.Append($"| {arrow.From.ApiName()} | {arrow.Event} | {arrow.To.ApiName()} |\n");
        }

        return text.ToString();
    }

    private static Dictionary<Arrow, (Case, CaseEvent, Facts)> Walk()
    {
        var arrows = new Dictionary<Arrow, (Case, CaseEvent, Facts)>();
        foreach (var (map, type, first, order) in Beginnings)
        {
            var facts = new Facts(order, Now, WorkCalendar.Malaysia);
            var open = CaseFlow.Open(
                new Case { Id = "KM-1.1", Type = type, State = first, SellerId = "S-1", OrderId = order?.Id, OpenedAt = Now, StateSince = Now, Courier = order?.Courier, Appeal = order is null ? new AppealFacts() : null, Part = first == CaseState.AwaitingDecision ? new CancelledPart(1, 3) : null },
                first,
                facts);
            var reached = new Dictionary<string, Case> { [Shape(open)] = open };
            var queue = new Queue<Case>([open]);
            while (queue.TryDequeue(out var c))
            {
                foreach (var (name, happened) in Events)
                {
                    // Of when a parcel was delivered only a redirect asks.
                    if (happened is ParcelDelivered { At: not null } && c.State != CaseState.Redirecting)
                        continue;
                    // Deadlines pass whenever they are tried.
                    var due = c with { DueAt = c.DueAt is null ? null : Now, RemindAt = c.RemindAt is null ? null : Now };
                    due = WithPhoto(due, happened);
                    if (CaseFlow.Next(due, happened, facts) is not Move.Moved moved)
                        continue;
                    if (!IsOnlyTold(happened))
                        arrows.TryAdd(new Arrow(map, c.State, name, moved.After.State), (due, happened, facts));
                    if (reached.TryAdd(Shape(moved.After), moved.After))
                        queue.Enqueue(moved.After);
                }
            }
        }

        return arrows.OrderBy(a => Beginnings.ToList().FindIndex(b => b.Map == a.Key.Map)).ThenBy(a => a.Key.From).ThenBy(a => a.Key.To).ThenBy(a => a.Key.Event, StringComparer.Ordinal).ToDictionary();
    }

    /// <summary>Whether an event is told of in every state and moves nothing.</summary>
    public static bool IsOnlyTold(CaseEvent e) => e is NoteAdded or CourierAsked or StepOvertaken or ReturnWished or RefundReversed or DeskTold or SellerTold or SellerNotTold or StepFailed or ReturnShippingCharged;

    /// <summary>What the map's rows look at; everything else makes no difference.</summary>
    public static string Shape(Case c) =>
        $"{c.State} {c.Courier} {c.OnItsWayBack} {c.LossReported} {c.DamageReported} {c.Part is null} {c.Refund?.Ground} {c.Refund?.PaidAt is null} {c.ReturnShipping is null} {c.EscalatedAt is null} {c.EndedFrom} {c.ReceivedFrom} {c.Documents.Count > c.Enclosed && c.State == CaseState.Drafting}";

    /// <summary>The case as it is when an inspection that refuses is to be taken: with a photo of the item as it came.</summary>
    public static Case WithPhoto(Case c, CaseEvent happened) => happened is ParcelInspected { Condition: not ItemCondition.Intact }
        ? c with { Documents = c.Documents.Add(new Document("p", "b.png", "photo", 1, "image/png", Now.AddDays(400), By: Actor.Warehouse)) }
        : c;

    private static CaseEvent Fill(CaseEvent sample) => sample switch
    {
        LossConfirmed lost => lost with { Ticket = "T" },
        ReturnShippingSet => new ReturnShippingSet(new Money(750)),
        NoteAdded => new NoteAdded("note", false),
        _ => sample,
    };
}
