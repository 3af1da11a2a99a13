using System.Collections.Concurrent;
using System.Reflection;
using Kumoten.Functions;
using Kumoten.Local.Protocol;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kumoten.Tests.Support;

/// <summary>
/// The application as the official worker runs it, in the tests' own process: the worker's host, its gRPC link to the one host
/// that all tests share, and every call as an invocation over that link. HTTP goes through the test server, or through its own sockets.
/// </summary>
public sealed class InProcessWorker : IAsyncDisposable
{
    private static readonly Lazy<Task<WorkerServer>> Server = new(WorkerServer.StartAsync);
    private static readonly Lock Building = new();

    static InProcessWorker()
    {
        Assembly.SetEntryAssembly(typeof(Wiring).Assembly);
        Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", Repository.Application);
    }

    private readonly IHost host;
    private readonly WorkerLink link;
    private readonly ConcurrentDictionary<string, ExecutionContext> callers;

    private InProcessWorker(IHost host, WorkerLink link, ConcurrentDictionary<string, ExecutionContext> callers)
    {
        this.host = host;
        this.link = link;
        this.callers = callers;
        var server = host.Services.GetRequiredService<IServer>();
        HttpMessageHandler inner = server is TestServer test ? test.CreateHandler() : new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var address = server is TestServer ? new Uri("http://localhost") : new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient(new PlayedFront(this, inner)) { BaseAddress = address };
    }

    /// <summary>The way in for HTTP, with the routes of the functions and no others.</summary>
    public HttpClient Client { get; }

    /// <summary>The functions, as the worker tells its host of them.</summary>
    public IReadOnlyList<WorkerFunction> Functions => link.Functions;

    public IServiceProvider Services => host.Services;

    /// <summary>Starts the application.</summary>
    /// <param name="environment">The environment's name.</param>
    /// <param name="settings">Settings that win over its own.</param>
    /// <param name="replace">Services that stand in for others.</param>
    /// <param name="listens">Whether it listens on a socket of its own.</param>
    public static async Task<InProcessWorker> StartAsync(
        string environment, IDictionary<string, string?> settings, Action<FunctionsApplicationBuilder> replace, bool listens)
    {
        var server = await Server.Value;
        var id = Guid.NewGuid().ToString();
        var callers = new ConcurrentDictionary<string, ExecutionContext>();
        var host = Build(environment, new Dictionary<string, string?>(settings)
        {
            ["Functions:Worker:HostEndpoint"] = server.Address.ToString(),
            ["Functions:Worker:WorkerId"] = id,
            ["Functions:Worker:RequestId"] = Guid.NewGuid().ToString(),
            ["Functions:Worker:GrpcMaxMessageLength"] = $"{int.MaxValue}",
        }, replace, listens, callers);
        await host.StartAsync();
        var link = await server.ConnectedAsync(id, default);
        await link.InitializeAsync(Repository.Application, default);
        await link.LoadAsync(default);
        return new InProcessWorker(host, link, callers);
    }

    /// <summary>Runs a function once, as its trigger would.</summary>
    public async Task<InvocationResult> InvokeAsync(
        WorkerFunction function, TypedData input, IDictionary<string, TypedData>? metadata = null, string? invocationId = null, CancellationToken cancel = default)
    {
        invocationId ??= Guid.NewGuid().ToString();
        callers[invocationId] = ExecutionContext.Capture()!;
        try
        {
            return await link.InvokeAsync(function, invocationId, input, metadata ?? new Dictionary<string, TypedData>(), cancel);
        }
        finally
        {
            callers.TryRemove(invocationId, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        link.Close();
        await host.StopAsync();
        host.Dispose();
    }

    // The worker finds its own assembly, folder and environment by what a process has once: one application is built at a time.
    private static IHost Build(
        string environment, IDictionary<string, string?> settings, Action<FunctionsApplicationBuilder> replace, bool listens, ConcurrentDictionary<string, ExecutionContext> callers)
    {
        lock (Building)
        {
            Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", environment);
            var builder = FunctionsApplication.CreateBuilder([]);
            builder.Configuration.AddInMemoryCollection(settings);
            // A call over gRPC comes on a thread that knows nothing of its caller; what a test keeps in AsyncLocals goes along.
            builder.Use(next => async context =>
            {
                if (callers.TryGetValue(context.InvocationId, out var caller))
                    ExecutionContext.Restore(caller);
                await next(context);
            });
            builder.AddMiddleware();
            builder.AddServices();
            builder.Logging.ClearProviders();
            if (!listens)
                builder.Services.AddSingleton<IServer, TestServer>();
            replace(builder);
            return builder.Build();
        }
    }
}
