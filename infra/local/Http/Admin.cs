using System.Text.Json;
using System.Text.Json.Nodes;
using Kumoten.Local.Children;
using Kumoten.Local.Engine;
using Kumoten.Local.Protocol;

namespace Kumoten.Local.Http;

/// <summary>Runs a function by hand, at the addresses where the real host offers it.</summary>
public sealed class Admin(WorkerProcess worker, Invoker invoker, AppFolder folder, ILogger<Admin> logger, IHostApplicationLifetime lifetime)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/functions", async (CancellationToken aborted) => (await worker.Up(aborted)).Link.Functions.Select(function => new { name = function.Name }));
        routes.MapPost("/admin/functions/{name}", Run);
    }

    private async Task<IResult> Run(string name, HttpRequest request)
    {
        var life = await worker.Up(request.HttpContext.RequestAborted);
        if (life.Link.Functions.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } function)
            return Results.NotFound();
        if (function.Kind == "httpTrigger")
            return Refused($"{function.Name} is an HTTP function: call its route, {folder.RoutePrefix}/{function.Text("route") ?? function.Name}.");

        string input;
        try
        {
            var body = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            input = (body as JsonObject)?["input"] is { } given ? given.GetValueKind() == JsonValueKind.String ? (string)given! : given.ToJsonString() : "";
        }
        catch (JsonException)
        {
            return Refused("""The body is JSON: {"input":""}.""");
        }

        if (function.Kind == "queueTrigger" && input.Length == 0)
            return Refused($$"""{{function.Name}} takes a message of its queue: {"input":"..."}.""");
        _ = RunInBackground(life, function, function.Kind == "timerTrigger" ? TriggerData.ForTimer(null) : TriggerData.ForQueue(input));
        return Results.Accepted();
    }

    private static IResult Refused(string sentence) => Results.Text(sentence, statusCode: StatusCodes.Status400BadRequest);

    private async Task RunInBackground(WorkerLife life, WorkerFunction function, TriggerData data)
    {
        try
        {
            await invoker.Call(life, function, data, lifetime.ApplicationStopping);
        }
        catch (FunctionFailedException failure)
        {
            logger.LogError("{Failure} (run by hand, so it is not tried again)", failure.Message);
        }
    }
}
