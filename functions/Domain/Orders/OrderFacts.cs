using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Orders;

/// <summary>What an order learns of its parcels, and what follows from it.</summary>
public sealed partial record Order
{
    /// <summary>The most scans that an order's row remembers, so that a repeat is known for one; each has a row of its own beside it.</summary>
    public const int MostScans = 1000;

    /// <summary>The most facts of its parcels that an order's row holds.</summary>
    public const int MostFacts = 500;

    /// <summary>The most parcels of one order that are told apart; a number beyond them is kept in its push and goes unnamed.</summary>
    public const int MostParcels = 50;

    /// <summary>The most cancelled lines that are told apart. Beyond them an agent decides, as for any part.</summary>
    public const int MostLines = 500;

    /// <summary>The most items that an order lists.</summary>
    public const int MostItems = 200;

    /// <summary>The most units of one item.</summary>
    public const int MostUnits = 10_000;

    // When it left is told by the first movement that was seen, where it is by the last: what lies between tells nothing.
    private const int FirstMovesKept = 50;

    /// <summary>The order without what is too much for its one row, which storage bounds at 1 MiB.</summary>
    /// <returns>The order as it is kept.</returns>
    public Order WithinItsRow()
    {
        if (KnownScans.Count <= MostScans && Facts.Count <= MostFacts)
            return this;
        var tooMany = Facts.Where(fact => fact.Kind == ParcelFactKind.Moved).OrderBy(fact => fact.At).Skip(FirstMovesKept).Take(Math.Max(0, Facts.Count - MostFacts)).ToHashSet();
        return this with { KnownScans = [.. KnownScans.TakeLast(MostScans)], Facts = Facts.RemoveAll(tooMany.Contains) };
    }

    /// <summary>The order that knows one more fact of its parcels; a repeat says nothing new.</summary>
    /// <param name="fact">The fact.</param>
    /// <returns>The order.</returns>
    public Order Knowing(ParcelFact fact)
    {
        var known = AllFacts;
        return known.Exists(f => (f.Kind, f.At, f.Source, f.Number, f.TakenBackAt) == (fact.Kind, fact.At, fact.Source, fact.Number, null)) ? this : Told(known.Add(fact));
    }

    /// <summary>The order without what was said in a case by mistake: it stays on record and counts no more.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="now">The application's clock.</param>
    /// <param name="kind">What was said.</param>
    /// <param name="number">Of which parcel; null for the order's as a whole.</param>
    /// <returns>The order.</returns>
    public Order TakingBack(string caseId, DateTimeOffset now, ParcelFactKind kind = ParcelFactKind.Delivered, string? number = null)
    {
        return AllFacts.Exists(IsMeant) ? Told([.. AllFacts.Select(f => IsMeant(f) ? f with { TakenBackAt = now } : f)]) : this;

        bool IsMeant(ParcelFact f) => f.Source == caseId && f.Kind == kind && f.Number == number && f.TakenBackAt is null;
    }

    /// <summary>The order whose parcel leaves Kumoten a second time, under a number of its own.</summary>
    /// <param name="at">When it leaves.</param>
    /// <param name="now">The application's clock.</param>
    /// <param name="number">The new number, normalised.</param>
    /// <returns>The order.</returns>
    public Order SentAgain(DateTimeOffset at, DateTimeOffset now, string number) =>
        (this with { TrackingNumber = number, OtherParcels = [], FormerNumbers = Former(number, []) }).Told(AllFacts.Add(new ParcelFact(ParcelFactKind.ShippedAgain, at, now, ParcelFact.Feed)));

    /// <summary>The order with another of its numbers; what was told under a number that is not its own any more counts no more.</summary>
    /// <param name="trackingNumber">The outbound parcel's number, normalised.</param>
    /// <param name="others">Further parcels' numbers.</param>
    /// <returns>The order.</returns>
    public Order GoingBy(string? trackingNumber, ImmutableList<string> others) =>
        TrackingNumber == trackingNumber && OtherParcels.SequenceEqual(others) ? this : (this with { TrackingNumber = trackingNumber, OtherParcels = others, FormerNumbers = Former(trackingNumber, others) }).Told(AllFacts);

    /// <summary>Whether all numbers of a feed are known already, so that nothing can still wait for them.</summary>
    /// <param name="feed">The feed.</param>
    /// <returns>Whether they are.</returns>
    public bool Knows(OrderFeed feed) => TrackingNumbers.Normalize(feed.TrackingNumber) is not { } number || Numbers.Contains(number);

    /// <summary>The outbound parcels' numbers.</summary>
    [JsonIgnore]
    public ImmutableList<string> Numbers => TrackingNumber is null ? OtherParcels : OtherParcels.Insert(0, TrackingNumber);

    /// <summary>Where the parcel is: what every decision asks.</summary>
    [JsonIgnore]
    public Whereabouts Whereabouts => Whereabouts.Of(AllFacts, Numbers, KnownSince);

    /// <summary>Whether a fact counts for where the parcel is.</summary>
    /// <param name="fact">The fact.</param>
    /// <returns>Whether it does.</returns>
    public bool Counts(ParcelFact fact) => Numbers.Select(number => (IReadOnlyCollection<string>)[number]).DefaultIfEmpty([])
        .Any(numbers => Whereabouts.Counting(AllFacts, numbers, KnownSince).Told.Contains(fact));

    /// <summary>All facts; those of a row of an earlier version are made of what it knew.</summary>
    [JsonIgnore]
    public ImmutableList<ParcelFact> AllFacts => Facts.IsEmpty ? [.. OfEarlierVersion()] : Facts;

    /// <summary>How many units the marketplace's order has, over all of Kumoten's orders that carry its number.</summary>
    [JsonIgnore]
    public int Units => Items.Sum(item => item.Quantity) + UnitsElsewhere;

    /// <summary>What is in the parcel, by its first item; null when the order names none.</summary>
    [JsonIgnore]
    public string? Product => Items is [var first, ..] ? first.Name : null;

    /// <summary>What of the order amount was not refunded for a part yet.</summary>
    [JsonIgnore]
    public Money Left => PartRefunds.Aggregate(Amount, (left, part) => left + -part.Amount);

    private ImmutableList<string> Former(string? number, ImmutableList<string> others) => [.. FormerNumbers.Union(Numbers).Where(n => n != number && !others.Contains(n)).TakeLast(MostParcels)];

    private Order Told(ImmutableList<ParcelFact> facts)
    {
        var told = this with { Facts = facts };
        var where = told.Whereabouts;
        return told with
        {
            ShippedAt = where.ShippedAt,
            DeliveredAt = where.DeliveredAt,
            DeliveryFailedAt = where.FailedAt,
            CameHomeAt = where.CameHomeAt,
            LastScanAt = where.LastScanAt,
        };
    }

    private IEnumerable<ParcelFact> OfEarlierVersion()
    {
        foreach (var (kind, at) in new[]
        {
            (ParcelFactKind.Shipped, ShippedAt), (ParcelFactKind.Delivered, DeliveredAt), (ParcelFactKind.AttemptFailed, DeliveryFailedAt > DeliveredAt ? DeliveredAt : DeliveryFailedAt), (ParcelFactKind.ReceivedByKumoten, CameHomeAt),
        })
        {
            if (at is { } moment)
                yield return new(kind, moment, moment, ParcelFact.Earlier);
        }

        if (LastScanAt is { } scanned)
            yield return new(ParcelFactKind.Moved, scanned, scanned, ParcelFact.Earlier, TrackingNumber);
    }
}
