using Azure;
using Azure.Storage.Blobs.Models;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Platform.Printing;

namespace Kumoten.Functions.Hands.Letters;

/// <summary>
/// The letters in blob storage, <c>{seller}/{case}/{version}.html</c> and <c>.pdf</c>. A blob is created and never
/// changed: a repeat after a crash finds what the first attempt left and goes on from there.
/// </summary>
/// <param name="storage">The storage account.</param>
public sealed class LetterStore(Storage storage) : ILetters
{
    private static readonly Dictionary<string, string> ContentTypes = new() { [ILetters.Html] = "text/html; charset=utf-8", [ILetters.Pdf] = "application/pdf" };

    /// <summary>Writes a letter in both forms.</summary>
    /// <param name="letter">What it says.</param>
    /// <param name="annexes">The evidence that it lists, each known to be appendable.</param>
    /// <param name="author">Who asked for it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When both are stored.</returns>
    public async Task WriteAsync(LetterContent letter, IReadOnlyList<Annex> annexes, string author, CancellationToken cancel)
    {
        var version = letter.Version ?? throw new InvalidOperationException("A preview is not stored.");
        var metadata = new Dictionary<string, string>
        {
            ["template"] = letter.Template,
            ["templateVersion"] = Templates.VersionOf(letter.Template),
            ["factsHash"] = letter.Hash(),
            // Metadata travels in headers, which know only ASCII.
            ["author"] = Uri.EscapeDataString(author),
        };
        // Both before either is stored: a page that cannot be printed is not kept.
        var page = BinaryData.FromString(LetterWriter.Write(letter));
        var file = Print(page);
        if (await CreateAsync(Name(letter.SellerId, letter.CaseId, version, ILetters.Html), page, metadata, ILetters.Html, cancel) is { } earlier && !earlier.ToMemory().Span.SequenceEqual(page))
            // Stored by an attempt before the templates changed: the file is printed from what stands there.
            file = Print(earlier);
        await CreateAsync(Name(letter.SellerId, letter.CaseId, version, ILetters.Pdf), BinaryData.FromBytes(file), metadata, ILetters.Pdf, cancel);

        byte[] Print(BinaryData of) => Annexes.Append(letter, LetterPdf.Print(of.ToString()), annexes) switch
        {
            AnnexResult.Appended all => all.File,
            AnnexResult.Refused refused => throw new InvalidOperationException(refused.Sentence),
            _ => throw new InvalidOperationException("Annexes are appended or refused."),
        };
    }

    /// <inheritdoc/>
    public async Task<BinaryData> ReadAsync(string sellerId, string caseId, int version, string format, CancellationToken cancel)
    {
        Response<BlobDownloadResult> letter = await storage.Letters.GetBlobClient(Name(sellerId, caseId, version, format)).DownloadContentAsync(cancel);
        return letter.Value.Content;
    }

    /// <inheritdoc/>
    public string Preview(AppealFacts facts, string sellerId, DateOnly date) => LetterWriter.Write(new LetterContent
    {
        CaseId = facts.Language == "ms" ? "PRATONTON" : "PREVIEW",
        SellerId = sellerId,
        Version = null,
        Date = date,
        Facts = facts,
    });

    // Answers what stood there before; null when nothing did.
    private async Task<BinaryData?> CreateAsync(string name, BinaryData content, Dictionary<string, string> metadata, string format, CancellationToken cancel)
    {
        var blob = storage.Letters.GetBlobClient(name);
        try
        {
            await blob.UploadAsync(
                content,
                new BlobUploadOptions
                {
                    HttpHeaders = new BlobHttpHeaders { ContentType = ContentTypes[format] },
                    Metadata = metadata,
                    Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                },
                cancel);
            return null;
        }
        catch (RequestFailedException there) when (there.Status is StatusCodes.Status409Conflict or StatusCodes.Status412PreconditionFailed)
        {
            return (await blob.DownloadContentAsync(cancel)).Value.Content;
        }
    }

    private static string Name(string sellerId, string caseId, int version, string format) => $"{sellerId}/{caseId}/{version}.{format}";
}
