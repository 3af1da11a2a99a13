using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Tests.Storms;
using Kumoten.Tests.Support;
using Xunit.Abstractions;

namespace Kumoten.Tests.Desk.Worklist;

public class WorklistTests(ITestOutputHelper output) : BackendTest
{
    [Fact]
    public async Task A_case_wanders_through_the_lists_of_those_who_must_act()
    {
        await CancelledAsync("KM-1001", "lazada.trade-canceled");
        var call = Assert.Single(await ListAsync("agent"))!;
        Assert.Equal("KM-1001.1", (string)call["caseId"]!);
        Assert.Equal("1300-300-300", (string)call["hotline"]!);
        Assert.Equal("EN123456789MY", (string)call["trackingNumber"]!);
        Assert.True((bool)call["eastMalaysia"]!);
        Assert.Equal("Sabah", (string)call["region"]!);
        Assert.False((bool)call["overdue"]!);
        Assert.Contains("Please hold parcel EN123456789MY", (string)call["say"]!["en"]!, StringComparison.Ordinal);
        Assert.Contains("Sila tahan bungkusan EN123456789MY", (string)call["say"]!["ms"]!, StringComparison.Ordinal);
        Assert.Empty(await ListAsync("warehouse"));

        await ActAsync("agent", "/api/cases/KM-1001.1/actions/holdConfirmed", new { ticket = "PL-7781" });
        Assert.Empty(await ListAsync("agent"));
        await ActAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "EN123456789MY" });
        Assert.Equal("awaitingInspection", (string)Assert.Single(await ListAsync("warehouse"))!["state"]!);
        await ActAsync("warehouse", "/api/cases/KM-1001.1/actions/inspect", new { condition = "intact" });
        Assert.Empty(await ListAsync("warehouse"));
    }

    [Fact]
    public async Task What_is_overdue_comes_first_and_what_others_are_late_with_comes_to_the_agents()
    {
        await CancelledAsync("KM-1001", "lazada.trade-canceled");
        await ActAsync("agent", "/api/cases/KM-1001.1/actions/cannotHold", new { note = "on the van" });
        Assert.Empty(await ListAsync("agent"));
        await Backend.FeedAsync(Samples.Order(o => { o["marketplaceOrderId"] = "2"; o["trackingNumber"] = "EN2"; o["shippedAt"] = "2026-11-18T09:00:00+08:00"; o["status"] = "cancelled"; }), "KM-2");
        // The buyer's rejection is due in five working days, on 17 November; the second order's hold a day after it was asked for.
        await SweepAtAsync("2026-11-18T09:00:00+08:00");
        var lines = await ListAsync("agent");
        Assert.Equal(["KM-2.1", "KM-1001.1"], lines.Select(line => (string)line!["caseId"]!));
        Assert.All(lines, line => Assert.True((bool)line!["overdue"]!));
        Assert.Equal("Seller S-100", (string)lines[1]!["callee"]!["name"]!["en"]!);
    }

    [Fact]
    public async Task Lists_are_filtered_by_courier_kind_state_and_region()
    {
        await CancelledAsync("KM-1001", "lazada.trade-canceled");
        foreach (var (query, found) in new[]
        {
            ("courier=poslaju", 1), ("courier=zto", 0), ("type=buyerCancellation", 1), ("type=stalledParcel", 0), ("state=awaitingCourierHold", 1), ("state=followingUp", 0),
            ("region=east", 1), ("region=peninsula", 0), ("region=Sabah", 1), ("region=Penang", 0), ("courier=poslaju&region=east&state=awaitingCourierHold", 1),
        })
            Assert.True(found == (await ListAsync("agent", query)).Count, query);
        foreach (var wrong in new[] { "courier", "type", "state", "region" })
        {
            var answer = (await Backend.GetAsync("agent", $"/api/worklist?{wrong}=nowhere")).Expect(HttpStatusCode.BadRequest);
            Assert.NotNull(answer.Json["errors"]![wrong]);
        }

        (await Backend.GetAsync("seller:S-100", "/api/worklist")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_a_crash_between_save_and_list_left_out_is_there_within_a_minute()
    {
        var transport = new CutTransport("Worklist");
        await using var backend = await Backend.StartAsync(transport);
        await backend.FeedAsync(Samples.Order(o => o["status"] = "cancelled"));
        Assert.Single(await ListAsync(backend, "agent"));
        transport.IsCut = true;
        (await backend.PostAsync("agent", "/api/cases/KM-1001.1/actions/holdConfirmed", new { ticket = "T" })).Expect(HttpStatusCode.InternalServerError);
        (await backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "EN123456789MY" })).Expect(HttpStatusCode.InternalServerError);
        transport.IsCut = false;
        await backend.DrainAsync();
        Assert.Single(await ListAsync(backend, "agent"));
        Assert.Empty(await ListAsync(backend, "warehouse"));

        backend.Time.Advance(TimeSpan.FromSeconds(31));
        (await backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        Assert.Single(await ListAsync(backend, "warehouse"));
    }

    [Fact]
    public async Task The_first_page_costs_the_same_however_many_cases_are_open()
    {
        var sizes = (Environment.GetEnvironmentVariable("WORKLIST_LINES") ?? "200,2000").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
        var costs = new List<int>();
        foreach (var size in sizes)
        {
            var transport = new StormyTransport(new Weather(seed: 1));
            await using var backend = await Backend.StartAsync(transport);
            await Parallel.ForEachAsync(Enumerable.Range(0, size).Chunk(100), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (hundred, cancel) =>
                await backend.Storage.Worklist.SubmitTransactionAsync(hundred.Select(n => new TableTransactionAction(TableTransactionActionType.Add, WorkList.Row(Line(n)))), cancel));
            await backend.GetAsync("agent", "/api/health");
            var before = transport.Requests.Count;
            Assert.Equal(50, (await ListAsync(backend, "agent")).Count);
            costs.Add(transport.Requests.Count - before);
        }

        output.WriteLine(string.Join('\n', sizes.Zip(costs, (size, cost) => $"{size} open cases: {cost} storage operations for the first page")));
        Assert.All(costs, cost => Assert.Equal(1, cost));
    }

    [Fact]
    public async Task Pages_follow_one_another_until_every_line_was_shown_once()
    {
        await Backend.Storage.Worklist.SubmitTransactionAsync(Enumerable.Range(0, 90).Select(n => new TableTransactionAction(TableTransactionActionType.Add, WorkList.Row(Line(n)))));
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await Backend.GetAsync("agent", "/api/worklist?cursor=" + cursor)).Expect(HttpStatusCode.OK).Json;
            seen.AddRange(page["items"]!.AsArray().Select(line => (string)line!["caseId"]!));
            cursor = (string?)page["cursor"];
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(0, 90).Select(n => $"KM-{n}.1"), seen);
    }

    private static WorkLine Line(int n) => new(
        $"KM-{n}.1", Actor.Agent, CaseType.BuyerCancellation, CaseState.AwaitingCourierHold, Backend.Start, Backend.Start.AddMinutes(n), "S-100", $"KM-{n}", "poslaju", $"EN{n}", null, MalaysianState.Sabah, "there", null, false, false, null);

    private async Task CancelledAsync(string orderId, string push)
    {
        (await Backend.FeedAsync(Samples.Order(), orderId)).Expect(HttpStatusCode.Created);
        (await Backend.PushAsync(push)).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task ActAsync(string role, string path, object body) => (await Backend.PostAsync(role, path, body)).Expect(HttpStatusCode.OK);

    private Task<JsonArray> ListAsync(string role, string query = "") => ListAsync(Backend, role, query);

    private static async Task<JsonArray> ListAsync(Backend backend, string role, string query = "") =>
        (await backend.GetAsync(role, "/api/worklist?" + query)).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();

    private async Task SweepAtAsync(string time)
    {
        (await Backend.PutAsync(null, "/api/dev/clock", new { now = time })).Expect(HttpStatusCode.OK);
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }
}
