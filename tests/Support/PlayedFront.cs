using System.Net;
using Kumoten.Local.Http;
using Kumoten.Local.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kumoten.Tests.Support;

/// <summary>Plays the host's front door: finds the function by its route, invokes it, and passes the request on beside that.</summary>
public sealed class PlayedFront(InProcessWorker worker, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly RouteTable routes = RouteTable.Of(worker.Functions, prefix: "");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = new DefaultHttpContext().Request;
        asked.Method = request.Method.Method;
        asked.Path = PathString.FromUriComponent(request.RequestUri!);
        if (!routes.TryMatch(asked, out var function, out var values))
            return new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) };

        var id = Guid.NewGuid().ToString();
        request.Headers.Add("x-ms-invocation-id", id);
        var metadata = values.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => new TypedData { String = v.Value!.ToString() });
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var invocation = worker.InvokeAsync(function, new TypedData { Http = new RpcHttp() }, metadata, id, gone.Token);
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            // Read to its end first: a function that still writes has not come to its own.
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            await invocation;
            return answer;
        }
        catch
        {
            await gone.CancelAsync();
            await invocation;
            throw;
        }
    }
}
