using Kumoten.Tests.Support;
using Xunit.Abstractions;

namespace Kumoten.Tests.Simulation;

/// <summary>A short simulation with every behaviour of the long one, which README.md tells how to run.</summary>
public class SimulationTests(ITestOutputHelper output) : IClassFixture<Azurite>
{
    [Fact]
    public async Task Some_weeks_of_all_behaviours_keep_every_promise_and_reach_every_state()
    {
        var report = await Quarter.RunAsync(new Settings(Seed: 7, Orders: 60, Days: 35) { SweepEvery = 3 }, output.WriteLine);
        output.WriteLine(report.Text());
        Assert.Empty(report.Complaints);
        Assert.Empty(report.Coverage.Undrawn);
        Assert.Empty(report.Coverage.StatesMissing);
        // Without trouble, the checks of what comes of it would prove nothing.
        Assert.True(report.Trouble is { MailsRefused: > 0, HeldBack: > 0 });
    }
}
