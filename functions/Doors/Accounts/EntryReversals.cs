using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Accounts;

/// <summary>Takes entries of accounts back, and tells the case of a refund that its money is there no more.</summary>
/// <param name="ledger">The accounts.</param>
/// <param name="runner">Decides and saves.</param>
public sealed class EntryReversals(Ledger ledger, CaseRunner runner)
{
    /// <summary>Takes an entry back by its opposite.</summary>
    /// <param name="sellerId">Whose account.</param>
    /// <param name="entryId">The entry.</param>
    /// <param name="reason">Why.</param>
    /// <param name="caller">Who does it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The reversal, or the rule that forbids it; null when there is no such entry.</returns>
    public async Task<Posted?> TakeBackAsync(string sellerId, string entryId, string reason, Caller caller, CancellationToken cancel)
    {
        var posted = await ledger.ReverseAsync(sellerId, entryId, reason, caller.Actor, caller.Name, cancel);
        // After a crash in between, the repeat tells it.
        if (posted is not (null or Posted.Refused) && IsRefund(entryId) && posted.OrThrow() is { OrderId: { } orderId, CaseId: { } caseId } reversal)
            await TellAsync(orderId, caseId, new RefundReversed(reversal.At) { By = caller.Actor, Who = caller.Name }, cancel);
        return posted;
    }

    private Task TellAsync(string orderId, string caseId, RefundReversed back, CancellationToken cancel) => runner.RunAsync(orderId, draft =>
    {
        if (draft.After.Case(caseId) is { } c)
            draft.Apply(c, back);
        return null;
    }, cancel);

    private static bool IsRefund(string entryId) => entryId.EndsWith("-" + EntryKind.Refund.ApiName(), StringComparison.Ordinal);
}
