using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Words;

namespace Kumoten.Functions.Desk.Cases;

/// <summary>What a list of cases asks for; null asks for anything.</summary>
/// <param name="Type">The kind of case.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SellerId">Whose.</param>
/// <param name="OrderId">Of which order.</param>
/// <param name="Actor">Who must act.</param>
/// <param name="OverdueAt">Past its deadline at this moment.</param>
public sealed record CaseFilter(CaseType? Type, CaseState? State, string? SellerId, string? OrderId, Actor? Actor, DateTimeOffset? OverdueAt)
{
    /// <summary>A number the parcel goes by, normalised.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>The buyer's phone, as <see cref="Phones"/> writes it.</summary>
    public string? Phone { get; init; }

    /// <summary>Whatever somebody typed who looks for a case: an id or number of any kind.</summary>
    public string? Question { get; init; }

    /// <summary>Whether it is over, or goes on.</summary>
    public bool? IsEnded { get; init; }

    /// <summary>The marketplaces whose order numbers the question may be.</summary>
    public IReadOnlyList<string> Marketplaces { get; init; } = [];

    /// <summary>Whether a case is asked for.</summary>
    /// <param name="c">The case.</param>
    /// <param name="dossier">Its dossier.</param>
    /// <returns>Whether it is.</returns>
    public bool Fits(Case c, Dossier dossier) =>
        (Type is null || c.Type == Type) && (State is null || c.State == State) && (SellerId is null || c.SellerId == SellerId) && (OrderId is null || c.OrderId == OrderId)
        && (IsEnded is null || c.IsEnded == IsEnded) && (Actor is null || WhatsNext.ActorOf(c) == Actor) && (OverdueAt is null || c.DueAt < OverdueAt)
        && (TrackingNumber is null || CaseClue.OfParcel(TrackingNumber).Fits(c, dossier)) && (Phone is null || CaseClue.OfPhone(Phone).Fits(c, dossier))
        && (Question is null || CaseClue.OfQuestion(Question, Marketplaces).Any(clue => clue.Fits(c, dossier)));

    /// <summary>Where the cases asked for are found.</summary>
    /// <returns>The clues, in the order they are followed.</returns>
    public IReadOnlyList<CaseClue> Clues() => this switch
    {
        { OrderId: { } orderId } => [CaseClue.OfSubject(orderId)],
        { TrackingNumber: { } number } => [CaseClue.OfParcel(number)],
        { Phone: { } phone } => [CaseClue.OfPhone(phone)],
        // A seller who types another's id finds nothing there, and need not look.
        { Question: { } question } => [.. CaseClue.OfQuestion(question, Marketplaces).Where(clue => clue.In != CluePlace.Index || SellerId is null || SellerId == clue.Place)],
        { SellerId: { } sellerId } => [CaseClue.OfSeller(sellerId)],
        _ => [CaseClue.Any],
    };
}
