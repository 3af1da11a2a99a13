using System.Globalization;
using Azure.Data.Tables;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Desk.Cases;

/// <summary>
/// Every case as a list shows it, each seller's newest first, with what lists are filtered by as columns. Its rows lie beside the
/// worklist's (<see cref="Worklist.WorkList"/>), which writes them in the same transaction as its own.
/// </summary>
/// <param name="storage">The storage account.</param>
public sealed class CaseIndex(Storage storage)
{
    /// <summary>The partition of all lines.</summary>
    public const string Partition = "work";

    private const string Begin = "case:";
    private const string End = "case;";
    private const string TimeFormat = "yyyyMMddHHmmssfff";

    /// <summary>The rows of the cases whose lines are new or changed.</summary>
    /// <param name="before">The dossier before.</param>
    /// <param name="after">The dossier as saved.</param>
    /// <returns>The rows.</returns>
    internal static IEnumerable<TableEntity> Changed(Dossier before, Dossier after) =>
        after.Cases.Where(c => before.Case(c.Id) is not { } old || CaseLine.Of(old, before) != CaseLine.Of(c, after)).Select(c => RowOf(CaseLine.Of(c, after)));

    /// <summary>The rows of all cases of a dossier.</summary>
    /// <param name="dossier">The dossier.</param>
    /// <returns>The rows.</returns>
    internal static IEnumerable<TableEntity> All(Dossier dossier) => dossier.Cases.Select(c => RowOf(CaseLine.Of(c, dossier)));

    /// <summary>Reads a page of the lines that a filter asks for, newest first of each seller.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="token">Where to go on; null for the beginning.</param>
    /// <param name="pageSize">The most lines of the page.</param>
    /// <param name="looks">After how many storage operations without a line to stop.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The lines, perhaps none, and where the next page begins.</returns>
    public async Task<(IReadOnlyList<CaseLine> Lines, string? Next)> ReadAsync(CaseFilter filter, string? token, int pageSize, int looks, CancellationToken cancel)
    {
        var (rows, next) = await storage.Worklist.QueryAsync<TableEntity>(Query(filter), pageSize, cancellationToken: cancel).PageAsync(token, cancel, looks);
        return ([.. rows.Select(row => row.Read<CaseLine>())], next);
    }

    internal static TableEntity RowOf(CaseLine line) => Rows.Of(
        Partition, Key(line), line,
        ("Type", line.Type.ApiName()), ("State", line.State.ApiName()), ("Actor", line.Actor?.ApiName() ?? ""), ("Due", line.By is { } due ? Time(due) : "never"), ("Ended", line.State.IsEnd().ToString()));

    // The words all come from lists of this program, and a seller's id is a key, so that nothing in them needs quoting.
    private static string Query(CaseFilter filter)
    {
        var (begin, end) = filter.SellerId is { } seller ? ($"{Begin}{seller}:", $"{Begin}{seller};") : (Begin, End);
        List<string> parts = [$"PartitionKey eq '{Partition}' and RowKey ge '{begin}' and RowKey lt '{end}'"];
        if (filter.Type is { } type)
            parts.Add($"Type eq '{type.ApiName()}'");
        if (filter.State is { } state)
            parts.Add($"State eq '{state.ApiName()}'");
        if (filter.Actor is { } actor)
            parts.Add($"Actor eq '{actor.ApiName()}'");
        if (filter.OverdueAt is { } now)
            parts.Add($"Due lt '{Time(now)}'");
        if (filter.IsEnded is { } ended)
            parts.Add($"Ended eq '{ended}'");
        return string.Join(" and ", parts);
    }

    // Time runs backwards in the key, so that the newest case comes first.
    private static string Key(CaseLine line) => string.Create(CultureInfo.InvariantCulture, $"{Begin}{line.SellerId}:{DateTimeOffset.MaxValue.Ticks - line.OpenedAt.UtcTicks:D19}.{line.CaseId}");

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
