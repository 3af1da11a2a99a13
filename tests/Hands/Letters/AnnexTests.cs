using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Hands.Letters;
using Kumoten.Functions.Platform.Printing;
using SkiaSharp;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Kumoten.Tests.Hands.Letters;

public class AnnexTests
{
    private static readonly LetterContent Letter = LetterTools.Sample(Violation.Counterfeit, "en");
    private static readonly byte[] File = LetterPdf.Print(LetterWriter.Write(Letter));

    [Fact]
    public void Pictures_and_pdfs_follow_the_letter_under_their_numbers()
    {
        var all = Append(Picture("photo \U0001F44D.png", SKEncodedImageFormat.Png), Pdf("certificate.pdf", 2), Picture("scan.jpg", SKEncodedImageFormat.Jpeg), Picture("web.webp", SKEncodedImageFormat.Webp));

        using var pdf = PdfDocument.Open(Assert.IsType<AnnexResult.Appended>(all).File);
        var pages = pdf.GetPages().Select(page => page.Text).ToList();
        using var alone = PdfDocument.Open(File);
        Assert.Equal(alone.NumberOfPages + 1 + 3 + 1 + 1, pages.Count);
        Assert.Equal(alone.GetPages().Select(page => page.Text), pages.Take(alone.NumberOfPages));
        var annexes = pages.Skip(alone.NumberOfPages).ToList();
        Assert.StartsWith("Annex 1photo _.png", annexes[0], StringComparison.Ordinal);
        Assert.StartsWith("Annex 2certificate.pdf", annexes[1], StringComparison.Ordinal);
        Assert.Equal(["page 1 of the certificate", "page 2 of the certificate"], annexes[2..4]);
        Assert.StartsWith("Annex 3scan.jpg", annexes[4], StringComparison.Ordinal);
        Assert.Single(pdf.GetPage(alone.NumberOfPages + 1).GetImages());
        Assert.Single(pdf.GetPage(alone.NumberOfPages + 5).GetImages());
        Assert.Single(pdf.GetPage(alone.NumberOfPages + 6).GetImages());
    }

    [Fact]
    public void The_same_annexes_give_the_same_bytes()
    {
        var (picture, pdf) = (Picture("a.png", SKEncodedImageFormat.Png), Pdf("b.pdf", 1));
        AnnexResult Once() => Append(picture, pdf);
        Assert.Equal(((AnnexResult.Appended)Once()).File, ((AnnexResult.Appended)Once()).File);
    }

    [Fact]
    public void A_letter_without_annexes_stays_as_it_is() => Assert.Equal(File, ((AnnexResult.Appended)Append()).File);

    [Theory]
    [InlineData("text", "annex.unknownFormat")]
    [InlineData("%PDF-1.7 and then nothing of it", "annex.damaged")]
    [InlineData("", "annex.unknownFormat")]
    [InlineData("\u0089PNG broken", "annex.unknownFormat")]
    public void What_cannot_be_appended_is_refused_by_name(string content, string code)
    {
        var refused = Assert.IsType<AnnexResult.Refused>(Append(Pdf("good.pdf", 1), new Annex(new("bad.pdf", "permit"), System.Text.Encoding.Latin1.GetBytes(content))));
        Assert.Equal((2, code), (refused.Number, refused.Code));
        Assert.Contains("bad.pdf", refused.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_damaged_pdf_is_appended_or_refused_and_never_breaks_the_letter(int seed)
    {
        var random = new Random(seed);
        var good = Pdf("good.pdf", 1).Content.ToArray();
        for (var tries = 0; tries < 100; tries++)
        {
            var damaged = good.ToArray();
            for (var bytes = random.Next(1, 12); bytes > 0; bytes--)
                damaged[random.Next(5, damaged.Length)] = (byte)"0123456789<>[]/() R"[random.Next(19)];
            if (Append(new Annex(new("damaged.pdf", "permit"), damaged)) is AnnexResult.Appended appended)
            {
                using var pdf = PdfDocument.Open(appended.File);
                Assert.Contains("AP-4f0c21d9a7be.1/2", pdf.GetPage(1).Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_pdf_with_too_many_pages_is_refused() =>
        Assert.Equal("annex.pages", Assert.IsType<AnnexResult.Refused>(Append(Pdf("book.pdf", 101))).Code);

    private static AnnexResult Append(params Annex[] annexes) => Annexes.Append(Letter, File, annexes);

    private static Annex Picture(string name, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(1200, 400);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(format, 90);
        return new Annex(new Evidence(name, "productPhoto"), data.ToArray());
    }

    private static Annex Pdf(string name, int pages)
    {
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        for (var i = 1; i <= pages; i++)
            builder.AddPage(PageSize.A4).AddText($"page {i} of the certificate", 12, new PdfPoint(50, 700), font);
        return new Annex(new Evidence(name, "authorisationLetter"), builder.Build());
    }
}
