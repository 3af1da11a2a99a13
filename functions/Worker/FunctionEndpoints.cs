using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;

namespace Kumoten.Functions.Worker;

/// <summary>
/// Makes each function an endpoint that the Functions host can call: HTTP functions at their route, queue and
/// timer functions at <c>POST /{name}</c>.
/// </summary>
public static class FunctionEndpoints
{
    /// <summary>Maps all functions.</summary>
    /// <param name="app">The application.</param>
    /// <param name="functions">The functions from the catalogue.</param>
    public static void MapFunctions(this WebApplication app, IReadOnlyList<FunctionDefinition> functions)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is HttpTriggerAttribute http)
                MapHttp(app, function, http);
            else
                MapHostCall(app, function);
        }
    }

    private static void MapHttp(WebApplication app, FunctionDefinition function, HttpTriggerAttribute http)
    {
        var endpoint = app.MapMethods("/" + (http.Route ?? function.Name), http.Methods.Select(m => m.ToUpperInvariant()), async context =>
        {
            var arguments = function.Method.GetParameters().Select(p => BindHttp(p, context)).ToArray();
            await (await (Task<IResult>)Run(function, context.RequestServices, arguments)).ExecuteAsync(context);
        });
        // The method stands in the endpoint's metadata for authorization and for the OpenAPI description.
        endpoint.WithMetadata([function.Method, .. function.Method.GetCustomAttributes()]).WithName(function.Name);
    }

    private static object? BindHttp(ParameterInfo parameter, HttpContext context) => parameter.ParameterType switch
    {
        var type when type == typeof(HttpRequest) => context.Request,
        var type when type == typeof(CancellationToken) => context.RequestAborted,
        // The catalogue lets nothing else through.
        _ => context.GetRouteValue(parameter.Name!) as string,
    };

    // Only the host reaches these: it forwards from outside only the routes of HTTP functions.
    private static void MapHostCall(WebApplication app, FunctionDefinition function)
    {
        app.MapPost("/" + function.Name, async context =>
        {
            var answer = HostProtocol.Done;
            JsonNode? body = null;
            try
            {
                body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
                var arguments = function.Method.GetParameters().Select(p => BindHostCall(p, body, context.RequestAborted)).ToArray();
                await Run(function, context.RequestServices, arguments);
            }
            catch (Exception problem) when (!context.RequestAborted.IsCancellationRequested)
            {
                // Not swallowed: the status makes the host deliver again, and dead-letter the message at last.
                app.Logger.LogError(problem, "{Function} failed; the host will deliver again", function.Name);
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                answer = HostProtocol.Failed($"{function.Name}: {problem.Message}");
                await NoteAsync(app, context, function, body, problem);
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer, context.RequestAborted);
        }).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
    }

    // The host tells nobody why it gave a message up, so the reason is written down here, where it is known. It comes on
    // top of the failure: that it cannot be noted is logged, and the host hears of the first failure all the same.
    private static async Task NoteAsync(WebApplication app, HttpContext context, FunctionDefinition function, JsonNode? body, Exception problem)
    {
        if (function.Trigger is not QueueTriggerAttribute queue || context.RequestServices.GetService<IFailureNotes>() is not { } notes)
            return;
        try
        {
            var message = (string)HostProtocol.Read(body, function.TriggerParameter.Name!, typeof(string));
            await notes.NoteAsync(queue.QueueName, message, problem, context.RequestAborted);
        }
        catch (Exception second) when (!context.RequestAborted.IsCancellationRequested)
        {
            app.Logger.LogError(second, "Why {Function} failed could not be noted", function.Name);
        }
    }

    private static object? BindHostCall(ParameterInfo parameter, JsonNode? body, CancellationToken aborted) =>
        parameter.ParameterType == typeof(CancellationToken) ? aborted : HostProtocol.Read(body, parameter.Name!, parameter.ParameterType);

    // No factories made ahead: every cold start would pay for compiling one for each function.
    // DoNotWrapExceptions: what the function throws arrives as it is, not inside a TargetInvocationException.
    private static Task Run(FunctionDefinition function, IServiceProvider services, object?[] arguments) =>
        (Task)function.Method.Invoke(ActivatorUtilities.CreateInstance(services, function.Method.DeclaringType!), BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
}
