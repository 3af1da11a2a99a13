using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Desk.Figures;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Kumoten.Tests.Desk.Figures;

public class SlaTests(ITestOutputHelper output) : BackendTest
{
    [Fact]
    public async Task The_figures_follow_a_case_from_its_opening_to_its_refund()
    {
        await RefundedAsync("KM-1001");
        await SweepAsync();
        var sla = await SlaAsync();
        var group = Assert.Single(sla["groups"]!.AsArray())!;
        Assert.Equal(("poslaju", "Sabah", true), ((string)group["courier"]!, (string)group["region"]!, (bool)group["eastMalaysia"]!));
        foreach (var shown in new[] { group, sla["total"]! })
        {
            Assert.Equal("129.90", (string)shown["refunded"]!);
            Assert.Equal(1, (int)shown["refunds"]!);
            Assert.Equal(1, (int)shown["casesOpened"]!["buyerCancellation"]!);
            // The hold and the inspection; Kumoten had a day for each.
            Assert.Equal(3, (int)shown["deadlinesKept"]!);
            Assert.Equal(0, (int)shown["deadlinesMissed"]!);
            Assert.Equal(2.8m, (decimal)shown["medianDaysToRefund"]!);
        }

        Assert.Empty(sla["open"]!.AsArray());
    }

    [Fact]
    public async Task A_case_that_is_open_is_shown_with_its_age_and_a_missed_deadline_once()
    {
        await CancelledAsync("KM-1001");
        Backend.Time.Advance(TimeSpan.FromDays(3));
        await SweepAsync();
        await SweepAsync();
        var sla = await SlaAsync();
        Assert.Equal(1, (int)sla["total"]!["deadlinesMissed"]!);
        var open = Assert.Single(sla["open"]!.AsArray())!;
        Assert.Equal(("awaitingCourierHold", 1, 3), ((string)open["state"]!, (int)open["count"]!, (int)open["oldestDays"]!));
        Assert.Equal(1, (int)open["ages"]!["upTo7Days"]!);
    }

    [Fact]
    public async Task Counting_again_or_at_once_from_many_sides_changes_nothing()
    {
        await RefundedAsync("KM-1001");
        var book = Backend.Services.GetRequiredService<FigureBook>();
        await Parallel.ForAsync(0, 8, async (_, cancel) => await book.CountAsync(["KM-1001"], cancel));
        await book.CountAsync(["KM-1001"], default);
        Assert.Equal("129.90", (string)(await SlaAsync())["total"]!["refunded"]!);
    }

    [Fact]
    public async Task Of_many_messages_at_once_after_a_backlog_none_is_given_up_and_no_count_is_lost()
    {
        var dossiers = int.Parse(Environment.GetEnvironmentVariable("FIGURES_DOSSIERS") ?? "10", CultureInfo.InvariantCulture);
        var messages = Enumerable.Range(0, 12).Select(m => Enumerable.Range(0, dossiers).Select(n => $"KM-{m}x{n}").ToArray()).ToList();
        await Parallel.ForEachAsync(messages.SelectMany(m => m), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, _) =>
        {
            (await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", id), id)).Expect(HttpStatusCode.Created);
            (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "buyerCancellation", orderId = id })).Expect(HttpStatusCode.Created);
        });
        var book = Backend.Services.GetRequiredService<FigureBook>();
        var since = Stopwatch.StartNew();
        await Task.WhenAll(messages.Select(subjects => book.CountAsync(subjects, default)));
        output.WriteLine($"12 messages of {dossiers} dossiers at once: {since.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(12 * dossiers, (int)(await SlaAsync())["total"]!["casesOpened"]!["buyerCancellation"]!);
    }

    [Fact]
    public async Task Other_days_have_their_own_figures_and_nonsense_is_refused_by_field()
    {
        await RefundedAsync("KM-1001");
        await SweepAsync();
        Assert.Equal("0.00", (string)(await SlaAsync("?from=2026-10-01&to=2026-10-31"))["total"]!["refunded"]!);
        foreach (var (query, field) in new[] { ("?from=yesterday", "from"), ("?to=2026-13-01", "to"), ("?from=2026-11-02&to=2026-11-01", "from") })
            Assert.NotNull((await Backend.GetAsync("agent", "/api/sla" + query)).Expect(HttpStatusCode.BadRequest).Json["errors"]![field]);
        (await Backend.GetAsync("seller:S-100", "/api/sla")).Expect(HttpStatusCode.Forbidden);
    }

    private async Task CancelledAsync(string orderId)
    {
        await Backend.FeedAsync(Samples.Order(), orderId);
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
    }

    // Cancelled on 7 November at 14:00 by Lazada's clock; the application's is at the 10th, 09:00.
    private async Task RefundedAsync(string orderId)
    {
        await CancelledAsync(orderId);
        foreach (var (role, path, body) in new (string, string, object)[]
        {
            ("agent", $"/api/cases/{orderId}.1/actions/holdConfirmed", new { ticket = "T" }),
            ("warehouse", "/api/parcels/receive", new { trackingNumber = "EN123456789MY" }),
            ("warehouse", $"/api/cases/{orderId}.1/actions/inspect", new { condition = "intact" }),
        })
            (await Backend.PostAsync(role, path, body)).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task SweepAsync()
    {
        Backend.Time.Advance(TimeSpan.FromSeconds(31));
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task<JsonNode> SlaAsync(string query = "") => (await Backend.GetAsync("agent", "/api/sla" + query)).Expect(HttpStatusCode.OK).Json;
}
