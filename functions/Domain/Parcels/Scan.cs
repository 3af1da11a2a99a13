using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Parcels;

/// <summary>What a courier's scan says.</summary>
public enum ScanKind
{
    /// <summary>Somewhere on its way.</summary>
    InTransit,

    /// <summary>On the van to the door.</summary>
    OutForDelivery,

    /// <summary>Nobody took it.</summary>
    AttemptFailed,

    /// <summary>Handed over.</summary>
    Delivered,

    /// <summary>On its way back to the sender.</summary>
    Returning,

    /// <summary>"Returned to sender": the courier's word, not Kumoten's receipt.</summary>
    Returned,

    /// <summary>Lost, by the courier's own feed.</summary>
    Lost,

    /// <summary>Damaged on the way.</summary>
    Damaged,

    /// <summary>Forwarded to another address.</summary>
    Redirected,

    /// <summary>Anything else that the courier does with it.</summary>
    Other,

    /// <summary>Only its data is known: a label was made, or there is no news.</summary>
    LabelMade,

    /// <summary>The buyer refused it at the door.</summary>
    Refused,

    /// <summary>It waits at a counter for the buyer.</summary>
    ReadyForPickup,
}

/// <summary>One scan in Kumoten's words.</summary>
/// <param name="At">When the courier scanned, with offset; a time without one is Malaysia's.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Message">The courier's words.</param>
/// <param name="Place">Where.</param>
/// <param name="Source">The feed, or who entered it.</param>
public sealed record Scan(DateTimeOffset At, ScanKind Kind, string? Message, string? Place, string Source)
{
    /// <summary>
    /// What makes a scan itself: its moment, kind and place. Not its words: an edited description is the same scan.
    /// </summary>
    public string Key => $"{At.UtcDateTime:yyyyMMddHHmmss}.{Kind}.{Keys.OfForeign(Place ?? "")}";
}

/// <summary>What scans tell of where a parcel is.</summary>
public static class ScanFacts
{
    /// <summary>The fact that a kind of scan tells.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The kind of fact.</returns>
    public static ParcelFactKind Meaning(this ScanKind kind) => kind switch
    {
        ScanKind.OutForDelivery => ParcelFactKind.OutForDelivery,
        ScanKind.AttemptFailed => ParcelFactKind.AttemptFailed,
        ScanKind.Delivered => ParcelFactKind.Delivered,
        ScanKind.Returning or ScanKind.Returned => ParcelFactKind.TurnedBack,
        ScanKind.Lost => ParcelFactKind.Lost,
        ScanKind.Damaged => ParcelFactKind.Damaged,
        ScanKind.LabelMade => ParcelFactKind.LabelMade,
        ScanKind.Refused => ParcelFactKind.RefusedByBuyer,
        ScanKind.ReadyForPickup => ParcelFactKind.ReadyForPickup,
        ScanKind.InTransit or ScanKind.Redirected or ScanKind.Other => ParcelFactKind.Moved,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No fact for this kind of scan."),
    };
}

/// <summary>What a feed says of one parcel.</summary>
/// <param name="TrackingNumber">The normalised number.</param>
/// <param name="Courier">The courier's code; null when the feed names one that Kumoten does not know.</param>
/// <param name="Scans">All scans it knows, in any order.</param>
public sealed record TrackingUpdate(string TrackingNumber, string? Courier, IReadOnlyList<Scan> Scans);
