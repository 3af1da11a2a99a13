using System.Text.Json.Nodes;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Local;

/// <summary>The demo through the real local run: what it leaves for everybody to look at. Alone, because it is promised within a minute.</summary>
[Collection(nameof(DemoTests))]
[CollectionDefinition(nameof(DemoTests), DisableParallelization = true)]
public sealed class DemoTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly LocalHost host = new() { App = Repository.Application };

    // Not by the fixture's own start: the demo comes before the banner.
    public async Task InitializeAsync()
    {
        host.Start("--demo");
        // Each part has a patience of its own.
        foreach (var sign in new[] { "The demo: ", "Demo, day  5 of 14", "Demo, day 10 of 14", "The demo took" })
            await Eventually.True(sign, () => host.Output.Contains(sign) || host.Output.Contains("The demo stopped"));
        await host.Up();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_demo_gives_every_list_every_kind_of_case_and_most_states_something_to_show_and_is_played_once()
    {
        Assert.Contains("The demo took", host.Output);
        var journey = new Journey(host);
        var cases = await AllAsync(journey, "/api/cases");
        Assert.Equal(["addressChange", "buyerCancellation", "complianceAppeal", "failedDelivery", "stalledParcel"], cases.Select(c => (string)c!["type"]!).Distinct().Order());
        Assert.InRange(cases.Select(c => (string)c!["state"]!).Distinct().Count(), 12, 30);
        Assert.Contains(await AllAsync(journey, "/api/worklist"), line => line["overdue"]!.GetValue<bool>());
        Assert.NotEmpty((await journey.AskAsync("seller", HttpMethod.Get, "/api/cases"))["items"]!.AsArray());
        Assert.Equal(["refund", "returnShipping"], (await journey.AskAsync("seller", HttpMethod.Get, "/api/accounts/S-100"))["entries"]!.AsArray().Select(entry => (string)entry!["kind"]!).Distinct().Order());
        Assert.Equal(2, (await AllAsync(journey, "/api/parcels/unidentified")).Count);
        foreach (var state in new[] { "awaitingInspection", "awaitingReshipment" })
            Assert.Contains(cases, c => (string?)c["state"] == state);
        Assert.Empty(await AllAsync(journey, "/api/poison"));

        Processes.Signal(host.Id, "TERM");
        await host.Exit();
        host.Start("--demo");
        await host.Up();
        Assert.Contains("The demo is in this data already (KM-D001", host.Output);
        Assert.Equal(cases.Count, (await AllAsync(journey, "/api/cases")).Count);
    }

    private static async Task<List<JsonNode>> AllAsync(Journey journey, string path)
    {
        var all = new List<JsonNode>();
        for (string? cursor = null, query = ""; query is not null; query = cursor is null ? null : "?cursor=" + Uri.EscapeDataString(cursor))
        {
            var page = await journey.AskAsync("agent", HttpMethod.Get, path + query);
            all.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = (string?)page["cursor"];
        }

        return all;
    }
}
