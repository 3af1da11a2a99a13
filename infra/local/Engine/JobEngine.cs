using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Executors;

namespace Kumoten.Local.Engine;

/// <summary>Queues and timers, run by the WebJobs SDK: the engine inside the real Functions host.</summary>
public sealed class JobEngine : IAsyncDisposable
{
    private readonly IHost host;

    private JobEngine(IHost host) => this.host = host;

    public static JobEngine Build(FunctionFiles files, Settings settings, IServiceProvider services) => new(new HostBuilder()
        .ConfigureAppConfiguration(configuration => configuration
            .AddEnvironmentVariables()
            .AddInMemoryCollection([new("AzureWebJobsStorage", settings.Storage)]))
        .ConfigureLogging(Logs.Configure)
        .ConfigureWebJobs(jobs =>
        {
            jobs.AddAzureStorageCoreServices();
            jobs.AddAzureStorage(files.Queues.Bind);
            jobs.AddTimers();
        })
        .ConfigureServices(engine =>
        {
            engine.AddSingleton(files);
            engine.AddSingleton(services.GetRequiredService<Invoker>());
            engine.AddSingleton<ITypeLocator, GeneratedJobs>();
            engine.AddSingleton<IHostIdProvider, HostId>();
            // A killed run keeps its lease on a timer until the period ends; the shortest is 15 seconds.
            engine.Configure<SingletonOptions>(options => options.ListenerLockPeriod = TimeSpan.FromSeconds(15));
        })
        .Build());

    // The job host is started by itself: the host around it would listen to Ctrl+C as well. Its start is short and
    // is not cancelled; half started, it can neither go on nor be stopped.
    public Task Start() => host.Services.GetRequiredService<IJobHost>().StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        // Stops the listeners, then waits for what runs. What does not end is left to be delivered again, and the
        // engine is not disposed under it: the process ends in a moment anyway.
        var stop = host.Services.GetRequiredService<IJobHost>().StopAsync();
        if (await Task.WhenAny(stop, Task.Delay(TimeSpan.FromSeconds(5))) == stop && stop.IsCompletedSuccessfully)
            host.Dispose();
    }

    // The default is made from assembly names; timers remember their last run under it, so it must stay the same.
    private sealed class HostId : IHostIdProvider
    {
        public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult("kumoten-local");
    }
}
