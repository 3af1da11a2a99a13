using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Platform.Printing;

namespace Kumoten.Functions.Doors.Documents;

/// <summary>
/// A file on its way into blob storage: read once, block by block, judged while it passes by. It becomes a blob only
/// when it is kept; until then nobody can read it, and letting go of it discards what was sent.
/// </summary>
public sealed class IncomingFile : IAsyncDisposable
{
    /// <summary>10 MB.</summary>
    public const long MaxSize = 10 * 1024 * 1024;

    // All that an upload holds in memory, and only while it is read: a form may bring twenty files.
    // A file within one block is refused before storage hears of it.
    private const int BlockSize = 512 * 1024;

    private readonly BlockBlobClient blob;
    private readonly List<string> blocks = [];

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
    /// <returns>The file, judged and sent but not kept yet; null when there is not a single byte of it.</returns>
    /// <exception cref="ProblemException">It is too large or nothing that may be uploaded; nothing of it is left.</exception>
    public static async Task<IncomingFile?> ReceiveAsync(BlobContainerClient container, Stream content, CancellationToken cancel)
    {
        var file = new IncomingFile(container);
        try
        {
            return await file.ReadAsync(content, cancel) ? file : null;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The document that a case names it by.</summary>
    /// <param name="name">Its name, fit to be shown.</param>
    /// <param name="kind">What it proves.</param>
    /// <param name="at">When it was uploaded.</param>
    /// <returns>The document.</returns>
    public Document As(string name, string kind, DateTimeOffset at) => new(Id, name, kind, Size, Type.ContentType, at, Hash);

    /// <summary>Makes it a blob.</summary>
    /// <param name="subject">The order or appeal it belongs to, noted on the blob.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it stands.</returns>
    public async Task KeepAsync(string subject, CancellationToken cancel)
    {
        var headers = new BlobHttpHeaders { ContentType = Type.ContentType };
        var metadata = new Dictionary<string, string> { ["subject"] = subject };
        await blob.CommitBlockListAsync(blocks, new CommitBlockListOptions { HttpHeaders = headers, Metadata = metadata }, cancel);
        blocks.Clear();
    }

    /// <summary>Removes the blob again, when the case refused the file or has it already.</summary>
    /// <returns>When it is gone.</returns>
    public Task RemoveAsync() => blob.DeleteIfExistsAsync(cancellationToken: CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (blocks.Count == 0)
            return;
        blocks.Clear();
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

    private async Task<bool> ReadAsync(Stream content, CancellationToken cancel)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            return await ReadAsync(content, block.AsMemory(0, BlockSize), cancel);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private async Task<bool> ReadAsync(Stream content, Memory<byte> block, CancellationToken cancel)
    {
        var first = block[..await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancel)];
        if (first.IsEmpty)
            return false;
        Type = FileType.Of(first.Span) ?? throw Refuse("document.unknownType", new("By its content, whatever its name says, the file is none of: PDF, PNG, JPEG, WebP, HEIC. Save it as one of these and send it again.", "Berdasarkan kandungannya, walau apa pun namanya, fail ini bukan PDF, PNG, JPEG, WebP atau HEIC. Simpan dalam salah satu format ini dan hantar semula."));
        if (!PictureSize.Fits(first.Span))
            throw Refuse("document.tooManyPixels", new("The picture has more pixels than can be printed: a PNG or WebP may have 10 million, a JPEG 60 million. Save it smaller, or as a JPEG, and send it again.", "Foto ini mempunyai terlalu banyak piksel untuk dicetak: maksimum 10 juta bagi PNG atau WebP, dan 60 juta bagi JPEG. Simpan dalam saiz lebih kecil, atau sebagai JPEG, dan hantar semula."));
        using var shape = Type.Shape();
        await ReadAsync(first, shape, content, block, cancel);
        return true;
    }

    private async Task ReadAsync(Memory<byte> piece, FileShape shape, Stream content, Memory<byte> block, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var archive = new ArchiveTrace();
        for (; ; piece = block[..await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancel)])
        {
            Size += piece.Length;
            if (Size > MaxSize)
                throw TooLarge();
            shape.Read(piece.Span);
            archive.Read(piece.Span);
            hash.AppendData(piece.Span);
            var isLast = piece.Length < block.Length;
            if (isLast && !shape.IsWhole)
                throw Refuse("document.malformed", new($"The file begins as {Type.Name} but does not end as one: it is cut off, or something else was added to it (a motion photo's film, too). Export it again as a plain {Type.Name} or send a screenshot.", $"Fail bermula sebagai {Type.Name} tetapi tidak berakhir sebagai {Type.Name}: fail terpotong, atau ada sesuatu yang ditambah (termasuk video pada foto bergerak). Eksport semula sebagai {Type.Name} biasa atau hantar tangkapan skrin."));
            if (isLast && archive.IsArchive)
                throw Refuse("document.archive", new($"The file is {Type.Name} and a ZIP archive at once. Send the document by itself.", $"Fail ini ialah {Type.Name} dan juga arkib ZIP. Hantar dokumen itu sahaja."));
            if (isLast && !shape.Fits)
                throw Refuse("document.unpacksTooLarge", new("Opened, this PDF would take far more room than its size says, or it has many thousands of parts. Print it to a PDF anew, or send its pages as pictures.", "Apabila dibuka, PDF ini memerlukan ruang yang jauh lebih besar daripada saiznya, atau mempunyai beribu-ribu bahagian. Cetak semula sebagai PDF, atau hantar halamannya sebagai foto."));
            await StageAsync(piece, cancel);
            if (!isLast)
                continue;
            Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
            return;
        }
    }

    /// <summary>413: the file is larger than a document may be.</summary>
    /// <returns>The problem.</returns>
    public static ProblemException TooLarge() => Refuse(
        "document.tooLarge", new("The file is larger than 10 MB. Send a smaller photo, or a scan with fewer pages.", "Saiz fail melebihi 10 MB. Hantar foto yang lebih kecil, atau imbasan dengan halaman yang lebih sedikit."), StatusCodes.Status413PayloadTooLarge);

    private static ProblemException Refuse(string code, Text sentence, int status = StatusCodes.Status415UnsupportedMediaType) =>
        new ProblemException(status, code, sentence).With(Problem.Errors, UploadForm.InFile(sentence));

    private async Task StageAsync(Memory<byte> piece, CancellationToken cancel)
    {
        if (piece.IsEmpty)
            return;
        // All block names of a blob have one length.
        var name = Convert.ToBase64String(Encoding.ASCII.GetBytes(blocks.Count.ToString("D4", CultureInfo.InvariantCulture)));
        // Noted before it is sent, so that a block whose answer was lost is discarded as well.
        blocks.Add(name);
        _ = MemoryMarshal.TryGetArray<byte>(piece, out var array);
        using var content = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        await blob.StageBlockAsync(name, content, cancellationToken: cancel);
    }
}
