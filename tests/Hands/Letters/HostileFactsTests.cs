using System.Net;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Doors.Appeals;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Hands.Letters;
using Kumoten.Functions.Platform.Printing;
using Kumoten.Tests.Support;
using UglyToad.PdfPig;

namespace Kumoten.Tests.Hands.Letters;

public class HostileFactsTests
{
    /// <summary>What is given, and what stands in the letter.</summary>
    public static TheoryData<string, string> Harmless => new()
    {
        { "{{ 7 * 7 }} {{ include \"seller.en\" }}", "{{ 7 * 7 }} {{ include \"seller.en\" }}" },
        { "{{ for i in 1..100000000 }}x{{ end }}", "{{ for i in 1..100000000 }}x{{ end }}" },
        { "{% raw %} }} {{", "{% raw %} }} {{" },
        { "<script>alert('x')</script>", "<script>alert('x')</script>" },
        { "</td></table></body></html>", "</td></table></body></html>" },
        { "]]> <!-- <![CDATA[ <?xml ?> <!DOCTYPE a>", "]]> <!-- <![CDATA[ <?xml ?> <!DOCTYPE a>" },
        { "&lt;b&gt; &amp; &#60; &copy;", "&lt;b&gt; &amp; &#60; &copy;" },
        { "\" onload=\"alert(1) ' x='", "\" onload=\"alert(1) ' x='" },
        { "(\\) Tj ET endstream %PDF", "(\\) Tj ET endstream %PDF" },
        { "abc\u202Ecba\u202C \u2067left\u2069 \u200Fmark\u200E", "abccba left mark" },
        { "La\u200Bza\u200Cda\u200D pro\u00ADduct\uFEFF", "Lazada product" },
        { "two  spaces \u00A0 and\u3000wide ones", "two spaces and wide ones" },
        { "深圳市“龍華”電子、無線耳機（黑色）アイウ", "深圳市“龍華”電子、無線耳機（黑色）アイウ" },
        { "தமிழ் ஸ்ரீ க்‌ஷ 3½ ௹", "தமிழ் ஸ்ரீ க்‌ஷ 3½ ௹" },
        { "Crème brûlée, ñ, Łódź, Ελλάδα, Кофе, Tiếng Việt, e\u0301", "Crème brûlée, ñ, Łódź, Ελλάδα, Кофе, Tiếng Việt, e\u0301" },
        { "RM 12.90 – 20% off… €5 • ® ™ ©", "RM 12.90 – 20% off… €5 • ® ™ ©" },
    };

    /// <summary>What is given, and which character the seller is told of.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "a null\0byte", "U+0000" },
        { "a bell\u0007", "U+0007" },
        { "an escape\u001B[31m", "U+001B" },
        { "thumbs up \U0001F44D", "U+1F44D" },
        { "family \U0001F468\u200D\U0001F469", "U+1F468" },
        { "lost on the way \uFFFD", "U+FFFD" },
        { "delete\u007F and \u009F", "U+007F, U+009F" },
        { "العربية", "U+0627" },
        { "עברית", "U+05E2" },
        { "हिन्दी", "U+0939" },
        { "한국어", "U+D55C" },
        { "private \uE000", "U+E000" },
        { "\u200B\u200E", "Nothing of this text is visible" },
    };

    [Theory, MemberData(nameof(Harmless))]
    public void Text_that_looks_like_code_is_printed_as_it_was_typed(string given, string shown)
    {
        var letter = With(given);
        Assert.True(new AppealFactsValidator().Validate(letter.Facts).IsValid);

        foreach (var language in new[] { "en", "ms" })
        {
            foreach (var violation in Enum.GetValues<Violation>())
            {
                var page = LetterWriter.Write(letter with { Facts = letter.Facts with { Violation = violation.ApiName(), Language = language } });
                Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
                var words = LetterMarkup.Read(page).ToPlainText();
                // Three times the shop (letterhead, table, signature), once each of the other six.
                Assert.Equal(9, words.Split(shown).Length - 1);
            }
        }

        using var pdf = PdfDocument.Open(LetterPdf.Print(LetterWriter.Write(letter)));
        Assert.NotEqual(0, pdf.NumberOfPages);
    }

    [Theory, MemberData(nameof(Refused))]
    public void What_cannot_be_printed_is_refused_by_field_and_named(string given, string named)
    {
        var errors = new AppealFactsValidator().Validate(With(given).Facts).Errors.ToLookup(error => error.PropertyName, error => error.ErrorMessage);
        foreach (var field in new[] { "LazadaShop", "ProductName", "Sku", "LazadaSku", "Explanation", "CorrectiveActions[0]", "PreventiveActions[0]" })
            Assert.Contains(named, Assert.Single(errors[field]), StringComparison.Ordinal);
        Assert.All(errors, field => Assert.All(field, message => Assert.DoesNotContain(message, char.IsControl)));
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        var error = Assert.Single(new AppealFactsValidator().Validate(With("x").Facts with { Sku = "\uD83D!" }).Errors);
        Assert.Equal("Sku", error.PropertyName);
        Assert.Contains("U+D83D", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_characters_are_refused_by_field()
    {
        var errors = new AppealFactsValidator().Validate(With(new string('x', 10_000)).Facts).Errors.Select(error => error.PropertyName);
        Assert.Equal(["LazadaShop", "ProductName", "Sku", "LazadaSku", "Explanation", "CorrectiveActions[0]", "PreventiveActions[0]"], errors);
    }

    [Fact]
    public void The_longest_facts_that_are_taken_fit_into_a_letter()
    {
        var letter = With("x");
        var longest = letter.Facts with
        {
            LazadaShop = new string('中', 200),
            ProductName = new string('W', 300),
            Sku = new string('W', 100),
            LazadaSku = new string('W', 100),
            Explanation = string.Concat(Enumerable.Repeat("அ\n", 2500)),
            CorrectiveActions = [.. Enumerable.Repeat(new string('&', 1000), 20)],
            PreventiveActions = [.. Enumerable.Repeat(new string('<', 1000), 20)],
        };
        var result = new AppealFactsValidator().Validate(longest);
        Assert.True(result.IsValid, result.ToString());
        using var pdf = PdfDocument.Open(LetterPdf.Print(LetterWriter.Write(letter with { Facts = longest })));
        Assert.All(pdf.GetPages().SelectMany(page => page.Letters), sign => Assert.InRange(sign.EndBaseLine.X, 60, LetterLayout.Right + 3));
    }

    [Theory]
    [InlineData("\\u0000", "U+0000")]
    [InlineData("\\ud83d", null)]
    [InlineData("\\ud83d\\udc4d", "U+1F44D")]
    public async Task The_form_answers_400_for_what_cannot_be_printed(string json, string? named)
    {
        await using var backend = await Backend.StartAsync();
        var body = """{"appeal":{"lazadaShop":"A@","productName":"P","sku":"S","lazadaSku":"L","violation":"other","noticeDate":"2026-11-02","penaltyPoints":0,"explanation":"E","correctiveActions":["C"],"language":"en"}}""".Replace("@", json, StringComparison.Ordinal);
        var answer = (await backend.PostAsync("seller:S-100", "/api/appeals/preview", body)).Expect(HttpStatusCode.BadRequest);
        if (named is not null)
            Assert.Contains(named, (string)answer.Json["errors"]!["appeal.lazadaShop"]![0]!, StringComparison.Ordinal);
    }

    private static LetterContent With(string text)
    {
        var letter = LetterTools.Sample(Violation.Other, "en");
        return letter with
        {
            Declined = null,
            Evidence = [],
            Facts = letter.Facts with { LazadaShop = text, ProductName = text, Sku = text, LazadaSku = text, Explanation = text, CorrectiveActions = [text], PreventiveActions = [text] },
        };
    }
}
