using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Platform.Printing;
using SkiaSharp;
using UglyToad.PdfPig.Writer;
using ParsingOptions = UglyToad.PdfPig.ParsingOptions;
using PdfDocument = UglyToad.PdfPig.PdfDocument;

namespace Kumoten.Functions.Hands.Letters;

/// <summary>A document to be appended to a letter.</summary>
/// <param name="Evidence">Its name and kind, as the letter lists it.</param>
/// <param name="Content">Its bytes: PDF, PNG, JPEG or WebP.</param>
public sealed record Annex(Evidence Evidence, ReadOnlyMemory<byte> Content);

/// <summary>What came of appending annexes.</summary>
public abstract record AnnexResult
{
    private AnnexResult()
    {
    }

    /// <summary>The letter with all its annexes.</summary>
    /// <param name="File">The PDF.</param>
    public sealed record Appended(byte[] File) : AnnexResult;

    /// <summary>A document that cannot be appended; the letter goes without it, or the seller uploads another.</summary>
    /// <param name="Number">The annex's number.</param>
    /// <param name="Code">What is wrong, by name.</param>
    /// <param name="Sentence">What the seller can do.</param>
    public sealed record Refused(int Number, string Code, string Sentence) : AnnexResult;
}

/// <summary>
/// Appends evidence to a printed letter as numbered annexes, so that one file is uploaded. Pure: bytes in, bytes
/// out, the same for the same. A picture stands on a page under its number; a PDF follows a page with its number.
/// </summary>
public static class Annexes
{
    private const int MaxPages = 100;

    // One document at a time is opened, of whatever letter: what it becomes stands in memory. Nothing is waited for meanwhile.
    private static readonly Lock Opening = new();

    // A chain of objects is followed to its end: this holds the longest that PdfBounds lets pass.
    private const int Stack = 64 * 1024 * 1024;

    /// <summary>Appends annexes in their order.</summary>
    /// <param name="letter">What the letter says.</param>
    /// <param name="file">The printed letter.</param>
    /// <param name="annexes">The documents; annex 1 is the first.</param>
    /// <returns>The one file, or the first document that cannot be appended.</returns>
    public static AnnexResult Append(LetterContent letter, byte[] file, IReadOnlyList<Annex> annexes)
    {
        lock (Opening)
            return AppendAll(letter, file, annexes);
    }

    /// <summary>Judges whether a document can be appended.</summary>
    /// <param name="number">The annex's number.</param>
    /// <param name="annex">The document.</param>
    /// <returns>Why it cannot; null when it can.</returns>
    public static AnnexResult.Refused? Refusal(int number, Annex annex)
    {
        lock (Opening)
            return IsPdf(annex) ? RefusePdf(number, annex) : RefusePicture(number, annex);
    }

    private static AnnexResult AppendAll(LetterContent letter, byte[] file, IReadOnlyList<Annex> annexes)
    {
        var parts = new List<byte[]> { file };
        for (var number = 1; number <= annexes.Count; number++)
        {
            var annex = annexes[number - 1];
            if (Refusal(number, annex) is { } refused)
                return refused;
            var title = Title(letter, number, annex.Evidence);
            if (IsPdf(annex))
            {
                parts.Add(LetterPdf.Print(title, picture: null));
                parts.Add(annex.Content.ToArray());
            }
            else
            {
                using var data = SKData.CreateCopy(annex.Content.Span);
                using var codec = SKCodec.Create(data);
                using var image = SKImage.FromEncodedData(data);
                parts.Add(LetterPdf.Print(title, new Picture(image, codec.EncodedOrigin)));
            }
        }

        return new AnnexResult.Appended(parts.Count == 1 ? file : Merge(parts));
    }

    private static bool IsPdf(Annex annex) => annex.Content.Span.StartsWith("%PDF-"u8);

    private static AnnexResult.Refused? RefusePicture(int number, Annex annex)
    {
        if (!PictureSize.Fits(annex.Content.Span))
            return new(number, "annex.tooManyPixels", $"Annex {number} ({annex.Evidence.Name}) is too large a picture. Save it smaller, or as a JPEG, and upload it again.");
        using var data = SKData.CreateCopy(annex.Content.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null)
            return new(number, "annex.unknownFormat", $"Annex {number} ({annex.Evidence.Name}) is no PDF, PNG, JPEG or WebP that can be read. Save it as one of these and upload it again.");
        // A header that can be read promises nothing of the picture behind it.
        using var image = SKImage.FromEncodedData(data);
        return image is null
            ? new(number, "annex.damaged", $"Annex {number} ({annex.Evidence.Name}) is a damaged picture. Save it anew and upload it again.")
            : null;
    }

    private static AnnexResult.Refused? RefusePdf(int number, Annex annex)
    {
        using var file = new MemoryStream(annex.Content.ToArray(), writable: false);
        if (!PdfBounds.Fit(file))
            return TooLarge(number, annex);
        try
        {
            return OnStack(() => RefuseOpened(number, annex));
        }
        catch (UglyToad.PdfPig.Exceptions.PdfDocumentEncryptedException)
        {
            return new(number, "annex.encrypted", $"Annex {number} ({annex.Evidence.Name}) is protected by a password. Save it without and upload it again.");
        }
        catch (Exception broken) when (broken is PdfTooLargeException || broken.InnerException is PdfTooLargeException)
        {
            return TooLarge(number, annex);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // A file from outside: the library throws whatever the damage leads it to (null references, casts, fonts).
            return new(number, "annex.damaged", $"Annex {number} ({annex.Evidence.Name}) is a damaged PDF. Save it anew and upload it again.");
        }
    }

    private static AnnexResult.Refused TooLarge(int number, Annex annex) =>
        new(number, "annex.unpacksTooLarge", $"Annex {number} ({annex.Evidence.Name}) would take far more room in the letter than its size says. Print it to a PDF anew, or upload its pages as pictures.");

    private static AnnexResult.Refused? RefuseOpened(int number, Annex annex)
    {
        using (var pdf = Open(annex.Content.ToArray()))
        {
            if (pdf.IsEncrypted)
                return new(number, "annex.encrypted", $"Annex {number} ({annex.Evidence.Name}) is protected by a password. Save it without and upload it again.");
            if (pdf.NumberOfPages is 0 or > MaxPages)
                return new(number, "annex.pages", $"Annex {number} ({annex.Evidence.Name}) has {pdf.NumberOfPages} pages; 1 to {MaxPages} can be appended.");
        }

        // Merged once by itself: what cannot be taken over here would break the whole file.
        _ = Join([annex.Content.ToArray()]);
        return null;
    }

    private static PdfDocument Open(byte[] file) => PdfDocument.Open(file, new ParsingOptions { FilterProvider = new BoundedFilters() });

    private static byte[] Join(IReadOnlyList<byte[]> parts)
    {
        var joined = new PdfDocumentBuilder();
        foreach (var part in parts)
        {
            using var pdf = Open(part);
            for (var page = 1; page <= pdf.NumberOfPages; page++)
                joined.AddPage(pdf, page);
        }

        return joined.Build();
    }

    private static T OnStack<T>(Func<T> work)
    {
        var (result, failure) = (default(T)!, default(ExceptionDispatchInfo));
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        }, Stack);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    // PdfPig puts a random identity at the end of what it merges; ours is made of what was merged.
    private static byte[] Merge(List<byte[]> parts)
    {
        var merged = OnStack(() => Join(parts));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
            hash.AppendData(SHA256.HashData(part));
        var identity = Encoding.ASCII.GetBytes(Convert.ToHexString(hash.GetHashAndReset()));
        var trailer = merged.AsSpan()[merged.AsSpan().LastIndexOf("trailer"u8)..];
        var at = trailer.IndexOf("/ID"u8);
        if (at < 0)
            return merged;
        var isInHex = false;
        var digit = 0;
        foreach (ref var sign in trailer[at..])
        {
            if (sign == (byte)']')
                break;
            if (isInHex && sign != (byte)'>')
                sign = identity[digit++ % identity.Length];
            isInHex = sign == (byte)'<' || (isInHex && sign != (byte)'>');
        }

        return merged;
    }

    private static LetterMarkup Title(LetterContent letter, int number, Evidence evidence)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"{(letter.Facts.Language == "ms" ? "Lampiran" : "Annex")} {number}");
        return new LetterMarkup(letter.Facts.Language, $"{letter.Reference} – {label}", letter.Date,
            [new(BlockKind.Title, [[new(label, true)]]), new(BlockKind.Paragraph, [[new(LetterFonts.Shared.Printable(LetterText.Line(evidence.Name)), false)]])]);
    }
}
