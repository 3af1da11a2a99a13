using System.Text.Json.Serialization;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Parcels;

/// <summary>What can be told of a parcel (domain.md, Where a parcel is).</summary>
public enum ParcelFactKind
{
    /// <summary>A label was made; the parcel may still lie in the warehouse.</summary>
    LabelMade,

    /// <summary>Feed or marketplace said that it left.</summary>
    Shipped,

    /// <summary>It left Kumoten a second time: its way begins anew.</summary>
    ShippedAgain,

    /// <summary>Seen somewhere on its way.</summary>
    Moved,

    /// <summary>On the van to the door.</summary>
    OutForDelivery,

    /// <summary>It waits for the buyer at a counter.</summary>
    ReadyForPickup,

    /// <summary>A delivery failed.</summary>
    AttemptFailed,

    /// <summary>The buyer refused it at the door.</summary>
    RefusedByBuyer,

    /// <summary>Damaged on its way; it may still come.</summary>
    Damaged,

    /// <summary>With the buyer, or, once it had turned back, at Kumoten's own door.</summary>
    Delivered,

    /// <summary>On its way back.</summary>
    TurnedBack,

    /// <summary>Lost, by courier, marketplace or an agent.</summary>
    Lost,

    /// <summary>Kumoten's warehouse has it: only the warehouse says so.</summary>
    ReceivedByKumoten,
}

/// <summary>One thing that somebody told of an order's parcel. It stays on record, whether a case is open or not.</summary>
/// <param name="Kind">What was told.</param>
/// <param name="At">When it was so, by whoever told it.</param>
/// <param name="ToldAt">When Kumoten heard it.</param>
/// <param name="Source">Who told it: feed, marketplace, courier, earlier, or the id of the case in which a person said it.</param>
/// <param name="Number">The tracking number it is about; null for the order's parcel as a whole.</param>
public sealed record ParcelFact(ParcelFactKind Kind, DateTimeOffset At, DateTimeOffset ToldAt, string Source, string? Number = null)
{
    /// <summary>The source of what Kumoten's order system fed in.</summary>
    public const string Feed = "feed";

    /// <summary>The source of what a marketplace pushed.</summary>
    public const string Marketplace = "marketplace";

    /// <summary>The source of a courier's scans.</summary>
    public const string Courier = "courier";

    /// <summary>The source of what rows of earlier versions knew, which wrote down no source.</summary>
    public const string Earlier = "earlier";

    // Clocks of couriers and marketplaces differ, by hours and not by days.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    /// <summary>When it was taken back by whoever may say it; null while it stands.</summary>
    public DateTimeOffset? TakenBackAt { get; init; }

    /// <summary>Whether a person said it on a case, as the buyer's word or an agent's.</summary>
    [JsonIgnore]
    public bool IsPersons => Source is not (Feed or Marketplace or Courier or Earlier);

    /// <summary>Whether it may count: it stands, and is dated neither outside the years nor after the day it was told on.</summary>
    /// <returns>Whether it may.</returns>
    public bool IsCredible() => TakenBackAt is null && MalaysiaTime.IsDate(At) && At <= ToldAt + Slack;

    /// <summary>Whether it shows that the parcel has left (domain.md: any movement, failed delivery, delivery, turn or loss).</summary>
    /// <returns>Whether it does.</returns>
    public bool ProvesShipping() => Kind is not (ParcelFactKind.LabelMade or ParcelFactKind.Shipped or ParcelFactKind.ShippedAgain);

    /// <summary>Whether it is too old for a parcel: couriers use numbers again, and trackers send last year's checkpoints.</summary>
    /// <param name="shippedAt">When the parcel shipped.</param>
    /// <returns>Whether it belongs to somebody else's parcel.</returns>
    public bool IsBefore(DateTimeOffset shippedAt) => At < shippedAt - Slack;

    /// <summary>A date of an untrusted clock, which cannot lie in the days to come.</summary>
    /// <param name="claimed">What was claimed.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The date, or now where the claim is none.</returns>
    public static DateTimeOffset Sensible(DateTimeOffset claimed, DateTimeOffset now) => MalaysiaTime.IsDate(claimed) && claimed <= now + Slack ? claimed : now;
}
