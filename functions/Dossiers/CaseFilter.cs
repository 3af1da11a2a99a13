using Azure.Data.Tables;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Dossiers;

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

    /// <summary>Where the cases asked for are found; nowhere when only the whole table holds them.</summary>
    /// <returns>The clues, in the order they are followed.</returns>
    public IReadOnlyList<CaseClue> Clues() => this switch
    {
        { OrderId: { } orderId } => [CaseClue.OfSubject(orderId)],
        { TrackingNumber: { } number } => [CaseClue.OfParcel(number)],
        { Phone: { } phone } => [CaseClue.OfPhone(phone)],
        { Question: { } question } => CaseClue.OfQuestion(question, Marketplaces),
        { SellerId: { } sellerId } => [CaseClue.OfSeller(sellerId)],
        _ => [],
    };

    /// <summary>The part of the filter that the table itself can judge.</summary>
    /// <returns>The query.</returns>
    public string Query()
    {
        // Only a case's row has a state; its timeline's rows beside it have none.
        List<string> parts = ["RowKey ge 'case.'", "RowKey lt 'case/'", State is { } state ? $"State eq '{state.ApiName()}'" : "State ge 'a'"];
        if (Type is { } type)
            parts.Add($"Type eq '{type.ApiName()}'");
        if (SellerId is not null)
            parts.Add(TableClient.CreateQueryFilter($"SellerId eq {SellerId}"));
        return string.Join(" and ", parts);
    }
}
