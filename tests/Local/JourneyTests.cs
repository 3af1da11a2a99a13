using Kumoten.Tests.Support;

namespace Kumoten.Tests.Local;

/// <summary>The README's journey through the real local run: real processes, real queues, real mail.</summary>
public sealed class JourneyTests : IAsyncLifetime, IAsyncDisposable
{
    private LocalHost host = null!;
    private Journey journey = null!;

    public Task InitializeAsync()
    {
        host = new LocalHost { App = Repository.Application };
        journey = new Journey(host);
        return host.InitializeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_cancelled_order_pushed_by_Lazada_comes_home_and_is_refunded_also_when_every_call_is_repeated()
    {
        await journey.TravelAsync(calls: 2);
        await journey.TravelAsync(calls: 1);
        await journey.ExpectOneRefundAsync();
    }

    [Fact]
    public async Task The_journey_ends_right_and_once_when_the_application_is_killed_at_every_step()
    {
        journey.Disturb = KillAsync;
        await journey.TravelAsync(calls: 1);
        journey.Disturb = () => Task.CompletedTask;
        await journey.ExpectOneRefundAsync();
    }

    [Fact]
    public async Task The_journey_ends_right_also_when_the_parcel_was_found_late_before_the_push_came()
    {
        await journey.CallAsync("service", HttpMethod.Put, "/api/orders/KM-1001", Samples.Body("order"));
        await journey.SweepLaterAsync();
        await Eventually.Get("a late parcel's case", async () => (await journey.CasesAsync("stalledParcel")).FirstOrDefault());
        await journey.TravelAsync(calls: 1);
        await journey.ExpectOneRefundAsync();
    }

    [Fact]
    public async Task A_message_that_the_host_gave_up_is_kept_as_it_came()
    {
        // Straight into the poison queue: five real tries take the better part of a minute.
        await host.Send("refunds-poison", "no step");
        var kept = await Eventually.Get("the dead letter", async () => (await journey.AskAsync("agent", HttpMethod.Get, "/api/poison"))["items"]!.AsArray().FirstOrDefault());
        Assert.Equal("refunds", (string?)kept["queue"]);
        Assert.Equal("\"no step\"", (string?)kept["message"]);
    }

    private Task KillAsync()
    {
        foreach (var app in Processes.Below(host.Id).Where(id => File.ReadAllText($"/proc/{id}/cmdline").Contains("Kumoten.Functions.dll", StringComparison.Ordinal)))
            Processes.Signal(app, "KILL");
        return Task.CompletedTask;
    }
}
