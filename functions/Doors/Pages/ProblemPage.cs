using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Mvc;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>A refusal as a page: what the problem details say, with a way back. It answers wherever a browser asked.</summary>
/// <param name="sites">The sites that a way back may lead to.</param>
public sealed class ProblemPage(KnownSites sites) : IProblemDetailsWriter
{
    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) => Browser.Asks(context.HttpContext.Request);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var request = context.HttpContext.Request;
        var response = context.HttpContext.Response;
        var page = PageTemplate.Render("problem", request, Facts(context.ProblemDetails, response.StatusCode, Browser.Language(request), BackFrom(request)));
        Browser.Protect(response.Headers);
        response.ContentType = "text/html; charset=utf-8";
        await response.WriteAsync(page, request.HttpContext.RequestAborted);
    }

    private static Dictionary<string, object?> Facts(ProblemDetails problem, int status, string language, string? back)
    {
        var errors = problem.Extensions.TryGetValue("errors", out var byField) && byField is IDictionary<string, string[]> fields
            ? fields.SelectMany(field => field.Value.Select(sentence => new Dictionary<string, object?> { ["field"] = field.Key, ["sentence"] = sentence })).ToList()
            : [];
        return new()
        {
            ["status"] = status,
            // A status without words of ours, such as 401, has its sentence in the page's words.
            ["title"] = problem.Type?.StartsWith(Problem.TypeBase, StringComparison.Ordinal) == true ? problem.Title : null,
            ["errors"] = errors,
            ["holds_from"] = problem.Extensions.TryGetValue("holdsFrom", out var from) && from is DateTimeOffset at ? CasePage.Time(at, language) : null,
            ["case_in_the_way"] = problem.Extensions.TryGetValue("caseId", out var caseId) ? caseId : null,
            ["back"] = back,
        };
    }

    // A form on Kumoten's site; a link elsewhere would lend our page to strangers.
    private string? BackFrom(HttpRequest request) => request.Headers.Referer.ToString() is var referer && sites.Has(request, referer) ? referer : null;
}
