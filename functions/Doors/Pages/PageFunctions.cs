using System.Security.Claims;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Pages;

// http://localhost:7071/session?token=$SELLER&to=/cases/KM-1001.1

/// <summary>The pages: what people see in a browser.</summary>
/// <param name="store">Reads dossiers.</param>
/// <param name="configuration">The settings, for a session's key.</param>
/// <param name="invitations">Which invitations were used.</param>
/// <param name="clock">The application's clock.</param>
public sealed class PageFunctions(CaseStore store, IConfiguration configuration, Invitations invitations, TimeProvider clock)
{
    /// <summary>Takes over a person whom Kumoten's site sends with an invitation, and leads to a page.</summary>
    /// <param name="request">The invitation and the page's path.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>302 to the page, with the session's cookie, or a page that asks while somebody else is signed in; 400 for a path that is not on this site; 401 for an invitation that is old or was used.</returns>
    [Function("Session")]
    [Authorize(Roles = Roles.People)]
    [TakesInvitation]
    [EnableRateLimiting(RateLimits.Strangers)]
    [EndpointSummary("Begins a browser's session, and leads on to a page")]
    [EndpointDescription("The invitation is a token at most five minutes old, and good once. While somebody else is signed in, GET answers with a page that asks; its form posts here.")]
    [Query("to", "A path on this site; the front page when absent", Example = "/cases/KM-1001.1")]
    [ProducesStatus(302), ProducesProblem(400), ProducesProblem(401), ProducesProblem(403)]
    public async Task<IResult> Session([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "session")] HttpRequest request, CancellationToken cancel)
    {
        _ = Caller.Of(request);
        var to = request.Query["to"].ToString() is { Length: > 0 } asked ? asked : "/";
        // "//host", "/\host" and what a browser makes of control characters lead elsewhere.
        if (to[0] != '/' || to.Contains('\\', StringComparison.Ordinal) || !to.All(c => c is > ' ' and <= '~') || !RedirectHttpResult.IsLocalUrl(to))
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["to"] = [new("A path on this site, such as \"/cases/KM-1001.1\".", "Laluan di laman ini, seperti \"/cases/KM-1001.1\".")] });
        Browser.Protect(request.HttpContext.Response.Headers);
        if (!Platform.Session.IsFresh(request.HttpContext.User))
            throw Used();
        if (HttpMethods.IsGet(request.Method) && await Platform.Session.OtherAsync(request.HttpContext) is { } other)
            return Ask(request, other);
        if (!await invitations.TryTakeAsync(request.Query["token"].ToString(), cancel))
            throw Used();
        Platform.Session.Begin(request.HttpContext, configuration);
        return Results.LocalRedirect(to);
    }

    /// <summary>Ends a browser's session.</summary>
    /// <param name="request">The request.</param>
    /// <returns>303 to the front page.</returns>
    [Function("EndSession")]
    [AllowAnonymous]
    [EndpointSummary("Ends a browser's session")]
    [ProducesStatus(303), ProducesProblem(403)]
    public static Task<IResult> EndSession([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "session/end")] HttpRequest request)
    {
        Platform.Session.End(request.HttpContext);
        return Task.FromResult(Browser.SeeOther(request, "/"));
    }

    private static ProblemException Used() =>
        new(StatusCodes.Status401Unauthorized, "session.invitationUsed", new("This link was used already, or it is older than five minutes. Go back to Kumoten's site and follow its link again.", "Pautan ini telah digunakan, atau telah melebihi lima minit. Kembali ke laman Kumoten dan buka pautannya semula."));

    private static IResult Ask(HttpRequest request, ClaimsPrincipal other) => Results.Text(
        PageTemplate.Render("switch", request, new()
        {
            ["here"] = Person(other),
            ["invited"] = Person(request.HttpContext.User),
            ["again"] = $"/session{request.QueryString}",
        }),
        "text/html; charset=utf-8");

    private static Dictionary<string, object?> Person(ClaimsPrincipal person) => new()
    {
        ["role"] = person.FindFirstValue(TokenSetup.RoleClaim),
        ["name"] = person.FindFirstValue(Caller.SellerClaim) ?? person.Identity?.Name,
    };

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
            throw Problem.NotFound(new($"The case '{caseId}'", $"Kes '{caseId}'"));
        var view = CaseView.Of(c, dossier, caller.Actor, clock.GetUtcNow(), dossier.TimelineOf(caseId));
        Browser.Protect(request.HttpContext.Response.Headers);
        return Results.Text(PageTemplate.Render("case", request, CasePage.Facts(view, Browser.Language(request))), "text/html; charset=utf-8");
    }
}
