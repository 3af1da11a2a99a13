using Kumoten.Local.Children;
using Kumoten.Local.Protocol;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Executors;

namespace Kumoten.Local.Engine;

/// <summary>
/// Queues and timers, run by the WebJobs SDK: the engine inside the real Functions host. It outlives the worker, as
/// there: what a listener takes while the worker starts anew waits for it. A listener that were stopped with its worker
/// could have asked the queue already, and the messages of that answer would be hidden for ten minutes.
/// </summary>
public sealed class JobEngine : IAsyncDisposable
{
    private readonly IHost host;

    private JobEngine(IHost host) => this.host = host;

    /// <summary>Runs the engine till the end; fails when the worker cannot be started again.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="make">Makes the engine for what the worker has.</param>
    /// <param name="listening">Called when it listens.</param>
    /// <param name="stopping">Ends it.</param>
    public static async Task Run(WorkerProcess worker, Func<IReadOnlyList<WorkerFunction>, JobEngine> make, Action listening, CancellationToken stopping)
    {
        await using var engine = make((await worker.Up(stopping)).Link.Functions);
        await engine.Start();
        listening();
        while (true)
            await (await worker.Up(stopping)).Gone.WaitAsync(stopping);
    }

    public static JobEngine Build(IReadOnlyList<WorkerFunction> functions, WorkerProcess worker, AppFolder folder, Settings settings, Invoker invoker) => new(new HostBuilder()
        .ConfigureAppConfiguration(configuration => configuration
            .AddEnvironmentVariables()
            .AddInMemoryCollection([new("AzureWebJobsStorage", settings.Storage)]))
        .ConfigureLogging(Logs.Configure)
        .ConfigureWebJobs(jobs =>
        {
            jobs.AddAzureStorageCoreServices();
            jobs.AddAzureStorageQueues(folder.Queues.Bind);
            jobs.AddTimers();
        })
        .ConfigureServices(engine =>
        {
            engine.AddSingleton(worker).AddSingleton(folder).AddSingleton(invoker);
            engine.AddSingleton<ITypeLocator>(new GeneratedJobs(functions));
            engine.AddSingleton<IHostIdProvider, HostId>();
            // When timers ran last is kept in files: the monitor that keeps it in a storage account is made for an older storage package.
            engine.AddSingleton<ScheduleMonitor>(new FileSystemScheduleMonitor(Directory.CreateDirectory(Path.Combine(settings.Data, "timers")).FullName));
            // A killed run keeps its lease on a timer until the period ends; the shortest is 15 seconds.
            engine.Configure<SingletonOptions>(options => options.ListenerLockPeriod = TimeSpan.FromSeconds(15));
        })
        .Build());

    // The job host is started by itself: the host around it would listen to Ctrl+C as well. Its start is short and
    // is not cancelled; half started, it can neither go on nor be stopped.
    public Task Start() => host.Services.GetRequiredService<IJobHost>().StartAsync(CancellationToken.None);

    // Stops the listeners, then waits for what runs; what does not end is left to be delivered again. The engine is
    // not disposed: its stop does not wait for the last steps of a message, which would fail when they find it
    // disposed under them, and the process ends after it.
    public ValueTask DisposeAsync() =>
        new(Task.WhenAny(host.Services.GetRequiredService<IJobHost>().StopAsync(), Task.Delay(TimeSpan.FromSeconds(5))));

    // The default is made from assembly names; timers remember their last run under it, so it must stay the same.
    private sealed class HostId : IHostIdProvider
    {
        public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult("kumoten-local");
    }
}
