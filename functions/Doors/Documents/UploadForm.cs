using Azure.Storage.Blobs;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Ground;
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
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "body.notForm", new("Send the file as multipart/form-data, with the fields 'file' and 'kind'.", "Hantar fail sebagai multipart/form-data, dengan ruangan 'file' dan 'kind'."));
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
    public static Dictionary<string, FieldError[]> InFile(Text sentence) => new() { [PostedForm.FileField] = [new(sentence.En, sentence.Ms)] };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => File.DisposeAsync();

    private static Dictionary<string, FieldError[]> Missing(bool file, bool kind)
    {
        var errors = new Dictionary<string, FieldError[]>();
        if (file)
            errors["file"] = [new("Choose a file.", "Pilih satu fail.")];
        if (kind)
            errors["kind"] = [FieldError.OneOf(PaperKinds.All)];
        return errors;
    }
}
