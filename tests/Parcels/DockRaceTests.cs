using System.Net;
using Kumoten.Tests.Storms;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Parcels;

/// <summary>
/// The dock and the seller at the same moment, storage request by storage request in the order of seeded dice, and with
/// crashes: a parcel that is there and a number that is given end in one receipt.
/// </summary>
public class DockRaceTests : IClassFixture<Azurite>
{
    private static readonly (string Role, string Path, object Body) Receive = ("warehouse", "/api/parcels/receive", new { trackingNumber = "JT99" });
    private static readonly (string Role, string Path, object Body) Send = ("seller:S-100", "/api/cases/KM-1001.1/actions/returnShipped", new { courier = "J&T", trackingNumber = "JT99" });
    private static readonly (string Role, string Path, object Body) Match = ("agent", "/api/parcels/unidentified/JT99/match", new { orderId = "KM-1001" });

    [Fact]
    public async Task Number_and_parcel_at_the_same_moment_end_in_one_receipt()
    {
        for (var seed = 1; seed <= 25; seed++)
            Assert.Equal(("awaitingInspection", 1, 0), await RaceAsync(seed, 0, [Receive, Send]));
    }

    [Fact]
    public async Task Two_scanners_the_seller_and_an_agent_at_the_same_moment_end_in_one_receipt()
    {
        for (var seed = 1; seed <= 15; seed++)
            Assert.Equal(("awaitingInspection", 1, 0), await RaceAsync(seed, 0, [Receive, Receive, Send, Match]));
    }

    [Fact]
    public async Task What_a_crash_stopped_is_made_up_for_by_the_watch_once_the_caller_has_heard_that_it_failed_and_repeated()
    {
        for (var seed = 1; seed <= 25; seed++)
            Assert.Equal(("awaitingInspection", 1, 0), await RaceAsync(seed, 0.2, [Receive, Send]));
    }

    [Fact]
    public async Task One_parcel_matched_with_two_cases_at_the_same_moment_goes_to_one()
    {
        for (var seed = 1; seed <= 15; seed++)
        {
            var weather = new Weather(seed);
            await using var backend = await StartAsync(weather);
            await backend.FeedAsync(Samples.Order().With("marketplaceOrderId", "2").With("trackingNumber", "EN2").With("status", "cancelled"), "KM-1002");
            await CallAsync(backend, Receive);
            await weather.AtOnceAsync([() => CallAsync(backend, Match), () => CallAsync(backend, (Match.Role, Match.Path, new { caseId = "KM-1002.1" })), () => CallAsync(backend, Send)]);
            var received = 0;
            foreach (var caseId in new[] { "KM-1001.1", "KM-1002.1" })
                received += await ReceiptsAsync(backend, caseId);
            Assert.True(received == 1, $"Seed {seed}: {received} cases received one parcel.");
        }
    }

    private static async Task<(string State, int Receipts, int AtDock)> RaceAsync(int seed, double crashes, (string Role, string Path, object Body)[] calls)
    {
        var weather = new Weather(seed);
        await using var backend = await StartAsync(weather);
        weather.CrashRate = crashes;
        var failures = await weather.AtOnceAsync([.. calls.Select<(string, string, object), Func<Task>>(call => () => CallAsync(backend, call))]);
        weather.CrashRate = 0;
        // Whoever heard no answer tries again; the watch looks after the rest.
        foreach (var (call, failure) in calls.Zip(failures))
        {
            if (failure is not null)
                await CallAsync(backend, call);
        }

        if (crashes > 0)
            (await backend.RunTimerAsync("WatchDock")).Expect(HttpStatusCode.OK);
        var shown = (await backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json;
        var list = (await backend.GetAsync("agent", "/api/parcels/unidentified")).Json["items"]!.AsArray();
        return ((string)shown["state"]!, await ReceiptsAsync(backend, "KM-1001.1"), list.Count);
    }

    private static async Task<Backend> StartAsync(Weather weather)
    {
        var backend = await Backend.StartAsync(new StormyTransport(weather));
        await backend.FeedAsync(Samples.Order());
        await backend.PushAsync("lazada.trade-canceled");
        await backend.DrainAsync();
        (await backend.PostAsync("seller:S-100", "/api/cases/KM-1001.1/actions/reachedBuyer")).Expect(HttpStatusCode.OK);
        foreach (var role in new[] { "warehouse", "agent" })
            await backend.GetAsync(role, "/api/health");
        return backend;
    }

    // An agent who comes first finds no parcel; who comes last finds the case no longer in need of one.
    private static async Task CallAsync(Backend backend, (string Role, string Path, object Body) call)
    {
        var answer = await backend.PostAsync(call.Role, call.Path, call.Body);
        if ((int)answer.Status >= 500)
            throw new InvalidOperationException(answer.Body);
    }

    private static async Task<int> ReceiptsAsync(Backend backend, string caseId) =>
        (await backend.GetAsync("agent", "/api/cases/" + caseId)).Json["timeline"]!.AsArray().Count(t => (string)t!["event"]! == "parcelReceived");
}
