using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kumoten.Local.Protocol;

/// <summary>A message that passed between host and worker, for whoever wants to see the conversation.</summary>
public sealed record SeenMessage(string WorkerId, bool FromWorker, StreamingMessage Message);

/// <summary>
/// The host's end of the workers' protocol: a gRPC server on a free loopback port, to which any number of workers
/// connect, each known by the id it was started with.
/// </summary>
public sealed class WorkerServer : IAsyncDisposable
{
    /// <summary>The version of the real host that was measured; a worker is told this one.</summary>
    public const string HostVersion = "4.1037.0.0";

    // A frame holds what is sent at once; the windows let many invocations be under way before either side must wait.
    private const int Window = 4 * 1024 * 1024;

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkerLink>> links = [];

    private WorkerServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Kumoten.Local" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            kestrel.Limits.Http2.InitialConnectionWindowSize = Window;
            kestrel.Limits.Http2.InitialStreamWindowSize = Window;
        });
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        builder.Services.AddSingleton(this);
        app = builder.Build();
        app.MapGrpcService<Service>();
    }

    /// <summary>Where workers connect.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Takes what workers log: the worker's id, and the line.</summary>
    public Action<string, RpcLog>? Log { get; set; }

    /// <summary>Sees every message both ways, before it is sent and before it is acted upon.</summary>
    public Action<SeenMessage>? Observer { get; set; }

    /// <summary>Starts a server.</summary>
    public static async Task<WorkerServer> StartAsync()
    {
        var server = new WorkerServer();
        await server.app.StartAsync();
        server.Address = new Uri(server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>The link to a worker, as soon as it has connected.</summary>
    /// <param name="workerId">The id that the worker was started with.</param>
    /// <param name="cancel">Stops the waiting.</param>
    public Task<WorkerLink> ConnectedAsync(string workerId, CancellationToken cancel) => Slot(workerId).Task.WaitAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        // An open stream would hold the stop for half a minute.
        foreach (var slot in links.Values)
        {
            if (slot.Task.IsCompletedSuccessfully)
                slot.Task.Result.Close();
        }

        await app.StopAsync();
        await app.DisposeAsync();
    }

    private TaskCompletionSource<WorkerLink> Slot(string workerId) =>
        links.GetOrAdd(workerId, _ => new TaskCompletionSource<WorkerLink>(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class Service(WorkerServer server) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
        {
            if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream is not { } start)
                throw new Grpc.Core.RpcException(new Status(StatusCode.InvalidArgument, "A worker begins with StartStream."));
            server.Observer?.Invoke(new SeenMessage(start.WorkerId, FromWorker: true, requestStream.Current));
            var link = new WorkerLink(server, start.WorkerId);
            server.Slot(start.WorkerId).TrySetResult(link);
            await link.RunAsync(requestStream, responseStream, context.CancellationToken);
            server.links.TryRemove(start.WorkerId, out _);
        }
    }
}
