using System.Text.Json;
using System.Text.Json.Nodes;
using Kumoten.Local.Engine;

namespace Kumoten.Local;

/// <summary>Runs a function by hand, at the addresses where the real host offers it.</summary>
public sealed class Admin(FunctionFiles files, Invoker invoker, ILogger<Admin> logger, IHostApplicationLifetime lifetime)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/functions", () => files.Functions.Select(function => new { name = function.Name }));
        routes.MapPost("/admin/functions/{name}", Run);
    }

    private async Task<IResult> Run(string name, HttpRequest request)
    {
        if (files.Functions.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } function)
            return Results.NotFound();
        if (function.Kind == "httpTrigger")
            return Refused($"{function.Name} is an HTTP function: call its route, {files.RoutePrefix}{function.Text("route")}.");

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

        var call = function.Kind == "timerTrigger" ? HostCall.ForTimer(function, null) : HostCall.ForQueue(function, input);
        _ = RunInBackground(function, call);
        return Results.Accepted();
    }

    private static IResult Refused(string sentence) => Results.Text(sentence, statusCode: StatusCodes.Status400BadRequest);

    private async Task RunInBackground(FunctionFile function, JsonObject call)
    {
        try
        {
            await invoker.Call(function, call, lifetime.ApplicationStopping);
        }
        catch (FunctionFailedException failure)
        {
            logger.LogError("{Failure} (run by hand, so it is not tried again)", failure.Message);
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
    }
}
