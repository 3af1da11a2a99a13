using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Kumoten.Local;

/// <summary>The public address: the routes of the HTTP functions and no others, forwarded unchanged.</summary>
public sealed class HttpFront(IHttpForwarder forwarder, AppProcess app, FunctionFiles files) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
    });

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var function in files.Functions.Where(f => f.Kind == "httpTrigger"))
        {
            var route = files.RoutePrefix + (function.Text("route") ?? function.Name).TrimStart('/');
            if (function.Trigger["methods"] is { } methods)
                routes.MapMethods(route, methods.AsArray().Select(m => ((string)m!).ToUpperInvariant()), Forward);
            else
                routes.Map(route, Forward);
        }

        // A known route with another method is 404 as well, where routing alone would answer 405.
        routes.Map("/{**other}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    public void Dispose() => client.Dispose();

    private async Task Forward(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        AppLife life;
        try
        {
            life = await app.Up(patience.Token);
        }
        catch (OperationCanceledException)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync($"The application has not answered for {Patience.TotalSeconds} seconds; its output says why.\n", context.RequestAborted);
            return;
        }

        if (context.Request.ContentLength is null or 0)
        {
            // The real host passes on a body only when it knows its length; a chunked upload arrives empty.
            context.Request.Headers.Remove("Transfer-Encoding");
            context.Features.Set<IHttpRequestBodyDetectionFeature>(new NoBody());
        }

        await forwarder.SendAsync(context, life.Address.ToString(), client, ForwarderRequestConfig.Empty, Unchanged.Transformer);
    }

    // The default would add X-Forwarded headers and take the application's own address for the host.
    private sealed class Unchanged : HttpTransformer
    {
        public static readonly Unchanged Transformer = new();

        public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string destination, CancellationToken cancellation)
        {
            await base.TransformRequestAsync(context, request, destination, cancellation);
            request.Headers.Host = context.Request.Host.Value;
        }
    }

    private sealed class NoBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => false;
    }
}
