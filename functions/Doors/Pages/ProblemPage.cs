using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Mvc;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>A refusal as a page: what the problem details say, with a way back. It answers wherever a browser asked.</summary>
/// <param name="frame">What stands around it.</param>
/// <param name="sites">The sites that a way back may lead to.</param>
public sealed class ProblemPage(PageFrame frame, KnownSites sites) : IProblemDetailsWriter
{
    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) => Browser.Asks(context.HttpContext.Request);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var request = context.HttpContext.Request;
        var response = context.HttpContext.Response;
        var page = frame.Render(request, "problem", Facts(context.ProblemDetails, response.StatusCode, Browser.Language(request), BackFrom(request)));
        Browser.Protect(response.Headers);
        response.ContentType = PageFrame.ContentType;
        await response.WriteAsync(page, request.HttpContext.RequestAborted);
    }

    private static Dictionary<string, object?> Facts(ProblemDetails problem, int status, string language, string? back)
    {
        var errors = problem.Extensions.TryGetValue(Problem.Fields, out var byField) && byField is FieldProblem[] fields
            ? fields.Select(field => new Dictionary<string, object?> { ["field"] = field.Label.In(language), ["sentence"] = field.Text.In(language) }).ToList()
            : [];
        return new()
        {
            ["status"] = status,
            // A status without words of ours, such as 401, has its sentence in the page's words.
            ["title"] = problem.Extensions.TryGetValue(Problem.Sentence, out var sentence) && sentence is Text text ? text.In(language) : null,
            ["errors"] = errors,
            ["holds_from"] = problem.Extensions.TryGetValue("holdsFrom", out var from) && from is DateTimeOffset at ? PageTime.Moment(at, language) : null,
            ["case_in_the_way"] = problem.Extensions.TryGetValue("caseId", out var caseId) ? caseId : null,
            ["back"] = back,
        };
    }

    // A form on Kumoten's site; a link elsewhere would lend our page to strangers.
    private string? BackFrom(HttpRequest request) => request.Headers.Referer.ToString() is var referer && sites.Has(request, referer) ? referer : null;
}
