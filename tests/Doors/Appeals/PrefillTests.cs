using System.Net;
using System.Text.Json;
using Kumoten.Functions.Doors.Appeals;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Appeals;

public class PrefillTests
{
    /// <summary>Mails in several layouts, what is read of them, and what is found but not clear.</summary>
    public static TheoryData<string, string, string> Mails => new()
    {
        // Labels and values on one line.
        {
            """
            From: Lazada Compliance <noreply@lazada.example>
            Date: Mon, 2 Nov 2026 09:14:00 +0800
            Subject: Listing violation

            Dear Seller,
            We found that a product you uploaded violated the Lazada Compliance Policy.

            Shop Name: Aminah Fashion
            Product Name: T-shirt, black: size M
            Seller SKU: TS-BLK-M
            Lazada SKU: 3920114577_MY-18822013954
            Violation type: Intellectual Property - Counterfeit
            Penalty points: 3
            Appeal deadline: 9 November 2026
            """,
            """{"lazadaShop":"Aminah Fashion","productName":"T-shirt, black: size M","sku":"TS-BLK-M","lazadaSku":"3920114577_MY-18822013954","violation":"counterfeit","noticeDate":"2026-11-02","penaltyPoints":3,"deadline":"2026-11-09"}""",
            ""
        },
        // Labels above their values.
        {
            """
            Product Name
            Kettle 1.7 L
            Seller SKU
            KT-17
            Reason for us to write: none
            Policy violated
            Missing certification (SIRIM)
            Points deducted
            2 points
            """,
            """{"productName":"Kettle 1.7 L","sku":"KT-17","violation":"safetyCertification","penaltyPoints":2}""",
            ""
        },
        // A pasted table with its head.
        {
            "Notice date: 2026-11-02\n\nProduct Name\tSeller SKU\tShop SKU\tViolation\tPoints\nFace cream\tFC-1\t1234567_MY-7654321\tProhibited product\t1\n\nRegards",
            """{"productName":"Face cream","sku":"FC-1","lazadaSku":"1234567_MY-7654321","violation":"prohibited","noticeDate":"2026-11-02","penaltyPoints":1}""",
            ""
        },
        // Markdown as some mail programs paste it.
        {
            "| **Product Name** | Phone case |\n| **SKU** | PC-9 |\n| **Violation** | Duplicate listing |\n| **Points** | none |",
            """{"productName":"Phone case","sku":"PC-9","violation":"duplicateListing","penaltyPoints":0}""",
            ""
        },
        // Prose.
        {
            """
            Dear Valued Seller,

            Following our notice dated 28 October 2026, your product "Wireless earbuds Pro" (1112223334_MY-5556667778) was removed for a misleading title.
            4 non-compliance points were issued to your shop. You may appeal in the Growth Center no later than November 12, 2026, 11:59 pm.
            """,
            """{"productName":"Wireless earbuds Pro","lazadaSku":"1112223334_MY-5556667778","violation":"misleadingListing","noticeDate":"2026-10-28","penaltyPoints":4,"deadline":"2026-11-12"}""",
            ""
        },
        // Malay.
        {
            """
            Tarikh: 5 Ogos 2026
            Nama kedai: Kedai Pak Abu
            Nama produk: Cerek elektrik
            SKU penjual: CE-1
            Jenis pelanggaran: Kategori yang salah
            Tiada mata penalti dikenakan.
            Tarikh akhir rayuan: 12 Ogos 2026
            """,
            """{"lazadaShop":"Kedai Pak Abu","productName":"Cerek elektrik","sku":"CE-1","violation":"misleadingListing","noticeDate":"2026-08-05","penaltyPoints":0,"deadline":"2026-08-12"}""",
            ""
        },
        // A date that can be read either way, two violations and two products are for the seller to say.
        {
            """
            Date: 03/04/2026
            Product name: Cup, red
            Product name: Cup, blue
            Violation: watermark on an image policy page, misleading title
            Points: 2
            """,
            """{"penaltyPoints":2}""",
            "productName:Cup, red|Cup, blue violation:misleadingListing|contentPolicy noticeDate:2026-04-03|2026-03-04"
        },
        // A day above twelve leaves no doubt; repeats of the same answer are no contradiction.
        { "Sent: 23/11/2026 10:00\nNotice: see below\nSent: 23.11.2026\nPoints: 2\n2 penalty points were issued", """{"noticeDate":"2026-11-23","penaltyPoints":2}""", "" },
        // Nothing to be read, and nothing is.
        { "Dear Aminah, your product was removed. Please see our policy. Regards, Lazada", "{}", "" },
        // Impossible values are not facts.
        { "Points: ௩\nDate: ௨௦௨௬-௧௧-௦௨\nSent: 99/99/2026", "{}", "" },
        { "Date: 31 February 2026\nPoints: 900\nSKU:\nProduct name: " + "\u200B", "{}", "" },
    };

    [Theory, MemberData(nameof(Mails))]
    public void Only_what_the_mail_says_is_filled_in(string mail, string appeal, string unclear)
    {
        var read = Prefill.From(mail);

        Assert.Equal(appeal, JsonSerializer.Serialize(read.Appeal, Json.Options).Replace("\\u0022", "\\\"", StringComparison.Ordinal));
        Assert.Equal(unclear, string.Join(' ', read.Unclear.Select(fact => $"{fact.Field}:{string.Join('|', fact.Candidates.Select(c => c.Value))}")));
        Assert.Equal(read.Appeal.Keys, read.Read.Select(fact => fact.Field));
        Assert.Contains("explanation", read.Missing);
        Assert.DoesNotContain(read.Missing, read.Appeal.ContainsKey);
        Assert.All(read.Unclear, fact => Assert.DoesNotContain(fact.Field, read.Appeal.Keys));
    }

    [Theory, MemberData(nameof(Mails))]
    public void Every_fact_shows_the_words_it_was_read_from(string mail, string appeal, string unclear)
    {
        _ = (appeal, unclear);
        var words = mail.Split([' ', '\n', '\t', '|', '*', ':'], StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        Assert.All(Prefill.From(mail).Read, fact => Assert.All(fact.From.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries), word => Assert.Contains(word, words)));
    }

    [Fact]
    public async Task The_endpoint_reads_a_mail_and_says_what_is_missing()
    {
        await using var backend = await Backend.StartAsync();
        var answer = (await backend.PostAsync("seller:S-100", "/api/appeals/prefill", new { text = "Product name: Cup\nPoints: 2" })).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("""{"productName":"Cup","penaltyPoints":2}""", answer["appeal"]!.ToJsonString());
        Assert.Equal("Product name: Cup", (string)answer["read"]![0]!["from"]!);
        Assert.Equal(["lazadaShop", "sku", "lazadaSku", "violation", "noticeDate", "explanation", "correctiveActions"], answer["missing"]!.AsArray().Select(field => (string)field!));

        (await backend.PostAsync("seller:S-100", "/api/appeals/prefill", new { text = " " })).Expect(HttpStatusCode.BadRequest);
        (await backend.PostAsync("warehouse", "/api/appeals/prefill", new { text = "x" })).Expect(HttpStatusCode.Forbidden);
        (await backend.PostAsync(null, "/api/appeals/prefill", new { text = "x" })).Expect(HttpStatusCode.Unauthorized);
    }
}
