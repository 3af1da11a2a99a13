using System.Net.Mail;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.WebUtilities;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>What stands around every page: the pages of the reader's role, the language, who is signed in, whom to ask.</summary>
/// <param name="configuration">Kumoten__HomeUrl, Kumoten__OfficeAddress, and Mail__From: the mailbox that people write to.</param>
public sealed class PageFrame(IConfiguration configuration)
{
    /// <summary>Every page's content type.</summary>
    public const string ContentType = "text/html; charset=utf-8";

    // The pages of each role, in the order of the header; each is called by its word in Shared/pages.*.scriban.
    private static readonly Dictionary<string, (string Path, string Word)[]> PagesOf = new()
    {
        [Roles.Seller] = [("/cases", "cases"), ("/forms", "forms"), ("/account", "account")],
        [Roles.Agent] = [("/desk", "desk"), ("/warehouse", "dock"), ("/dashboard", "dashboard")],
        [Roles.Warehouse] = [("/warehouse", "warehouse")],
        [Roles.Service] = [],
    };

    /// <summary>Answers with a page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="template">The template of this folder.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="here">The page's own address, for one that answers a form's post.</param>
    /// <returns>The page.</returns>
    public IResult Show(HttpRequest request, string template, Dictionary<string, object?> facts, int status = StatusCodes.Status200OK, string? here = null)
    {
        Browser.Protect(request.HttpContext.Response.Headers);
        Browser.KeepLanguage(request);
        return Results.Text(Render(request, template, facts, here), ContentType, statusCode: status);
    }

    /// <summary>Renders a page in the reader's language.</summary>
    /// <param name="request">The request.</param>
    /// <param name="template">The template of this folder.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="here">The page's own address, for one that answers a form's post.</param>
    /// <returns>The page.</returns>
    public string Render(HttpRequest request, string template, Dictionary<string, object?> facts, string? here = null)
    {
        var language = Browser.Language(request);
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        here ??= isSafe ? request.Path + request.QueryString : "/";
        foreach (var (name, value) in Around(request, language, here))
            facts[name] = value;
        return Templates.Render($"Doors/Pages/{template}.scriban", facts);
    }

    private Dictionary<string, object?> Around(HttpRequest request, string language, string here)
    {
        // A page that refuses may be shown to anybody, also to whoever has no part here.
        var reader = Caller.Find(request);
        var path = here.Split('?')[0];
        var pages = reader is null ? [] : PagesOf[reader.Role];
        var current = pages.Where(page => path == page.Path || path.StartsWith(page.Path + "/", StringComparison.Ordinal)).Select(page => page.Path).FirstOrDefault();
        return new()
        {
            ["lang"] = language,
            ["stylesheet"] = Stylesheet.Address,
            ["pages"] = pages.Select(page => new Dictionary<string, object?> { ["href"] = page.Path, ["word"] = page.Word, ["is_here"] = page.Path == current }).ToList(),
            ["languages"] = new[] { ("en", "English"), ("ms", "Bahasa Melayu") }
                .Select(other => new Dictionary<string, object?> { ["code"] = other.Item1, ["name"] = other.Item2, ["is_here"] = other.Item1 == language, ["href"] = InLanguage(here, other.Item1) }).ToList(),
            ["role"] = reader?.Role,
            ["person"] = reader?.SellerId ?? reader?.Name,
            ["contact_mail"] = MailAddress.TryCreate(configuration["Mail:From"], out var from) ? from.Address : null,
            ["office"] = configuration["Kumoten:OfficeAddress"],
            ["home_url"] = configuration["Kumoten:HomeUrl"],
            // The name of each form's repeat: the form carries it, so that the same form sent twice does one deed.
            ["form_key"] = Guid.NewGuid().ToString("N"),
        };
    }

    private static string InLanguage(string here, string language)
    {
        var parts = here.Split('?', 2);
        var query = QueryHelpers.ParseQuery(parts.ElementAtOrDefault(1));
        query["lang"] = language;
        return QueryHelpers.AddQueryString(parts[0], query);
    }
}
