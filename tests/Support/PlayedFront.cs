using System.Net;
using Kumoten.Local.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Kumoten.Tests.Support;

/// <summary>Plays the host's front door: finds the function by the route, invokes it, and passes the request on beside that.</summary>
public sealed class PlayedFront(InProcessWorker worker, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Lazy<List<(WorkerFunction Function, TemplateMatcher Route, HashSet<string>? Methods)>> routes = new(() =>
    [
        .. worker.Functions.Where(f => f.Kind == "httpTrigger").Select(f => (
            f, new TemplateMatcher(TemplateParser.Parse(f.Text("route")!), []),
            f.Trigger["methods"]?.AsArray().Select(m => ((string)m!).ToUpperInvariant()).ToHashSet())),
    ]);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var values = new RouteValueDictionary();
        var path = new PathString(Uri.UnescapeDataString(request.RequestUri!.AbsolutePath));
        var found = routes.Value.FirstOrDefault(r => r.Methods?.Contains(request.Method.Method) != false && r.Route.TryMatch(path, values = []));
        if (found.Function is null)
            return new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) };
        var id = Guid.NewGuid().ToString();
        request.Headers.Add("x-ms-invocation-id", id);
        var metadata = values.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => new TypedData { String = v.Value!.ToString() });
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var invocation = worker.InvokeAsync(found.Function, new TypedData { Http = new RpcHttp() }, metadata, id, gone.Token);
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
