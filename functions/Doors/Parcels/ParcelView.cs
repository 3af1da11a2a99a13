using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Dossiers.Parcels;

namespace Kumoten.Functions.Doors.Parcels;

/// <summary>Whether a parcel has found its case.</summary>
public enum ParcelStatus
{
    /// <summary>It lies at the dock.</summary>
    Unidentified,

    /// <summary>Its case received it.</summary>
    Matched,

    /// <summary>It is nobody's.</summary>
    Dismissed,
}

/// <summary>A parcel that no case waited for, as the contract shows it to staff.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Whether it has found its case.</param>
/// <param name="TrackingNumber">The number on its label.</param>
/// <param name="ReceivedAt">When it was taken in.</param>
/// <param name="By">Who took it in.</param>
/// <param name="Phone">The phone number on its label.</param>
/// <param name="Note">What else the label says.</param>
/// <param name="Orders">The orders that knew its number when it came.</param>
/// <param name="Match">Where it is matched with its case.</param>
/// <param name="CaseId">The case it went to.</param>
/// <param name="MatchedBy">Who matched it; null when its number led to the case by itself.</param>
/// <param name="MatchedAt">When.</param>
/// <param name="Dismiss">Where it is said to be nobody's.</param>
/// <param name="Dismissal">Why it is nobody's; null while it is not.</param>
/// <param name="Candidates">The cases it may be for; null in a list.</param>
public sealed record ParcelView(
    string Id, ParcelStatus Status, string TrackingNumber, DateTimeOffset ReceivedAt, string? By, string? Phone, string? Note, IReadOnlyList<string> Orders,
    string Match, string? CaseId, string? MatchedBy, DateTimeOffset? MatchedAt, string Dismiss, ParcelDismissal? Dismissal, IReadOnlyList<CandidateView>? Candidates)
{
    /// <summary>Where a parcel is shown.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <returns>The path.</returns>
    public static string PathOf(DockedParcel parcel) => $"/api/parcels/unidentified/{parcel.TrackingNumber}";

    /// <summary>Shows a parcel.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <param name="candidates">The cases it may be for; null in a list.</param>
    /// <returns>The view.</returns>
    public static ParcelView Of(DockedParcel parcel, IReadOnlyList<ParcelCase>? candidates = null) => new(
        parcel.TrackingNumber, StatusOf(parcel), parcel.TrackingNumber, parcel.ReceivedAt, parcel.By, parcel.Phone, parcel.Note, parcel.Orders,
        PathOf(parcel) + "/match", parcel.Match?.CaseId, parcel.Match?.By, parcel.Match?.At, PathOf(parcel) + "/dismiss", parcel.Dismissal, candidates is null ? null : [.. candidates.Select(CandidateView.Of)]);

    private static ParcelStatus StatusOf(DockedParcel parcel) =>
        parcel.Match is not null ? ParcelStatus.Matched : parcel.IsOpen ? ParcelStatus.Unidentified : ParcelStatus.Dismissed;
}
