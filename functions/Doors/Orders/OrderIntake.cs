using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Orders;

/// <summary>Takes in what Kumoten's order system feeds.</summary>
/// <param name="runner">Decides and saves.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="pushes">Pushes that came before their order.</param>
public sealed class OrderIntake(CaseRunner runner, CaseStore store, PushIntake pushes)
{
    /// <summary>Takes a feed in, and whatever waited for its order.</summary>
    /// <param name="orderId">Kumoten's order number.</param>
    /// <param name="feed">The validated feed.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Whether the order is new, and its dossier.</returns>
    /// <exception cref="ProblemException">409: the feed contradicts what cannot change.</exception>
    public async Task<(bool IsNew, Dossier Dossier)> FeedAsync(string orderId, OrderFeed feed, CancellationToken cancel)
    {
        var isNew = false;
        var result = await runner.RunAsync(orderId, draft =>
        {
            isNew = draft.Before.Order is null;
            return OrderFlow.Fed(draft, orderId, feed);
        }, cancel);
        if (result.Refusal is { } refusal)
            throw new ProblemException(StatusCodes.Status409Conflict, refusal.Code, refusal.Sentence);

        // The links come after the order itself, so that whoever follows one finds it.
        return (isNew, await pushes.ReleaseAsync(result.Dossier.Order!, cancel) ? (await store.LoadAsync(orderId, cancel)).Dossier : result.Dossier);
    }
}
