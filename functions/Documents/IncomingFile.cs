using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Documents;

/// <summary>
/// A file on its way into blob storage: read once, block by block, judged while it passes by. It becomes a blob only
/// when it is kept; until then nobody can read it, and letting go of it discards what was sent.
/// </summary>
public sealed class IncomingFile : IAsyncDisposable
{
    /// <summary>10 MB.</summary>
    public const long MaxSize = 10 * 1024 * 1024;

    // All that an upload holds in memory; a file within one block is refused before storage hears of it.
    private const int BlockSize = 512 * 1024;

    private readonly BlockBlobClient blob;
    private readonly List<string> blocks = [];
    private readonly byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int held;
    private bool isDiscarded;

    private IncomingFile(BlobContainerClient container)
    {
        // Nobody guesses 128 random bits, and nothing of the file or its sender is in them.
        Id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        blob = container.GetBlockBlobClient(Id);
    }

    /// <summary>The document's id, which is the blob's name.</summary>
    public string Id { get; }

    /// <summary>Bytes.</summary>
    public long Size { get; private set; }

    /// <summary>What it is, by its content.</summary>
    public FileType Type { get; private set; } = null!;

    /// <summary>SHA-256 of the content, in hexadecimal.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Takes a file in.</summary>
    /// <param name="container">Where it will stand.</param>
    /// <param name="content">The file.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The file, judged and sent but not kept yet.</returns>
    /// <exception cref="ProblemException">It is empty, too large or nothing that may be uploaded; nothing of it is left.</exception>
    public static async Task<IncomingFile> ReceiveAsync(BlobContainerClient container, Stream content, CancellationToken cancel)
    {
        var file = new IncomingFile(container);
        try
        {
            await file.ReadAsync(content, cancel);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes it a blob.</summary>
    /// <param name="caseId">The case it belongs to, noted on the blob.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it stands.</returns>
    public async Task KeepAsync(string caseId, CancellationToken cancel)
    {
        var headers = new BlobHttpHeaders { ContentType = Type.ContentType };
        var metadata = new Dictionary<string, string> { ["case"] = caseId };
        if (blocks.Count == 0)
        {
            using var whole = new MemoryStream(block, 0, held, writable: false);
            await blob.UploadAsync(whole, new BlobUploadOptions { HttpHeaders = headers, Metadata = metadata }, cancel);
        }
        else
        {
            await StageAsync(cancel);
            await blob.CommitBlockListAsync(blocks, new CommitBlockListOptions { HttpHeaders = headers, Metadata = metadata }, cancel);
            blocks.Clear();
        }
    }

    /// <summary>Removes the blob again, when the case refused the file or has it already.</summary>
    /// <returns>When it is gone.</returns>
    public Task RemoveAsync() => blob.DeleteIfExistsAsync(cancellationToken: CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (isDiscarded)
            return;
        isDiscarded = true;
        ArrayPool<byte>.Shared.Return(block);
        if (blocks.Count == 0)
            return;
        // Blocks of no blob would lie about for a week and cannot be deleted by themselves: a blob of none of them can.
        try
        {
            await blob.CommitBlockListAsync([], cancellationToken: CancellationToken.None);
            await RemoveAsync();
        }
        catch (RequestFailedException)
        {
            // Storage forgets such blocks by itself; the reason for the refusal must not be lost over it.
        }
    }

    private async Task ReadAsync(Stream content, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var archive = new ArchiveTrace();
        FileShape? shape = null;
        while (true)
        {
            held = await content.ReadAtLeastAsync(block.AsMemory(0, BlockSize), BlockSize, throwOnEndOfStream: false, cancel);
            Size += held;
            if (Size == 0)
                throw Problem.BadFields(UploadForm.InFile("The file is empty. Choose another one."));
            if (Size > MaxSize)
                throw TooLarge();
            if (shape is null)
            {
                Type = FileType.Of(block.AsSpan(0, held)) ?? throw Refuse("document.unknownType", "By its content, whatever its name says, the file is none of: PDF, PNG, JPEG, WebP, HEIC. Save it as one of these and send it again.");
                shape = Type.Shape();
            }

            shape.Read(block.AsSpan(0, held));
            archive.Read(block.AsSpan(0, held));
            hash.AppendData(block, 0, held);
            if (held < BlockSize)
                break;
            await StageAsync(cancel);
        }

        if (!shape.IsWhole)
            throw Refuse("document.malformed", $"The file begins as {Type.Name} but does not end as one: it is cut off, or something else was added to it (a motion photo's film, too). Export it again as a plain {Type.Name} or send a screenshot.");
        if (archive.IsArchive)
            throw Refuse("document.archive", $"The file is {Type.Name} and a ZIP archive at once. Send the document by itself.");
        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>413: the file is larger than a document may be.</summary>
    /// <returns>The problem.</returns>
    public static ProblemException TooLarge()
    {
        const string sentence = "The file is larger than 10 MB. Send a smaller photo, or a scan with fewer pages.";
        return new ProblemException(StatusCodes.Status413PayloadTooLarge, "document.tooLarge", sentence).With("errors", UploadForm.InFile(sentence));
    }

    private static ProblemException Refuse(string code, string sentence) =>
        new ProblemException(StatusCodes.Status415UnsupportedMediaType, code, sentence).With("errors", UploadForm.InFile(sentence));

    private async Task StageAsync(CancellationToken cancel)
    {
        if (held == 0)
            return;
        // All block names of a blob have one length.
        var name = Convert.ToBase64String(Encoding.ASCII.GetBytes(blocks.Count.ToString("D4", CultureInfo.InvariantCulture)));
        // Noted before it is sent, so that a block whose answer was lost is discarded as well.
        blocks.Add(name);
        using var piece = new MemoryStream(block, 0, held, writable: false);
        await blob.StageBlockAsync(name, piece, cancellationToken: cancel);
    }
}
