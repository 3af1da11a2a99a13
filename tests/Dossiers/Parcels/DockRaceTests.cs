using System.Net;
using Azure.Core.Pipeline;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Tests.Storms;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Dossiers.Parcels;

/// <summary>
/// The dock and the seller at the same moment, storage request by storage request in the order of seeded dice, and with
/// crashes: a parcel that is there and a number that is given end in one receipt.
/// </summary>
public class DockRaceTests : BackendTest
{
    // Each seed has an order and parcels of its own: an application for each would take most of the time.
    private readonly StormyTransport transport = new(new Weather(0));

    protected override HttpPipelineTransport Transport => transport;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var role in new[] { "warehouse", "agent", "service", "seller:S-100" })
            await Backend.GetAsync(role, "/api/health");
    }

    [Fact]
    public async Task Number_and_parcel_at_the_same_moment_end_in_one_receipt()
    {
        for (var seed = 1; seed <= 25; seed++)
            await RaceAsync(seed, 0, [Receive(seed), Send(seed)]);
    }

    [Fact]
    public async Task Two_scanners_the_seller_and_an_agent_at_the_same_moment_end_in_one_receipt()
    {
        for (var seed = 1; seed <= 15; seed++)
            await RaceAsync(seed, 0, [Receive(seed), Receive(seed), Send(seed), Match(seed, new { orderId = Order(seed) })]);
    }

    [Fact]
    public async Task What_a_crash_stopped_is_made_up_for_by_the_watch_once_the_caller_has_heard_that_it_failed_and_repeated()
    {
        for (var seed = 1; seed <= 25; seed++)
            await RaceAsync(seed, 0.2, [Receive(seed), Send(seed)]);
    }

    [Fact]
    public async Task One_parcel_matched_with_two_cases_at_the_same_moment_goes_to_one()
    {
        for (var seed = 1; seed <= 15; seed++)
        {
            await CancelAsync(seed);
            await CancelAsync(100 + seed);
            await CallAsync(Receive(seed));
            transport.Weather = new Weather(seed);
            await transport.Weather.AtOnceAsync(
            [
                () => CallAsync(Match(seed, new { orderId = Order(seed) })),
                () => CallAsync(Match(seed, new { caseId = Order(100 + seed) + ".1" })),
                () => CallAsync(Send(seed)),
            ]);
            var received = (await ReceiptsAsync(seed)).Count + (await ReceiptsAsync(100 + seed)).Count;
            Assert.True(received == 1, $"Seed {seed}: {received} cases received one parcel.");
        }
    }

    private async Task RaceAsync(int seed, double crashes, (string Role, string Path, object Body)[] calls)
    {
        await CancelAsync(seed);
        (await Backend.PostAsync("seller:S-100", $"/api/cases/{Order(seed)}.1/actions/reachedBuyer")).Expect(HttpStatusCode.OK);
        transport.Weather = new Weather(seed) { CrashRate = crashes };
        var failures = await transport.Weather.AtOnceAsync([.. calls.Select<(string, string, object), Func<Task>>(call => () => CallAsync(call))]);
        // Whoever heard no answer tries again; the watch looks after the rest.
        foreach (var (call, failure) in calls.Zip(failures))
        {
            if (failure is not null)
                await CallAsync(call);
        }

        if (crashes > 0)
            (await Backend.RunTimerAsync("WatchDock")).Expect(HttpStatusCode.OK);
        var (state, receipts) = await ReceiptsAsync(seed);
        var atDock = (await Backend.GetAsync("agent", "/api/parcels/unidentified")).Json["items"]!.AsArray().Count;
        Assert.True((state, receipts, atDock) == ("awaitingInspection", 1, 0), $"Seed {seed}: {state}, {receipts} receipts, {atDock} parcels left at the dock.");
    }

    private async Task CancelAsync(int seed)
    {
        var order = Samples.Order().With("marketplaceOrderId", $"{seed}").With("trackingNumber", $"EN{seed}").With("status", "cancelled");
        (await Backend.FeedAsync(order, Order(seed))).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
    }

    private static string Order(int seed) => $"KM-{seed}";

    private static (string Role, string Path, object Body) Receive(int seed) => ("warehouse", "/api/parcels/receive", new { trackingNumber = $"JT{seed}" });

    private static (string Role, string Path, object Body) Send(int seed) =>
        ("seller:S-100", $"/api/cases/{Order(seed)}.1/actions/returnShipped", new { courier = "J&T", trackingNumber = $"JT{seed}" });

    private static (string Role, string Path, object Body) Match(int seed, object with) => ("agent", $"/api/parcels/unidentified/JT{seed}/match", with);

    // An agent who comes first finds no parcel; who comes last finds the case no longer in need of one.
    private async Task CallAsync((string Role, string Path, object Body) call)
    {
        var answer = await Backend.PostAsync(call.Role, call.Path, call.Body);
        if ((int)answer.Status >= 500)
            throw new InvalidOperationException(answer.Body);
    }

    private async Task<(string State, int Count)> ReceiptsAsync(int seed)
    {
        var shown = (await Backend.GetAsync("agent", $"/api/cases/{Order(seed)}.1")).Json;
        return ((string)shown["state"]!, shown["timeline"]!.AsArray().Count(t => (string)t!["event"]! == "parcelReceived"));
    }
}
