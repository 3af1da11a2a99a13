using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Parcels;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Parcels;

/// <summary>Takes what people at the dock say of a parcel, whether it came as JSON or by a page's form.</summary>
/// <param name="desk">Brings parcels to their cases.</param>
/// <param name="numbers">Makes a number known that a person matched.</param>
/// <param name="clock">The application's clock.</param>
public sealed class DockDesk(ParcelDesk desk, NumberBook numbers, TimeProvider clock)
{
    private static readonly ParcelScanValidator Scans = new();
    private static readonly MatchRequestValidator Matches = new();
    private static readonly DismissRequestValidator Dismissals = new();

    /// <summary>Receives a parcel.</summary>
    /// <param name="scan">What the label says.</param>
    /// <param name="caller">Who scans.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The case that waited for it, or the parcel that is kept since no one case does.</returns>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public Task<(ParcelCase? Received, DockedParcel? Kept)> ReceiveAsync(ParcelScan scan, Caller caller, CancellationToken cancel)
    {
        Validation.Check(scan, Scans);
        return desk.ReceiveAsync(new DockedParcel(TrackingNumbers.Normalize(scan.TrackingNumber)!, clock.GetUtcNow(), caller.Name) { Phone = Given(scan.Phone), Note = Given(scan.Note) }, cancel);
    }

    /// <summary>Matches a parcel with its case; the case has its news from then on.</summary>
    /// <param name="parcelId">The parcel.</param>
    /// <param name="asked">What leads to the case.</param>
    /// <param name="caller">Who says so.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The parcel, matched.</returns>
    /// <exception cref="ProblemException">400 with an answer per field; 404 no such parcel; 409 with the candidates when several cases wait; 422 when none does.</exception>
    public async Task<DockedParcel> MatchAsync(string parcelId, MatchRequest asked, Caller caller, CancellationToken cancel)
    {
        Validation.Check(asked, Matches);
        var clue = new ParcelClue(asked.CaseId, asked.OrderId, TrackingNumbers.Normalize(asked.TrackingNumber), Phones.Normalize(asked.Phone));
        var parcel = await desk.MatchAsync(NumberOf(parcelId), clue, NameOf(caller), cancel);
        if (CaseId.TryParse(parcel.Match?.CaseId, out var subject, out _))
            await numbers.MakeKnownAsync(parcel.TrackingNumber, subject, cancel, isLinked: true);
        return parcel;
    }

    /// <summary>Takes a parcel off the list that is nobody's.</summary>
    /// <param name="parcelId">The parcel.</param>
    /// <param name="asked">Why.</param>
    /// <param name="caller">Who says so.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The parcel, dismissed.</returns>
    /// <exception cref="ProblemException">400 without a reason; 404 no such parcel; 409 when it went to a case.</exception>
    public Task<DockedParcel> DismissAsync(string parcelId, DismissRequest asked, Caller caller, CancellationToken cancel)
    {
        Validation.Check(asked, Dismissals);
        return desk.DismissAsync(NumberOf(parcelId), asked.Reason!.Trim(), NameOf(caller), cancel);
    }

    /// <summary>A parcel's number out of an address; what could not be a key in storage is none.</summary>
    /// <param name="parcelId">As it stands there.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ProblemException">404.</exception>
    public static string NumberOf(string parcelId) => Keys.IsKey(parcelId) ? parcelId : throw ParcelDesk.NoParcel(parcelId);

    private static string NameOf(Caller caller) => caller.Name ?? caller.Actor.ApiName();

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
