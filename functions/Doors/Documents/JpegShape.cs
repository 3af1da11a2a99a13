using System.Buffers.Binary;

namespace Kumoten.Functions.Doors.Documents;

/// <summary>
/// A JPEG: segments and scans up to the end marker. Phones put more behind it, and what they put there by
/// themselves is let through: further JPEGs (the brightness map of an HDR photo), zeros, and Samsung's few notes.
/// </summary>
public sealed class JpegShape : FileShape
{
    private const byte Mark = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    private readonly List<byte> trailer = [];
    private Place place = Place.Marker;
    private int lengthHigh = -1;
    private int skip;
    private int padding;
    private bool scanFollows;
    private bool hasScan;

    private enum Place
    {
        Marker,
        Code,
        Length,
        Segment,
        Scan,
        CodeInScan,
        AfterEnd,
        Broken,
    }

    /// <summary>What it begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [Mark, StartOfImage, Mark];

    /// <inheritdoc/>
    public override bool IsWhole => place == Place.AfterEnd && hasScan && (trailer.Count == 0 || SamsungTrailer.IsOne([.. trailer], padding));

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && place != Place.Broken)
        {
            // What is only passed over is passed over in one step; all else is read byte by byte.
            var pass = place switch
            {
                Place.Segment => Math.Min(skip, bytes.Length),
                Place.Scan => bytes.IndexOf(Mark) is >= 0 and var mark ? mark : bytes.Length,
                _ => 0,
            };
            bytes = bytes[pass..];
            if (place == Place.Segment && (skip -= pass) == 0)
                place = scanFollows ? Place.Scan : Place.Marker;
            else if (!bytes.IsEmpty)
                bytes = Step(bytes);
        }
    }

    private ReadOnlySpan<byte> Step(ReadOnlySpan<byte> bytes)
    {
        var next = bytes[0];
        place = place switch
        {
            Place.Marker => next == Mark ? Place.Code : Place.Broken,
            Place.Code => AfterCode(next),
            Place.Length => AfterLength(next),
            Place.Scan => Place.CodeInScan,
            // Within a scan, FF 00 is the byte FF itself and FF D0 to D7 are milestones.
            Place.CodeInScan when next is 0x00 or (>= 0xD0 and <= 0xD7) => Place.Scan,
            Place.CodeInScan when next == Mark => Place.CodeInScan,
            Place.CodeInScan => AfterCode(next),
            Place.AfterEnd => AfterEnd(next),
            _ => Place.Broken,
        };
        return bytes[1..];
    }

    private Place AfterCode(byte code)
    {
        scanFollows = code == StartOfScan;
        hasScan |= scanFollows;
        return code switch
        {
            Mark => Place.Code,
            StartOfImage or 0x01 or (>= 0xD0 and <= 0xD7) => Place.Marker,
            EndOfImage => Place.AfterEnd,
            0x00 => Place.Broken,
            _ => Place.Length,
        };
    }

    private Place AfterLength(byte next)
    {
        if (lengthHigh < 0)
        {
            lengthHigh = next;
            return Place.Length;
        }

        // The length counts its own two bytes.
        skip = (lengthHigh << 8) + next - 2;
        lengthHigh = -1;
        return skip switch
        {
            < 0 => Place.Broken,
            0 => scanFollows ? Place.Scan : Place.Marker,
            _ => Place.Segment,
        };
    }

    private Place AfterEnd(byte next)
    {
        if (next == 0 && trailer.Count == 0)
        {
            padding++;
            return Place.AfterEnd;
        }

        trailer.Add(next);
        if (trailer is [Mark, StartOfImage])
        {
            trailer.Clear();
            padding = 0;
            return Place.Marker;
        }

        return trailer.Count > SamsungTrailer.Longest ? Place.Broken : Place.AfterEnd;
    }
}

/// <summary>
/// The notes that Samsung's cameras append to nearly every photo (time, network): blocks, a directory "SEFH" that
/// covers them all, its length, and "SEFT". Longer ones carry a film, which is no photo any more.
/// </summary>
internal static class SamsungTrailer
{
    /// <summary>Notes are some hundred bytes; there is no room here for much else.</summary>
    public const int Longest = 2048;

    private const int Entry = 12;

    /// <param name="trailer">What follows the picture, from the first byte that is not zero.</param>
    /// <param name="padding">The zeros before; a note may begin with some.</param>
    public static bool IsOne(ReadOnlySpan<byte> trailer, int padding)
    {
        if (trailer.Length < 20 || !trailer[^4..].SequenceEqual("SEFT"u8) || LooksLikeCode(trailer))
            return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[^8..]);
        if (length < 12 || length > trailer.Length - 8)
            return false;
        var blocks = trailer.Length - 8 - (int)length;
        var directory = trailer.Slice(blocks, (int)length);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(directory[8..]);
        if (!directory.StartsWith("SEFH"u8) || length != 12 + (count * Entry))
            return false;

        // Each entry points backwards from the directory; together they leave no gap before it.
        long described = 0;
        for (var at = 12; at < directory.Length; at += Entry)
            described += BinaryPrimitives.ReadUInt32LittleEndian(directory[(at + 8)..]);
        return described >= blocks && described <= blocks + padding;
    }

    private static bool LooksLikeCode(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("<?"u8) >= 0 || bytes.IndexOf("<!"u8) >= 0 || bytes.IndexOf("<s"u8) >= 0 || bytes.IndexOf("<S"u8) >= 0
        || bytes.IndexOf("<h"u8) >= 0 || bytes.IndexOf("<H"u8) >= 0 || bytes.IndexOf("#!"u8) >= 0 || bytes.IndexOf("MZ"u8) >= 0 || bytes.IndexOf("PK"u8) >= 0;
}
