using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Hands.Letters;
using Kumoten.Functions.Platform.Printing;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Kumoten.Tests.Hands.Letters;

public class LetterPdfTests(PdfJs reader) : IClassFixture<PdfJs>
{
    [Theory, MemberData(nameof(LetterTemplateTests.Letters), MemberType = typeof(LetterTemplateTests))]
    public void Another_library_reads_every_fact_back_in_order(Violation violation, string language) =>
        AssertInOrder(reader.TextOf(violation, language), Facts(PdfJs.Letter(violation, language)));

    [Fact]
    public void A_syllable_of_several_glyphs_is_copied_as_it_was_written()
    {
        var letter = LetterTools.Sample(Violation.Other, "en");
        letter = letter with { Facts = letter.Facts with { ProductName = "கெட்டி கொள்கை" } };
        using var pdf = PdfDocument.Open(LetterPdf.Print(LetterWriter.Write(letter)));
        var spoken = pdf.GetPages().SelectMany(page => page.GetMarkedContents()).Select(content => content.ActualText).ToList();
        // The vowel sign stands before its consonant on paper and after it in the text.
        Assert.Contains("கெ", spoken);
        Assert.Contains("கொ", spoken);
    }

    [Fact]
    public void Chinese_is_copied_as_the_characters_it_was_written_in()
    {
        var letter = LetterTools.Sample(Violation.Other, "en");
        letter = letter with { Facts = letter.Facts with { ProductName = "深圳龍華 电子无线耳机" } };
        using var pdf = PdfDocument.Open(LetterPdf.Print(LetterWriter.Write(letter)));
        // Not the radicals that look the same.
        Assert.Contains("深圳龍華电子无线耳机", Plain(pdf.GetPage(1).Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_facts_give_the_same_bytes_at_any_time_and_on_any_thread()
    {
        var letter = LetterTools.Sample(Violation.Counterfeit, "ms");
        var first = LetterPdf.Print(LetterWriter.Write(letter));
        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => LetterPdf.Print(LetterWriter.Write(letter)))));
        Assert.All(others, other => Assert.Equal(first, other));
    }

    [Fact]
    public void The_file_is_small_A4_and_says_what_it_is()
    {
        var file = LetterPdf.Print(LetterWriter.Write(LetterTools.Sample(Violation.Counterfeit, "en")));
        using var pdf = PdfDocument.Open(file);
        Assert.InRange(file.Length, 5_000, 60_000);
        Assert.Equal(PageSize.A4, pdf.GetPage(1).Size);
        Assert.Equal("AP-4f0c21d9a7be.1/2", pdf.Information.Title);
        Assert.StartsWith("D:20261110", pdf.Information.CreationDate, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Page 1 of ", "Page 3 of ")]
    [InlineData("ms", "Halaman 1 daripada ", "Halaman 3 daripada ")]
    public void Long_letters_go_on_over_numbered_pages_and_keep_their_margins(string language, string first, string third)
    {
        var letter = LetterTools.Sample(Violation.Other, language);
        letter = letter with
        {
            Facts = letter.Facts with
            {
                Explanation = new string('x', 3000) + "\n" + string.Join(' ', Enumerable.Repeat("supplier", 220)),
                CorrectiveActions = [.. Enumerable.Repeat(new string('中', 1000), 3), "https://example.com/" + new string('a', 500)],
            },
        };
        using var pdf = PdfDocument.Open(LetterPdf.Print(LetterWriter.Write(letter)));
        Assert.Contains(Plain(first), Plain(pdf.GetPage(1).Text), StringComparison.Ordinal);
        Assert.Contains(Plain(third), Plain(pdf.GetPage(3).Text), StringComparison.Ordinal);
        Assert.All(pdf.GetPages().SelectMany(page => page.Letters), sign => Assert.InRange(sign.EndBaseLine.X, 60, LetterLayout.Right + 3));
        Assert.Equal(3000, pdf.GetPages().Sum(page => page.Text.Count(c => c == 'x')) - LetterMarkup.Read(LetterWriter.Write(letter with { Facts = letter.Facts with { Explanation = "-" } })).ToPlainText().Count(c => c == 'x'));
    }

    private static string[] Facts(LetterContent letter) =>
    [
        letter.Facts.LazadaShop, MalaysiaTime.InWords(letter.Date, letter.Facts.Language), letter.Reference, letter.CaseId, letter.Facts.LazadaShop, letter.SellerId,
        letter.Facts.ProductName, letter.Facts.Sku, letter.Facts.LazadaSku, MalaysiaTime.InWords(letter.Facts.NoticeDate!.Value, letter.Facts.Language), "3",
        MalaysiaTime.InWords(letter.Facts.Deadline!.Value, letter.Facts.Language), letter.Declined!.Reference, .. LetterText.Paragraphs(letter.Facts.Explanation),
        .. letter.Facts.CorrectiveActions, .. letter.Facts.PreventiveActions, .. letter.Evidence.Select(e => e.Name), "3", letter.Reference, letter.Facts.LazadaShop,
    ];

    private static void AssertInOrder(string text, IEnumerable<string> facts)
    {
        var plain = Plain(text);
        var position = 0;
        foreach (var fact in facts.Select(Plain))
        {
            var at = plain.IndexOf(fact, position, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{fact}' is not in: {plain[position..]}");
            position = at + fact.Length;
        }
    }

    // Where a line breaks is no part of what it says; a page's footer may come in between.
    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
