using System.Security.Claims;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Azure.Functions.Worker;
using RequestSizeLimitAttribute = Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute;

namespace Kumoten.Functions.Doors.Pages;

// http://localhost:7071/session?token=$SELLER&to=/cases/KM-1001.1

/// <summary>The pages: what people see in a browser.</summary>
/// <param name="cases">The page of a case.</param>
/// <param name="configuration">The settings, for a session's key.</param>
/// <param name="invitations">Which invitations were used.</param>
/// <param name="frame">What stands around a page.</param>
public sealed class PageFunctions(CasePages cases, IConfiguration configuration, Invitations invitations, PageFrame frame)
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
    [Query("to", "A path on this site; the front page when absent", Example = "/cases/KM-1001.1"), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
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
    /// <returns>303 to the front page, without the session's cookie.</returns>
    [Function("EndSession")]
    [AllowAnonymous]
    [EndpointSummary("Ends a browser's session")]
    [ProducesStatus(303), ProducesProblem(403)]
    public static Task<IResult> EndSession([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "session/end")] HttpRequest request)
    {
        Platform.Session.End(request.HttpContext);
        return Task.FromResult(Browser.SeeOther(request, "/"));
    }

    /// <summary>Gives the pages' stylesheet.</summary>
    /// <param name="request">The request.</param>
    /// <param name="version">Its hash: an address never changes its content, so that browsers keep it.</param>
    /// <returns>The file, whatever version is asked for: a page of yesterday's program is dressed all the same.</returns>
    [Function("GetStylesheet")]
    [AllowAnonymous]
    [EndpointSummary("The stylesheet of all pages")]
    [ProducesFile("text/css")]
    public static Task<IResult> GetStylesheet([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{version}/site.css")] HttpRequest request, string version)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Task.FromResult(Results.Bytes(Stylesheet.Bytes, "text/css; charset=utf-8"));
    }

    /// <summary>Shows a case.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page; 404 when the case is not there or another seller's.</returns>
    [Function("CasePage")]
    [Authorize(Roles = Roles.People)]
    [EndpointSummary("A case as a page: what happens next, who acts, and by when, with a form for each action")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(404)]
    public Task<IResult> ShowCase([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseId}")] HttpRequest request, string caseId, CancellationToken cancel) =>
        cases.ShowAsync(request, caseId, cancel);

    /// <summary>Takes an action's form.</summary>
    /// <param name="request">The form.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="action">The action's word.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the case's page; the page with what is wrong, and its status.</returns>
    [Function("CasePageAction")]
    [RequestSizeLimit(PostedForm.MaxBody)]
    [Authorize(Roles = Roles.People)]
    [EndpointSummary("An action on a case as a page's form; its fields are those of the action's JSON")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(400), ProducesProblem(403), ProducesProblem(404), ProducesProblem(409), ProducesProblem(413), ProducesProblem(415), ProducesProblem(422)]
    public Task<IResult> ActOnPage([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseId}/actions/{action}")] HttpRequest request, string caseId, string action, CancellationToken cancel) =>
        cases.ActAsync(request, caseId, action, cancel);

    /// <summary>Takes a page's documents.</summary>
    /// <param name="request">The form: files, and what they are.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the case's page; the page with what is wrong, and its status.</returns>
    [Function("CasePageDocuments")]
    [RequestSizeLimit(PostedForm.MaxBody)]
    [Authorize(Roles = Roles.People)]
    [EndpointSummary("Documents of a case, from its page's form")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [AcceptsFiles(DocumentIntake.MaxPerCase)]
    [ProducesStatus(303), ProducesProblem(400), ProducesProblem(403), ProducesProblem(404), ProducesProblem(409), ProducesProblem(413), ProducesProblem(415), ProducesProblem(422)]
    public Task<IResult> AddDocuments([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseId}/documents")] HttpRequest request, string caseId, CancellationToken cancel) =>
        cases.UploadAsync(request, caseId, cancel);

    private static ProblemException Used() =>
        new(StatusCodes.Status401Unauthorized, "session.invitationUsed", new("This link was used already, or it is older than five minutes. Go back to Kumoten's site and follow its link again.", "Pautan ini telah digunakan, atau telah melebihi lima minit. Kembali ke laman Kumoten dan buka pautannya semula."));

    private IResult Ask(HttpRequest request, ClaimsPrincipal other)
    {
        var invited = request.HttpContext.User;
        // Until they agree, the page around the question is of whoever is signed in.
        request.HttpContext.User = other;
        return frame.Show(request, "switch", new()
        {
            ["here"] = Person(other),
            ["invited"] = Person(invited),
            ["again"] = $"/session{request.QueryString}",
        });
    }

    private static Dictionary<string, object?> Person(ClaimsPrincipal person) => new()
    {
        ["role"] = person.FindFirstValue(TokenSetup.RoleClaim),
        ["name"] = person.FindFirstValue(Caller.SellerClaim) ?? person.Identity?.Name,
    };
}
