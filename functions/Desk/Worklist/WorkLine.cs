using System.Globalization;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Desk.Worklist;

/// <summary>
/// One thing that an agent, the warehouse or a seller is to do now, with all that doing it takes. Made of a case alone, so that
/// it can always be made again.
/// </summary>
/// <param name="CaseId">The case.</param>
/// <param name="For">Whose list it stands in: the agents', the warehouse's or its seller's.</param>
/// <param name="Type">Which kind of case.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Since">When that state began.</param>
/// <param name="By">By when; null for no deadline.</param>
/// <param name="SellerId">Whose case it is.</param>
/// <param name="OrderId">The order; null for an appeal.</param>
/// <param name="Courier">The courier's code.</param>
/// <param name="TrackingNumber">The number to name to the courier or to look for.</param>
/// <param name="Ticket">The courier's ticket.</param>
/// <param name="Region">The state the parcel went to.</param>
/// <param name="OldAddress">Where the parcel must not go, or was to go.</param>
/// <param name="NewAddress">Where it is to go instead.</param>
/// <param name="IsEscalated">Whether its deadline passed.</param>
/// <param name="IsLossReported">Whether a scan or the marketplace says that the parcel is lost.</param>
/// <param name="Failure">What failed for good on Kumoten's side and needs somebody; null when nothing did.</param>
public sealed record WorkLine(
    string CaseId, Actor For, CaseType Type, CaseState State, DateTimeOffset Since, DateTimeOffset? By, string SellerId, string? OrderId,
    string? Courier, string? TrackingNumber, string? Ticket, MalaysianState? Region, string? OldAddress, string? NewAddress, bool IsEscalated, bool IsLossReported, Text? Failure) : IWork
{
    /// <summary>Whether a scan or the marketplace says that the parcel is damaged.</summary>
    public bool IsDamageReported { get; init; }

    /// <summary>Where the line stands: each list by deadline, so that the most overdue comes first.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{ListOf(For, SellerId)}{By?.UtcDateTime ?? DateTime.MaxValue:yyyyMMddHHmmss}.{CaseId}.{Since.UtcDateTime:yyyyMMddHHmmssfff}");

    /// <summary>What is in the parcel, by its first item; for an appeal, the product that it is about.</summary>
    public string? Product { get; init; }

    /// <summary>The marketplace's own order number; null for an appeal.</summary>
    public string? MarketplaceOrderId { get; init; }

    /// <summary>All lines of a dossier, in whatever list.</summary>
    /// <param name="dossier">The dossier.</param>
    /// <returns>Staff's, then the seller's.</returns>
    public static IEnumerable<WorkLine> AllOf(Dossier dossier) => OfStaff(dossier).Concat(OfSeller(dossier));

    /// <summary>The lines of a dossier in staff's lists.</summary>
    /// <param name="dossier">The dossier.</param>
    /// <returns>One for each case that waits for staff.</returns>
    public static IEnumerable<WorkLine> OfStaff(Dossier dossier) => dossier.Cases.Select(c => ListFor(c) is { } list ? Of(c, list, dossier) : null).OfType<WorkLine>();

    /// <summary>The lines of a dossier in its seller's list.</summary>
    /// <param name="dossier">The dossier.</param>
    /// <returns>One for each case that waits for the seller.</returns>
    public static IEnumerable<WorkLine> OfSeller(Dossier dossier) =>
        dossier.Cases.Where(c => DeadlineTable.For(c.State).Actor == Actor.Seller).Select(c => Of(c, Actor.Seller, dossier));

    /// <summary>What the keys of a list begin with. A colon is in no key of a seller's, so that no list runs into another's.</summary>
    /// <param name="list">The role whose list it is.</param>
    /// <param name="sellerId">Whose, for a seller's.</param>
    /// <returns>The beginning.</returns>
    public static string ListOf(Actor list, string? sellerId) => list == Actor.Seller ? $"{list.ApiName()}:{sellerId}:" : $"{list.ApiName()}.";

    private static WorkLine Of(Case c, Actor list, Dossier dossier) => new(
        c.Id, list, c.Type, c.State, c.StateSince, c.DueAt ?? c.Failed?.FailedAt, c.SellerId, c.OrderId,
        c.Courier, c.TrackingNumbers.LastOrDefault() ?? dossier.Order?.TrackingNumber, c.CourierTicket, dossier.Order?.Destination,
        (c.OldAddress ?? dossier.Order?.Recipient.Address)?.ToString(), c.NewAddress?.ToString(), c.EscalatedAt is not null, c.LossReported, Sentences.Attention(c, Actor.Agent))
    {
        IsDamageReported = c.DamageReported,
        Product = dossier.Order?.Product ?? c.Appeal?.ProductName,
        MarketplaceOrderId = dossier.Order?.MarketplaceOrderId,
    };

    // Staff's own work; and whatever others are late with, or may have lost, which then is an agent's.
    private static Actor? ListFor(Case c) => DeadlineTable.For(c.State).Actor switch
    {
        _ when c.Failed is not null => Actor.Agent,
        null => null,
        Actor.Warehouse => Actor.Warehouse,
        Actor.Agent => Actor.Agent,
        _ => c.EscalatedAt is not null || c.LossReported || c.DamageReported ? Actor.Agent : null,
    };
}
