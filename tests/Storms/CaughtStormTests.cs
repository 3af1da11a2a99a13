using Kumoten.Functions.Dossiers;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Kumoten.Tests.Storms;

/// <summary>Proof that the storms can find something: a runner broken on purpose. By itself, since it takes its time beside them.</summary>
public class CaughtStormTests(ITestOutputHelper output) : IClassFixture<Azurite>
{
    [Fact]
    public async Task A_runner_that_returns_early_on_a_repeat_is_caught()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            if ((await Storm.RunAsync(seed, services => services.AddSingleton<CaseRunner, ForgetfulRunner>())).Problem is not { } problem)
                continue;
            output.WriteLine($"Caught at seed {seed}: {problem}");
            return;
        }

        Assert.Fail("Sixty storms over a runner that forgets pending steps found nothing wrong.");
    }
}
