using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Words;

namespace Kumoten.Functions.Desk.Cases;

/// <summary>A case as a list shows it. Made of its dossier alone, so that it can always be made again.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Type">Which kind.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Actor">Who must act; null when it is over.</param>
/// <param name="By">By when; null for no deadline.</param>
/// <param name="SellerId">Whose case.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="Product">What is in the parcel, by its first item; for an appeal, the product that it is about.</param>
/// <param name="MarketplaceOrderId">The marketplace's own order number; null for an appeal.</param>
/// <param name="Courier">The courier's code.</param>
/// <param name="TrackingNumber">The parcel's number.</param>
/// <param name="Region">The state it went to.</param>
public sealed record CaseLine(
    string CaseId, CaseType Type, CaseState State, Actor? Actor, DateTimeOffset? By, string SellerId, DateTimeOffset OpenedAt, string? Product, string? MarketplaceOrderId,
    string? Courier, string? TrackingNumber, MalaysianState? Region)
{
    /// <summary>Makes the line of a case.</summary>
    /// <param name="c">The case.</param>
    /// <param name="dossier">Its dossier.</param>
    /// <returns>The line.</returns>
    public static CaseLine Of(Case c, Dossier dossier) => new(
        c.Id, c.Type, c.State, WhatsNext.ActorOf(c), c.DueAt, c.SellerId, c.OpenedAt, dossier.Order?.Product ?? c.Appeal?.ProductName, dossier.Order?.MarketplaceOrderId,
        c.Courier, c.TrackingNumbers.LastOrDefault(), dossier.Order?.Destination);
}
