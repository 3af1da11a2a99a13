using static Kumoten.Functions.Domain.Parcels.ParcelFactKind;

namespace Kumoten.Functions.Domain.Parcels;

/// <summary>Where a parcel is.</summary>
public enum Place
{
    /// <summary>In the warehouse; it never left.</summary>
    NotShipped,

    /// <summary>With the courier, on its way to the buyer.</summary>
    OnItsWay,

    /// <summary>On the van to the buyer.</summary>
    OutForDelivery,

    /// <summary>At a counter, where the buyer may fetch it any moment.</summary>
    ReadyForPickup,

    /// <summary>With the courier, after a delivery that failed.</summary>
    DeliveryFailed,

    /// <summary>With the courier, after the buyer refused it.</summary>
    RefusedByBuyer,

    /// <summary>With the buyer.</summary>
    WithBuyer,

    /// <summary>On its way back, perhaps as far as Kumoten's door.</summary>
    ComingBack,

    /// <summary>Back in Kumoten's warehouse.</summary>
    AtKumoten,

    /// <summary>Lost.</summary>
    Lost,
}

/// <summary>
/// Where an order's parcel is, and since when what is true: the one answer that every decision asks for (domain.md, Where a
/// parcel is; Whose time is true). It follows from the facts and their times, never from the order in which they came.
/// </summary>
/// <param name="Place">Where it is.</param>
/// <param name="ShippedAt">When it left, the last time; null when it did not.</param>
/// <param name="DeliveredAt">When the buyer got it; null while the buyer does not have it.</param>
/// <param name="FailedAt">When a delivery failed or was refused last.</param>
/// <param name="CameHomeAt">When the warehouse received it; null while it did not.</param>
/// <param name="LastScanAt">The newest scan that counts.</param>
/// <param name="DamagedAt">When it was damaged.</param>
/// <param name="SeenThereAt">The time of the fact that says where it is; null when none does.</param>
public sealed record Whereabouts(
    Place Place, DateTimeOffset? ShippedAt = null, DateTimeOffset? DeliveredAt = null, DateTimeOffset? FailedAt = null,
    DateTimeOffset? CameHomeAt = null, DateTimeOffset? LastScanAt = null, DateTimeOffset? DamagedAt = null, DateTimeOffset? SeenThereAt = null)
{
    // Nobody said when it shipped: what was long before the order was known is somebody else's, what was shortly before may be its own.
    private static readonly TimeSpan BeforeKnown = TimeSpan.FromDays(30);

    /// <summary>Whether it has left Kumoten, whatever became of it.</summary>
    public bool HasShipped => Place != Place.NotShipped;

    /// <summary>Whether the buyer may have it within hours: "ensure it is not delivered to buyer".</summary>
    public bool IsAtTheDoor => Place is Place.OutForDelivery or Place.ReadyForPickup;

    /// <summary>Finds it out. Of several parcels, the one that has farthest to go is the one to act upon.</summary>
    /// <param name="facts">All facts of the order, in any order.</param>
    /// <param name="numbers">The tracking numbers that are the order's own now; facts of others say nothing of its parcel.</param>
    /// <param name="knownSince">When the order was first fed in; null when that is not known.</param>
    /// <returns>Where the parcel is.</returns>
    public static Whereabouts Of(IReadOnlyCollection<ParcelFact> facts, IReadOnlyCollection<string> numbers, DateTimeOffset? knownSince = null) => numbers.Count < 2
        ? OfOne(facts, numbers, knownSince)
        : numbers.Select(number => OfOne(facts, [number], knownSince)).MinBy(where => FarthestFirst.IndexOf(where.Place))!;

    /// <summary>The facts that count: credible, of the order's own numbers and its present way, and proof that it left.</summary>
    /// <param name="facts">All facts of the order, in any order.</param>
    /// <param name="numbers">The order's own numbers.</param>
    /// <param name="knownSince">When the order was first fed in.</param>
    /// <returns>When it shipped, as somebody said, and the facts by their times.</returns>
    public static (DateTimeOffset? SaidShipped, IReadOnlyList<ParcelFact> Told) Counting(IEnumerable<ParcelFact> facts, IReadOnlyCollection<string> numbers, DateTimeOffset? knownSince)
    {
        var credible = facts.Where(f => f.IsCredible() && (f.Number is null || f.Kind == ReceivedByKumoten || numbers.Contains(f.Number))).ToList();
        // Of its first way nothing is news of its second.
        if (credible.Where(f => f.Kind == ShippedAgain).MaxBy(f => f.At) is { } again)
            credible.RemoveAll(f => f.At <= again.At && f.Kind != ShippedAgain);
        var said = credible.Where(f => f.Kind == ShippedAgain).Max(f => (DateTimeOffset?)f.At)
            ?? Said(credible, ParcelFact.Feed, ParcelFact.Earlier) ?? Said(credible, ParcelFact.Marketplace);
        return (said, [.. credible
            .Where(f => f.ProvesShipping() && !(said is { } shipped ? f.IsBefore(shipped) : f.At < knownSince - BeforeKnown))
            .OrderBy(f => f.At).ThenBy(f => f.Kind)]);
    }

    private static readonly List<Place> FarthestFirst =
    [
        Place.OutForDelivery, Place.ReadyForPickup, Place.OnItsWay, Place.DeliveryFailed, Place.RefusedByBuyer, Place.ComingBack, Place.Lost, Place.WithBuyer, Place.AtKumoten, Place.NotShipped,
    ];

    private static Whereabouts OfOne(IReadOnlyCollection<ParcelFact> facts, IReadOnlyCollection<string> numbers, DateTimeOffset? knownSince)
    {
        var (said, told) = Counting(facts, numbers, knownSince);
        var turned = told.FirstOrDefault(f => f.Kind == TurnedBack);
        var newest = told.Aggregate((ParcelFact?)null, (last, next) =>
            // Found after a loss, what had turned back before still comes back.
            last is { Kind: ParcelFactKind.Lost } && turned?.At <= last.At && !IsNews(TurnedBack, next) && next.Kind != Damaged ? next with { Kind = TurnedBack }
            : last is null || IsNews(last.Kind, next) ? next : last);
        var shippedAt = said ?? (told.Count == 0 ? null : told[0].At);
        var place = newest is null ? (shippedAt is null ? Place.NotShipped : Place.OnItsWay) : PlaceAfter(newest.Kind);
        var undone = Last(told, AttemptFailed, ParcelFactKind.RefusedByBuyer, TurnedBack, ParcelFactKind.Lost);
        return new Whereabouts(
            place,
            shippedAt,
            place == Place.WithBuyer ? told.Where(f => f.Kind == Delivered && !(f.At < undone)).Min(f => (DateTimeOffset?)f.At) : null,
            Last(told, AttemptFailed, ParcelFactKind.RefusedByBuyer),
            place == Place.AtKumoten ? newest!.At : null,
            told.Where(f => f.Number is not null && f.Kind != ReceivedByKumoten).Max(f => (DateTimeOffset?)f.At),
            Last(told, Damaged),
            newest?.At);
    }

    // Whether what was told later changes where the parcel is.
    private static bool IsNews(ParcelFactKind last, ParcelFact next) => (last, next.Kind) switch
    {
        // Damage says nothing of the place.
        (_, Damaged) => false,
        // What the warehouse has received only leaves by being shipped again; what the courier still scans is late news.
        (ReceivedByKumoten, _) => next.Kind == ReceivedByKumoten,
        (_, ReceivedByKumoten or Lost) => true,
        // Turned back, "delivered" is the courier's word for Kumoten's own door, and "out for delivery" is good news.
        // Only a person who says that the buyer has it knows better.
        (TurnedBack, _) => next.Kind == Delivered && next.IsPersons,
        // Delivered, trackers send stragglers; only a failure, a turn or another delivery takes it back.
        (Delivered, _) => next.Kind is Delivered or AttemptFailed or ParcelFactKind.RefusedByBuyer or TurnedBack,
        // After a failure the parcel lies at a hub: seen there it has not been delivered any better.
        (AttemptFailed or ParcelFactKind.RefusedByBuyer, Moved) => false,
        _ => true,
    };

    private static Place PlaceAfter(ParcelFactKind kind) => kind switch
    {
        ParcelFactKind.OutForDelivery => Place.OutForDelivery,
        ParcelFactKind.ReadyForPickup => Place.ReadyForPickup,
        AttemptFailed => Place.DeliveryFailed,
        ParcelFactKind.RefusedByBuyer => Place.RefusedByBuyer,
        Delivered => Place.WithBuyer,
        TurnedBack => Place.ComingBack,
        ParcelFactKind.Lost => Place.Lost,
        ReceivedByKumoten => Place.AtKumoten,
        _ => Place.OnItsWay,
    };

    private static DateTimeOffset? Said(List<ParcelFact> facts, params string[] sources) =>
        facts.Where(f => f.Kind == Shipped && sources.Contains(f.Source)).Min(f => (DateTimeOffset?)f.At);

    private static DateTimeOffset? Last(IReadOnlyList<ParcelFact> facts, params ParcelFactKind[] kinds) =>
        facts.Where(f => kinds.Contains(f.Kind)).Max(f => (DateTimeOffset?)f.At);
}
