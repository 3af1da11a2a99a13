using System.Buffers;
using System.Text;
using Azure.Storage.Blobs;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Kumoten.Functions.Doors.Documents;

/// <summary>
/// What an HTML form posted, read from the wire in one pass: its fields as text, the files in fields named <c>file</c>
/// straight to storage, in whatever order they come. Until a file is kept nobody can read it, and letting go of the
/// form discards it.
/// </summary>
public sealed class PostedForm : IAsyncDisposable
{
    /// <summary>The field that holds files.</summary>
    public const string FileField = "file";

    /// <summary>The largest body of any request: a form with several files.</summary>
    public const long MaxBody = 100 * 1024 * 1024;

    // All text of a form together; 64 stand for what a field costs beside its value, so that their number is bounded as well.
    private const int MaxText = Validation.MaxBytes;
    private const int FieldCost = 64;

    private readonly Dictionary<string, List<string>> fields = new(StringComparer.Ordinal);
    private readonly List<PostedFile> files = [];
    private readonly int maxFiles;
    private int textLeft = MaxText;
    private string? kind;

    private readonly HttpRequest request;

    private PostedForm(HttpRequest request, int maxFiles) => (this.request, this.maxFiles) = (request, maxFiles);

    /// <summary>The files, judged but not kept yet, in the order they came.</summary>
    public IReadOnlyList<PostedFile> Files => files;

    /// <summary>The names of all fields that came.</summary>
    public IEnumerable<string> Names => fields.Keys;

    /// <summary>Reads the form of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="container">Where files will stand.</param>
    /// <param name="maxFiles">How many files it may have.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="begun">Handed the form before it is read: what was typed before a file that is refused is not lost to whoever shows the form again.</param>
    /// <returns>The form.</returns>
    /// <exception cref="ProblemException">400, 413 or 415, with a sentence for the field; nothing of its files is left.</exception>
    public static async Task<PostedForm> ReadAsync(HttpRequest request, BlobContainerClient container, int maxFiles, CancellationToken cancel, Action<PostedForm>? begun = null)
    {
        if (request.ContentLength > MaxBody)
            throw TooLarge();
        var form = new PostedForm(request, maxFiles);
        begun?.Invoke(form);
        try
        {
            if (FormBody.IsMultipart(request))
                await form.ReadSectionsAsync(new MultipartReader(FormBody.Boundary(request), request.Body), container, cancel);
            else
                form.Read(await request.ReadBytesAsync(MaxText, cancel));
            return form;
        }
        catch (Exception broken)
        {
            await form.DisposeAsync();
            // A body that did not say its length before.
            if (broken is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
                throw TooLarge();
            if (broken is IOException or InvalidDataException)
                throw Problem.BadBody(new("The form breaks off, or it is not of the kind that its header Content-Type says. Send it again.", "Borang terputus, atau bukan daripada jenis yang dinyatakan oleh pengepala Content-Type. Hantar semula."));
            throw;
        }
    }

    /// <summary>The values of a field, as they were entered.</summary>
    /// <param name="name">The field.</param>
    /// <returns>Its values; none when it is not there.</returns>
    public IReadOnlyList<string> Values(string name) => fields.GetValueOrDefault(name) ?? [];

    /// <summary>What was said in a field. A browser sends every field, also those that nobody filled in, and ends lines with CR LF.</summary>
    /// <param name="name">The field.</param>
    /// <returns>The text, with LF; null when nobody filled it in.</returns>
    public string? Text(string name) => Values(name).Select(Clean).FirstOrDefault(text => text.Length > 0);

    /// <summary>The items of a field that takes one in each line.</summary>
    /// <param name="name">The field.</param>
    /// <returns>The items.</returns>
    public string[] Lines(string name) => [.. Values(name).SelectMany(value => Clean(value).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static string Clean(string value) => value.ReplaceLineEndings("\n").Trim();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var file in files)
            await file.File.DisposeAsync();
    }

    private void Read(ReadOnlyMemory<byte> body)
    {
        using var reader = new FormReader(Encoding.UTF8.GetString(body.Span));
        foreach (var (name, values) in reader.ReadForm())
        {
            foreach (var value in values)
                Add(name, value ?? "");
        }
    }

    private async Task ReadSectionsAsync(MultipartReader reader, BlobContainerClient container, CancellationToken cancel)
    {
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            _ = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var field);
            var name = HeaderUtilities.RemoveQuotes(field?.Name ?? default).Value ?? "";
            var fileName = HeaderUtilities.RemoveQuotes(field?.FileNameStar.HasValue == true ? field.FileNameStar : field?.FileName ?? default).Value;
            if (name == FileField)
                await TakeAsync(section.Body, fileName, container, cancel);
            else if (string.IsNullOrEmpty(fileName))
                Add(name, await ReadTextAsync(name, section.Body, cancel));
            else
                throw Wrong(name, new($"Files come in fields named '{FileField}'.", $"Fail dihantar dalam ruangan bernama '{FileField}'."));
        }
    }

    private async Task TakeAsync(Stream content, string? name, BlobContainerClient container, CancellationToken cancel)
    {
        if (files.Count == maxFiles && !string.IsNullOrEmpty(name))
            throw Wrong(FileField, TooMany(maxFiles));
        IncomingFile? file;
        try
        {
            file = await IncomingFile.ReceiveAsync(container, content, cancel);
        }
        catch (ProblemException refused) when (maxFiles > 1 && !string.IsNullOrEmpty(name))
        {
            // Among several, the sender must know which one.
            var sentence = new Text($"{FileName.Bare(name)}: {refused.Sentence.En}", $"{FileName.Bare(name)}: {refused.Sentence.Ms}");
            throw new ProblemException(refused.Status, refused.Code, sentence).With(Problem.Errors, UploadForm.InFile(sentence));
        }

        if (file is not null)
            files.Add(new PostedFile(file, FileName.ForShowing(name, file.Type), kind));
        // A browser sends a file's field in which nothing was chosen without name and content.
        else if (!string.IsNullOrEmpty(name))
            throw Wrong(FileField, new("The file is empty. Choose another one.", "Fail itu kosong. Pilih fail lain."));
    }

    private void Add(string name, string value)
    {
        textLeft -= value.Length + name.Length + FieldCost;
        if (textLeft < 0)
            throw TooLong(name);
        if (fields.TryGetValue(name, out var values))
            values.Add(value);
        else
            fields[name] = [value];
        // At once: whatever is wrong with a file after it is said in that language, too.
        if (name == "lang")
            Browser.Prefer(request, value);
        if (name == "kind" && value.Length > 0)
            SayKind(value);
    }

    // A kind holds for the files after it; the first one also for those before it.
    private void SayKind(string word)
    {
        if (!PaperKinds.All.Contains(word))
            throw Wrong("kind", FieldError.OneOf(PaperKinds.All, word));
        kind = word;
        for (var i = 0; i < files.Count; i++)
            files[i] = files[i] with { Kind = files[i].Kind ?? word };
    }

    private async Task<string> ReadTextAsync(string name, Stream body, CancellationToken cancel)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(textLeft + 1);
        try
        {
            var length = await body.ReadAtLeastAsync(bytes.AsMemory(0, textLeft + 1), textLeft + 1, throwOnEndOfStream: false, cancel);
            return length > textLeft ? throw TooLong(name) : Encoding.UTF8.GetString(bytes, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static ProblemException TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "body.tooLarge", new("The files together are larger than 100 MB. Send some of them now, and add the others to the case afterwards.", "Jumlah saiz fail melebihi 100 MB. Hantar sebahagian sekarang, dan tambah yang lain pada kes kemudian."));

    private static ProblemException TooLong(string name) => Wrong(name, new($"All text of a form may be {MaxText / 1024} KiB long; with this field it is longer.", $"Semua teks dalam borang boleh mencapai {MaxText / 1024} KiB; dengan ruangan ini ia melebihi had."));

    private static FieldError TooMany(int maxFiles) => maxFiles == 1
        ? new("One file at a time: send each in a request of its own.", "Satu fail pada satu masa: hantar setiap fail secara berasingan.")
        : new($"A case has at most {maxFiles} files. Put several pages or pictures into one PDF.", $"Satu kes mempunyai paling banyak {maxFiles} fail. Gabungkan beberapa halaman atau foto dalam satu PDF.");

    private static ProblemException Wrong(string field, FieldError error) => Problem.BadFields(new Dictionary<string, FieldError[]> { [field] = [error] });
}

/// <summary>A file of a form.</summary>
/// <param name="File">The file, judged but not kept yet.</param>
/// <param name="Name">Its name, fit to be shown.</param>
/// <param name="Kind">What it proves; null when the form does not say.</param>
public sealed record PostedFile(IncomingFile File, string Name, string? Kind);
