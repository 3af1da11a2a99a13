using Kumoten.Functions.Platform;

namespace Kumoten.Tests.Platform;

public class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData(" kept ", "\" kept \"")]
    [InlineData("-7.50", "-7.50")]
    [InlineData("", "")]
    public void A_cell_is_quoted_when_it_must_be(string cell, string written) => Assert.Equal($"{written},x\r\n", Csv.Line(cell, "x"));

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil\")")]
    [InlineData("+60129518808")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("  =1")]
    [InlineData("＝1")]
    public void Words_that_a_spreadsheet_would_run_are_shown_instead(string words) => Assert.Equal("'" + words, Csv.Words(words));

    [Theory]
    [InlineData("Refund of order KM-1001", "Refund of order KM-1001")]
    [InlineData("Bayaran balik 100% = semua", "Bayaran balik 100% = semua")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Other_words_stay_as_they_are(string? words, string cell) => Assert.Equal(cell, Csv.Words(words));
}
