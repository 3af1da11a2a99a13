using Kumoten.Tests.Support;
using Xunit.Abstractions;

namespace Kumoten.Tests.Storms;

/// <summary>
/// Seeds 1 to 40 over all five kinds of case: everything that may come to an order comes at once, twice, late, in any order,
/// and the program crashes before and after its writes. At the end every case is over or waits with a deadline and an actor,
/// no step is left undone, and the ledger is exact: one refund at the most, and just where a case approved it.
/// Replay a seed with: STORM_SEED=17 dotnet test --filter StormTests; more of them: dotnet run --project tests -- storms --seeds 200
/// </summary>
public class StormTests(ITestOutputHelper output) : IClassFixture<Azurite>
{
    [Fact]
    public async Task Money_is_paid_once_and_nothing_is_lost_whatever_the_weather()
    {
        var seeds = Environment.GetEnvironmentVariable("STORM_SEED") is { } one ? [int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)] : Enumerable.Range(1, 40);
        var problems = new List<string>();
        var crashes = await Storm.RunAllAsync(seeds, problems.Add);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        output.WriteLine($"{crashes} crashes.");
        Assert.True(crashes > 0, "No storm crashed anything: they prove nothing.");
    }
}
