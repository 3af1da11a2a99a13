using System.Text.Json.Nodes;

namespace Kumoten.Local;

/// <summary>One function as its function.json describes it: its trigger, under the binding's name.</summary>
public sealed record FunctionFile(string Name, string Kind, JsonObject Trigger)
{
    public string Binding => Text("name")!;

    public string? Text(string key) => (string?)Trigger[key];

    public bool Flag(string key, bool otherwise) => (bool?)Trigger[key] ?? otherwise;
}

/// <summary>What the application's folder tells its host: host.json, and a function.json for each function.</summary>
public sealed class FunctionFiles
{
    private FunctionFiles(IConfiguration hostJson, IReadOnlyList<FunctionFile> functions, string executable)
    {
        Functions = functions;
        Executable = executable;
        Queues = hostJson.GetSection("extensions:queues");
        // The real host falls back on 30 minutes, too.
        FunctionTimeout = hostJson.GetValue("functionTimeout", TimeSpan.FromMinutes(30));
        var prefix = hostJson["extensions:http:routePrefix"] ?? "api";
        RoutePrefix = prefix.Length == 0 ? "/" : $"/{prefix.Trim('/')}/";
        MaxDequeueCount = Queues.GetValue("maxDequeueCount", 5);
    }

    public IReadOnlyList<FunctionFile> Functions { get; }

    public string Executable { get; }

    public IConfigurationSection Queues { get; }

    public int MaxDequeueCount { get; }

    public TimeSpan FunctionTimeout { get; }

    public string RoutePrefix { get; }

    public static FunctionFiles Read(string folder)
    {
        var hostFile = Path.Combine(folder, "host.json");
        if (!File.Exists(hostFile))
            throw new RefusedException($"No application is built in {folder} (no host.json). Build functions first, or name its folder with --app <folder>.");
        var hostJson = new ConfigurationBuilder().AddJsonFile(hostFile).Build();

        var name = hostJson["customHandler:description:defaultExecutablePath"]
            ?? throw new RefusedException($"{hostFile} names no customHandler.description.defaultExecutablePath.");
        var executable = new[] { name, name + ".exe" }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new RefusedException($"No executable {name} in {folder}. Build functions first, or name its folder with --app <folder>.");

        var functions = Directory.EnumerateDirectories(folder)
            .Where(home => File.Exists(Path.Combine(home, "function.json")))
            .Select(ReadFunction)
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToList();
        return new FunctionFiles(hostJson, functions, executable);
    }

    private static FunctionFile ReadFunction(string home)
    {
        var name = Path.GetFileName(home);
        var bindings = JsonNode.Parse(File.ReadAllText(Path.Combine(home, "function.json")))?["bindings"]?.AsArray();
        var trigger = bindings?.OfType<JsonObject>().FirstOrDefault(b => ((string?)b["type"])?.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase) == true)
            ?? throw new RefusedException($"{name}/function.json has no trigger.");
        var kind = (string)trigger["type"]!;
        return kind is "httpTrigger" or "queueTrigger" or "timerTrigger"
            ? new FunctionFile(name, kind, trigger)
            : throw new RefusedException($"{name}/function.json asks for {kind}; the local host knows HTTP, queue and timer triggers.");
    }
}
