using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>A PDF from outside would take more room or time than a letter has for it.</summary>
public sealed class PdfTooLargeException() : Exception("The PDF unpacks to more than a letter has room for.");

/// <summary>
/// The filters that unpack a PDF's streams, with a bound on all of them together. <see cref="PdfBounds"/> has looked at the file
/// from outside; this is what the library really unpacks, whatever a stream was called and however often it was packed.
/// </summary>
internal sealed class BoundedFilters : IFilterProvider
{
    // Of what a letter takes over, only the pages' drawing orders and bundles of objects are unpacked; pictures and fonts are not.
    private const long MaxUnpacked = 4 * 1024 * 1024;

    // What its filter needs for a line of a picture before it has seen the first one.
    private const long MaxLine = 1024 * 1024;

    // LZW unpacks a thousandfold at most, and a letter meets it in old scans only: a few kilobytes at a time.
    private const int LzwCosts = 85;

    private readonly IFilterProvider inner = DefaultFilterProvider.Instance;
    private long left = MaxUnpacked;
    private long objectsLeft = PdfBounds.MaxObjects;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary)
    {
        if (dictionary.TryGet(NameToken.Type, out NameToken type) && type.Data == "ObjStm")
            objectsLeft -= dictionary.TryGet(NameToken.N, out NumericToken number) ? number.Int : throw new PdfTooLargeException();
        return objectsLeft >= 0 ? Bounded(inner.GetFilters(dictionary)) : throw new PdfTooLargeException();
    }

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bounded(inner.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bounded(inner.GetAllFilters());

    private IReadOnlyList<IFilter> Bounded(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new Bound(filter, this))];

    private void Take(long bytes)
    {
        left -= bytes;
        if (left < 0)
            throw new PdfTooLargeException();
    }

    private sealed class Bound(IFilter filter, BoundedFilters all) : IFilter
    {
        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (LineOf(DecodeParameterResolver.GetFilterParameters(streamDictionary, filterIndex)) > MaxLine)
                throw new PdfTooLargeException();
            all.Take(filter switch
            {
                FlateFilter => Inflated(input),
                RunLengthFilter => RunLength(input.Span),
                LzwFilter => (long)input.Length * LzwCosts,
                // One letter stands for four bytes at most.
                Ascii85Filter => (long)input.Length * 4,
                _ => input.Length,
            });
            return filter.Decode(input, streamDictionary, filterProvider, filterIndex);
        }

        private static double LineOf(DictionaryToken parameters) =>
            Number(parameters, "Columns", 1) * Number(parameters, "Colors", 1) * Number(parameters, "BitsPerComponent", 8) / 8;

        private static double Number(DictionaryToken parameters, string name, double otherwise) =>
            parameters.TryGet(NameToken.Create(name), out NumericToken number) ? Math.Abs(number.Double) : otherwise;

        private long Inflated(Memory<byte> input)
        {
            if (input.Length < 3)
                return 0;
            using var packed = new MemoryStream(input[2..].ToArray(), writable: false);
            using var unpacked = new DeflateStream(packed, CompressionMode.Decompress);
            var piece = new byte[16 * 1024];
            long size = 0;
            try
            {
                for (int read; size <= all.left && (read = unpacked.Read(piece)) > 0;)
                    size += read;
            }
            catch (InvalidDataException)
            {
                // The library will say so; what came out before counts.
            }

            return size;
        }

        private static long RunLength(ReadOnlySpan<byte> input)
        {
            long size = 0;
            for (var at = 0; at < input.Length && input[at] != 128;)
            {
                var isRun = input[at] > 128;
                size += isRun ? 257 - input[at] : input[at] + 1;
                at += isRun ? 2 : input[at] + 2;
            }

            return size;
        }
    }
}
