using System.Text;
using Azure.Storage.Blobs;
using Kumoten.Functions.Appeals;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Kumoten.Functions.Documents;

/// <summary>A form with one file, read from the wire in one pass: <c>file</c> and <c>kind</c>, in either order.</summary>
/// <param name="File">The file, judged but not kept yet.</param>
/// <param name="Name">Its name, fit to be shown.</param>
/// <param name="Kind">What it proves.</param>
public sealed record UploadForm(IncomingFile File, string Name, string Kind) : IAsyncDisposable
{
    /// <summary>A photo, such as the warehouse takes at an inspection.</summary>
    public const string PhotoKind = "photo";

    /// <summary>What a document may be for.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["cancellationProof", "failedDeliveryProof", "chat", PhotoKind, "other", .. Evidence.Kinds];

    // Boundaries, headers and the other fields; a browser needs some hundred bytes.
    private const int MaxFraming = 64 * 1024;
    private const int MaxBoundary = 70;

    /// <summary>Reads the form of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="container">Where the file will stand.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The form; until it is disposed of, a file that was not kept stays half-written.</returns>
    /// <exception cref="ProblemException">400, 411, 413 or 415, with a sentence for the field.</exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, BlobContainerClient container, CancellationToken cancel)
    {
        var reader = Open(request);
        IncomingFile? file = null;
        string? name = null, kind = null;
        try
        {
            // Fields of other names are passed over: a site's form may carry some of its own.
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                _ = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var field);
                switch (HeaderUtilities.RemoveQuotes(field?.Name ?? default).Value)
                {
                    case "file" when file is not null:
                        throw Problem.BadFields(InFile("One file at a time: send each in a request of its own."));
                    case "file":
                        name = HeaderUtilities.RemoveQuotes(field!.FileNameStar.HasValue ? field.FileNameStar : field.FileName).Value;
                        file = await IncomingFile.ReceiveAsync(container, section.Body, cancel);
                        break;
                    case "kind":
                        kind = await ReadKindAsync(section.Body, cancel);
                        break;
                }
            }

            return file is null || kind is null
                ? throw Problem.BadFields(Missing(file is null, kind is null))
                : new UploadForm(file, FileName.ForShowing(name, file.Type), kind);
        }
        catch (Exception broken)
        {
            if (file is not null)
                await file.DisposeAsync();
            if (broken is IOException or InvalidDataException)
                throw Problem.BadBody("The form breaks off, or it is not multipart/form-data as its header says. Send it again.");
            throw;
        }
    }

    /// <summary>An answer for the field <c>file</c>.</summary>
    /// <param name="sentence">What is wrong with it.</param>
    /// <returns>The answers by field.</returns>
    public static Dictionary<string, string[]> InFile(string sentence) => new() { ["file"] = [sentence] };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => File.DisposeAsync();

    private static MultipartReader Open(HttpRequest request)
    {
        // The Functions host passes a body on only when it knows its length; a chunked upload arrives empty.
        if (request.ContentLength is null or 0)
            throw new ProblemException(StatusCodes.Status411LengthRequired, "body.lengthRequired", "The upload arrived without a body. Send it with a Content-Length; a chunked upload is lost on its way here.");
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "body.notForm", "Send the file as multipart/form-data, with the fields 'file' and 'kind'.");
        if (request.ContentLength > IncomingFile.MaxSize + MaxFraming)
            throw IncomingFile.TooLarge();
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return string.IsNullOrWhiteSpace(boundary) || boundary.Length > MaxBoundary
            ? throw Problem.BadBody("The header Content-Type names no boundary of the form's parts. Let the browser or the HTTP library write that header.")
            : new MultipartReader(boundary, request.Body);
    }

    private static Dictionary<string, string[]> Missing(bool file, bool kind)
    {
        var errors = new Dictionary<string, string[]>();
        if (file)
            errors["file"] = ["Choose a file."];
        if (kind)
            errors["kind"] = [$"Say what it is. Use one of: {string.Join(", ", Kinds)}."];
        return errors;
    }

    private static async Task<string> ReadKindAsync(Stream body, CancellationToken cancel)
    {
        var bytes = new byte[64];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        var word = Encoding.UTF8.GetString(bytes, 0, length);
        return Kinds.Contains(word)
            ? word
            : throw Problem.BadFields(new Dictionary<string, string[]> { ["kind"] = [$"'{word}' is not known here. Use one of: {string.Join(", ", Kinds)}."] });
    }
}
