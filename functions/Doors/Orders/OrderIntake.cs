using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Orders;

/// <summary>Takes in what Kumoten's order system feeds.</summary>
/// <param name="runner">Decides and saves.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="numbers">Makes an order's numbers known.</param>
public sealed class OrderIntake(CaseRunner runner, CaseStore store, NumberBook numbers)
{
    /// <summary>Takes a feed in, and whatever waited for its order.</summary>
    /// <param name="orderId">Kumoten's order number.</param>
    /// <param name="feed">The validated feed.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Whether the order is new, and its dossier.</returns>
    /// <exception cref="ProblemException">409: the feed contradicts what cannot change; when that is the amount, the rest was taken in.</exception>
    public async Task<(bool IsNew, Dossier Dossier)> FeedAsync(string orderId, OrderFeed feed, CancellationToken cancel)
    {
        var (dossier, isNew, mayCancel) = await TakeInAsync(orderId, feed, cancel);
        // What waited for the order may show that it has left: a cancellation is judged after that.
        if (mayCancel)
            dossier = (await TakeInAsync(orderId, feed, cancel)).Dossier;
        return Money.TryParse(feed.Amount, out var amount) && amount != dossier.Order!.Amount
            ? throw Conflict(RefusalWords.AmountInClaim(dossier.Order))
            : (isNew, dossier);
    }

    // Stored, and then its numbers made known: the links come after the order itself, so that whoever follows one finds it.
    private async Task<(Dossier Dossier, bool IsNew, bool MayCancel)> TakeInAsync(string orderId, OrderFeed feed, CancellationToken cancel)
    {
        var (isNew, mayCancel) = (false, false);
        var result = await runner.RunAsync(orderId, draft =>
        {
            isNew = draft.Before.Order is null;
            // Whether it may be cancelled now: only what is known of it already can have waited for nothing.
            mayCancel = feed.Status == "cancelled" && (isNew || !draft.Before.Order!.Knows(feed));
            return OrderFlow.Fed(draft, orderId, mayCancel ? feed with { Status = null } : feed);
        }, cancel);
        if (result.Refusal is { } refusal)
            throw Conflict(refusal);
        return (await numbers.MakeKnownAsync(result.Dossier.Order!, cancel) ? (await store.LoadAsync(orderId, cancel)).Dossier : result.Dossier, isNew, mayCancel);
    }

    private static ProblemException Conflict(Move.Refused refusal) => new(StatusCodes.Status409Conflict, refusal.Code, refusal.Sentence);
}
