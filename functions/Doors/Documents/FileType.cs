using System.Buffers.Binary;

namespace Kumoten.Functions.Doors.Documents;

/// <summary>A kind of file that may be uploaded, known by its content and never by its name.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="ContentType">What it is served as.</param>
/// <param name="Extensions">What its name may end in; the first is added to a name that ends otherwise.</param>
/// <param name="Begins">Whether a file begins as this kind does; the magic stands at offset 0 or nowhere.</param>
/// <param name="Shape">A fresh reader that follows the file to its end.</param>
public sealed record FileType(string Name, string ContentType, IReadOnlyList<string> Extensions, FileType.Beginning Begins, Func<FileShape> Shape)
{
    /// <summary>All kinds: another one is a line here and its shape.</summary>
    public static readonly IReadOnlyList<FileType> All =
    [
        new("PDF", "application/pdf", [".pdf"], head => head.StartsWith("%PDF-"u8), () => new PdfShape()),
        new("PNG", "image/png", [".png"], head => head.StartsWith(PngShape.Magic), () => new PngShape()),
        new("JPEG", "image/jpeg", [".jpg", ".jpeg", ".jfif"], head => head.StartsWith(JpegShape.Magic), () => new JpegShape()),
        new("WebP", "image/webp", [".webp"], head => head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8), () => new WebpShape()),
        new("HEIC", "image/heic", [".heic", ".heif"], IsHeic, () => new HeicShape()),
    ];

    /// <summary>Looks at how a file begins.</summary>
    /// <param name="head">Its first bytes.</param>
    /// <returns>Whether it begins as this kind.</returns>
    public delegate bool Beginning(ReadOnlySpan<byte> head);

    /// <summary>Tells the kind of a file.</summary>
    /// <param name="head">Its first bytes, some hundreds or all.</param>
    /// <returns>The kind; null when it is none of these.</returns>
    public static FileType? Of(ReadOnlySpan<byte> head)
    {
        foreach (var type in All)
        {
            if (type.Begins(head))
                return type;
        }

        return null;
    }

    // The box "ftyp" names a major brand, a version and compatible brands, four letters each. AVIF and MP4 begin
    // alike and share some general brands, so one that only HEVC pictures carry must be among them.
    private static bool IsHeic(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16 || !head[4..].StartsWith("ftyp"u8))
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length is < 16 or > 256 || length > head.Length)
            return false;
        for (var at = 8; at + 4 <= length; at += 4)
        {
            var brand = head.Slice(at, 4);
            if (at != 12 && (brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("heim"u8) || brand.SequenceEqual("heis"u8)))
                return true;
        }

        return false;
    }
}
