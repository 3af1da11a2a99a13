using Azure.Storage.Blobs;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Documents;

/// <summary>A form with one file, read from the wire in one pass: <c>file</c> and <c>kind</c>, in either order.</summary>
/// <param name="File">The file, judged but not kept yet.</param>
/// <param name="Name">Its name, fit to be shown.</param>
/// <param name="Kind">What it proves.</param>
public sealed record UploadForm(IncomingFile File, string Name, string Kind) : IAsyncDisposable
{
    // Boundaries, headers and the other fields; a browser needs some hundred bytes.
    private const int MaxFraming = 64 * 1024;

    /// <summary>Reads the form of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="container">Where the file will stand.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The form; until it is disposed of, a file that was not kept stays half-written.</returns>
    /// <exception cref="ProblemException">400, 413 or 415, with a sentence for the field.</exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, BlobContainerClient container, CancellationToken cancel)
    {
        if (!FormBody.IsMultipart(request))
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "body.notForm", "Send the file as multipart/form-data, with the fields 'file' and 'kind'.");
        if (request.ContentLength > IncomingFile.MaxSize + MaxFraming)
            throw IncomingFile.TooLarge();
        var form = await PostedForm.ReadAsync(request, container, maxFiles: 1, cancel);
        if (form.Files is [{ Kind: { } kind } posted])
            return new UploadForm(posted.File, posted.Name, kind);
        var errors = Missing(form.Files.Count == 0, form.Values("kind").All(string.IsNullOrEmpty));
        await form.DisposeAsync();
        throw Problem.BadFields(errors);
    }

    /// <summary>An answer for the field <c>file</c>.</summary>
    /// <param name="sentence">What is wrong with it.</param>
    /// <returns>The answers by field.</returns>
    public static Dictionary<string, string[]> InFile(string sentence) => new() { [PostedForm.FileField] = [sentence] };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => File.DisposeAsync();

    private static Dictionary<string, string[]> Missing(bool file, bool kind)
    {
        var errors = new Dictionary<string, string[]>();
        if (file)
            errors["file"] = ["Choose a file."];
        if (kind)
            errors["kind"] = [$"Say what it is. Use one of: {string.Join(", ", PaperKinds.All)}."];
        return errors;
    }
}
