using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Kumoten.Tests.Doors.Documents;

/// <summary>Small files that become large, deep or slow once somebody opens them.</summary>
public static class HugeFiles
{
    private const int Megabyte = 1024 * 1024;

    public static byte[] OneStream(int megabytes) => PageOf(Packed(Zeros(megabytes)));

    public static byte[] ManyStreams(int count, int megabytesEach) =>
        Pdf([.. Page, ("<</Filter/FlateDecode>>", Packed(Zeros(1))), .. Enumerable.Repeat(("<</Filter/FlateDecode>>", (byte[]?)Packed(Zeros(megabytesEach))), count)]);

    public static byte[] PackedTwice(int megabytes) => PageOf(Packed([Packed(Zeros(megabytes))]), "[/FlateDecode/FlateDecode]");

    /// <summary>Its streams' headers say nothing of zlib, which readers do not insist on.</summary>
    public static byte[] WithoutHeader(int megabytes)
    {
        var packed = Packed(Zeros(megabytes));
        (packed[0], packed[1]) = (0, 0);
        return PageOf(packed);
    }

    /// <summary>The page's orders, packed run by run: 64 bytes of one.</summary>
    public static byte[] RunLength(int megabytes) => PageOf([.. Enumerable.Repeat(new byte[] { 129, (byte)' ' }, megabytes * Megabyte / 128).SelectMany(run => run), 128], "/RunLengthDecode");

    /// <summary>A text of zeros, four for each letter.</summary>
    public static byte[] Ascii85(int megabytes) => PageOf([.. Enumerable.Repeat((byte)'z', megabytes * Megabyte / 4), .. "~>"u8], "/ASCII85Decode");

    /// <summary>Calls itself a picture, and is the page's orders.</summary>
    public static byte[] OrdersCalledAPicture(int megabytes) => Pdf([.. Page, ("<</Subtype/Image/Width 9/Filter/FlateDecode>>", Packed(Zeros(megabytes)))]);

    public static byte[] NestedPages(int depth, string kids = "Kids") => Pdf(
    [
        ("<</Type/Catalog/Pages 2 0 R>>", null),
        .. Enumerable.Range(2, depth).Select(i => ($"<</Type/Pages/{kids}[{i + 1} 0 R]/Count 1{(i > 2 ? $"/Parent {i - 1} 0 R" : "")}>>", (byte[]?)null)),
        ($"<</Type/Page/Parent {depth + 1} 0 R/MediaBox[0 0 100 100]>>", null),
    ]);

    /// <summary>One object leads to the next, and each goes one deeper.</summary>
    public static byte[] Chain(int length) => Pdf(
    [
        ("<</Type/Catalog/Pages 2 0 R>>", null), ("<</Type/Pages/Kids[3 0 R]/Count 1>>", null), ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[4 0 R]>>", null),
        .. Enumerable.Range(4, length).Select(i => ($"<</X {i + 1} 0 R>>", (byte[]?)null)), ("<</Y 1>>", null),
    ]);

    public static byte[] NestedArrays(int depth) => Pdf([($"<</Type/Catalog/Pages 2 0 R/X {new string('[', depth)}{new string(']', depth)}>>", null), .. Page[1..], ("<<>>", "q Q"u8.ToArray())]);

    /// <summary>A bundle that says how many objects it has, in as many bytes as it likes.</summary>
    public static byte[] BundleOf(int objects) => Pdf([.. Page, ("<</Filter/FlateDecode>>", Packed(["q Q"u8.ToArray()])), ($"<</Type/ObjStm/First 9/N {objects}/Filter/FlateDecode>>", Packed(["1 0 <<>>"u8.ToArray()]))]);

    /// <summary>A line as long as its parameters say is made room for before the first byte.</summary>
    public static byte[] LongLine(int columns) => PageOf(Packed(["q Q"u8.ToArray()]), $"/FlateDecode/DecodeParms<</Predictor 12/Columns {columns.ToString(CultureInfo.InvariantCulture)}>>");

    /// <summary>A PNG in one colour, whole to the last byte.</summary>
    public static byte[] Png(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 6);
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", header), .. Chunk("IDAT", Packed(Enumerable.Repeat(new byte[1 + (width * 4)], height))), .. Chunk("IEND", [])];
    }

    /// <summary>A page's drawing orders, that each do something.</summary>
    public static byte[] Orders(int bytes) => PageOf(Packed([Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("q Q ", bytes / 4)))]));

    private static readonly (string Dictionary, byte[]? Stream)[] Page =
        [("<</Type/Catalog/Pages 2 0 R>>", null), ("<</Type/Pages/Kids[3 0 R]/Count 1>>", null), ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>", null)];

    private static byte[] PageOf(byte[] orders, string filter = "/FlateDecode") => Pdf([.. Page, ($"<</Filter{filter}>>", orders)]);

    private static byte[] Pdf(IReadOnlyList<(string Dictionary, byte[]? Stream)> objects)
    {
        using var file = new MemoryStream();
        void Write(string text) => file.Write(Encoding.Latin1.GetBytes(text));
        var at = new List<long>();
        Write("%PDF-1.4\n");
        foreach (var (dictionary, stream) in objects)
        {
            at.Add(file.Position);
            Write($"{at.Count} 0 obj\n{(stream is null ? dictionary : $"{dictionary[..^2]}/Length {stream.Length}>>")}\n");
            if (stream is not null)
            {
                Write("stream\n");
                file.Write(stream);
                Write("\nendstream\n");
            }

            Write("endobj\n");
        }

        var table = file.Position;
        Write($"xref\n0 {at.Count + 1}\n0000000000 65535 f \n{string.Concat(at.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a:D10} 00000 n \n")))}trailer<</Root 1 0 R/Size {at.Count + 1}>>\nstartxref\n{table}\n%%EOF\n");
        return file.ToArray();
    }

    private static IEnumerable<byte[]> Zeros(int megabytes) => Enumerable.Repeat(new byte[Megabyte], megabytes);

    private static byte[] Packed(IEnumerable<byte[]> pieces)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var piece in pieces)
                zlib.Write(piece);
        }

        return packed.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] ends = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(ends, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(ends.AsSpan(4), Crc32(named));
        return [.. ends[..4], .. named, .. ends[4..]];
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = 0xFFFFFFFF;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
