using System.Text.Json.Serialization;

namespace Kumoten.Functions.Domain.Parcels;

/// <summary>A parcel that lies at the dock and that no case waited for when it came.</summary>
/// <param name="TrackingNumber">The number on its label, normalised; also its id, so that scanning it again finds it.</param>
/// <param name="ReceivedAt">When it was taken in.</param>
/// <param name="By">Who took it in.</param>
public sealed record DockedParcel(string TrackingNumber, DateTimeOffset ReceivedAt, string? By)
{
    /// <summary>The phone number on the label.</summary>
    public string? Phone { get; init; }

    /// <summary>What else the label says.</summary>
    public string? Note { get; init; }

    /// <summary>The orders that knew the number when it came: a hint for whoever matches it.</summary>
    public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>The case it went to; null while it is unidentified.</summary>
    public ParcelMatch? Match { get; init; }

    /// <summary>Why it is nobody's; null while it may be somebody's.</summary>
    public ParcelDismissal? Dismissal { get; init; }

    /// <summary>Whether it lies there and somebody is to find out whose it is.</summary>
    [JsonIgnore]
    public bool IsOpen => Match is null && Dismissal is null;
}

/// <summary>Why a parcel is nobody's.</summary>
/// <param name="Reason">The reason, such as "handed back to the courier".</param>
/// <param name="By">Who says so.</param>
/// <param name="At">When.</param>
public sealed record ParcelDismissal(string Reason, string By, DateTimeOffset At);

/// <summary>Where a parcel went.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="By">Who matched it; null when its number led to the case by itself.</param>
/// <param name="At">When.</param>
public sealed record ParcelMatch(string CaseId, string? By, DateTimeOffset At);
