using System.Diagnostics;
using System.Security.Cryptography;

namespace Kumoten.Tests.Support;

/// <summary>
/// One real Azurite for the whole test assembly, in memory and on ports of its own choice, started by whichever
/// test asks first. As a class fixture (<c>IClassFixture&lt;Azurite&gt;</c>) it lets classes run in parallel; each
/// takes a prefix of its own for its tables, queues and containers.
/// </summary>
public sealed class Azurite : IAsyncLifetime
{
    private static readonly Lazy<string> Running = new(Start);

    // Held on to, or the collector would close the pipe that keeps Azurite alive.
    private static Process? azurite;

    /// <summary>The same Azurite for code that is no fixture.</summary>
    public static Azurite Shared { get; } = new();

    /// <summary>The connection string of its one account; the first reader waits until it listens.</summary>
#pragma warning disable CA1822 // It reads like any other fixture: through the instance that the test was given.
    public string ConnectionString => Running.Value;

    /// <summary>A prefix that no other test has: a letter and digits, good for tables, queues and containers.</summary>
    /// <returns>Eleven characters in lower case.</returns>
    public string NewPrefix() => "t" + RandomNumberGenerator.GetHexString(10, lowercase: true);
#pragma warning restore CA1822

    Task IAsyncLifetime.InitializeAsync() => Task.Run(() => _ = Running.Value);

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    private static string Start()
    {
        var local = Repository.Path("infra/local");
        // child.mjs ends Azurite when the pipe to its stdin closes, and it closes when this process is gone:
        // nobody has to stop it, and nothing stays behind when a test run is killed.
        azurite = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                "child.mjs", Path.Combine(local, "node_modules/azurite/dist/src/azurite.js"),
                "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
                // Port 0: the system chooses, and Azurite says which; no port can be taken in between.
                "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
            },
            WorkingDirectory = local,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("Azurite could not be started.");

        var endpoints = new Dictionary<string, string>();
        while (endpoints.Count < 3)
        {
            // "Azurite Blob service is successfully listening at http://127.0.0.1:40001"
            var line = azurite.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Azurite ended before it listened.");
            if (line.Split(" service is successfully listening at ") is [var service, var address])
                endpoints[service.Split(' ')[^1]] = address;
        }

        // Nobody listens from here on, but a pipe that fills up would stop Azurite in mid-sentence.
        _ = azurite.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" +
            "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
            $"BlobEndpoint={endpoints["Blob"]}/devstoreaccount1;QueueEndpoint={endpoints["Queue"]}/devstoreaccount1;" +
            $"TableEndpoint={endpoints["Table"]}/devstoreaccount1;";
    }
}

/// <summary>For tests that must not run beside one another; all others take <see cref="Azurite"/> as a class fixture.</summary>
[CollectionDefinition("azurite")]
public sealed class AzuriteTests : ICollectionFixture<Azurite>;
