using System.Net;
using System.Text.RegularExpressions;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Doors.Pages;
using Kumoten.Tests.Domain.Flow;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Doors.Pages;

public class CasePageTests : BackendTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "buyerCancellation", orderId = "KM-1001" })).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_page_says_what_happens_next_who_acts_and_by_when()
    {
        var (page, headers) = await PageAsync("seller:S-100", "/cases/KM-1001.1");
        Assert.Contains("Upload the proof that the order was cancelled.", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Who acts</dt><dd>You</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>By</dt><dd>Tuesday, 17 November 2026, 6:00 pm<br/><small>in 5 working days</small>", page, StringComparison.Ordinal);
        Assert.Contains("proof that the order was cancelled <span class=\"badge missing\">missing</span>", page, StringComparison.Ordinal);
        Assert.Contains("RM 129.90</span><br/>once the cancellation is proved", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", headers["Content-Security-Policy"]);
        Assert.Equal(("nosniff", "same-origin", "no-store, private"), (headers["X-Content-Type-Options"], headers["Referrer-Policy"], headers["Cache-Control"]));
    }

    [Theory]
    [InlineData("?lang=ms", "en", true)]
    [InlineData("?lang=en", "ms", false)]
    [InlineData("", "ms-MY,ms;q=0.9,en;q=0.8", true)]
    [InlineData("", "zh-CN,en;q=0.5,ms;q=0.4", false)]
    [InlineData("?lang=fr", "", false)]
    public async Task The_page_speaks_the_readers_language(string query, string accepts, bool isMalay)
    {
        var (page, _) = await PageAsync("seller:S-100", "/cases/KM-1001.1" + query, accepts);
        Assert.Contains(isMalay ? "Muat naik bukti pembatalan pesanan." : "Upload the proof that the order was cancelled.", page, StringComparison.Ordinal);
        Assert.Contains(isMalay ? "Langkah seterusnya" : "What happens next", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seller_sees_only_own_cases_and_no_notes_of_staff()
    {
        (await Backend.PostAsync("agent", "/api/cases/KM-1001.1/actions/addNote", new { note = "<b>Looks odd</b>", @internal = true })).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("Looks odd", (await PageAsync("seller:S-100", "/cases/KM-1001.1")).Page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Looks odd&lt;/b&gt;", (await PageAsync("agent", "/cases/KM-1001.1")).Page, StringComparison.Ordinal);
        Assert.Contains("KM-1001.1", (await PageAsync("seller:S-200", "/cases/KM-1001.1", expected: HttpStatusCode.NotFound)).Page, StringComparison.Ordinal);
        Assert.Contains("You have no access to this page.", (await PageAsync("service", "/cases/KM-1001.1", expected: HttpStatusCode.Forbidden)).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browsers_upload_leads_back_to_the_page_that_links_the_document()
    {
        using var form = UploadCalls.Form(new ByteArrayContent(TinyFiles.Pdf), "<bukti>.pdf", "cancellationProof");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases/KM-1001.1/documents") { Content = form };
        request.Headers.Authorization = new("Bearer", await Backend.Client.TokenAsync("seller:S-100"));
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml");
        using var answer = await Backend.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.SeeOther, "/cases/KM-1001.1"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        var (page, _) = await PageAsync("seller:S-100", "/cases/KM-1001.1");
        var document = (string)(await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["documents"]![0]!["id"]!;
        Assert.Contains($"<a href=\"/api/cases/KM-1001.1/documents/{document}\">_bukti_.pdf</a>", page, StringComparison.Ordinal);
        Assert.Contains("proof that the order was cancelled <span class=\"badge\">done</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_is_kept_after_an_upload_and_in_what_is_said_against_it()
    {
        foreach (var (content, status, said) in new[] { (TinyFiles.Pdf, HttpStatusCode.SeeOther, ""), ("Hello"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, "Permintaan anda tidak berjaya") })
        {
            using var form = new MultipartFormDataContent();
            form.Add(new StringContent("ms"), "lang");
            form.Add(new StringContent("cancellationProof"), "kind");
            form.Add(new ByteArrayContent(content), "file", "bukti.pdf");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases/KM-1001.1/documents") { Content = form };
            request.Headers.Authorization = new("Bearer", await Backend.Client.TokenAsync("seller:S-100"));
            request.Headers.TryAddWithoutValidation("Accept", "text/html");
            using var answer = await Backend.Client.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(said, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            if (status == HttpStatusCode.SeeOther)
                Assert.Equal("/cases/KM-1001.1?lang=ms", answer.Headers.Location!.ToString());
        }

        // The page's own forms name no language: the cookie of the page's switch keeps it.
        using var none = new FormUrlEncodedContent([KeyValuePair.Create("kind", "cancellationProof")]);
        using var refused = await Backend.SendAsync("seller:S-100", HttpMethod.Post, "/cases/KM-1001.1/documents", none, ("Cookie", "kumoten-lang=ms"));
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("<html lang=\"ms\">", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#document-file\">Fail</a>: Pilih satu fail.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "<strong>Postcode</strong>: Five digits, such as &quot;88400&quot;.", "Some fields need another look")]
    [InlineData("ms", "<strong>Poskod</strong>: Lima angka, seperti &quot;88400&quot;.", "Sesetengah ruangan perlu disemak semula")]
    public async Task A_refusal_is_told_in_the_readers_language_with_the_names_that_people_give_to_fields(string language, string field, string title)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases") { Content = new FormUrlEncodedContent(Address(language, "884")) };
        request.Headers.Authorization = new("Bearer", await Backend.Client.TokenAsync("seller:S-100"));
        using var answer = await Backend.Client.SendAsync(request);
        var page = (await answer.Content.ReadAsStringAsync()).Replace("&#34;", "&quot;", StringComparison.Ordinal);
        Assert.Contains(field, page, StringComparison.Ordinal);
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.DoesNotContain("newAddress", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_told_the_field_by_its_name_in_the_contract_and_the_sentence_in_both_languages_beside_it()
    {
        var answer = (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "gift", orderId = "KM-1001" })).Expect(HttpStatusCode.BadRequest).Json;
        Assert.StartsWith("'gift' is not known here. Use one of: stalledParcel,", (string)answer["errors"]!["type"]![0]!, StringComparison.Ordinal);
        var field = Assert.Single(answer["fields"]!.AsArray())!;
        Assert.Equal(("type", "Kind of request", "Jenis permohonan", "Pilih salah satu nilai yang ditawarkan."), ((string)field["field"]!, (string)field["label"]!["en"]!, (string)field["label"]!["ms"]!, (string)field["text"]!["ms"]!));
        Assert.Equal(answer["title"]!.GetValue<string>(), (string)answer["text"]!["en"]!);
        Assert.StartsWith("Sesetengah ruangan", (string)answer["text"]!["ms"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_seller_wrote_is_shown_and_a_note_of_the_sellers_never_vanishes()
    {
        (await Backend.FeedAsync(Samples.Order(order => order["marketplaceOrderId"] = "260422900198364"), "KM-1002")).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "buyerCancellation", orderId = "KM-1002", reason = "The buyer <changed> her mind" })).Expect(HttpStatusCode.Created);
        Assert.Contains("The buyer &lt;changed&gt; her mind", (await PageAsync("agent", "/cases/KM-1002.1")).Page, StringComparison.Ordinal);
        Assert.Equal("The buyer <changed> her mind", (string)(await Backend.GetAsync("agent", "/api/cases/KM-1002.1")).Json["reason"]!);
        (await Backend.PostAsync("seller:S-100", "/api/cases/KM-1002.1/actions/addNote", new { note = "Please hurry", @internal = true })).Expect(HttpStatusCode.OK);
        Assert.Contains("Please hurry", (await PageAsync("seller:S-100", "/cases/KM-1002.1")).Page, StringComparison.Ordinal);
        Assert.Contains("Please hurry", (await PageAsync("agent", "/cases/KM-1002.1")).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_address_shows_both_addresses_and_asks_for_no_proof_of_a_cancellation()
    {
        (await Backend.FeedAsync(Samples.Order(order => order["marketplaceOrderId"] = "260422900198364"), "KM-1002")).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "addressChange", orderId = "KM-1002", newAddress = new { line1 = "7 Jalan Gaya", postcode = "88000", city = "Kota Kinabalu", state = "Sabah" } })).Expect(HttpStatusCode.Created);
        var (page, _) = await PageAsync("seller:S-100", "/cases/KM-1002.1");
        Assert.Contains("<dt>Old address</dt><dd>Lot 5, Jalan Tuaran", page, StringComparison.Ordinal);
        Assert.Contains("<dt>New address</dt><dd class=\"copy\">7 Jalan Gaya", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Proof of cancellation", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_back_leads_to_a_known_site_only()
    {
        foreach (var (referer, isLinked) in new[] { ("http://localhost/forms/cancellation", true), ("https://evil.example/", false), ("javascript:alert(1)", false) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases") { Content = new FormUrlEncodedContent([KeyValuePair.Create("type", "gift")]) };
            request.Headers.Authorization = new("Bearer", await Backend.Client.TokenAsync("seller:S-100"));
            request.Headers.TryAddWithoutValidation("Referer", referer);
            using var answer = await Backend.Client.SendAsync(request);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.Contains("<strong>Kind of request</strong>: Choose one of the values that are offered.", page, StringComparison.Ordinal);
            Assert.Contains("Some fields need another look", page, StringComparison.Ordinal);
            Assert.Equal(isLinked, page.Contains($"<a href=\"{referer}\">", StringComparison.Ordinal));
        }
    }

    public static TheoryData<string> Languages => ["en", "ms"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_type_state_actor_kind_refund_scan_and_action_has_its_words(string language)
    {
        var frame = Backend.Services.GetRequiredService<PageFrame>();
        var scans = Enum.GetValues<ScanKind>().Select(kind => new Scan(CaseMap.Now, kind, null, null, "feed")).ToList();
        foreach (var (arrow, (c, _, facts)) in CaseMap.Arrows)
        {
            foreach (var reader in new[] { Actor.Seller, Actor.Agent, Actor.Warehouse })
                Check(c with { Documents = [.. PaperKinds.All.Select(kind => new Document(kind, "a.png", kind, 5, "image/png", CaseMap.Now))], Inspection = new(ItemCondition.Opened, "torn", CaseMap.Now) }, facts.Order, reader, null, arrow.ToString());
        }

        foreach (var status in Enum.GetValues<RefundStatus>())
            Check(CaseMap.Arrows.First(a => a.Value.Case.Type == CaseType.BuyerCancellation).Value.Case, CaseMap.Shipped, Actor.Agent, new RefundView(status, new Money(1), null, "MYR", null, null), status.ToString());

        void Check(Case c, Order? order, Actor reader, RefundView? refund, string what)
        {
            var dossier = new Dossier(order?.Id ?? "AP-1", order, [c]);
            var view = CaseView.Of(c, dossier, reader, CaseMap.Now, Enum.GetValues<Actor>().Select(actor => new TimelineEntry(CaseMap.Now, actor, null, "noteAdded", c.State, c.State, new("x", "x"))));
            var request = new DefaultHttpContext { Request = { QueryString = new QueryString("?lang=" + language), Method = "GET" } }.Request;
            var page = frame.Render(request, "case", CasePage.Facts(view with { Refund = refund ?? view.Refund }, dossier, scans, [], new Reading(reader, language, CaseMap.Now, "Shah Alam", null, Filled.Empty)));
            // A word that is missing leaves an empty element, or nothing before a separator. What is there to copy is no word but a number.
            var hole = Regex.Match(page, "<(h1|h2|h3|strong|dt|dd|summary|label|button|legend|option|span|li)( (?!class=\"copy\")[^>]*)?> *</|<small>[ ,(]*(&middot;|</small>)|&middot; *</small>|<br/>\\s*</p>|<li>, ");
            Assert.False(hole.Success, $"{what} for {reader}: {hole.Value} in {page}");
        }
    }

    [Theory]
    [InlineData("en", "proved by Lazada", "<small>Tuesday, 10 November 2026")]
    [InlineData("ms", "disahkan oleh Lazada", "<small>Selasa, 10 November 2026")]
    public async Task What_the_marketplace_did_is_told_by_its_name(string language, string proof, string day)
    {
        (await Backend.PushAsync("lazada.trade-canceled")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        var (page, _) = await PageAsync("seller:S-100", "/cases/KM-1001.1?lang=" + language);
        Assert.Contains(proof + "</span>", page, StringComparison.Ordinal);
        Assert.Matches(Regex.Escape(day) + "[^<]* &middot; Lazada</small>", page);
        Assert.DoesNotContain("Shopee", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_looks_at_the_dock_reads_no_buyers_phone_or_address()
    {
        Assert.Contains("+60138881234", (await PageAsync("seller:S-100", "/cases/KM-1001.1")).Page, StringComparison.Ordinal);
        var page = (await PageAsync("warehouse", "/cases/KM-1001.1")).Page;
        Assert.DoesNotContain("+60138881234", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Yusof", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Jalan Tuaran", page, StringComparison.Ordinal);
        Assert.Contains("Aminah b... Y...", page, StringComparison.Ordinal);
        Assert.Contains("...1234", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_reads_whom_to_call_and_what_to_say_in_both_languages()
    {
        (await Backend.PushAsync("lazada.trade-canceled")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        var page = (await PageAsync("agent", "/cases/KM-1001.1")).Page;
        Assert.Contains("<a href=\"tel:1300300300\">1300-300-300</a>", page, StringComparison.Ordinal);
        Assert.Contains("<blockquote lang=\"en\">Please hold parcel EN123456789MY", page, StringComparison.Ordinal);
        Assert.Contains("<blockquote lang=\"ms\">Sila tahan bungkusan EN123456789MY", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Please hold parcel", (await PageAsync("seller:S-100", "/cases/KM-1001.1")).Page, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Address(string language, string postcode) => new()
    {
        ["lang"] = language,
        ["type"] = "addressChange",
        ["orderId"] = "KM-1001",
        ["newAddress.line1"] = "7 Jalan Gaya",
        ["newAddress.postcode"] = postcode,
        ["newAddress.city"] = "Kota Kinabalu",
        ["newAddress.state"] = "Sabah",
    };

    private async Task<(string Page, Dictionary<string, string> Headers)> PageAsync(string role, string path, string? language = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", await Backend.Client.TokenAsync(role));
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (language is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        using var answer = await Backend.Client.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {page}");
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        return (page, answer.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value.SelectMany(v => v.Split(", ")).Order())));
    }
}
