using System.Runtime.InteropServices;

namespace Kumoten.Local;

/// <summary>What the application's folder tells its host before the worker says a word: host.json and worker.config.json.</summary>
public sealed class AppFolder
{
    // The one that this host runs on, whatever the PATH has.
    private static readonly string Dotnet = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private AppFolder(string path, IConfiguration hostJson, string executable, IReadOnlyList<string> arguments)
    {
        Path = path;
        Executable = executable;
        Arguments = arguments;
        Queues = hostJson.GetSection("extensions:queues");
        // The real host falls back on 30 minutes, too.
        FunctionTimeout = hostJson.GetValue("functionTimeout", TimeSpan.FromMinutes(30));
        RoutePrefix = (hostJson["extensions:http:routePrefix"] ?? "api").Trim('/');
        MaxDequeueCount = Queues.GetValue("maxDequeueCount", 5);
        HasExtensions = File.Exists(System.IO.Path.Combine(path, "extensions.json")) && Directory.Exists(System.IO.Path.Combine(path, ".azurefunctions"));
    }

    public string Path { get; }

    /// <summary>What starts the worker, and what stands before the host's own arguments.</summary>
    public string Executable { get; }

    public IReadOnlyList<string> Arguments { get; }

    public IConfigurationSection Queues { get; }

    public int MaxDequeueCount { get; }

    public TimeSpan FunctionTimeout { get; }

    public string RoutePrefix { get; }

    /// <summary>The build has put the host's part of the extensions beside the application.</summary>
    public bool HasExtensions { get; }

    /// <summary>Reads the folder.</summary>
    /// <exception cref="RefusedException">It holds no application, or one that the real host would not run.</exception>
    public static AppFolder Read(string folder)
    {
        var hostFile = System.IO.Path.Combine(folder, "host.json");
        if (!File.Exists(hostFile))
            throw new RefusedException($"No application is built in {folder} (no host.json). Build functions first, or name its folder with --app <folder>.");
        var hostJson = ReadJson(hostFile);
        if (hostJson.GetSection("customHandler").Exists())
            throw new RefusedException($"{hostFile} has a section customHandler. With it the real host leaves every HTTP call of a worker unanswered: remove the section.");

        var workerFile = System.IO.Path.Combine(folder, "worker.config.json");
        if (!File.Exists(workerFile))
            throw new RefusedException($"No worker is built in {folder} (no worker.config.json, which the build of the Functions SDK writes). Without it the real host starts nothing.");
        var description = ReadJson(workerFile).GetSection("description");
        var worker = description["defaultWorkerPath"] is { Length: > 0 } path ? Placed(path)
            : throw new RefusedException($"{workerFile} names no description.defaultWorkerPath.");
        var executable = Placed(description["defaultExecutablePath"] ?? "dotnet");
        // "dotnet App.dll", or a program that is itself the worker.
        IReadOnlyList<string> arguments = worker == executable ? [] : [worker];
        if (!File.Exists(worker))
            throw new RefusedException($"{workerFile} names {worker}, which is not there. Build functions again.");
        return new AppFolder(folder, hostJson, executable, arguments);

        string Placed(string text)
        {
            var plain = text.Replace("{WorkerRoot}", "", StringComparison.Ordinal)
                .Replace("%FUNCTIONS_WORKER_DIRECTORY%", "", StringComparison.Ordinal).TrimStart('/', '\\');
            if (plain == "dotnet" && File.Exists(Dotnet))
                return Dotnet;
            var inside = System.IO.Path.Combine(folder, plain);
            return OperatingSystem.IsWindows() && File.Exists(inside + ".exe") ? inside + ".exe" : inside;
        }
    }

    private static IConfigurationRoot ReadJson(string file)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(file).Build();
        }
        catch (InvalidDataException problem)
        {
            throw new RefusedException($"{file} is not JSON: {problem.InnerException?.Message ?? problem.Message}");
        }
    }
}
