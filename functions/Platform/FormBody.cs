using Microsoft.Net.Http.Headers;

namespace Kumoten.Functions.Platform;

/// <summary>Whether a request's body is an HTML form's post, by its header.</summary>
public static class FormBody
{
    private const int MaxBoundary = 70;

    /// <summary>Whether a request's body is a form's post.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether it is, by its Content-Type.</returns>
    public static bool IsOne(HttpRequest request) => IsMultipart(request) || IsType(request, "application/x-www-form-urlencoded");

    /// <summary>Whether a request's body is a form's post that may hold files.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether it is, by its Content-Type.</returns>
    public static bool IsMultipart(HttpRequest request) => IsType(request, "multipart/form-data");

    /// <summary>The boundary between the parts of a multipart body.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The boundary.</returns>
    /// <exception cref="ProblemException">400: the header names none.</exception>
    public static string Boundary(HttpRequest request)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        return string.IsNullOrWhiteSpace(boundary) || boundary.Length > MaxBoundary
            ? throw Problem.BadBody(new("The header Content-Type names no boundary of the form's parts. Let the browser or the HTTP library write that header.", "Pengepala Content-Type tidak menamakan sempadan bahagian borang. Biarkan pelayar atau pustaka HTTP menulis pengepala itu."))
            : boundary;
    }

    private static bool IsType(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var given) && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);
}
