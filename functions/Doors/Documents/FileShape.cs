using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Kumoten.Functions.Platform.Printing;

namespace Kumoten.Functions.Doors.Documents;

/// <summary>
/// Follows a file piece by piece to where its kind says that it ends. A file that goes on after its end is two
/// files in one (a picture that is a script, too), and one that stops before it is cut off; neither is kept.
/// </summary>
public abstract class FileShape : IDisposable
{
    /// <summary>Reads on.</summary>
    /// <param name="bytes">The next piece.</param>
    public abstract void Read(ReadOnlySpan<byte> bytes);

    /// <summary>Whether the file ended where it should, once all of it was read.</summary>
    public abstract bool IsWhole { get; }

    /// <summary>Whether it stays, once opened, as small as its size lets expect; once all of it was read.</summary>
    public virtual bool Fits => true;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what was kept of the file.</summary>
    /// <param name="disposing">Whether it is let go of by its user.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A file of boxes that each say how long they are, one after the other to the last byte.</summary>
/// <param name="prefix">Bytes before the first box.</param>
public abstract class BoxShape(int prefix = 0) : FileShape
{
    private readonly byte[] header = new byte[16];
    private int held;
    private long skip = prefix;
    private bool isBroken;

    /// <inheritdoc/>
    public override bool IsWhole => !isBroken && held == 0 && skip == 0 && IsComplete;

    /// <summary>Where the reading is, from the file's first byte.</summary>
    protected long Position { get; private set; }

    /// <summary>Whether the boxes so far make a file.</summary>
    protected abstract bool IsComplete { get; }

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !isBroken)
        {
            var take = (int)Math.Min(bytes.Length, skip > 0 ? skip : HeaderLength(header.AsSpan(0, held)) - held);
            if (skip > 0)
            {
                skip -= take;
            }
            else
            {
                bytes[..take].CopyTo(header.AsSpan(held));
                held += take;
            }

            bytes = bytes[take..];
            Position += take;
            if (held == 0 || held < HeaderLength(header.AsSpan(0, held)))
                continue;
            var content = Open(header.AsSpan(0, held));
            isBroken = content is null or < 0;
            skip = content ?? 0;
            held = 0;
        }
    }

    /// <summary>How long the header is, as far as its beginning tells.</summary>
    /// <param name="begun">The header's bytes so far.</param>
    /// <returns>Its length.</returns>
    protected virtual int HeaderLength(ReadOnlySpan<byte> begun) => 8;

    /// <summary>Takes note of a box.</summary>
    /// <param name="box">Its header.</param>
    /// <returns>How many bytes follow before the next box; null when no such box may stand here.</returns>
    protected abstract long? Open(ReadOnlySpan<byte> box);
}

/// <summary>A PNG: chunks from IHDR to IEND, and nothing after.</summary>
public sealed class PngShape() : BoxShape(prefix: 8)
{
    private const int Checksum = 4;
    private bool hasBegun;
    private bool hasEnded;

    /// <summary>What it begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <inheritdoc/>
    protected override bool IsComplete => hasEnded;

    /// <inheritdoc/>
    protected override long? Open(ReadOnlySpan<byte> box)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(box);
        var isFirst = box[4..].SequenceEqual("IHDR"u8);
        if (hasEnded || isFirst == hasBegun)
            return null;
        hasBegun = true;
        hasEnded = box[4..].SequenceEqual("IEND"u8);
        return hasEnded && length != 0 ? null : length + Checksum;
    }
}

/// <summary>A WebP: a RIFF file whose size is the file's, with chunks that fill it.</summary>
public sealed class WebpShape : BoxShape
{
    private const int FormName = 4;
    private long size = -1;
    private bool hasPicture;

    /// <inheritdoc/>
    protected override bool IsComplete => hasPicture && Position == size;

    /// <inheritdoc/>
    protected override long? Open(ReadOnlySpan<byte> box)
    {
        long length = BinaryPrimitives.ReadUInt32LittleEndian(box[4..]);
        if (size < 0)
        {
            size = length + 8;
            return FormName;
        }

        hasPicture |= box[..3].SequenceEqual("VP8"u8) || box[..4].SequenceEqual("ANMF"u8);
        // Chunks begin at even offsets.
        return Position + length > size ? null : length + (length % 2);
    }
}

/// <summary>An HEIC: boxes that cover the file, with the description of the picture among them.</summary>
public sealed class HeicShape : BoxShape
{
    private bool hasPicture;

    /// <inheritdoc/>
    protected override bool IsComplete => hasPicture;

    /// <inheritdoc/>
    protected override int HeaderLength(ReadOnlySpan<byte> begun) =>
        begun.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(begun) == 1 ? 16 : 8;

    /// <inheritdoc/>
    protected override long? Open(ReadOnlySpan<byte> box)
    {
        hasPicture |= box[4..8].SequenceEqual("meta"u8);
        // A length of 0, "to the end of the file", would take in whatever was appended: refused like a wrong one.
        return box.Length == 16
            ? BinaryPrimitives.ReadInt64BigEndian(box[8..]) - 16
            : (long)BinaryPrimitives.ReadUInt32BigEndian(box) - 8;
    }
}

/// <summary>A PDF: its last words are where the cross-reference table stands and that the file is over. What is in it is looked at when all of it is there, on disk.</summary>
public sealed partial class PdfShape : FileShape
{
    private readonly Tail tail = new(1024);
    private readonly FileStream copy = new(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });

    /// <inheritdoc/>
    public override bool IsWhole => LastWords().IsMatch(Encoding.Latin1.GetString(tail.Bytes));

    /// <inheritdoc/>
    public override bool Fits => PdfBounds.Fit(copy);

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> bytes)
    {
        tail.Read(bytes);
        copy.Write(bytes);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            copy.Dispose();
        base.Dispose(disposing);
    }

    [GeneratedRegex(@"startxref[\s\0]+[0-9]{1,10}[\s\0]+%%EOF[\s\0]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LastWords();
}

/// <summary>
/// Whether a program that opens ZIP archives (and so JAR, DOCX or APK) would take the file for one: it looks for the
/// archive's end record in the last 64 KiB, whatever stands before, even inside a comment of a sound picture.
/// </summary>
public sealed class ArchiveTrace
{
    private const int EndRecord = 22;
    private const int LongestComment = ushort.MaxValue;
    private readonly byte[] seam = new byte[6];
    private int held;
    private long size;
    private long lastSeen = -1;

    /// <summary>Whether it would.</summary>
    public bool IsArchive => lastSeen >= 0 && size - lastSeen <= EndRecord + LongestComment;

    private static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'K', 5, 6];

    /// <summary>Reads on.</summary>
    /// <param name="bytes">The next piece.</param>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        // The signature may lie across two pieces: up to three bytes of the last one are looked at with this one's first.
        var next = Math.Min(3, bytes.Length);
        bytes[..next].CopyTo(seam.AsSpan(held));
        See(seam.AsSpan(0, held + next), size - held);
        See(bytes, size);
        size += bytes.Length;

        var last = bytes.Length >= 3 ? bytes[^3..] : seam.AsSpan(Math.Max(0, held + next - 3), Math.Min(3, held + next));
        last.CopyTo(seam);
        held = last.Length;
    }

    private void See(ReadOnlySpan<byte> bytes, long from)
    {
        if (bytes.LastIndexOf(Signature) is >= 0 and var at)
            lastSeen = Math.Max(lastSeen, from + at);
    }
}

/// <summary>The last bytes of what was read.</summary>
/// <param name="length">How many are kept.</param>
internal sealed class Tail(int length)
{
    private readonly byte[] kept = new byte[length];
    private int count;

    public ReadOnlySpan<byte> Bytes => kept.AsSpan(0, count);

    public void Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.Length > length ? bytes[^length..] : bytes;
        var stays = Math.Min(count, length - bytes.Length);
        kept.AsSpan(count - stays, stays).CopyTo(kept);
        bytes.CopyTo(kept.AsSpan(stays));
        count = stays + bytes.Length;
    }
}
