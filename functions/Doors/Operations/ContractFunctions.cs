using System.Reflection;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Operations;

/// <summary>The HTTP contract as an OpenAPI document, and as a page to read and try it.</summary>
/// <param name="door">Whether the page is there.</param>
public sealed class ContractFunctions(DevelopmentDoor door)
{
    // Nothing comes from elsewhere: fonts, agents and telemetry of Scalar's own sites stay out, and the policy below holds it to that.
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kumoten After-Sales Support: the contract</title></head>
        <body>
        <script id="api-reference" data-url="/api/openapi.json" data-configuration='{"withDefaultFonts":false,"telemetry":false,"hideClientButton":true,"showDeveloperTools":"never","agent":{"disabled":true},"mcp":{"disabled":true}}'></script>
        <script src="/api/docs/scalar.js"></script>
        </body>
        </html>
        """;

    /// <summary>Gives the document, which a test writes whenever the functions change: no call pays for making it.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The file.</returns>
    [Function("OpenApi")]
    [AllowAnonymous]
    [EnableRateLimiting(RateLimits.Strangers)]
    [EndpointSummary("This description of the contract")]
    [ProducesFile("application/json")]
    public static Task<IResult> OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(Results.File(Path.Combine(AppContext.BaseDirectory, "openapi.json"), "application/json"));
    }

    /// <summary>Shows the contract as a page.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The page; 404 outside Development.</returns>
    [Function("Docs")]
    [AllowAnonymous]
    [EndpointSummary("The contract as a page (Development only)")]
    [ProducesFile("text/html"), ProducesProblem(404)]
    public Task<IResult> Docs([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs")] HttpRequest request)
    {
        _ = ScalarFile();
        var headers = request.HttpContext.Response.Headers;
        Browser.Protect(headers);
        // Scalar writes its styles into the page.
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";
        return Task.FromResult(Results.Text(Page, "text/html; charset=utf-8"));
    }

    /// <summary>Gives the page's script.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Scalar's script; 404 outside Development.</returns>
    [Function("DocsScript")]
    [AllowAnonymous]
    [EndpointSummary("The script of the contract's page (Development only)")]
    [ProducesFile("text/javascript"), ProducesProblem(404)]
    public Task<IResult> DocsScript([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/scalar.js")] HttpRequest request)
    {
        var script = Assembly.LoadFrom(ScalarFile()).GetManifestResourceStream("ScalarStaticAssets.scalar.js") ?? throw new InvalidOperationException("This version of Scalar.AspNetCore holds no scalar.js.");
        request.HttpContext.Response.Headers.ContentEncoding = "gzip";
        return Task.FromResult(Results.Stream(script, "text/javascript"));
    }

    // Beside a build, and in no package.
    private string ScalarFile() =>
        door.IsOpen && Path.Combine(AppContext.BaseDirectory, "Scalar.AspNetCore.dll") is var file && File.Exists(file) ? file : throw Problem.NoSuchAddress();
}
