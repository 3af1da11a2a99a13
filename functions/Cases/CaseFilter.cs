using Azure.Data.Tables;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Cases;

/// <summary>What a list of cases asks for; null asks for anything.</summary>
/// <param name="Type">The kind of case.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SellerId">Whose.</param>
/// <param name="OrderId">Of which order.</param>
/// <param name="Actor">Who must act.</param>
/// <param name="OverdueAt">Past its deadline at this moment.</param>
public sealed record CaseFilter(CaseType? Type, CaseState? State, string? SellerId, string? OrderId, Actor? Actor, DateTimeOffset? OverdueAt)
{
    /// <summary>Reads the filter of a request.</summary>
    /// <param name="query">Its query.</param>
    /// <param name="caller">Who asks: a seller sees that seller's cases only.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public static CaseFilter Read(IQueryCollection query, Caller caller, DateTimeOffset now)
    {
        var fields = new QueryReader(query);
        var filter = new CaseFilter(
            fields.Word<CaseType>("type"), fields.Word<CaseState>("state"), caller.SellerId ?? fields.Key("sellerId"), fields.Key("orderId"), fields.Word<Actor>("actor"),
            fields.Word<YesOrNo>("overdue") == YesOrNo.True ? now : null);
        fields.ThrowIfWrong();
        return filter;
    }

    /// <summary>Whether a case is asked for.</summary>
    /// <param name="c">The case.</param>
    /// <returns>Whether it is.</returns>
    public bool Fits(Case c) =>
        (Type is null || c.Type == Type) && (State is null || c.State == State) && (SellerId is null || c.SellerId == SellerId) && (OrderId is null || c.OrderId == OrderId)
        && (Actor is null || WhatsNext.ActorOf(c) == Actor) && (OverdueAt is null || c.DueAt < OverdueAt);

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

    private enum YesOrNo
    {
        True,
        False,
    }
}
