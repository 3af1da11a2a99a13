using Kumoten.Local.Children;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Executors;

namespace Kumoten.Local.Engine;

/// <summary>
/// Queues and timers, run by the WebJobs SDK: the engine inside the real Functions host. Each life of the worker
/// has an engine of its own, so that no listener takes a message while there is no worker for it.
/// </summary>
public sealed class JobEngine : IAsyncDisposable
{
    private readonly IHost host;

    private JobEngine(IHost host) => this.host = host;

    /// <summary>Runs engines, one for each life of the worker.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="make">Makes an engine for a life.</param>
    /// <param name="listening">Called when the first one listens.</param>
    /// <param name="stopping">Ends it.</param>
    public static async Task KeepRunning(WorkerProcess worker, Func<WorkerLife, JobEngine> make, Action listening, CancellationToken stopping)
    {
        while (true)
        {
            var life = await worker.Up(stopping);
            await using var engine = make(life);
            await engine.Start();
            listening();
            await life.Gone.WaitAsync(stopping);
        }
    }

    public static JobEngine Build(WorkerLife life, AppFolder folder, Settings settings, Invoker invoker) => new(new HostBuilder()
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
            engine.AddSingleton(life).AddSingleton(folder).AddSingleton(invoker);
            engine.AddSingleton<ITypeLocator>(new GeneratedJobs(life.Link.Functions));
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

    // Stops the listeners, then waits for what runs; what does not end is left to be delivered again. The engine is over
    // with its worker but is not disposed: its stop does not wait for the last steps of a message, which would
    // end this whole process when they find it disposed under them.
    public ValueTask DisposeAsync() =>
        new(Task.WhenAny(host.Services.GetRequiredService<IJobHost>().StopAsync(), Task.Delay(TimeSpan.FromSeconds(5))));

    // The default is made from assembly names; timers remember their last run under it, so it must stay the same.
    private sealed class HostId : IHostIdProvider
    {
        public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult("kumoten-local");
    }
}
