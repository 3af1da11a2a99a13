using Kumoten.Functions.Desk.Figures;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Tests.Domain.Flow;
using static Kumoten.Functions.Domain.CaseState;

namespace Kumoten.Tests.Desk.Figures;

public class CaseFiguresTests
{
    private static readonly Case Open = new() { Id = "KM-1.1", Type = CaseType.StalledParcel, State = AwaitingCourierTicket, SellerId = "S-1", OrderId = "KM-1", OpenedAt = CaseMap.Now, StateSince = CaseMap.Now.AddDays(1), Courier = "zto" };

    [Fact]
    public void A_late_parcel_counts_as_stalled_as_opened_and_as_open_since_its_state_began()
    {
        var counts = CaseFigures.Of(Dossier(Open));
        Assert.Equal(["opened.stalledParcel=1", "stalled=1"], Page(counts, "day.20261110.zto.none"));
        Assert.Equal(["awaitingCourierTicket.20261111=1"], Page(counts, "open.zto.none"));
    }

    [Fact]
    public void A_refund_counts_on_the_day_it_was_credited_with_its_sen_and_its_days_to_the_tenth()
    {
        var paid = Open with { Type = CaseType.BuyerCancellation, State = Refunded, Refund = new Refund(new Money(12990), RefundGround.ReceivedIntact, CaseMap.Now, CaseMap.Now.AddDays(3.5)) };
        var counts = CaseFigures.Of(Dossier(paid));
        Assert.Equal(["days.35=1", "refundedSen=12990", "refunds=1"], Page(counts, "day.20261113.zto.none"));
        Assert.DoesNotContain(counts.Pages.Keys, page => page.StartsWith("open.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_deadline_is_kept_by_moving_on_in_time_missed_when_it_passed_and_neither_when_the_case_is_called_off()
    {
        var kept = CaseFigures.Of(Dossier(Open, (AwaitingBuyerConfirmation, AwaitingCourierTicket, "buyerNotReceived", 0), (AwaitingCourierTicket, FollowingUp, "ticketRecorded", 1)));
        Assert.Contains("kept=1", Page(kept, "day.20261110.zto.none"));
        Assert.Contains("kept=1", Page(kept, "day.20261111.zto.none"));

        var missed = CaseFigures.Of(Dossier(Open, (AwaitingCourierTicket, AwaitingCourierTicket, "deadlinePassed", 1), (AwaitingCourierTicket, FollowingUp, "ticketRecorded", 2)));
        Assert.Equal(["missed=1"], Page(missed, "day.20261111.zto.none"));
        Assert.DoesNotContain("day.20261112.zto.none", missed.Pages.Keys);

        var called = CaseFigures.Of(Dossier(Open, (AwaitingCourierTicket, Superseded, "supersededBy", 1), (Refunding, Refunded, "refundPaid", 1)));
        Assert.DoesNotContain("day.20261111.zto.none", called.Pages.Keys);
    }

    [Fact]
    public void The_median_is_the_middle_and_of_an_even_number_the_mean_of_two()
    {
        Assert.Null(Group().MedianDaysToRefund);
        Assert.Equal(3.5m, Group((35, 1)).MedianDaysToRefund);
        Assert.Equal(2.5m, Group((20, 1), (30, 1)).MedianDaysToRefund);
        Assert.Equal(3m, Group((20, 1), (30, 3), (900, 1)).MedianDaysToRefund);
        Assert.Equal(0m, Group((0, 7)).MedianDaysToRefund);
    }

    [Fact]
    public void Open_cases_are_sorted_by_how_long_they_have_stood()
    {
        var open = Assert.Single(OpenCases.Of(("zto", MalaysianState.Sabah), new Dictionary<string, long> { ["followingUp.20261110"] = 2, ["followingUp.20261101"] = 1, ["followingUp.20261001"] = 4 }, new DateOnly(2026, 11, 12)));
        Assert.Equal((7, 42), (open.Count, open.OldestDays));
        Assert.Equal([2, 0, 1, 4], open.Ages.Values);
    }

    private static SlaGroup Group(params (int Tenths, long Refunds)[] refunds) =>
        SlaGroup.Of(null, null, [refunds.ToDictionary(r => $"days.{r.Tenths}", r => r.Refunds)]);

    private static IEnumerable<string> Page(Counts counts, string page) => counts.Pages[page].Select(count => $"{count.Key}={count.Value}");

    private static Dossier Dossier(Case c, params (CaseState From, CaseState To, string Event, int Day)[] moves) => new("KM-1", null, [c])
    {
        Timeline = [.. moves.Select(m => (c.Id, new TimelineEntry(CaseMap.Now.AddDays(m.Day), Actor.Agent, null, m.Event, m.From, m.To, new Text("", ""))))],
    };
}
