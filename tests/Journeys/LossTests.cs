using System.Net;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Journeys;

/// <summary>Lost, damaged and found: who is told, and what is paid.</summary>
public class LossTests : ParcelTest
{
    [Fact]
    public async Task Damaged_is_not_lost_and_an_agent_decides()
    {
        await CancelledAsync();
        await LazadaAsync("damaged_by_3pl");
        var events = await EventsAsync();
        Assert.Contains("damageReported", events);
        Assert.DoesNotContain("lossReported", events);
        Assert.Equal(("awaitingCourierHold", 1), (await StateAsync(), Alarms));
        Assert.Equal("loss.needsTicket", Name(await PostAsync("agent", "confirmLost", new { leg = "outbound" })));
        await ActAsync("agent", "overrule", new { decision = "refund", reason = "the courier pays for it" });
        Assert.Equal("129.90", await BalanceAsync());
    }

    [Theory]
    [InlineData("scan:lost")]
    [InlineData("lazada:lost_by_3pl")]
    public async Task Lost_without_a_case_is_told_at_once_and_a_later_claim_needs_no_second_scan(string proof)
    {
        await ShippedAsync();
        await TellAsync(proof);
        Assert.Equal(["awaitingCourierTicket"], await StatesAsync());
        Assert.Equal(1, Alarms);
        await LazadaAsync("canceled");
        Assert.Equal(["superseded", "awaitingCourierHold"], await StatesAsync());
        Assert.Equal("refunding", await ActAsync("agent", "confirmLost", new { leg = "outbound" }, "KM-1001.2"));
    }

    [Theory]
    [InlineData("scan:delivered")]
    [InlineData("dock")]
    public async Task Paid_as_lost_and_then_found_an_agent_is_told_and_decides(string proof)
    {
        await CancelledAsync();
        await ActAsync("agent", "confirmLost", new { leg = "outbound", ticket = "L-1" });
        Assert.Equal("refunded", await StateAsync());
        await TellAsync(proof);
        Assert.Equal(("awaitingDecision", 1), (await StateAsync(), Alarms));
        (await Backend.PostAsync("agent", "/api/accounts/S-100/reversals", new { entryId = "KM-1001.1-refund", reason = "found" })).Expect(HttpStatusCode.Created);
        Assert.Equal("refunded", await ActAsync("agent", "overrule", new { decision = "refuse", reason = "it was found" }));
        Assert.Contains("taken back", (string)(await CaseAsync())["next"]!["text"]!["en"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_in_the_warehouse_is_not_lost_whatever_an_older_case_waits_for()
    {
        await ShippedAsync();
        await SweepAtAsync("2026-11-03T00:00:00+08:00");
        (await AskAsync("addressChange")).Expect(HttpStatusCode.Created);
        Assert.Equal("awaitingReshipment", await ActAsync("warehouse", "receiveParcel", new { trackingNumber = Number }, "KM-1001.2"));
        Assert.Equal("loss.cameHome", Name(await PostAsync("agent", "confirmLost", new { leg = "outbound", ticket = "L-1" })));
    }

    [Theory]
    [InlineData("warehouse", "receiveParcel")]
    [InlineData("seller:S-100", "reachedBuyer")]
    public async Task Paid_as_lost_and_then_found_by_another_case_an_agent_is_told_and_decides(string role, string action)
    {
        await ShippedAsync();
        await SweepAtAsync("2026-11-03T00:00:00+08:00");
        (await AskAsync("addressChange")).Expect(HttpStatusCode.Created);
        await ActAsync("agent", "confirmLost", new { leg = "outbound", ticket = "L-1" });
        Assert.Equal("refunded", await StateAsync());
        await ActAsync(role, action, new { trackingNumber = Number }, "KM-1001.2");
        Assert.Equal(("awaitingDecision", 1), (await StateAsync(), Alarms));
    }
}
