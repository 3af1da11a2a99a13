using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Desk.Worklist;

/// <summary>Which lines of the worklist are asked for; null asks for any.</summary>
/// <param name="For">Whose list.</param>
/// <param name="Courier">Of one courier.</param>
/// <param name="Type">Of one kind of case.</param>
/// <param name="State">In one state.</param>
/// <param name="Region">Of parcels to one state of Malaysia.</param>
/// <param name="East">Of parcels to East Malaysia, or to the peninsula.</param>
public sealed record WorkFilter(Actor For, string? Courier, CaseType? Type, CaseState? State, MalaysianState? Region, bool? East)
{
    private const string EastWord = "east";
    private const string PeninsulaWord = "peninsula";

    /// <summary>Whose, for a seller's list.</summary>
    public string? SellerId { get; init; }

    /// <summary>The whole of a list.</summary>
    /// <param name="list">Whose.</param>
    /// <returns>The filter.</returns>
    public static WorkFilter Of(Actor list) => new(list, null, null, null, null, null);

    /// <summary>What waits for a seller.</summary>
    /// <param name="sellerId">The seller.</param>
    /// <returns>The filter.</returns>
    public static WorkFilter OfSeller(string sellerId) => Of(Actor.Seller) with { SellerId = sellerId };

    /// <summary>Reads the filter of a request.</summary>
    /// <param name="query">Its query.</param>
    /// <param name="caller">Who asks: each sees the list of the own role.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public static WorkFilter Read(IQueryCollection query, Caller caller)
    {
        var fields = new QueryReader(query);
        var region = fields.Text("region");
        bool? east = region is EastWord or PeninsulaWord ? region == EastWord : null;
        MalaysianState? state = null;
        if (region is not null && east is null)
        {
            if (MalaysianStates.TryParse(region, out var named))
                state = named;
            else
                fields.Wrong("region", new("East Malaysia, the peninsula, or a state such as \"Sabah\".", "Malaysia Timur, Semenanjung, atau negeri seperti \"Sabah\".", $"Use {EastWord}, {PeninsulaWord}, or a state such as \"Sabah\"."));
        }

        var filter = new WorkFilter(caller.Actor, fields.OneOf("courier", CourierList.All.Select(c => c.Code)), fields.Word<CaseType>("type"), fields.Word<CaseState>("state"), state, east);
        fields.ThrowIfWrong();
        return filter;
    }

    /// <summary>The filter as the table judges it.</summary>
    /// <param name="partition">The partition of all lines.</param>
    /// <returns>The query.</returns>
    public string Query(string partition)
    {
        var list = WorkLine.ListOf(For, SellerId);
        // The words all come from lists of this program, and a seller's id is a key, so that nothing in them needs quoting.
        List<string> parts = [$"PartitionKey eq '{partition}'", $"RowKey ge '{list}'", $"RowKey lt '{list[..^1]}{(char)(list[^1] + 1)}'"];
        if (Courier is not null)
            parts.Add($"Courier eq '{Courier}'");
        if (Type is { } type)
            parts.Add($"Type eq '{type.ApiName()}'");
        if (State is { } state)
            parts.Add($"State eq '{state.ApiName()}'");
        if (Region is { } region)
            parts.Add($"Region eq '{region.ApiName()}'");
        if (East is { } east)
            parts.Add($"East eq '{east}'");
        return string.Join(" and ", parts);
    }
}
