using System.IO.Compression;
using System.Text;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>
/// How much a PDF from outside may become once it is opened. A small file can name itself a large one: 292 KB unpack to
/// 300 MB. So it is looked through before anything opens it: as plain bytes, since whoever means harm hides his streams from
/// whoever believes the file's own account of itself; and what it unpacks to is counted and never kept.
/// </summary>
public static class PdfBounds
{
    /// <summary>What may be unpacked beside pictures: words, drawings, fonts.</summary>
    public const long MaxUnpacked = 32 * 1024 * 1024;

    /// <summary>What may be unpacked of pictures, which go into a letter packed as they are.</summary>
    public const long MaxPictures = 256 * 1024 * 1024;

    /// <summary>How many objects it may have: a chain of them is followed to its end, each one deeper.</summary>
    public const int MaxObjects = 25_000;

    /// <summary>How many nodes with children: a hundred pages need a few dozen, a large form some hundreds.</summary>
    public const int MaxNodes = 1_000;

    // How often it may be packed anew within what was packed.
    private const int MaxLayers = 4;

    // Enough to find a stream's own dictionary before it.
    private const int Before = 2048;
    private const int Piece = 64 * 1024;

    /// <summary>Looks a PDF through.</summary>
    /// <param name="file">The file; it can be read again from any place.</param>
    /// <returns>Whether it keeps within all bounds.</returns>
    public static bool Fit(Stream file)
    {
        var count = new Count();
        file.Position = 0;
        foreach (var (at, dictionary) in StreamsOf(file, count))
        {
            count.Objects += ObjectsIn(dictionary);
            var isPicture = HasName(dictionary, "Image") && HasName(dictionary, "Width");
            if (!count.Fits || !Unpack(file, at, isPicture, count))
                return false;
        }

        return count.Fits;
    }

    /// <summary>How many objects a packed bundle of objects says it holds.</summary>
    /// <param name="dictionary">A stream's dictionary.</param>
    /// <returns>The number; 0 when it is no such bundle.</returns>
    private static int ObjectsIn(ReadOnlySpan<byte> dictionary)
    {
        if (!HasName(dictionary, "ObjStm"))
            return 0;
        var most = 0;
        for (var at = dictionary.IndexOf("/N"u8); at >= 0;)
        {
            var number = dictionary[(at + 2)..].TrimStart(" \r\n\t\f\0"u8);
            if (System.Buffers.Text.Utf8Parser.TryParse(number, out int objects, out _))
                most = Math.Max(most, objects);
            var next = dictionary[(at + 2)..].IndexOf("/N"u8);
            at = next < 0 ? -1 : at + 2 + next;
        }

        return most;
    }

    // Finds every stream, wherever it stands, and counts what stands around it.
    private static IEnumerable<(long At, byte[] Dictionary)> StreamsOf(Stream file, Count count)
    {
        var buffer = new byte[Before + Piece];
        var (held, from, scanned) = (0, 0L, 0);
        while (true)
        {
            file.Position = from + held;
            var read = file.ReadAtLeast(buffer.AsSpan(held), buffer.Length - held, throwOnEndOfStream: false);
            held += read;
            var isLast = held < buffer.Length;
            // A word at the end of the piece may go on in the next one.
            var until = isLast ? held : held - 64;
            count.Look(buffer.AsSpan(0, held), scanned, until);
            for (var at = NextStream(buffer, scanned, held); at >= 0 && at < until; at = NextStream(buffer, at + 6, held))
                yield return (from + at + 6, buffer[Math.Max(0, at - Before)..at]);
            if (isLast)
                yield break;
            var kept = held - (until - Before);
            buffer.AsSpan(until - Before, kept).CopyTo(buffer);
            from += until - Before;
            held = kept;
            scanned = Before;
        }
    }

    private static int NextStream(byte[] buffer, int from, int held)
    {
        for (var at = from; at < held; at += 6)
        {
            var next = buffer.AsSpan(at, held - at).IndexOf("stream"u8);
            if (next < 0)
                return -1;
            at += next;
            if (!buffer.AsSpan(0, at).EndsWith("end"u8))
                return at;
        }

        return -1;
    }

    // Whatever a stream says of itself, it is tried as a packed one: readers believe the bytes, not the heading.
    private static bool Unpack(Stream file, long at, bool isPicture, Count count)
    {
        for (var layers = 1; ; layers++)
        {
            file.Position = at;
            SkipLineBreak(file);
            var (isPacked, fits) = CountLayer(file, layers, isPicture, count);
            if (!fits || layers > MaxLayers)
                return false;
            if (!isPacked)
                return true;
        }
    }

    private static (bool IsPacked, bool Fits) CountLayer(Stream file, int layers, bool isPicture, Count count)
    {
        var opened = new List<Stream>();
        try
        {
            var source = file;
            for (var layer = 0; layer < layers; layer++)
            {
                // The two bytes of its header say nothing that is needed, and readers do not insist on them.
                if (source.ReadByte() < 0 || source.ReadByte() < 0)
                    return (false, true);
                source = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
                opened.Add(source);
            }

            var piece = new byte[Piece];
            var any = false;
            for (int read; (read = source.Read(piece)) > 0; any = true)
            {
                if (isPicture)
                    count.Pictures += read;
                else
                    count.Unpacked += read;
                count.Look(piece.AsSpan(0, read), 0, read);
                if (!count.Fits)
                    return (true, false);
            }

            return (any, true);
        }
        catch (InvalidDataException)
        {
            // Not packed, or packed and broken: what came out before is counted.
            return (false, true);
        }
        finally
        {
            foreach (var stream in opened)
                stream.Dispose();
        }
    }

    private static void SkipLineBreak(Stream file)
    {
        var first = file.ReadByte();
        if (first == '\r' && file.ReadByte() is var second && second != '\n' && second >= 0)
            file.Position--;
        else if (first is not ('\r' or '\n') && first >= 0)
            file.Position--;
    }

    private static bool HasName(ReadOnlySpan<byte> bytes, string name)
    {
        for (var at = bytes.IndexOf((byte)'/'); at >= 0;)
        {
            bytes = bytes[(at + 1)..];
            if (NameAt(bytes) == name)
                return true;
            at = bytes.IndexOf((byte)'/');
        }

        return false;
    }

    // "K#69ds" is Kids: a name may be written in digits, too.
    private static string NameAt(ReadOnlySpan<byte> bytes)
    {
        var name = new StringBuilder();
        for (var i = 0; i < bytes.Length && name.Length < 24 && bytes[i] > ' ' && !"()<>[]{}/%"u8.Contains(bytes[i]); i++)
        {
            if (bytes[i] == '#' && i + 2 < bytes.Length && byte.TryParse(Encoding.ASCII.GetString(bytes.Slice(i + 1, 2)), System.Globalization.NumberStyles.HexNumber, null, out var code))
                (_, i) = (name.Append((char)code), i + 2);
            else
                name.Append((char)bytes[i]);
        }

        return name.ToString();
    }

    private sealed class Count
    {
        public long Unpacked { get; set; }

        public long Pictures { get; set; }

        public long Objects { get; set; }

        public int Nodes { get; private set; }

        public bool Fits => Unpacked <= MaxUnpacked && Pictures <= MaxPictures && Objects <= MaxObjects && Nodes <= MaxNodes;

        // Words that begin before the end of what is looked at count; those that go on beyond it are seen whole.
        public void Look(ReadOnlySpan<byte> bytes, int from, int until)
        {
            for (var at = Next(bytes, from, "obj"u8); at >= 0 && at < until; at = Next(bytes, at + 3, "obj"u8))
                Objects += at > 0 && bytes[at - 1] <= ' ' ? 1 : 0;
            for (var at = Next(bytes, from, "/Kids"u8); at >= 0 && at < until; at = Next(bytes, at + 5, "/Kids"u8))
                Nodes++;
            for (var at = Next(bytes, from, "#"u8); at >= 0 && at < until; at = Next(bytes, at + 1, "#"u8))
            {
                var slash = bytes[..at].LastIndexOf((byte)'/');
                if (slash >= from && at - slash <= 12 && bytes[(slash + 1)..at].IndexOf((byte)'#') < 0 && NameAt(bytes[(slash + 1)..]) == "Kids")
                    Nodes++;
            }
        }

        private static int Next(ReadOnlySpan<byte> bytes, int from, ReadOnlySpan<byte> word) =>
            bytes[from..].IndexOf(word) is >= 0 and var at ? from + at : -1;
    }
}
