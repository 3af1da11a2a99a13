using System.Buffers.Binary;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>How large a picture is, by its header: known before anything unpacks it.</summary>
public static class PictureSize
{
    // A PNG and a WebP are unpacked to be printed, at some 9 bytes a pixel: a page at 300 dots an inch has 8.7 million.
    private const long MaxUnpacked = 10_000_000;

    // A JPEG is printed as it is; a phone's largest photos have fifty million. One in four colours is unpacked like a PNG.
    private const long MaxJpeg = 60_000_000;

    /// <summary>Whether a picture is small enough to be printed.</summary>
    /// <param name="picture">The picture, or as much of its beginning as is there.</param>
    /// <returns>Whether it is; true for what is no picture, or says no size.</returns>
    public static bool Fits(ReadOnlySpan<byte> picture)
    {
        var (pixels, most) = Read(picture);
        return pixels <= most;
    }

    private static (long Pixels, long Most) Read(ReadOnlySpan<byte> picture)
    {
        if (picture.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) && picture.Length >= 24)
            return (Pixels(BinaryPrimitives.ReadUInt32BigEndian(picture[16..]), BinaryPrimitives.ReadUInt32BigEndian(picture[20..])), MaxUnpacked);
        if (picture.StartsWith("RIFF"u8) && picture.Length >= 30 && picture[8..].StartsWith("WEBP"u8))
            return (Webp(picture[12..]), MaxUnpacked);
        return picture.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? Jpeg(picture) : (0, MaxJpeg);
    }

    // Three kinds of first chunk: with a canvas (VP8X), without loss (VP8L), with (VP8).
    private static long Webp(ReadOnlySpan<byte> chunk)
    {
        if (chunk.StartsWith("VP8X"u8))
            return Pixels((BinaryPrimitives.ReadUInt32LittleEndian(chunk[12..]) & 0xFFFFFF) + 1, (BinaryPrimitives.ReadUInt32LittleEndian(chunk[14..]) >> 8) + 1);
        if (chunk.StartsWith("VP8L"u8))
            return BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]) is var bits ? Pixels((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1) : 0;
        return Pixels(BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFFu, BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFFu);
    }

    private static (long Pixels, long Most) Jpeg(ReadOnlySpan<byte> picture)
    {
        for (var at = 2; at + 10 <= picture.Length && picture[at] == 0xFF;)
        {
            var code = picture[at + 1];
            if (code == 0xFF)
            {
                at++;
                continue;
            }

            // Start of frame: C0 to CF without the three that are tables.
            if (code is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (Pixels(BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 5)..])), picture[at + 9] is 1 or 3 ? MaxJpeg : MaxUnpacked);
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 2)..]);
        }

        return (0, MaxJpeg);
    }

    private static long Pixels(uint width, uint height) => (long)Math.Min((ulong)width * height, long.MaxValue);
}
