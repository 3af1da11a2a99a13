using Azure.Data.Tables;
using Kumoten.Functions.Desk.Cases;
using Kumoten.Functions.Desk.Figures;
using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Hands.Refunds;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Storms;

/// <summary>What must be true once a storm is over.</summary>
public sealed partial class Storm
{
    private async Task<string?> JudgeAsync()
    {
        // Everything delivered once more must change nothing; weeks later every deadline has been seen to.
        await backend.PushAsync("lazada.trade-canceled");
        await DeliverAllAsync();
        backend.Time.Advance(TimeSpan.FromDays(60));
        await SweepAsync();
        await DeliverAllAsync();
        var dossiers = await DossiersAsync();
        var order = dossiers.Find(d => d.Subject == OrderId);
        var cases = dossiers.SelectMany(d => d.Cases).ToList();
        foreach (var c in cases)
        {
            if (!c.IsEnded && (c.DueAt is null || DeadlineTable.For(c.State).Actor is null))
                return $"case {c.Id} is {c.State} and waits for nobody";
            if (!c.IsEnded && c.DueAt <= backend.Time.GetUtcNow() && c.EscalatedAt is null)
                return $"case {c.Id} is {c.State} past its deadline and nobody was told";
            if (!c.Pending.IsEmpty)
                return $"case {c.Id} still has to do {c.Pending[0].StepId} after {weather.Crashes} crashes";
        }

        if (cases.Where(c => !c.IsEnded && c.OrderId is not null).GroupBy(c => (c.OrderId, c.Type)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return $"two open cases of the kind {twice.Key.Type}";
        if (await JudgeListsAsync(dossiers) is { } stale)
            return stale;
        return await JudgeFiguresAsync(dossiers) ?? await JudgeMoneyAsync(order, cases.FindAll(c => c.SellerId == "S-100")) ?? JudgeFormer(dossiers.Find(d => d.Subject == FormerOrderId)!);
    }

    // The worklist and the index of cases beside it show each dossier as it stands, and nothing else.
    private async Task<string?> JudgeListsAsync(List<Dossier> dossiers)
    {
        var expected = dossiers.SelectMany(d => WorkLine.AllOf(d).Select(WorkList.Row).Concat(CaseIndex.All(d))).Select(Shown).Order(StringComparer.Ordinal).ToList();
        var listed = (await backend.Storage.Worklist.QueryAsync<TableEntity>().ToListAsync()).Select(Shown).Order(StringComparer.Ordinal).ToList();
        return expected.SequenceEqual(listed) ? null : $"the lists show [{string.Join(", ", listed.Except(expected))}] and are to show [{string.Join(", ", expected.Except(listed))}]";
    }

    private static string Shown(TableEntity row) => string.Join(' ', row.Where(column => column.Key is not ("odata.etag" or "Timestamp")).OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => $"{column.Key}={column.Value}"));

    // After all those repeats and crashes, each dossier was counted once, as it stands.
    private async Task<string?> JudgeFiguresAsync(List<Dossier> dossiers)
    {
        var expected = new Counts();
        foreach (var (page, names) in dossiers.SelectMany(d => CaseFigures.Of(d).Pages))
        {
            foreach (var (name, number) in names)
                expected.Add(page, name, number);
        }

        var counted = await backend.Services.GetRequiredService<FigureBook>().ReadAsync(DateOnly.MinValue, DateOnly.MaxValue, default);
        var difference = Counts.Between(counted, expected);
        return difference.Pages.Count == 0 ? null : $"the figures lack {string.Join(", ", difference.Pages.SelectMany(page => page.Value.Select(count => $"{page.Key} {count.Key} {count.Value}")))}";
    }

    private async Task<string?> JudgeMoneyAsync(Dossier? order, List<Case> cases)
    {
        var account = await backend.Services.GetRequiredService<Ledger>().ReadAsync("S-100", null, default);
        if (account.Entries.Sum(e => e.Amount.Sen) != account.Balance.Sen)
            return $"entries sum to {account.Entries.Sum(e => e.Amount.Sen)} sen, the balance is RM {account.Balance}";
        var refunds = account.Entries.Where(e => e.Kind == EntryKind.Refund).ToList();
        var approved = cases.Where(c => c.Refund is not null).ToList();
        if (approved.Count(c => !c.Refund!.IsPart) > 1 || approved.Sum(c => c.Refund!.Amount.Sen) > order?.Order?.Amount.Sen)
            return $"{approved.Count} refunds of {approved.Sum(c => c.Refund!.Amount.Sen)} sen were approved";
        if (refunds.Count != approved.Count || refunds.Any(r => approved.Find(c => c.Id == r.CaseId)?.Refund!.Amount != r.Amount))
            return $"{refunds.Count} refunds were paid and {approved.Count} approved, or not the same";
        if (order?.Order is { } known && cases.Select(c => (c, Why: RefundGrounds.Contradiction(c, known))).FirstOrDefault(odd => odd.Why is not null) is { c: { } bad, Why: var why })
            return $"case {bad.Id} paid {why} {string.Join(", ", order.Timeline.Select(line => $"{line.CaseId[^1]} {line.Entry.Event} -> {line.Entry.To}"))}";
        if (approved.Any(c => c.Refund!.PaidAt is null))
            return "a refund in the ledger is not known to its case";
        if (await backend.Services.GetRequiredService<Reconciler>().RunAsync(default) is { Wrong: > 0 } report)
            return $"the reconciliation does not prove the books: {report.Findings[0].Text}";
        return cases.FirstOrDefault(c => account.Entries.Count(e => e.Kind == EntryKind.ReturnShipping && e.CaseId == c.Id) != (c.ReturnShipping is null ? 0 : 1)) is { } odd
            ? $"case {odd.Id} has return shipping of RM {odd.ReturnShipping} and the ledger does not"
            : null;
    }

    // A number's claim ends with its parcel: what comes under it later is no news of the parcel that had it before.
    private static string? JudgeFormer(Dossier former) => former switch
    {
        { Order: null } or { Cases: [{ State: CaseState.Refunded }], Order.Whereabouts.Place: Place.AtKumoten } => null,
        _ => $"order {former.Subject}, whose parcel came home long ago, has cases [{string.Join(", ", former.Cases.Select(c => c.State))}] and its parcel is {former.Order!.Whereabouts.Place}",
    };
}
