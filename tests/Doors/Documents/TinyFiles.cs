using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Kumoten.Tests.Doors.Documents;

/// <summary>The smallest files of each kind that are whole, and what people append to them.</summary>
public static class TinyFiles
{
    public static readonly byte[] Pdf = Encoding.ASCII.GetBytes("""
        %PDF-1.4
        1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
        2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
        xref
        0 3
        trailer<</Root 1 0 R/Size 3>>
        startxref
        97
        %%EOF

        """);

    public static readonly byte[] Png =
    [
        0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
        .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]), .. Chunk("IDAT", [0x78, 0x9C, 0x63, 0, 0, 0, 2, 0, 1]), .. Chunk("IEND", []),
    ];

    public static readonly byte[] Webp = Riff([.. "VP8L"u8, 5, 0, 0, 0, 0x2F, 0, 0, 0, 0, 0]);

    public static readonly byte[] Heic = [.. Box("ftyp", [.. "heic"u8, 0, 0, 0, 0, .. "mif1heic"u8]), .. Box("meta", new byte[24]), .. Box("mdat", new byte[40])];

    public static byte[] Jpeg => JpegOf([0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]);

    public static byte[] Zip
    {
        get
        {
            using var bytes = new MemoryStream();
            using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
            {
                using var entry = archive.CreateEntry("a.js").Open();
                entry.Write("alert(1)"u8);
            }

            return bytes.ToArray();
        }
    }

    public static byte[] Executable => [.. "MZ"u8, .. new byte[58], 0x40, 0, 0, 0, .. "PE\0\0"u8, .. new byte[200]];

    public static byte[] Html => [.. "<!DOCTYPE html><script>alert(1)</script>"u8];

    /// <summary>The notes of a Samsung camera, one block of them.</summary>
    public static byte[] SamsungNotes(string text)
    {
        byte[] block = [0, 0, 0x01, 0x0A, 14, 0, 0, 0, .. "Image_UTC_Data"u8, .. Encoding.ASCII.GetBytes(text)];
        byte[] directory = [.. "SEFH"u8, .. Little(107), .. Little(1), 0, 0, 0x01, 0x0A, .. Little(block.Length), .. Little(block.Length)];
        return [.. block, .. directory, .. Little(directory.Length), .. "SEFT"u8];
    }

    /// <summary>A JPEG with a comment segment in it.</summary>
    public static byte[] JpegWith(byte[] comment) => [0xFF, 0xD8, 0xFF, 0xFE, (byte)((comment.Length + 2) >> 8), (byte)(comment.Length + 2), .. comment, .. Jpeg[2..]];

    /// <summary>A JPEG of a size: the scan is as long as it takes.</summary>
    public static byte[] JpegOfSize(int size)
    {
        var scan = new byte[size - JpegOf([]).Length];
        Array.Fill(scan, (byte)0x5A);
        return JpegOf(scan);
    }

    public static byte[] Box(string type, byte[] content) => [.. Big(content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] JpegOf(byte[] scan) =>
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, .. scan, 0xFF, 0xD9];

    private static byte[] Riff(byte[] chunks)
    {
        byte[] even = [.. chunks, .. new byte[chunks.Length % 2]];
        return [.. "RIFF"u8, .. Little(even.Length + 4), .. "WEBP"u8, .. even];
    }

    // Nothing here reads the checksum, and so neither does the application: a wrong one is a spoilt picture, not a danger.
    private static byte[] Chunk(string type, byte[] data) => [.. Big(data.Length), .. Encoding.ASCII.GetBytes(type), .. data, 1, 2, 3, 4];

    private static byte[] Big(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
