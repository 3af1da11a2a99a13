using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kumoten.Local.Children;
using Kumoten.Local.Protocol;
using Yarp.ReverseProxy.Forwarder;

namespace Kumoten.Local.Http;

/// <summary>
/// The public address: the routes of the HTTP functions and no others. A request goes to the worker's own server,
/// unchanged, and its invocation beside it over the link.
/// </summary>
public sealed class HttpFront(IHttpForwarder forwarder, WorkerProcess worker, ILogger<HttpFront> logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // In Azure the front end gives up after this time.
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(230) };

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    public void Dispose() => client.Dispose();

    public async Task Handle(HttpContext context)
    {
        if ((worker.Now ?? await Next(context)) is not { } life)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync($"The application has not been ready for {Patience.TotalSeconds} seconds; its output says why.\n", context.RequestAborted);
            return;
        }

        // A known route with another method is as unknown as any other address.
        if (!life.Routes.TryMatch(context.Request, out var function, out var values))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var id = Guid.NewGuid().ToString();
        context.Request.Headers[AsForwarded.InvocationId] = id;
        // Either may come first at the worker: each waits there for the other.
        var invocation = life.Link.InvokeAsync(function, id, new TypedData { Http = new() }, Metadata(context.Request, values), context.RequestAborted);
        var error = await forwarder.SendAsync(context, life.Link.HttpUri!.AbsoluteUri, client, Config, AsForwarded.Transformer);
        // Else the invocation would wait for a request that does not come. A client that hung up has cancelled it.
        if (error != ForwarderError.None && !context.RequestAborted.IsCancellationRequested)
            life.Link.Cancel(id);
        if (await invocation is not { Succeeded: false } failure || context.RequestAborted.IsCancellationRequested)
            return;
        logger.LogError("{Function}: {Failure}", function.Name, failure.Error!.ReplaceLineEndings(" "));
        // Whatever came of the forwarding, a function that failed is a 500; only a worker that is gone is a bad gateway.
        if (!context.Response.HasStarted && !life.Gone.IsCompleted)
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    private async Task<WorkerLife?> Next(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            return await worker.Up(patience.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or RefusedException)
        {
            return null;
        }
    }

    private static Dictionary<string, TypedData> Metadata(HttpRequest request, RouteValueDictionary values)
    {
        var metadata = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Query)
            metadata[name] = new TypedData { String = value.ToString() };
        foreach (var (name, value) in values)
        {
            if (value is not null)
                metadata[name] = new TypedData { String = value.ToString() };
        }

        metadata["Query"] = new TypedData { Json = Json(request.Query) };
        metadata["Headers"] = new TypedData { Json = Json(request.Headers.Where(h => h.Key != AsForwarded.InvocationId)) };
        return metadata;
    }

    private static string Json(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> pairs) =>
        JsonSerializer.Serialize(pairs.ToDictionary(p => p.Key, p => p.Value.ToString()), Plain);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // As the real host sends it: to the worker's address, with the asker's own in X-Forwarded headers, which the worker takes up.
    private sealed class AsForwarded : HttpTransformer
    {
        public const string InvocationId = "x-ms-invocation-id";
        public static readonly AsForwarded Transformer = new();

        public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string destination, CancellationToken cancellation)
        {
            await base.TransformRequestAsync(context, request, destination, cancellation);
            request.Headers.Host = null;
            Set("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString());
            Set("X-Forwarded-Host", context.Request.Host.Value);
            Set("X-Forwarded-Proto", context.Request.Scheme);

            void Set(string name, string? value)
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
