using System.Globalization;
using Kumoten.Functions.Domain.Parcels;
using static Kumoten.Functions.Domain.Parcels.Place;

namespace Kumoten.Tests.Domain.Parcels;

/// <summary>Where a parcel is, by the sentences of domain.md: Where a parcel is, Whose number is whose, Whose time is true.</summary>
public class WhereaboutsTests
{
    // Told on 10 November unless said otherwise; the order was fed in on 1 November.
    private static readonly DateTimeOffset Told = At("11-10 12:00");

    public static TheoryData<string, string, Place> Sentences => new()
    {
        // what domain.md says                                                                  the facts                                            where it is
        { "nothing is known: it lies in the warehouse",                                         "",                                                  NotShipped },
        { "a label made is not shipping",                                                       "labelMade 11-02",                                   NotShipped },
        { "the feed's word ships it",                                                           "shipped 11-02",                                     OnItsWay },
        { "any movement proves that it shipped",                                                "moved 11-03",                                       OnItsWay },
        { "a failed delivery proves that it shipped",                                           "attemptFailed 11-03",                               DeliveryFailed },
        { "a delivery proves that it shipped",                                                  "delivered 11-03",                                   WithBuyer },
        { "a turn proves that it shipped",                                                      "turnedBack 11-03",                                  ComingBack },
        { "a loss proves that it shipped",                                                      "lost 11-03",                                        Lost },
        { "damage proves that it shipped, and is no loss",                                      "damaged 11-03",                                     OnItsWay },
        { "the van is the place while nothing is newer",                                        "moved 11-03 outForDelivery 11-04",                  Place.OutForDelivery },
        { "a scan after the van shows it back at a hub",                                        "outForDelivery 11-04 moved 11-05",                  OnItsWay },
        { "the counter is as near to the buyer as the van",                                     "readyForPickup 11-04",                              Place.ReadyForPickup },
        { "refused by the buyer is a failed delivery",                                          "outForDelivery 11-04 refusedByBuyer 11-05",         Place.RefusedByBuyer },
        { "stragglers after a delivery say nothing",                                            "delivered 11-04 moved 11-05",                       WithBuyer },
        { "turned back, then delivered: at Kumoten's own door, not the buyer's",                "turnedBack 11-04 delivered 11-05",                  ComingBack },
        { "delivered by mistake, then turned back: the latest word counts",                     "delivered 11-04 turnedBack 11-05",                  ComingBack },
        { "delivered by mistake, then lost",                                                    "delivered 11-04 lost 11-05",                        Lost },
        { "lost, and then delivered: found",                                                    "lost 11-04 delivered 11-05",                        WithBuyer },
        { "turned back, lost and found: it still comes back",                                   "turnedBack 11-03 lost 11-04 moved 11-05",           ComingBack },
        { "only the warehouse receives",                                                        "turnedBack 11-04 receivedByKumoten 11-06",          AtKumoten },
        { "what the warehouse has, late scans do not take away",                                "receivedByKumoten 11-06 delivered 11-07",           AtKumoten },
        { "shipped again, its way begins anew",                                                 "receivedByKumoten 11-06 shippedAgain 11-07",        OnItsWay },
        { "of its first way nothing is news of its second",                                     "delivered 11-04 receivedByKumoten 11-06 shippedAgain 11-07", OnItsWay },
        { "older than its shipping by more than a day is somebody else's parcel",               "delivered 11-01 shipped 11-03",                     OnItsWay },
        { "within a day of its shipping it is its own",                                         "moved 11-02 shipped 11-03 delivered 11-02",         WithBuyer },
        { "last year's checkpoints belong to last year's parcel, also when nobody said shipped", "delivered 2025-11-05",                             NotShipped },
        { "dated more than a day after it was told, it moves nothing",                          "moved 11-03 delivered 11-12",                       OnItsWay },
        { "dated in 2099 it blinds no true scan after it",                                      "moved 2099-01-01 outForDelivery 11-04",             Place.OutForDelivery },
        { "outside 2000 to 2100 it is no date",                                                 "delivered 1969-12-31 moved 0001-02-01",             NotShipped },
        { "another number's facts are not its own",                                             "delivered@X1 11-04 shipped 11-02",                  OnItsWay },
        { "what was said by mistake is taken back",                                             "shipped 11-02 delivered-takenBack 11-04",           OnItsWay },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_parcel_is_where_the_domain_says(string sentence, string facts, Place place)
    {
        var told = Facts(facts);
        Assert.True(place == Of(told).Place, $"{sentence}: {Of(told)}");
        // In whatever order they come.
        told.Reverse();
        Assert.Equal(place, Of(told).Place);
    }

    [Fact]
    public void The_feeds_word_on_when_it_shipped_comes_before_the_marketplaces_and_both_before_a_scan()
    {
        Assert.Equal(At("11-03 00:00"), Of(Facts("moved 11-02 shipped 11-03")).ShippedAt);
        Assert.Equal(At("11-02 00:00"), Of(Facts("moved 11-02 outForDelivery 11-04")).ShippedAt);
        Assert.Equal(At("11-03 00:00"), Of([.. Facts("shipped 11-03"), new ParcelFact(ParcelFactKind.Shipped, At("11-01 00:00"), Told, ParcelFact.Marketplace)]).ShippedAt);
    }

    [Fact]
    public void Neither_odd_dates_nor_older_ones_move_the_stall_clock() =>
        Assert.Equal(At("11-04 00:00"), Of(Facts("shipped 11-03 moved 11-01 moved 11-04 moved 2099-01-01 moved 1969-12-31")).LastScanAt);

    [Fact]
    public void Of_several_parcels_the_one_with_farthest_to_go_is_acted_upon() =>
        Assert.Equal(OnItsWay, Whereabouts.Of(Facts("delivered@EN1 11-04 moved@EN2 11-03"), ["EN1", "EN2"], At("11-01 00:00")).Place);

    [Fact]
    public void A_person_who_says_that_the_buyer_has_it_knows_better_than_a_turn() =>
        Assert.Equal(WithBuyer, Of([.. Facts("turnedBack 11-04"), new ParcelFact(ParcelFactKind.Delivered, At("11-05 00:00"), Told, "KM-1.1")]).Place);

    private static Whereabouts Of(IReadOnlyCollection<ParcelFact> facts) => Whereabouts.Of(facts, ["EN1"], At("11-01 00:00"));

    // "delivered@X1 11-04": what, under which number, and when.
    private static List<ParcelFact> Facts(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Chunk(2).Select(pair =>
        {
            var parts = pair[0].Split('@', '-');
            var kind = Enum.Parse<ParcelFactKind>(parts[0], ignoreCase: true);
            var isFeeds = kind is ParcelFactKind.Shipped or ParcelFactKind.ShippedAgain;
            return new ParcelFact(kind, At(pair[1] + " 00:00"), Told, isFeeds ? ParcelFact.Feed : ParcelFact.Courier, isFeeds ? null : pair[0].Contains('@', StringComparison.Ordinal) ? parts[1] : "EN1")
            {
                TakenBackAt = pair[0].EndsWith("takenBack", StringComparison.Ordinal) ? Told : null,
            };
        })];
    }

    private static DateTimeOffset At(string date) =>
        DateTimeOffset.Parse((date.Length > 12 ? date : "2026-" + date) + ":00+08:00", CultureInfo.InvariantCulture);
}
