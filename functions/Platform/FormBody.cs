using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Kumoten.Functions.Platform;

/// <summary>Whether a request's body is an HTML form's post, by its header.</summary>
public static class FormBody
{
    /// <summary>The hidden field of a page's form that names its repeat, as Idempotency-Key does for a program's. It stands first in the form.</summary>
    public const string KeyField = "formKey";

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

    /// <summary>Reads a form's key and leaves the body as it was. Only its first field is looked at: what follows may be large.</summary>
    /// <param name="request">The request, with a form.</param>
    /// <param name="longest">How long a key may be; of a longer one a character more is read.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The key; null when the form does not begin with one.</returns>
    public static async Task<string?> ReadKeyAsync(HttpRequest request, int longest, CancellationToken cancel)
    {
        request.EnableBuffering();
        try
        {
            return IsMultipart(request) ? await FirstPartAsync(request, longest, cancel) : await FirstFieldAsync(request, longest, cancel);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException) or ProblemException)
        {
            // Whoever reads the whole form will say what is wrong with it.
            return null;
        }
        finally
        {
            request.Body.Position = 0;
        }
    }

    private static async Task<string?> FirstPartAsync(HttpRequest request, int longest, CancellationToken cancel)
    {
        var first = await new MultipartReader(Boundary(request), request.Body).ReadNextSectionAsync(cancel);
        return first is not null && ContentDispositionHeaderValue.TryParse(first.ContentDisposition, out var part) && HeaderUtilities.RemoveQuotes(part.Name).Value == KeyField
            ? await StartAsync(first.Body, longest + 1, cancel)
            : null;
    }

    // Neither the name nor a key of ours needs escaping.
    private static async Task<string?> FirstFieldAsync(HttpRequest request, int longest, CancellationToken cancel)
    {
        var start = await StartAsync(request.Body, KeyField.Length + 1 + longest + 1, cancel);
        return start.StartsWith(KeyField + "=", StringComparison.Ordinal) ? start[(KeyField.Length + 1)..].Split('&')[0] : null;
    }

    private static async Task<string> StartAsync(Stream body, int most, CancellationToken cancel)
    {
        var bytes = new byte[most];
        return Encoding.UTF8.GetString(bytes, 0, await body.ReadAtLeastAsync(bytes, most, throwOnEndOfStream: false, cancel));
    }

    private static bool IsType(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var given) && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);
}
