using System.Net;
using System.Text.RegularExpressions;
using Azure.Core.Pipeline;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Simulation;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Pages;

public class SellerPageTests : BackendTest
{
    private const string Seller = "seller:S-100";
    private readonly CountingTransport counted = new();

    protected override HttpPipelineTransport? Transport => counted;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_waits_for_the_seller_comes_first_and_the_rest_can_be_filtered_and_searched()
    {
        (await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", "260422900198999"), "KM-2002")).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync(Seller, "/api/cases", new { type = "buyerCancellation", orderId = "KM-2002" })).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        (await Backend.PostAsync(Seller, "/api/cases", new { type = "buyerCancellation", orderId = "KM-1001" })).Expect(HttpStatusCode.Created);
        var page = await Backend.PageAsync(Seller, "/cases");
        var (waiting, rest) = (page[page.IndexOf("Waiting for you", StringComparison.Ordinal)..page.IndexOf("class=\"tabs\"", StringComparison.Ordinal)], page[page.IndexOf("class=\"tabs\"", StringComparison.Ordinal)..]);
        Assert.Equal(["KM-1001.1"], CasesIn(waiting));
        Assert.Contains("Tuesday, 17 November 2026, 6:00 pm", waiting, StringComparison.Ordinal);
        Assert.Equal(["KM-1001.1", "KM-2002.1"], CasesIn(rest));
        Assert.Equal(["KM-1001.1"], CasesIn(await Backend.PageAsync(Seller, "/cases?show=open")));
        Assert.Equal(["KM-2002.1"], CasesIn(await Backend.PageAsync(Seller, "/cases?show=done")));
        foreach (var number in new[] { "KM-2002", "KM-2002.1", "260422900198999" })
            Assert.Equal(["KM-2002.1"], CasesIn(await Backend.PageAsync(Seller, "/cases?q=" + number)));
        Assert.Equal(["KM-1001.1"], CasesIn(await Backend.PageAsync(Seller, "/cases?q=en+123456789+my")));
        Assert.Empty(CasesIn(await Backend.PageAsync("seller:S-200", "/cases?q=KM-2002")));
        Assert.Empty(CasesIn(await Backend.PageAsync("seller:S-200", "/cases")));
        await Backend.PageAsync(Seller, "/cases?show=never", HttpStatusCode.BadRequest);

        // Once it goes on, it waits for the seller no more.
        (await Backend.Client.UploadAsync(Seller, "/api/cases/KM-1001.1", TinyFiles.Png, kind: "cancellationProof")).Expect(HttpStatusCode.Created);
        page = await Backend.PageAsync(Seller, "/cases");
        Assert.Contains("Nothing waits for you now.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_list_costs_does_not_grow_with_the_cases()
    {
        var (few, _) = await CostAsync(0, 22);
        var (many, page) = await CostAsync(22, 42);
        // What waits, and a page of the list.
        Assert.Equal((2, 2), (few, many));
        // All that wait, and the first page of all.
        Assert.Equal(42 + 20, CasesIn(page).Count);
        Assert.Equal(42, CasesIn(await Backend.PageAsync(Seller, "/cases?show=waiting")).Count);
        var more = WebUtility.HtmlDecode(Regex.Match(page, "href=\"(/cases[?][^\"]*cursor=[^\"]+)\"").Groups[1].Value);
        Assert.Equal(20, CasesIn(await Backend.PageAsync(Seller, more)).Count);

        async Task<(long Operations, string Page)> CostAsync(int from, int cases)
        {
            for (var i = from; i < cases; i++)
            {
                var id = $"KM-50{i:00}";
                (await Backend.FeedAsync(Samples.Order().With("marketplaceOrderId", "9" + id).With("trackingNumber", $"EN50000{i:00}0MY"), id)).Expect(HttpStatusCode.Created);
                (await Backend.PostAsync(Seller, "/api/cases", new { type = "buyerCancellation", orderId = id })).Expect(HttpStatusCode.Created);
            }

            var before = counted.Total;
            var page = await Backend.PageAsync(Seller, "/cases");
            return (counted.Total - before, page);
        }
    }

    [Fact]
    public async Task A_sellers_list_holds_nothing_of_a_seller_whose_id_goes_on_from_it()
    {
        (await Backend.FeedAsync(Samples.Order().With("sellerId", "S-100.x").With("marketplaceOrderId", "77").With("trackingNumber", "EN777777777MY"), "KM-3")).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("seller:S-100.x", "/api/cases", new { type = "buyerCancellation", orderId = "KM-3" })).Expect(HttpStatusCode.Created);
        Assert.Equal(["KM-3.1", "KM-3.1"], CasesIn(await Backend.PageAsync("seller:S-100.x", "/cases")));
        Assert.Empty(CasesIn(await Backend.PageAsync(Seller, "/cases")));
    }

    [Theory]
    [InlineData("KM-1001")]
    [InlineData("260422900198363")]
    [InlineData("en 123456789 my")]
    public async Task A_form_finds_the_order_by_any_number_and_says_what_holds_now_and_from_when_the_others(string number)
    {
        var page = await Backend.PageAsync(Seller, "/forms/after-sales?order=" + Uri.EscapeDataString(number));
        Assert.Contains("T-shirt, black, M", page, StringComparison.Ordinal);
        // Shipped on 26 October: over 14 days ago, and without a scan for more than 5 working days.
        Assert.Equal(["failedDelivery", "stalledParcel", "buyerCancellation"], Regex.Matches(page, "name=\"type\" value=\"(\\w+)\"").Select(match => match.Groups[1].Value));
        var other = await Backend.PageAsync("seller:S-200", "/forms/after-sales?order=" + Uri.EscapeDataString(number));
        Assert.Contains("You have no order with this number.", other, StringComparison.Ordinal);
        Assert.DoesNotContain("T-shirt", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_hold_yet_says_from_when_it_will()
    {
        (await Backend.FeedAsync(Samples.Order().With("marketplaceOrderId", "88").With("trackingNumber", "EN888888888MY").With("shippedAt", "2026-11-09T10:12:00+08:00"), "KM-8")).Expect(HttpStatusCode.Created);
        var page = await Backend.PageAsync(Seller, "/forms/after-sales?order=KM-8");
        Assert.Equal(["buyerCancellation"], Regex.Matches(page, "name=\"type\" value=\"(\\w+)\"").Select(match => match.Groups[1].Value));
        Assert.Contains("<b>Order cancelled due to late or failed delivery</b><strong>It can be asked for from Monday, 23 November 2026, 10:12 am.</strong>", page, StringComparison.Ordinal);
        Assert.Contains("<b>Late shipment to destination</b><strong>It can be asked for from Tuesday, 17 November 2026.</strong>", page, StringComparison.Ordinal);
        Assert.Contains("mungkin masih menunggu imbasan pertama", await Backend.PageAsync(Seller, "/forms/after-sales?order=KM-8&lang=ms"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_with_a_file_is_confirmed_with_its_number_the_next_step_and_the_date()
    {
        (string, string)[] form = [("orderId", "KM-1001"), ("type", "buyerCancellation"), ("reason", "Found it <cheaper>")];
        var opened = (await Backend.PostFilesAsync(Seller, "/forms/cancellation", [("cancel.png", TinyFiles.Png)], form)).Expect(HttpStatusCode.SeeOther).Location!;
        Assert.Equal("/cases/KM-1001.1/opened", opened);
        var page = await Backend.PageAsync(Seller, opened);
        Assert.Contains("<p class=\"big copy\">KM-1001.1</p>", page, StringComparison.Ordinal);
        Assert.Contains("Kumoten asks PosLaju to hold the parcel.", page, StringComparison.Ordinal);
        Assert.Contains("Wednesday, 11 November 2026, 6:00 pm", page, StringComparison.Ordinal);
        await Backend.PageAsync("seller:S-200", opened, HttpStatusCode.NotFound);
        // Asked again, the page says what is in the way and leads there.
        var again = (await Backend.PostFormAsync(Seller, "/forms/cancellation", ("orderId", "KM-1001"), ("type", "buyerCancellation"), ("reason", "Once more"))).Expect(HttpStatusCode.Conflict);
        Assert.Contains("<a href=\"/cases/KM-1001.1\">", again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_checked_before_it_is_sent_changed_and_sent_once()
    {
        (string, string)[] form = [("orderId", "KM-1001"), ("type", "addressChange"), ("newAddress.line1", "7, Lorong \"Bukit\""), ("newAddress.line2", ""), ("newAddress.postcode", "89600"), ("newAddress.city", "Papar"), ("newAddress.state", "Sabah"), ("reason", "Moved.\r\nTwice.")];
        var check = (await Backend.PostFormAsync(Seller, "/forms/address-change", [.. form, ("step", "check")])).Expect(HttpStatusCode.OK).Body;
        foreach (var words in new[] { "<h1>Check your answers</h1>", "<dt>Postcode</dt><dd>89600</dd>", "<dd>Moved.<br/>Twice.</dd>", "T-shirt, black, M", "name=\"newAddress.line1\" value=\"7, Lorong &quot;Bukit&quot;\"" })
            Assert.Contains(words, check, StringComparison.Ordinal);
        Assert.Empty((await Backend.GetAsync(Seller, "/api/cases")).Json["items"]!.AsArray());

        var sent = Hidden(check);
        var changed = (await Backend.PostFormAsync(Seller, "/forms/address-change", [.. sent, ("step", "change")])).Expect(HttpStatusCode.OK).Body;
        Assert.Contains("value=\"7, Lorong &quot;Bukit&quot;\"", changed, StringComparison.Ordinal);
        Assert.Contains("<option value=\"Sabah\" selected=\"selected\">", changed, StringComparison.Ordinal);
        // What would be refused is refused before anybody checks it.
        (await Backend.PostFormAsync(Seller, "/forms/address-change", [.. form.Where(field => field.Item1 != "newAddress.postcode"), ("step", "check")])).Expect(HttpStatusCode.BadRequest);
        (await Backend.PostFormAsync("seller:S-200", "/forms/address-change", [.. form, ("step", "check")])).Expect(HttpStatusCode.NotFound);

        var opened = (await Backend.PostFormAsync(Seller, "/forms/address-change", [.. sent, ("step", "send")])).Expect(HttpStatusCode.SeeOther).Location;
        Assert.Equal("/cases/KM-1001.1/opened", opened);
        Assert.Contains("Moved.\nTwice.", (string)(await Backend.GetAsync(Seller, "/api/cases/KM-1001.1")).Json["reason"]!, StringComparison.Ordinal);
        (await Backend.PostFormAsync(Seller, "/forms/address-change", [.. form.Select(field => field.Item1 == "reason" ? ("reason", "Again") : field), ("step", "check")])).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_file_that_cannot_be_taken_is_said_where_it_was_chosen()
    {
        (string, string)[] form = [("checked", "true"), ("orderId", "KM-1001"), ("type", "buyerCancellation"), ("reason", "Found it cheaper")];
        var check = (await Backend.PostFilesAsync(Seller, "/forms/cancellation", [("notes.txt", "words"u8.ToArray())], form)).Expect(HttpStatusCode.UnsupportedMediaType).Body;
        Assert.Contains("<h1>Check your answers</h1>", check, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", check, StringComparison.Ordinal);
        Assert.Contains("<dd>Found it cheaper</dd>", check, StringComparison.Ordinal);
        Assert.Empty((await Backend.GetAsync(Seller, "/api/cases")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_case_shows_what_the_account_has_of_it()
    {
        (await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", "260422900198999"), "KM-2002")).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync(Seller, "/api/cases", new { type = "buyerCancellation", orderId = "KM-2002" })).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        const string entry = "<tr><td>Refund<br/><small>Tuesday, 10 November 2026</small></td><td class=\"money\">RM 129.90</td></tr>";
        Assert.Contains(entry, await Backend.PageAsync(Seller, "/cases/KM-2002.1"), StringComparison.Ordinal);
        (await Backend.PostAsync("agent", "/api/accounts/S-100/reversals", new { entryId = "KM-2002.1-refund", reason = "paid by mistake" })).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        var page = await Backend.PageAsync(Seller, "/cases/KM-2002.1");
        Assert.Contains("paid by mistake", page[page.IndexOf("<td>Reversal", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("<td>Refund<br/>", await Backend.PageAsync("warehouse", "/cases/KM-2002.1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_address_comes_back_with_what_was_typed()
    {
        var page = (await Backend.PostFormAsync(Seller, "/forms/address-change", ("orderId", "KM-1001"), ("type", "addressChange"), ("newAddress.line1", "7, Lorong \"Bukit\""), ("newAddress.postcode", "88"), ("newAddress.city", "Papar"), ("newAddress.state", "Sabah"))).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("<a href=\"#request-newAddress-postcode\">Postcode</a>", page, StringComparison.Ordinal);
        Assert.Contains("value=\"7, Lorong &quot;Bukit&quot;\"", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"Sabah\" selected=\"selected\">", page, StringComparison.Ordinal);
        Assert.Equal("/cases/KM-1001.1/opened", (await Backend.PostFormAsync(Seller, "/forms/address-change", ("orderId", "KM-1001"), ("type", "addressChange"), ("newAddress.line1", "7, Lorong Bukit"), ("newAddress.line2", ""), ("newAddress.postcode", "89600"), ("newAddress.city", "Papar"), ("newAddress.state", "Sabah"))).Expect(HttpStatusCode.SeeOther).Location);
    }

    [Fact]
    public async Task An_appeal_is_filled_in_from_Lazadas_mail_looked_at_and_sent()
    {
        const string mail = "Dear seller,\nShop name: Aminah Fashion\nProduct name: T-shirt, black\nSeller SKU: TS-BLK-M\nLazada SKU: 3920114_MY-1\nPenalty points: 4\n";
        var filled = (await Backend.PostFormAsync(Seller, "/forms/compliance-appeal", ("step", "prefill"), ("mail", mail))).Expect(HttpStatusCode.OK).Body;
        Assert.Contains("value=\"Aminah Fashion\"", filled, StringComparison.Ordinal);
        Assert.Contains("value=\"4\"", filled, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#appeal-appeal-explanation\">What happened</a>", filled, StringComparison.Ordinal);
        (string, string)[] facts =
        [
            ("type", "complianceAppeal"), ("appeal.lazadaShop", "Aminah Fashion"), ("appeal.productName", "T-shirt, black"), ("appeal.sku", "TS-BLK-M"), ("appeal.lazadaSku", "3920114_MY-1"), ("appeal.violation", "counterfeit"),
            ("appeal.noticeDate", "2026-11-02"), ("appeal.penaltyPoints", "4"), ("appeal.explanation", "The brand is <ours>."), ("appeal.correctiveActions", "We added the certificate.\r\nWe asked the supplier."), ("appeal.language", "en"),
        ];
        var letter = (await Backend.PostFormAsync(Seller, "/forms/compliance-appeal", [.. facts, ("step", "preview")])).Expect(HttpStatusCode.OK).Body;
        Assert.Contains("The brand is &lt;ours&gt;.", letter, StringComparison.Ordinal);
        Assert.Empty((await Backend.GetAsync(Seller, "/api/cases")).Json["items"]!.AsArray());
        // A look at the answers warns that the letter speaks of what nobody has chosen yet.
        var check = (await Backend.PostFormAsync(Seller, "/forms/compliance-appeal", [.. facts, ("step", "check")])).Expect(HttpStatusCode.OK).Body;
        Assert.Contains("<dd>We added the certificate.<br/>We asked the supplier.</dd>", check, StringComparison.Ordinal);
        Assert.Contains("<dd>Monday, 2 November 2026</dd>", check, StringComparison.Ordinal);
        Assert.DoesNotContain("speak of something that is enclosed", check, StringComparison.Ordinal);
        (string, string)[] enclosing = [.. facts.Where(fact => fact.Item1 != "appeal.explanation"), ("appeal.explanation", "See the enclosed certificate."), ("step", "check")];
        Assert.Contains("speak of something that is enclosed", (await Backend.PostFormAsync(Seller, "/forms/compliance-appeal", enclosing)).Expect(HttpStatusCode.OK).Body, StringComparison.Ordinal);
        // What would be refused when it is sent is no letter to look at.
        (string, string)[] late = [.. facts.Where(fact => fact.Item1 != "appeal.noticeDate"), ("appeal.noticeDate", "2027-11-02"), ("step", "preview")];
        Assert.Contains("<a href=\"#appeal-appeal-noticeDate\">", (await Backend.PostFormAsync(Seller, "/forms/compliance-appeal", late)).Expect(HttpStatusCode.BadRequest).Body, StringComparison.Ordinal);
        var wrong = (await Backend.PostFormAsync(Seller, "/forms/compliance-appeal", [.. facts.Where(fact => fact.Item1 != "appeal.explanation"), ("step", "send")])).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("<a href=\"#appeal-appeal-explanation\">What happened</a>", wrong, StringComparison.Ordinal);
        Assert.Contains("We added the certificate.\nWe asked the supplier.</textarea>", wrong.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var opened = (await Backend.PostFormAsync(Seller, "/forms/compliance-appeal", [.. facts, ("step", "send")])).Expect(HttpStatusCode.SeeOther).Location!;
        await Backend.DrainAsync();
        var page = await Backend.PageAsync(Seller, opened.Replace("/opened", "", StringComparison.Ordinal));
        Assert.Contains("I have submitted the letter", page, StringComparison.Ordinal);
        Assert.Contains("formaction=\"/forms/compliance-appeal\"", page, StringComparison.Ordinal);
        // What the seller said stands in the form that corrects it.
        Assert.Contains("The brand is &lt;ours&gt;.</textarea>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_shows_the_balance_the_months_entries_with_their_cases_and_keeps_the_mailbox()
    {
        (await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", "260422900198999"), "KM-2002")).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync(Seller, "/api/cases", new { type = "buyerCancellation", orderId = "KM-2002" })).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        var page = await Backend.PageAsync(Seller, "/account");
        Assert.Contains("<p class=\"big money\">RM 129.90</p>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/cases/KM-2002.1\">KM-2002.1</a>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/accounts/S-100/statement.csv?month=2026-11\"", page, StringComparison.Ordinal);
        Assert.Contains("There are no entries in this month.", await Backend.PageAsync(Seller, "/account?month=2026-10"), StringComparison.Ordinal);
        await Backend.PageAsync(Seller, "/account?month=lately", HttpStatusCode.BadRequest);

        var wrong = (await Backend.PostFormAsync(Seller, "/account/mailbox", ("email", "not a mail"), ("language", "ms"))).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("<a href=\"#mailbox-email\">Mail address</a>", wrong, StringComparison.Ordinal);
        Assert.Contains("value=\"not a mail\"", wrong, StringComparison.Ordinal);
        Assert.Equal("/account", (await Backend.PostFormAsync(Seller, "/account/mailbox", ("email", "shop@example.com"), ("language", "ms"))).Expect(HttpStatusCode.SeeOther).Location);
        Assert.Equal("shop@example.com", (string?)(await Backend.GetAsync(Seller, "/api/sellers/S-100/mailbox")).Json["email"]);
        Assert.Contains("value=\"shop@example.com\"", await Backend.PageAsync(Seller, "/account"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent", "/cases")]
    [InlineData("warehouse", "/account")]
    [InlineData("agent", "/forms/cancellation")]
    public async Task A_sellers_pages_are_sellers_only(string role, string path) => await Backend.PageAsync(role, path, HttpStatusCode.Forbidden);

    [Fact]
    public async Task There_is_no_other_form()
    {
        await Backend.PageAsync(Seller, "/forms/refund", HttpStatusCode.NotFound);
        (await Backend.PostFormAsync(Seller, "/forms/refund")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Forms_from_another_site_are_refused()
    {
        using var entered = await Backend.SendAsync(null, HttpMethod.Get, $"/session?token={await Backend.Client.TokenAsync(Seller)}&to=/", null);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie")).Split(';')[0];
        foreach (var path in new[] { "/forms/cancellation", "/forms/compliance-appeal", "/account/mailbox" })
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create(FormBody.KeyField, "1"), KeyValuePair.Create("orderId", "KM-1001"), KeyValuePair.Create("type", "buyerCancellation")]);
            using var answer = await Backend.SendAsync(null, HttpMethod.Post, path, form, ("Cookie", cookie), ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    private static (string, string)[] Hidden(string page) => [.. Regex.Matches(page, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"/>")
        .Select(input => (input.Groups[1].Value, WebUtility.HtmlDecode(input.Groups[2].Value))).Where(field => field.Item1 != FormBody.KeyField)];

    private static List<string> CasesIn(string page) => [.. Regex.Matches(page, "<a class=\"line\" href=\"/cases/([^\"]+)\"").Select(line => line.Groups[1].Value)];
}
