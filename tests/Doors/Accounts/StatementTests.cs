using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.VisualBasic.FileIO;

namespace Kumoten.Tests.Doors.Accounts;

public class StatementTests : BackendTest
{
    private const string Account = "/api/accounts/S-1/statement";
    private Ledger ledger = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        ledger = Backend.Services.GetRequiredService<Ledger>();
    }

    [Fact]
    public async Task A_statement_opens_with_what_the_month_before_left_and_closes_with_what_it_leaves()
    {
        await PostAsync("2026-11-30T23:59:59.999+08:00", "A", 10000);
        await PostAsync("2026-12-01T00:00:00+08:00", "B", -2500);
        await PostAsync("2026-12-31T23:59:59+08:00", "C", 700);
        await PostAsync("2027-02-01T00:00:00+08:00", "D", 1);

        await ExpectAsync("?month=2026-10", "0.00", "0.00");
        await ExpectAsync("?month=2026-11", "0.00", "100.00", "A");
        await ExpectAsync("?month=2026-12", "100.00", "82.00", "B", "C");
        await ExpectAsync("?from=2026-12-01&to=2026-12-01", "100.00", "75.00", "B");
        await ExpectAsync("?month=2027-01", "82.00", "82.00");
        await ExpectAsync("", "82.00", "82.01", "D");
        await ExpectAsync("?from=2026-11-01&to=2027-03-31", "0.00", "82.01", "A", "B", "C", "D");
        await ExpectAsync("?month=2027-03", "82.01", "82.01");
    }

    [Fact]
    public async Task A_statement_names_its_account_period_and_currency()
    {
        var statement = (await Backend.GetAsync("seller:S-1", Account)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("S-1", "2026-11-01", "2026-11-30", "MYR"), ((string)statement["sellerId"]!, (string)statement["from"]!, (string)statement["to"]!, (string)statement["currency"]!));
        Assert.Equal(("0.00", "0.00"), ((string)statement["openingBalance"]!, (string)statement["closingBalance"]!));
        Assert.Null(statement["cursor"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".csv")]
    public async Task A_seller_sees_only_that_sellers_statement_and_staff_every_one(string form)
    {
        (await Backend.GetAsync("seller:S-1", Account + form)).Expect(HttpStatusCode.OK);
        (await Backend.GetAsync("agent", Account + form)).Expect(HttpStatusCode.OK);
        (await Backend.GetAsync("service", Account + form)).Expect(HttpStatusCode.OK);
        (await Backend.GetAsync("seller:S-2", Account + form)).Expect(HttpStatusCode.NotFound);
        (await Backend.GetAsync("warehouse", Account + form)).Expect(HttpStatusCode.Forbidden);
        (await Backend.GetAsync(null, Account + form)).Expect(HttpStatusCode.Unauthorized);
        var refused = (await Backend.GetAsync("seller:S-1", Account + form + "?from=2026-11-02&to=2026-11-01")).Expect(HttpStatusCode.BadRequest);
        Assert.NotNull(refused.Json["errors"]!["from"]);
    }

    [Fact]
    public async Task A_long_statement_is_read_page_by_page_as_it_was_when_the_first_page_was_read()
    {
        for (var n = 1; n <= 230; n++)
            await PostAsync(null, $"T{n}", n);
        var first = await PageAsync("");
        // What is entered between two pages belongs to the next reading.
        await PostAsync(null, "T231", 231);
        var second = await PageAsync("?cursor=" + first["cursor"]);
        var third = await PageAsync("?cursor=" + second["cursor"]);
        Assert.Null(third["cursor"]);
        Assert.Equal(Enumerable.Range(1, 230).Select(n => $"T{n}-adjustment"), Ids(first).Concat(Ids(second)).Concat(Ids(third)));
        Assert.Equal(["265.65"], new[] { first, second, third }.Select(page => (string)page["closingBalance"]!).Distinct());
        foreach (var odd in new[] { "soon", "%20", "NTAw", "MS0y" + "MDAw", (string)first["cursor"]! + "&month=2026-10" })
            Assert.NotNull((await Backend.GetAsync("agent", Account + "?cursor=" + odd)).Expect(HttpStatusCode.BadRequest).Json["errors"]!["cursor"]);
    }

    [Fact]
    public async Task The_file_holds_every_entry_of_a_long_account_oldest_first()
    {
        for (var n = 1; n <= 520; n++)
            await PostAsync(null, $"T{n}", 1);
        var rows = Parse((await DownloadAsync("")).Text);
        Assert.Equal(Enumerable.Range(1, 520).Select(n => $"T{n}-adjustment"), rows.Select(row => row["id"]));
        Assert.Equal("5.20", rows[^1]["balanceAfter"]);
    }

    [Fact]
    public async Task The_file_opens_in_a_spreadsheet_and_runs_nothing()
    {
        const string evil = "=HYPERLINK(\"http://evil.example\",\"Click, \"\"now\"\"\")";
        await PostAsync("2026-11-10T23:30:00+08:00", "T1", 10000, evil);
        await PostAsync("2026-11-11T00:05:00+08:00", "T2", -750, "Bayaran balik, \"segera\"\nterima kasih é 谢谢");
        var (text, response) = await DownloadAsync("?month=2026-11");

        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(("attachment", "kumoten-S-1-2026-11-01-to-2026-11-30.csv"), (response.Content.Headers.ContentDisposition!.DispositionType, response.Content.Headers.ContentDisposition.FileName));
        Assert.Equal('\uFEFF', text[0]);
        Assert.StartsWith("at,id,kind,text,orderId,caseId,amount,balanceAfter,currency,by,who\r\n", text[1..], StringComparison.Ordinal);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        var rows = Parse(text);
        Assert.Equal(2, rows.Count);
        Assert.Equal(["2026-11-10 23:30", "T1-adjustment", "adjustment", "'" + evil, "", "", "100.00", "100.00", "MYR", "system", ""], rows[0].Values);
        Assert.Equal(["2026-11-11 00:05", "T2-adjustment", "adjustment", "Bayaran balik, \"segera\"\nterima kasih é 谢谢", "", "", "-7.50", "92.50", "MYR", "system", ""], rows[1].Values);
    }

    [Fact]
    public async Task A_month_without_entries_is_a_file_with_a_header_only() => Assert.Empty(Parse((await DownloadAsync("?month=2026-01")).Text));

    private async Task PostAsync(string? at, string reference, long sen, string reason = "test")
    {
        if (at is not null)
            Backend.Time.SetUtcNow(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        Assert.IsType<Posted.Entered>(await ledger.PostAsync(Posting.Adjustment("S-1", new Money(sen), reference, reason), default));
    }

    private async Task<JsonNode> PageAsync(string query) => (await Backend.GetAsync("seller:S-1", Account + query)).Expect(HttpStatusCode.OK).Json;

    private async Task ExpectAsync(string query, string opening, string closing, params string[] references)
    {
        var statement = await PageAsync(query);
        Assert.Equal((opening, closing), ((string)statement["openingBalance"]!, (string)statement["closingBalance"]!));
        Assert.Equal(references.Select(r => r + "-adjustment"), Ids(statement));
        Assert.Equal(references.Select(r => r + "-adjustment"), Parse((await DownloadAsync(query)).Text).Select(row => row["id"]));
    }

    private static IEnumerable<string> Ids(JsonNode statement) => statement["entries"]!.AsArray().Select(e => (string)e!["id"]!);

    private async Task<(string Text, HttpResponseMessage Response)> DownloadAsync(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Account + ".csv" + query);
        var token = (await Backend.PostAsync(null, "/api/dev/token", new { role = "seller", sellerId = "S-1" })).Json["token"];
        request.Headers.Authorization = new("Bearer", (string)token!);
        var response = await Backend.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()), response);
    }

    // Read by another program's hand than the one that wrote it.
    private static List<OrderedDictionary<string, string>> Parse(string text)
    {
        using var parser = new TextFieldParser(new StringReader(text.TrimStart('\uFEFF'))) { Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        var header = parser.ReadFields()!;
        var rows = new List<OrderedDictionary<string, string>>();
        while (parser.ReadFields() is { } fields)
        {
            Assert.Equal(header.Length, fields.Length);
            rows.Add(new OrderedDictionary<string, string>(header.Zip(fields, KeyValuePair.Create)));
        }

        return rows;
    }
}
