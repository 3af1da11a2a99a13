namespace Kumoten.Functions.Platform;

/// <summary>What a person's browser is answered with, and in which language.</summary>
public static class Browser
{
    private const string English = "en";
    private const string Malay = "ms";
    private const string Preferred = "lang";
    private const string LanguageCookie = "kumoten-lang";
    private static readonly TimeSpan LanguageIsKept = TimeSpan.FromDays(365);

    /// <summary>Whether a page is wanted: a browser says so; a program asks for JSON, or for nothing in particular.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether to answer with a page.</returns>
    public static bool Asks(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return true;
        // A form is posted by a browser unless it says otherwise; but under /api only to where forms are told to post.
        return !accept.Contains("json", StringComparison.OrdinalIgnoreCase)
            && HttpMethods.IsPost(request.Method) && FormBody.IsOne(request)
            && (request.Path == "/api/cases" || !request.Path.StartsWithSegments("/api", StringComparison.Ordinal));
    }

    /// <summary>Takes the language that a form names for its answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="language">What the form says.</param>
    public static void Prefer(HttpRequest request, string language)
    {
        if (language is English or Malay)
            request.HttpContext.Items[Preferred] = language;
    }

    /// <summary>The reader's language: as the form or the address says, else as it was chosen before, else as the browser does, else English.</summary>
    /// <param name="request">The request.</param>
    /// <returns>en or ms.</returns>
    public static string Language(HttpRequest request)
    {
        string?[] said = [request.HttpContext.Items[Preferred] as string, request.Query[Preferred], request.Cookies[LanguageCookie]];
        return Array.Find(said, language => language is English or Malay) ?? request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value?.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language is English or Malay) ?? English;
    }

    /// <summary>Keeps the language that a page's switch chose: the switch is a link to the same page with <c>?lang=</c>.</summary>
    /// <param name="request">The request.</param>
    public static void KeepLanguage(HttpRequest request)
    {
        if (request.Query[Preferred].ToString() is not (English or Malay))
            return;
        request.HttpContext.Response.Cookies.Append(LanguageCookie, Language(request), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = LanguageIsKept,
            IsEssential = true,
        });
    }

    /// <summary>Sends the browser on to a page, in the language that it asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">The page.</param>
    /// <returns>303: the page is got, and the form not posted again.</returns>
    public static IResult SeeOther(HttpRequest request, string path)
    {
        request.HttpContext.Response.Headers.Location = request.HttpContext.Items[Preferred] is { } language ? $"{path}?lang={language}" : path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Says what a page may do, which is to be read, with the stylesheet and the pictures of this site, and to post its own forms. No script runs.</summary>
    /// <param name="headers">The answer's headers.</param>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "private, no-store";
    }
}
