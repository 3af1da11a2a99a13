using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The templates of this folder.</summary>
public static class PageTemplate
{
    /// <summary>Renders a page in the reader's language.</summary>
    /// <param name="template">The template of this folder.</param>
    /// <param name="request">The request.</param>
    /// <param name="facts">Its facts.</param>
    /// <returns>The page.</returns>
    public static string Render(string template, HttpRequest request, Dictionary<string, object?> facts)
    {
        facts["lang"] = Browser.Language(request);
        return Templates.Render($"Doors/Pages/{template}.scriban", facts);
    }
}
