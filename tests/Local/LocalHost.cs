using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Local;

/// <summary>The local host with the probe application: real processes, on free ports, with a data folder of its own.</summary>
public sealed class LocalHost : IAsyncLifetime, IAsyncDisposable
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
    private readonly ConcurrentQueue<string> output = [];
    private readonly string folder = Directory.CreateTempSubdirectory("kumoten-local-").FullName;
    private readonly int[] ports = FreePorts(6);
    private Process? process;

    public HttpClient Http { get; } = new();

    public string Journal => Directory.CreateDirectory(Path.Combine(folder, "journal")).FullName;

    public int Id => process!.Id;

    public int Port => ports[0];

    public int BlobPort => ports[1];

    public int MailPort => ports[5];

    public string Output => string.Join('\n', output);

    /// <summary>The probe application, as built.</summary>
    public static string Probe { get; } = Repository.Path($"tests/Local/ProbeApp/bin/{Configuration}/net10.0");

    /// <summary>The application it runs: the probe, unless a test names another.</summary>
    public string App { get; init; } = Probe;

    /// <summary>Where it keeps its data; a folder of its own, unless a test names another.</summary>
    public string Data
    {
        get => field ?? Path.Combine(folder, "data");
        init;
    }

    /// <summary>Where it looks for programs, when a test hides or replaces one.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Settings beside those that the host gives.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Storage of the environment, instead of an Azurite that the host starts.</summary>
    public string? OwnStorage { get; init; }

    public string Storage => OwnStorage ??
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" +
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
        $"QueueEndpoint=http://127.0.0.1:{ports[2]}/devstoreaccount1;";

    public async Task InitializeAsync()
    {
        Start();
        try
        {
            await Up();
        }
        catch
        {
            // Nobody disposes of a fixture that did not come up, and its processes must not outlive the test.
            await DisposeAsync();
            throw;
        }
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public void Start(params string[] more)
    {
        output.Clear();
        var start = new ProcessStartInfo(Repository.Path($"infra/local/bin/{Configuration}/net10.0/Kumoten.Local"))
        {
            ArgumentList =
            {
                "--app", App, "--data", Data,
                "--port", $"{ports[0]}", "--blob-port", $"{ports[1]}", "--queue-port", $"{ports[2]}", "--table-port", $"{ports[3]}",
                "--smtp-port", $"{ports[4]}", "--mail-port", $"{ports[5]}",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in more)
            start.ArgumentList.Add(argument);
        if (SearchPath is not null)
        {
            start.Environment["PATH"] = SearchPath;
            start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        }

        start.Environment["PROBE_JOURNAL"] = Journal;
        // A life of seconds does not win back what compiling its code a second time costs.
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        start.Environment["Logging__LogLevel__Default"] = "Error";
        start.Environment["AzureWebJobsStorage"] = OwnStorage;
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        Http.BaseAddress ??= new Uri($"http://127.0.0.1:{ports[0]}");
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Waits for the banner: everything is up, the listeners too.</summary>
    public Task Up() => Eventually.True("the host's banner", () => process!.HasExited ? throw new InvalidOperationException(Output) : Output.Contains("Kumoten runs at"));

    /// <summary>Starts it and waits for the refusal: what it says, and nothing else.</summary>
    public async Task<string> Refusal(params string[] more)
    {
        Start(more);
        Assert.Equal(1, await Exit());
        await Eventually.True("the reason", () => Output.Contains('.'));
        return Output.Trim();
    }

    public async Task<int> Exit()
    {
        await process!.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return process.ExitCode;
    }

    /// <summary>The process that answers for the application, by its own account.</summary>
    public Task<int> AppId() => Eventually.Get("an answer of the application", async () =>
    {
        using var answer = await Http.GetAsync("/api/echo/id");
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["process"]!.GetValue<int?>() : null;
    }).ContinueWith(id => id.Result!.Value, TaskScheduler.Default);

    /// <summary>The calls that a function of the probe has received, oldest first.</summary>
    public List<JsonNode> Calls(string function, string containing = "") => Directory.EnumerateFiles(Journal, function + "-*.json")
        .OrderBy(File.GetLastWriteTimeUtc).Select(File.ReadAllText).Where(text => text.Contains(containing)).Select(text => JsonNode.Parse(text)!).ToList();

    public QueueClient Queue(string name) => new(Storage, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public async Task Send(string queue, object message)
    {
        await Queue(queue).CreateIfNotExistsAsync();
        await Queue(queue).SendMessageAsync(JsonSerializer.Serialize(message));
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            Processes.Signal(process.Id, "TERM");
            await Exit();
        }

        Http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    // Below those that systems give to outgoing connections, which would take a port that a host is just about to have.
    private static int[] FreePorts(int count)
    {
        var ports = new List<int>();
        while (ports.Count < count)
        {
            var port = 12_000 + Interlocked.Increment(ref lastPort) % 20_000;
            if (!IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(taken => taken.Port == port))
                ports.Add(port);
        }

        return [.. ports];
    }

    // Each test run begins elsewhere, so that two beside each other seldom meet.
    private static int lastPort = Environment.ProcessId * 100;
}
