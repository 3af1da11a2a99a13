using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Desk.Cases;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Desk.Worklist;

/// <summary>
/// The lines of all staff, and of each seller, in one partition, each under its list and deadline, and beside them the index of all cases
/// (<see cref="CaseIndex"/>): a page is read, never gathered. It follows
/// the cases: written after each save that changes a line, and once more by the sweep's next look at the dossier, so
/// that what a crash left out is there within a minute.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="clock">The application's clock.</param>
public sealed class WorkList(Storage storage, TimeProvider clock) : IDossierFollower, IOverdueCases
{
    /// <summary>For how long a write may come late; no function runs longer (host.json, functionTimeout).</summary>
    public static readonly TimeSpan Straggling = TimeSpan.FromMinutes(10);

    // The index's too: one transaction brings both up to a case.
    private const string Partition = CaseIndex.Partition;

    /// <inheritdoc/>
    /// <remarks>Notes which lines the cases leave, so that a crash after the save leaves no line behind.</remarks>
    public void Plan(Draft draft)
    {
        var after = WorkLine.AllOf(draft.After).Select(line => line.Key).ToHashSet();
        foreach (var left in WorkLine.AllOf(draft.Before).Where(line => !after.Contains(line.Key)))
        {
            var c = draft.After.Case(left.CaseId)!;
            draft.ChangeFacts(c with { LeftLines = c.LeftLines.RemoveAll(line => draft.Now - line.At > Straggling).Add(new(left.Key, draft.Now)) });
        }
    }

    /// <inheritdoc/>
    /// <remarks>One storage operation, none when no line changed.</remarks>
    public Task FollowAsync(Dossier before, Dossier after, CancellationToken cancel)
    {
        var (old, now) = (WorkLine.AllOf(before).ToList(), WorkLine.AllOf(after).ToList());
        return WriteAsync(Puts(now.Except(old), CaseIndex.Changed(before, after)), Deletes(old.Select(line => line.Key).Except(now.Select(line => line.Key))), cancel);
    }

    /// <inheritdoc/>
    /// <remarks>Writes the lines as they are to be, and removes those that the cases have left.</remarks>
    public Task RenewAsync(Dossier dossier, CancellationToken cancel)
    {
        var now = WorkLine.AllOf(dossier).ToList();
        // Mostly those left are gone already, which would fail a transaction with them.
        return WriteEachAsync(Puts(now, CaseIndex.All(dossier)), Deletes(dossier.Cases.SelectMany(c => c.LeftLines).Select(left => left.Key).Except(now.Select(line => line.Key))), cancel);
    }

    /// <summary>Reads a page, most overdue first.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The lines, and where the next page begins.</returns>
    public async Task<(IReadOnlyList<WorkLine> Lines, string? Cursor)> ReadAsync(WorkFilter filter, string? cursor, CancellationToken cancel)
    {
        var (rows, next) = await storage.Worklist.QueryAsync<TableEntity>(filter.Query(Partition), maxPerPage: 50, cancellationToken: cancel).PageAsync(cursor, cancel);
        return ([.. rows.Select(row => row.Read<WorkLine>())], next);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OverdueCase>> OverdueAsync(int most, CancellationToken cancel)
    {
        var cases = new List<OverdueCase>();
        foreach (var list in new[] { Actor.Agent, Actor.Warehouse })
        {
            // Most overdue first: behind the first line that is not, none is.
            await foreach (var row in storage.Worklist.QueryAsync<TableEntity>(WorkFilter.Of(list).Query(Partition), maxPerPage: most, cancellationToken: cancel))
            {
                if (cases.Count == most || row.Read<WorkLine>() is not { By: { } due } line || due > clock.GetUtcNow())
                    break;
                cases.Add(new OverdueCase(line.CaseId, line.State, due, WhatToDo.Of(line, "").Todo));
            }
        }

        return cases;
    }

    internal static TableEntity Row(WorkLine line) => Rows.Of(
        Partition, line.Key, line,
        ("Courier", line.Courier ?? ""), ("Type", line.Type.ApiName()), ("State", line.State.ApiName()), ("Region", line.Region?.ApiName() ?? ""), ("East", (line.Region?.IsEast() == true).ToString()));

    private static List<TableTransactionAction> Puts(IEnumerable<WorkLine> lines, IEnumerable<TableEntity> ofIndex) =>
        [.. lines.Select(Row).Concat(ofIndex).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))];

    private static List<TableTransactionAction> Deletes(IEnumerable<string> keys) =>
        [.. keys.Select(key => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, key), ETag.All))];

    private async Task WriteAsync(List<TableTransactionAction> puts, List<TableTransactionAction> deletes, CancellationToken cancel)
    {
        if (puts.Count + deletes.Count == 0)
            return;
        try
        {
            await storage.Worklist.SubmitTransactionAsync(puts.Concat(deletes), cancel);
        }
        catch (TableTransactionFailedException missing) when (missing.Status == 404)
        {
            // One of the lines that were left is gone already.
            await WriteEachAsync(puts, deletes, cancel);
        }
    }

    private async Task WriteEachAsync(List<TableTransactionAction> puts, List<TableTransactionAction> deletes, CancellationToken cancel)
    {
        if (puts.Count > 0)
            await storage.Worklist.SubmitTransactionAsync(puts, cancel);
        foreach (var delete in deletes)
            await storage.Worklist.DeleteEntityAsync(Partition, delete.Entity.RowKey, ETag.All, cancel);
    }
}
