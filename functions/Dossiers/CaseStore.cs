using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>
/// Dossiers in the table Orders, one partition each. Rows: <c>case.0001</c> a case, <c>case.0001.000002.0</c>
/// a line of its timeline, <c>order</c> the order; beyond them, not loaded, <c>push.*</c> raw bodies and <c>scan.*</c> scans. All that one
/// decision changes is one transaction.
/// </summary>
/// <param name="storage">The storage account.</param>
public sealed class CaseStore(Storage storage)
{
    private const string OrderRow = "order";

    // One table transaction takes a hundred rows.
    private const int MaxRows = 100;
    private static readonly int CaseRowLength = "case.0001".Length;

    /// <summary>Loads a dossier with the ETags that guard it: one storage operation.</summary>
    /// <param name="subject">The order's or appeal's id.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The dossier; empty when nothing is there yet.</returns>
    public async Task<Loaded> LoadAsync(string subject, CancellationToken cancel)
    {
        Order? order = null;
        var cases = ImmutableList.CreateBuilder<Case>();
        var timeline = ImmutableList.CreateBuilder<(string, TimelineEntry)>();
        var etags = new Dictionary<string, ETag>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {subject} and RowKey ge {"case."} and RowKey le {OrderRow}");
        await foreach (var row in storage.Orders.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
        {
            etags[row.RowKey] = row.ETag;
            if (row.RowKey == OrderRow)
                order = row.Read<Order>();
            else if (row.RowKey.Length == CaseRowLength)
                cases.Add(row.Read<Case>());
            else
                timeline.Add((CaseId.Of(subject, int.Parse(row.RowKey.AsSpan("case.".Length, 4), CultureInfo.InvariantCulture)), row.Read<TimelineEntry>()));
        }

        return new Loaded(new Dossier(subject, order, cases.ToImmutable()) { Timeline = timeline.ToImmutable() }, etags);
    }

    /// <summary>Reads the scans of an order's parcels: one storage operation for up to a thousand.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The scans, in no order that means anything.</returns>
    public async Task<IReadOnlyList<Scan>> ScansAsync(string orderId, CancellationToken cancel)
    {
        var scans = new List<Scan>();
        await foreach (var row in storage.Orders.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {orderId} and RowKey ge {"scan."} and RowKey lt {"scan/"}"), cancellationToken: cancel))
            scans.Add(row.Read<Scan>());
        return scans;
    }

    /// <summary>Saves what a draft changed, in one transaction.</summary>
    /// <param name="loaded">The dossier as loaded, with its ETags.</param>
    /// <param name="draft">The decision.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>False when a rival changed the dossier meanwhile; then nothing was written.</returns>
    public async Task<bool> TrySaveAsync(Loaded loaded, Draft draft, CancellationToken cancel)
    {
        var rows = new List<TableTransactionAction>();
        if (draft.After.Order is { } order && !ReferenceEquals(order, draft.Before.Order))
            rows.Add(loaded.Write(Row(OrderRow, order)));
        foreach (var c in draft.ChangedCases)
            rows.Add(loaded.Write(Row(CaseRow(c), c, ("State", c.State.ApiName()))));
        rows.AddRange(draft.Timeline
            .GroupBy(t => t.Case.Id)
            .SelectMany(ofCase => ofCase.Select((t, i) => new TableTransactionAction(TableTransactionActionType.Add, Row($"{CaseRow(t.Case)}.{t.Case.Version:D6}.{i}", t.Entry)))));
        // The same body has the same key, so writing it again changes nothing.
        var evidence = new List<TableTransactionAction>(draft.Kept.Select(kept => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row("push." + kept.Key, kept))));
        // An edited description writes the same scan's row again; what it said before stands in the raw push.
        evidence.AddRange(draft.Scans.DistinctBy(scan => scan.Key).Select(scan => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row("scan." + scan.Key, scan))));
        try
        {
            // A parcel of months has more scans than a transaction takes. They decide nothing and bear repeats: what does not fit goes before.
            var fits = Math.Min(evidence.Count, MaxRows - rows.Count);
            foreach (var hundred in evidence.Skip(fits).Chunk(MaxRows))
                await storage.Orders.SubmitTransactionAsync(hundred, cancel);
            await storage.Orders.SubmitTransactionAsync(rows.Concat(evidence.Take(fits)), cancel);
            return true;
        }
        catch (RequestFailedException rival) when (rival.Status is 409 or 412)
        {
            return false;
        }

        TableEntity Row(string key, object value, params (string Name, string Value)[] columns) => Rows.Of(draft.After.Subject, key, value, columns);
    }

    /// <summary>Reads every order and case through, without timelines, one dossier at a time: for the reconciliation.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Each subject with its dossier; null when a row of it cannot be read.</returns>
    public async IAsyncEnumerable<(string Subject, Dossier? Dossier)> ReadAllAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        // Only a case's row has a state; its timeline's rows beside it have none.
        const string filter = $"RowKey eq '{OrderRow}' or (RowKey ge 'case.' and RowKey lt 'case/' and State ge 'a')";
        await foreach (var rows in storage.Orders.QueryAsync<TableEntity>(filter, cancellationToken: cancel).ByPartitionAsync(cancel))
        {
            var orderRow = rows.Find(row => row.RowKey == OrderRow);
            var order = orderRow?.TryRead<Order>();
            var cases = rows.Where(row => row != orderRow).Select(row => row.TryRead<Case>()).ToList();
            var isBroken = cases.Contains(null) || (order is null && orderRow is not null);
            yield return (rows[0].PartitionKey, isBroken ? null : new Dossier(rows[0].PartitionKey, order, [.. cases.OfType<Case>()]));
        }
    }

    private static int Number(Case c) => CaseId.TryParse(c.Id, out _, out var number) ? number : throw new InvalidOperationException($"{c.Id} is not a case's id.");

    private static string CaseRow(Case c) => $"case.{Number(c):D4}";
}

/// <summary>A dossier and the ETags it was loaded with.</summary>
/// <param name="Dossier">The dossier.</param>
/// <param name="ETags">Each row's ETag.</param>
public sealed record Loaded(Dossier Dossier, IReadOnlyDictionary<string, ETag> ETags)
{
    /// <summary>The write of a row: new when it was not there, else only over the version that was read.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The action.</returns>
    public TableTransactionAction Write(TableEntity row) => ETags.TryGetValue(row.RowKey, out var etag)
        ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, etag)
        : new TableTransactionAction(TableTransactionActionType.Add, row);
}
