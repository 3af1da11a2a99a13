using System.Diagnostics;
using System.Security.Cryptography;

namespace Kumoten.Tests.Support;

/// <summary>
/// Real Azurites for the whole test assembly, in memory and on ports of their own choice, started by whichever test
/// asks first. As a class fixture (<c>IClassFixture&lt;Azurite&gt;</c>) it lets classes run in parallel; each test
/// takes one of them and a prefix of its own for its tables, queues and containers.
/// </summary>
public sealed class Azurite : IAsyncLifetime
{
    // An Azurite works on one thread and grows slower with all that it holds: two share the load.
    // The processes are held on to, or the collector would close the pipes that keep them alive.
    private static readonly Lazy<(Process Process, string Connection)>[] Running = [new(Start), new(Start)];

    private static int taken;

    /// <summary>Takes one of the Azurites, in turn; the first to ask waits until it listens.</summary>
    /// <returns>The connection string of its one account.</returns>
    public static string Take() => Running[(uint)Interlocked.Increment(ref taken) % Running.Length].Value.Connection;

    /// <summary>A prefix that no other test has: a letter and digits, good for tables, queues and containers.</summary>
    /// <returns>Eleven characters in lower case.</returns>
    public static string NewPrefix() => "t" + RandomNumberGenerator.GetHexString(10, lowercase: true);

    Task IAsyncLifetime.InitializeAsync() => Task.WhenAll(Running.Select(one => Task.Run(() => _ = one.Value)));

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    private static (Process Process, string Connection) Start()
    {
        var local = Repository.Path("infra/local");
        // child.mjs ends Azurite when the pipe to its stdin closes, and it closes when this process is gone:
        // nobody has to stop it, and nothing stays behind when a test run is killed.
        var azurite = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                "Children/child.mjs", Path.Combine(local, "node_modules/azurite/dist/src/azurite.js"),
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
        return (azurite, "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" +
            "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
            $"BlobEndpoint={endpoints["Blob"]}/devstoreaccount1;QueueEndpoint={endpoints["Queue"]}/devstoreaccount1;" +
            $"TableEndpoint={endpoints["Table"]}/devstoreaccount1;");
    }
}
