using System.Collections.Immutable;
using CsCheck;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Domain.Flow;

/// <summary>
/// For any set of facts in any order of arrival, the same end: where the parcel is, and, when they came before the cancellation,
/// also the case's state, the money approved and whether anybody was alarmed. For those that come after it the bound is this: the
/// claim stands where the parcel is. It cannot be more. What was paid is paid, an alarm that was right then was sent, a rejection
/// that the buyer made while it was awaited stands, and whether the delivery had failed is judged when the order is cancelled.
/// Nor does it hold where a shipping date that is told later makes older facts another parcel's, or this one's.
/// A failure prints the seed that replays it (CsCheck_Seed).
/// </summary>
public sealed class AnyOrderProperties
{
    private const string Number = "EN123456789MY";
    private static readonly DateTimeOffset Now = Backend.Start;

    // What can be told, at one of some moments: with ties, odd dates and last year's among them.
    private static readonly int[] Days = [-400, -20, -14, -10, -6, -5, -4, -3, -2, -1, 0, 30_000];
    private static readonly Gen<News> AnyNews = Gen.Select(Gen.Enum<ScanKind>(), Gen.Int[0, Days.Length - 1], Gen.Int[0, 5])
        .Select((kind, day, who) => new News(kind, Now.AddDays(Days[day]), who));

    private static readonly Gen<(ImmutableArray<News> One, ImmutableArray<News> Other)> AnyTwoOrders =
        Gen.Select(AnyNews.Array[0, 7], Gen.Int).Select((news, seed) => (news.ToImmutableArray(), Shuffled(news, seed)));

    [Fact]
    public void A_parcel_is_in_one_place_whatever_came_first() => AnyTwoOrders.Sample((one, other) =>
        Told(one, isCancelled: false).After.Order!.Whereabouts == Told(other, isCancelled: false).After.Order!.Whereabouts, iter: 3_000);

    [Fact]
    public void A_cancellation_leads_to_one_end_whatever_came_first_before_it() => AnyTwoOrders.Sample((one, other) =>
        End(Told(one, isCancelled: true)) == End(Told(other, isCancelled: true)), iter: 3_000);

    [Fact]
    public void A_claim_stands_where_the_parcel_is_wherever_among_the_news_the_cancellation_came() => Gen.Select(AnyNews.Array[0, 6], Gen.Int[0, 6]).Sample((news, when) =>
    {
        var draft = Draft();
        var told = news.Where(one => one is not { Kind: ScanKind.InTransit, Who: 0 }).ToList();
        foreach (var one in told.Take(when))
            Tell(draft, one);
        Cancellations.Whole(draft, Now, Actor.Marketplace);
        foreach (var one in told.Skip(when))
            Tell(draft, one);
        var c = draft.After.Cases.Single(claim => claim.Type is CaseType.BuyerCancellation or CaseType.FailedDelivery);
        return StandsAt(draft.Order.Whereabouts.Place, c, wasRefused: told.Exists(one => one.Kind == ScanKind.Refused));
    }, iter: 3_000);

    private static bool StandsAt(Place place, Case c, bool wasRefused) => place switch
    {
        Place.NotShipped => c is { State: CaseState.Refunding, Refund: not null },
        Place.WithBuyer => c.State == CaseState.AwaitingSellerReturn,
        Place.ComingBack => c.State == CaseState.Returning,
        Place.Lost => c.LossReported,
        Place.OutForDelivery or Place.ReadyForPickup => c.State == CaseState.AwaitingBuyerRejection && IsAlarmed(c),
        _ => c.State is CaseState.AwaitingCourierHold || (c.State == CaseState.AwaitingBuyerRejection && IsAlarmed(c)) || (c.State == CaseState.Returning && wasRefused),
    };

    private static bool IsAlarmed(Case c) => c.Pending.Exists(step => step.StepId.EndsWith("alarm", StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_approved_as_not_shipped_where_anything_shows_that_the_parcel_left() => AnyNews.Array[0, 7].Sample(news =>
    {
        var after = Told([.. news], isCancelled: true).After;
        return !after.Cases.Exists(c => c.Refund is { Ground: RefundGround.NotShipped }) || !after.Order!.Whereabouts.HasShipped;
    }, iter: 3_000);

    [Fact]
    public void What_comes_after_a_refund_as_not_shipped_calls_it_back_and_pays_nothing_more() => AnyNews.Array[1, 7].Sample(news =>
    {
        var draft = Draft();
        Cancellations.Whole(draft, Now, Actor.Marketplace);
        foreach (var one in news)
            Tell(draft, one);
        var c = draft.After.Cases[0];
        return draft.After.Cases.Count == 1 && c.Refund!.Amount == draft.Order.Amount && c.State == CaseState.Refunding != draft.Order.Whereabouts.HasShipped
            && c.Pending.Count(step => step.Kind == StepKind.PayRefund) == 1;
    }, iter: 3_000);

    private static ImmutableArray<News> Shuffled(News[] news, int seed)
    {
        News[] other = [.. news];
        new Random(seed).Shuffle(other);
        return [.. other];
    }

    // The newest claim's end: what was opened before the cancellation, by a loss, is superseded by it.
    private static string End(Draft draft) => draft.After.Cases.Find(c => c.Type is CaseType.BuyerCancellation or CaseType.FailedDelivery) is { } c
        ? $"{c.Type} {c.State} {c.OnItsWayBack} {c.LossReported} {c.DamageReported} {c.Refund?.Amount} {c.Refund?.Ground} {IsAlarmed(c)}"
        : "none";

    private static Draft Told(ImmutableArray<News> news, bool isCancelled)
    {
        var draft = Draft();
        foreach (var one in news)
            Tell(draft, one);
        if (isCancelled)
            Cancellations.Whole(draft, Now, Actor.Marketplace);
        return draft;
    }

    private static void Tell(Draft draft, News news)
    {
        var kept = new KeptBody("k", "s", Now, "{}");
        // A fifth of it the marketplace tells, if it has a word for it; once in a while the feed says that it shipped.
        var said = news.Kind switch
        {
            ScanKind.Delivered => MarketplaceStatus.Delivered,
            ScanKind.Lost => MarketplaceStatus.Lost,
            ScanKind.Damaged => MarketplaceStatus.Damaged,
            ScanKind.AttemptFailed => MarketplaceStatus.FailedDelivery,
            ScanKind.InTransit => MarketplaceStatus.Shipped,
            _ => MarketplaceStatus.Other,
        };
        if (news.Who == 0 && said != MarketplaceStatus.Other)
            OrderFlow.Said(draft, new MarketplaceUpdate("1", said, news.At), kept);
        else
            OrderFlow.Scanned(draft, new TrackingUpdate(Number, "poslaju", [new Scan(news.At, news.Kind, null, null, "test")]), kept);
    }

    private static Draft Draft() => new(new Dossier("KM-1", new Order
    {
        Id = "KM-1",
        SellerId = "S-1",
        Marketplace = "lazada",
        MarketplaceOrderId = "1",
        Amount = new Money(12990),
        Items = [new OrderItem("A", "a", 1)],
        Recipient = new Recipient("", "", new Address("", null, "", "", "Sabah")),
        Courier = "poslaju",
        TrackingNumber = Number,
        KnownSince = Now.AddDays(-8),
    }, []), Now, WorkCalendar.Malaysia);

    private sealed record News(ScanKind Kind, DateTimeOffset At, int Who);
}
