using System.Diagnostics;
using System.IO.Compression;
using Kumoten.Tests.Local;
using Kumoten.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Kumoten.Tests.Infra;

/// <summary>What is deployed, made by the very command of infra/README.md and run by the local host.</summary>
public sealed class PackageTests
{
    private static readonly string Folder = Repository.Path("publish");

    [Fact]
    public async Task The_journey_runs_from_the_package()
    {
        await PublishAsync();
        Assert.False(File.Exists(Path.Combine(Folder, "appsettings.Development.json")));
        using (var zip = ZipFile.OpenRead(Folder + ".zip"))
        {
            var names = zip.Entries.Select(entry => entry.FullName).ToHashSet();
            Assert.Superset(
                new HashSet<string> { "host.json", "functions.metadata", "extensions.json", "worker.config.json", "Kumoten.Functions.dll", ".azurefunctions/function.deps.json" }, names);
            Assert.Equal(Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Count(), names.Count(name => !name.EndsWith('/')));
        }

        await using var host = new LocalHost { App = Folder, Settings = DevelopmentSettings() };
        await host.InitializeAsync();
        var journey = new Journey(host);
        await journey.TravelAsync(calls: 1);
        await journey.ExpectOneRefundAsync();
    }

    // The package has none of them; Azure has its own.
    private static Dictionary<string, string> DevelopmentSettings() => new ConfigurationBuilder()
        .AddJsonFile(Repository.Path("functions/appsettings.Development.json")).Build().AsEnumerable()
        .Where(setting => setting.Value is not null)
        .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);

    private static async Task PublishAsync()
    {
        // A build server of the SDK's would outlive the command and hold its output open.
        var start = new ProcessStartInfo("dotnet", ["publish", "functions", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, output);
    }
}
