using Kumoten.Functions.Domain;

namespace Kumoten.Functions.Dossiers.Parcels;

/// <summary>A case that a parcel may be for.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Type">Its kind.</param>
/// <param name="State">Where it stands.</param>
/// <param name="OrderId">Its order.</param>
/// <param name="SellerId">Whose.</param>
/// <param name="Recipient">The buyer's name, to compare with the label.</param>
/// <param name="Phone">The buyer's phone.</param>
/// <param name="TrackingNumbers">The numbers it goes by.</param>
public sealed record CandidateView(
    string CaseId, CaseType Type, CaseState State, string? OrderId, string SellerId, string? Recipient, string? Phone, IReadOnlyList<string> TrackingNumbers)
{
    /// <summary>Shows a candidate.</summary>
    /// <param name="candidate">The case with its dossier.</param>
    /// <returns>The view.</returns>
    public static CandidateView Of(ParcelCase candidate)
    {
        var buyer = candidate.Dossier.Order?.Recipient;
        return new(candidate.CaseId, candidate.Case.Type, candidate.Case.State, candidate.Case.OrderId, candidate.Case.SellerId, buyer?.Name, buyer?.Phone, candidate.Case.TrackingNumbers);
    }
}
