using SkiaSharp;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>
/// Prints a letter: A4, fonts embedded as far as used, text that can be searched and copied. The same page gives
/// the same bytes: dates in the file are the letter's, and nothing in it is random.
/// </summary>
public static class LetterPdf
{
    private static readonly SKColor Ink = new(0x1A, 0x1A, 0x1A);
    private static readonly SKColor Grey = new(0x55, 0x55, 0x55);
    private static readonly SKColor RuleBlue = new(0x0F, 0x14, 0x6D);

    /// <summary>Prints a letter's page.</summary>
    /// <param name="page">The page.</param>
    /// <returns>The PDF.</returns>
    /// <exception cref="InvalidOperationException">The page's template uses markup that a printed letter does not know.</exception>
    public static byte[] Print(string page)
    {
        var letter = LetterMarkup.Read(page);
        return Print(letter, LetterLayout.Set(letter, hasPageNumbers: true), picture: null);
    }

    // An annex's own page: its title, and the picture if it is one. It has no number among the letter's pages.
    internal static byte[] Print(LetterMarkup annex, Picture? picture) => Print(annex, LetterLayout.Set(annex, hasPageNumbers: false), picture);

    private static byte[] Print(LetterMarkup letter, IReadOnlyList<PlacedPage> pages, Picture? picture)
    {
        var fonts = new Dictionary<LetterFont, FontSubset>();
        try
        {
            // In the order of first use, so that the file is the same each time.
            foreach (var ofFont in pages.SelectMany(p => p.Texts).SelectMany(text => text.Runs).GroupBy(run => run.Font))
                fonts.Add(ofFont.Key, FontSubset.Of(ofFont.Key, ofFont));
            return Draw(letter, pages, fonts, picture);
        }
        finally
        {
            foreach (var font in fonts.Values)
                font.Dispose();
        }
    }

    private static byte[] Draw(LetterMarkup letter, IReadOnlyList<PlacedPage> pages, Dictionary<LetterFont, FontSubset> fonts, Picture? picture)
    {
        var written = letter.Date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        using var file = new MemoryStream();
        using (var document = SKDocument.CreatePdf(file, new SKDocumentPdfMetadata
        {
            Title = letter.Title,
            Producer = "Kumoten",
            Creation = written,
            Modified = written,
            RasterDpi = SKDocument.DefaultRasterDpi,
            EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
        }))
        {
            using var ink = new SKPaint { Color = Ink };
            using var grey = new SKPaint { Color = Grey };
            using var rule = new SKPaint { Color = RuleBlue, StrokeWidth = 0.8f };
            foreach (var page in pages)
            {
                var canvas = document.BeginPage(LetterLayout.PageWidth, LetterLayout.PageHeight);
                foreach (var y in page.Rules)
                    canvas.DrawLine(LetterLayout.Left, y, LetterLayout.Right, y, rule);
                foreach (var text in page.Texts)
                    DrawText(canvas, text, fonts, text.IsGrey ? grey : ink);
                if (picture is not null && page == pages[^1])
                    DrawPicture(canvas, picture);
                document.EndPage();
            }

            document.Close();
        }

        return file.ToArray();
    }

    private static void DrawText(SKCanvas canvas, PlacedText text, Dictionary<LetterFont, FontSubset> fonts, SKPaint paint)
    {
        var x = text.X;
        foreach (var run in text.Runs)
        {
            var subset = fonts[run.Font];
            using var font = new SKFont(subset.Typeface, text.Size) { Hinting = SKFontHinting.None, Subpixel = true, LinearMetrics = true };
            using var builder = new SKTextBlobBuilder();
            // The text goes along with its glyphs, so that a syllable of several glyphs is copied as it was written.
            var glyphs = builder.AllocatePositionedTextRun(font, run.Glyphs.Length, run.Utf8.Length);
            glyphs.SetGlyphs(Array.ConvertAll(run.Glyphs, glyph => subset[glyph.Id]));
            glyphs.SetPositions(Array.ConvertAll(run.Glyphs, glyph => new SKPoint(glyph.X * text.Size, glyph.Y * text.Size)));
            glyphs.SetText(run.Utf8);
            glyphs.SetClusters(Array.ConvertAll(run.Glyphs, glyph => glyph.Cluster));
            using var blob = builder.Build();
            canvas.DrawText(blob, x, text.Y, paint);
            x += run.Width * text.Size;
        }
    }

    private static void DrawPicture(SKCanvas canvas, Picture picture)
    {
        var (image, origin) = picture;
        // A photo is stored as the camera saw it; how the camera was held stands beside it.
        var degrees = origin switch { SKEncodedOrigin.RightTop => 90, SKEncodedOrigin.BottomRight => 180, SKEncodedOrigin.LeftBottom => 270, _ => 0 };
        var (width, height) = degrees is 90 or 270 ? (image.Height, image.Width) : (image.Width, image.Height);
        var room = LetterLayout.PictureRoom;
        // Fitted into the room, and never enlarged beyond a point for each pixel.
        var scale = Math.Min(1, Math.Min(room.Width / width, room.Height / height));
        canvas.Save();
        canvas.Translate(room.Left + (width * scale / 2), room.Top + (height * scale / 2));
        canvas.RotateDegrees(degrees);
        canvas.Scale(scale);
        canvas.DrawImage(image, -image.Width / 2f, -image.Height / 2f);
        canvas.Restore();
    }
}
