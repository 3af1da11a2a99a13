using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Kumoten.Functions.Platform;

/// <summary>
/// ASP.NET Core's own middleware around every HTTP function. The worker lets no application add to its pipeline, so this one
/// middleware of the worker holds an ordinary pipeline, which is run for each call with an endpoint that carries the
/// attributes of the function's method; its last step calls the function and writes its answer.
/// </summary>
public sealed class HttpPipeline : IFunctionsWorkerMiddleware
{
    private readonly FunctionMethods methods;
    private readonly RequestDelegate pipeline;

    /// <summary>Builds the pipeline, once.</summary>
    /// <param name="services">The services.</param>
    /// <param name="methods">The functions' methods.</param>
    public HttpPipeline(IServiceProvider services, FunctionMethods methods)
    {
        this.methods = methods;
        var app = new ApplicationBuilder(services);
        app.UseMiddleware<AnswerHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = Problem.HandleAsync,
            // A refusal is an answer, not an accident: only what is unexpected belongs in the log with its stack.
            SuppressDiagnosticsCallback = context => context.Exception is ProblemException { Status: < 500 } or BadHttpRequestException,
        });
        app.UseStatusCodePages();
        app.Use(LimitBody);
        app.UseRateLimiter();
        app.UseMiddleware<SessionGuard>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(KnownQuery.CheckAsync);
        app.UseMiddleware<Idempotency>();
        app.Run(CallFunctionAsync);
        pipeline = app.Build();
    }

    /// <summary>Whether a call came over HTTP.</summary>
    /// <param name="context">The call.</param>
    /// <returns>Whether it did.</returns>
    public static bool IsFor(FunctionContext context) => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger");

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException($"{context.FunctionDefinition.Name} was called without its HTTP request.");
        http.SetEndpoint(methods.EndpointOf(context.FunctionDefinition));
        // Whoever hangs up has cancelled the call: what breaks then is no failure of ours.
        http.RequestAborted = context.CancellationToken;
        http.Features.Set(new Call(context, next));
        return pipeline(http);
    }

    // The server counts what it reads; so a body that does not say its length is bounded as well.
    private static Task LimitBody(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = BodyLimit.Of(http);
        return next(http);
    }

    private static async Task CallFunctionAsync(HttpContext http)
    {
        var (context, next) = http.Features.GetRequiredFeature<Call>();
        await next(context);
        var result = context.GetInvocationResult();
        if (result.Value is not IResult answer)
            throw new InvalidOperationException($"{context.FunctionDefinition.Name} has to answer with an IResult.");
        // Written here, where the middleware around still sees it; the worker is not to write it again.
        result.Value = null;
        await answer.ExecuteAsync(http);
    }

    private sealed record Call(FunctionContext Context, FunctionExecutionDelegate Next);
}

/// <summary>How much a request may hold.</summary>
public static class BodyLimit
{
    /// <summary>The limit of the function that a request is for: that of its method's attribute, else that of JSON.</summary>
    /// <param name="http">The request.</param>
    /// <returns>Bytes.</returns>
    public static long Of(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? Validation.MaxBytes;
}
