using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Parcels;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>
/// The one place where an outside number becomes known, whoever brings it: feed, push, seller or dock. What waited for the
/// number is applied then, pushes by their own times and the parcel at the dock last.
/// </summary>
/// <param name="links">Which number leads to which order, and what waits under it.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="runner">Decides and saves.</param>
/// <param name="parcels">Brings parcels at the dock to their cases.</param>
/// <param name="clock">The application's clock.</param>
public sealed class NumberBook(OrderLinks links, CaseStore store, CaseRunner runner, ParcelDesk parcels, TimeProvider clock)
{
    /// <summary>Makes all numbers of a stored order known.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Whether anything waited.</returns>
    public async Task<bool> MakeKnownAsync(Order order, CancellationToken cancel)
    {
        await links.LinkPhoneAsync(order, cancel);
        List<Push> waiting = [.. (await links.LinkAsync(OrderLinks.MarketplaceKey(order.Marketplace, order.MarketplaceOrderId), order.Id, cancel)).Pushes];
        var atDock = new List<string>();
        foreach (var number in order.Numbers)
        {
            var (pushes, isAtDock) = await links.LinkAsync(OrderLinks.ParcelKey(number), order.Id, cancel);
            waiting.AddRange(pushes);
            if (isAtDock)
                atDock.Add(number);
        }

        await ReleaseAsync(order.Id, waiting, cancel);
        foreach (var number in atDock)
            await parcels.MatchDockedAsync(number, cancel);
        return waiting.Count > 0 || atDock.Count > 0;
    }

    /// <summary>Makes a tracking number known that leads to an order, once the order or its case goes by it.</summary>
    /// <param name="number">The normalised number.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="isLinked">Whether the caller has linked it before.</param>
    /// <returns>The case that received a parcel that lay at the dock; null when none did.</returns>
    public async Task<ParcelCase?> MakeKnownAsync(string number, string orderId, CancellationToken cancel, bool isLinked = false)
    {
        var key = OrderLinks.ParcelKey(number);
        var (pushes, isAtDock) = isLinked ? await links.WaitingAsync(key, cancel) : await links.LinkAsync(key, orderId, cancel);
        await ReleaseAsync(orderId, pushes, cancel);
        return isAtDock ? await parcels.MatchDockedAsync(number, cancel) : null;
    }

    /// <summary>Applies a push to the orders that it concerns, of those that its number leads to.</summary>
    /// <param name="orders">The orders that the number leads to.</param>
    /// <param name="push">The push.</param>
    /// <param name="content">What it says.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The orders that took it in.</returns>
    internal async Task<IReadOnlyList<string>> ApplyAsync(IReadOnlyList<string> orders, Push push, PushContent content, CancellationToken cancel)
    {
        if (orders.Count == 1)
            return await ApplyAsync(orders[0], push, content, 0, cancel) ? orders : await KeepAsync(push, content, cancel);

        // Several orders: a number leads first to its owner, and the units of a marketplace's order are those of all.
        List<Dossier> linked = [];
        foreach (var orderId in orders)
            linked.Add((await store.LoadAsync(orderId, cancel)).Dossier);
        var concerned = content is PushContent.Tracking { Update.TrackingNumber: { } number } ? NumberOwners.Concerned(linked, number, clock.GetUtcNow()) : linked;
        var units = linked.Sum(dossier => OwnUnits(dossier.Order));
        List<string> took = [];
        foreach (var dossier in concerned)
        {
            if (await ApplyAsync(dossier.Subject, push, content, units - OwnUnits(dossier.Order), cancel))
                took.Add(dossier.Subject);
        }

        return took.Count > 0 ? took : await KeepAsync(push, content, cancel);
    }

    // A number's claim ends with its parcel: news under a number used again waits for the order that it is named for.
    private async Task<IReadOnlyList<string>> KeepAsync(Push push, PushContent content, CancellationToken cancel)
    {
        await links.KeepAsync(push, push.KeyOf(content)!, cancel);
        return [];
    }

    private async Task<bool> ApplyAsync(string orderId, Push push, PushContent content, int unitsElsewhere, CancellationToken cancel)
    {
        var takes = true;
        var kept = new KeptBody(push.Key, push.Source, push.ReceivedAt, push.Body!);
        await runner.RunAsync(orderId, draft => content switch
        {
            PushContent.Marketplace said => OrderFlow.Said(draft, said.Update, kept, unitsElsewhere),
            PushContent.Tracking scanned => (takes = NumberOwners.Of(draft.After, scanned.Update.TrackingNumber, draft.Now) != NumberClaim.None) ? OrderFlow.Scanned(draft, scanned.Update, kept) : null,
            _ => throw new InvalidOperationException($"A push that is not understood cannot be about order {orderId}."),
        }, cancel);
        if ((content as PushContent.Marketplace)?.Update.TrackingNumber is { } number)
            await MakeKnownAsync(number, orderId, cancel);
        return takes;
    }

    // By their own times, and what cancels last: whether the parcel had left by then is known only when all else is.
    private async Task ReleaseAsync(string orderId, IEnumerable<Push> waiting, CancellationToken cancel)
    {
        var read = waiting.Select(push => (Push: push, Content: push.Read()))
            .OrderBy(p => p.Content is PushContent.Marketplace { Update.Status: MarketplaceStatus.Cancelled })
            .ThenBy(p => TimeOf(p.Content) ?? p.Push.ReceivedAt).ThenBy(p => p.Push.Key, StringComparer.Ordinal);
        foreach (var (push, content) in read)
        {
            var key = push.KeyOf(content)!;
            var orders = content is PushContent.Marketplace ? await links.OrdersOfAsync(key, cancel) : [orderId];
            if ((await ApplyAsync(orders.Contains(orderId) ? orders : [orderId], push, content, cancel)).Count > 0)
                await links.DropAsync(push, key, cancel);
        }
    }

    private static DateTimeOffset? TimeOf(PushContent content) => content switch
    {
        PushContent.Marketplace said => said.Update.At,
        PushContent.Tracking scanned => scanned.Update.Scans.Min(scan => (DateTimeOffset?)scan.At),
        _ => null,
    };

    private static int OwnUnits(Order? order) => order?.Items.Sum(item => item.Quantity) ?? 0;
}
