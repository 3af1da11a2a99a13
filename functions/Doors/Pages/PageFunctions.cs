using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Pages;

// http://localhost:7071/session?token=$SELLER&to=/cases/KM-1001.1

/// <summary>The pages: what people see in a browser.</summary>
/// <param name="store">Reads dossiers.</param>
/// <param name="configuration">The settings, for a session's key.</param>
/// <param name="clock">The application's clock.</param>
public sealed class PageFunctions(CaseStore store, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Takes over a person whom Kumoten's site sends with a token, and leads to a page.</summary>
    /// <param name="request">The token and the page's path.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>302 to the page, with the session's cookie; 400 for a path that is not on this site.</returns>
    [Function("Session")]
    [Authorize]
    [EndpointSummary("Begins a browser's session, and leads on to a page")]
    [Query("to", "A path on this site; the front page when absent", Example = "/cases/KM-1001.1")]
    [ProducesStatus(302), ProducesProblem(400), ProducesProblem(401)]
    public Task<IResult> Session([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "session")] HttpRequest request, CancellationToken cancel)
    {
        _ = Caller.Of(request);
        var to = request.Query["to"].ToString() is { Length: > 0 } asked ? asked : "/";
        // "//host", "/\host" and what a browser makes of control characters lead elsewhere.
        if (to[0] != '/' || to.Contains('\\', StringComparison.Ordinal) || !to.All(c => c is > ' ' and <= '~') || !RedirectHttpResult.IsLocalUrl(to))
            throw Problem.BadFields(new Dictionary<string, string[]> { ["to"] = ["A path on this site, such as \"/cases/KM-1001.1\"."] });
        Platform.Session.Begin(request.HttpContext, configuration);
        Browser.Protect(request.HttpContext.Response.Headers);
        return Task.FromResult(Results.LocalRedirect(to));
    }

    /// <summary>Shows a case.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page; 404 when the case is not there or another seller's.</returns>
    [Function("CasePage")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Warehouse}")]
    [EndpointSummary("A case as a page: what happens next, who acts, and by when")]
    [Query("lang", "en or ms; the browser's language when absent", Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(404)]
    public async Task<IResult> ShowCase([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseId}")] HttpRequest request, string caseId, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var dossier = CaseId.TryParse(caseId, out var subject, out _) ? (await store.LoadAsync(subject, cancel)).Dossier : null;
        if (dossier?.Case(caseId) is not { } c || !caller.Sees(c.SellerId))
            throw Problem.NotFound($"The case '{caseId}'");
        var view = CaseView.Of(c, dossier, caller.Actor, clock.GetUtcNow(), dossier.TimelineOf(caseId));
        Browser.Protect(request.HttpContext.Response.Headers);
        return Results.Text(PageTemplate.Render("case", request, CasePage.Facts(view, Browser.Language(request))), "text/html; charset=utf-8");
    }
}
