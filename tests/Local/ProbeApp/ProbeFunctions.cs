using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Probe.App;

/// <summary>Functions that show their host what it sent, or fail on request.</summary>
public static class ProbeFunctions
{
    [Function("Echo")]
    public static async Task<IResult> Echo([HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", Route = "api/echo/{id}")] HttpRequest request, string id)
    {
        using var reader = new StreamReader(request.Body);
        return Results.Json(
            new { id, method = request.Method, path = request.Path.Value, query = request.QueryString.Value, host = request.Host.Value, header = request.Headers["X-Probe"].ToString(), body = await reader.ReadToEndAsync(), process = Environment.ProcessId, site = Environment.GetEnvironmentVariable("Kumoten__SiteUrl") },
            statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>What the local host asks an application for its banner: tokens, and a clock that is ahead.</summary>
    [Function("DevToken")]
    public static IResult Token([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/dev/token")] HttpRequest request) => Results.Json(new { token = "a.b.c" });

    [Function("DevClock")]
    public static IResult Clock([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/dev/clock")] HttpRequest request) =>
        Results.Json(new { now = TimeProvider.System.GetUtcNow().AddDays(3) });

    [Function("Ping")]
    public static IResult Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ping")] HttpRequest request) => Results.Text("pong");

    /// <summary>Counts a body of any size and form.</summary>
    [Function("Count")]
    public static async Task<IResult> Count([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/count")] HttpRequest request)
    {
        var buffer = new byte[65536];
        var count = 0L;
        for (int read; (read = await request.Body.ReadAsync(buffer)) > 0;)
            count += read;
        return Results.Json(new { count, length = request.ContentLength });
    }

    /// <summary>Runs until its client hangs up, and writes down that it was told.</summary>
    [Function("Wait")]
    public static async Task<IResult> Wait([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/wait")] HttpRequest request, CancellationToken cancel)
    {
        await Journal.Write("Wait", "begun");
        await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, TaskScheduler.Default);
        await Journal.Write("Wait", "cancelled");
        return Results.Ok();
    }

    [Function("Receive")]
    public static Task Receive([QueueTrigger("probe-receive")] JsonObject message) => (string?)message["do"] switch
    {
        "fail" => throw new InvalidOperationException("as the message asks"),
        _ => Task.CompletedTask,
    };

    /// <summary>Takes the whole message, and not only its text.</summary>
    [Function("Raw")]
    public static Task Raw([QueueTrigger("probe-raw")] QueueMessage message) =>
        Journal.Write("Whole", new { message.MessageText, message.MessageId, Count = message.DequeueCount.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Holds the message until the test says so, in this life of the application or a later one.</summary>
    [Function("Hold")]
    public static async Task Hold([QueueTrigger("probe-hold")] string message, CancellationToken cancel)
    {
        while (!File.Exists(Path.Combine(Journal.Folder, "let-go")))
            await Task.Delay(20, cancel);
    }

    [Function("Tick")]
    public static Task Tick([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => Task.CompletedTask;

    /// <summary>What nobody else takes; its name sorts last.</summary>
    [Function("ZRest")]
    public static IResult Rest([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "site/{*path}")] HttpRequest request, string? path) => Results.Text("rest: " + path);
}
