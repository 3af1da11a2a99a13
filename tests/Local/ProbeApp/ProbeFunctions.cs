using System.Text.Json.Nodes;
using Kumoten.Functions.Worker;

namespace Probe.App;

/// <summary>Functions that show their host what it sent, or fail on request.</summary>
public sealed class ProbeFunctions
{
    [Function("Echo")]
    public async Task<IResult> Echo([HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", Route = "api/echo/{word}")] HttpRequest request, string word)
    {
        using var reader = new StreamReader(request.Body);
        return Results.Json(
            new { word, method = request.Method, path = request.Path.Value, query = request.QueryString.Value, host = request.Host.Value, header = request.Headers["X-Probe"].ToString(), body = await reader.ReadToEndAsync(), process = Environment.ProcessId },
            statusCode: StatusCodes.Status202Accepted);
    }

    [Function("Receive")]
    public Task Receive([QueueTrigger("probe-receive")] JsonObject message) => (string?)message["do"] switch
    {
        "fail" => throw new InvalidOperationException("as the message asks"),
        _ => Task.CompletedTask,
    };

    [Function("Tick")]
    public Task Tick([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => Task.CompletedTask;
}

/// <summary>Functions whose endpoints Program.cs writes by hand: they look at the raw request, or answer as nobody should.</summary>
public sealed class RawFunctions
{
    [Function("Raw")]
    public Task Raw([QueueTrigger("probe-raw")] JsonObject message) => Task.CompletedTask;

    [Function("Empty")]
    public Task Empty([QueueTrigger("probe-empty")] JsonObject message) => Task.CompletedTask;

    [Function("Hold")]
    public Task Hold([QueueTrigger("probe-hold")] JsonObject message) => Task.CompletedTask;
}
