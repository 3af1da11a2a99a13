using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Hands.Letters;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Platform.Printing;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Hands.Letters;

public class LetterVersionsTests
{
    private const string Appeal = """
        {"type":"complianceAppeal","appeal":{"lazadaShop":"Aminah Fashion","productName":"T-shirt","sku":"TS","lazadaSku":"1_MY-1","violation":"counterfeit","noticeDate":"2026-11-02",
         "penaltyPoints":3,"explanation":"The first words.","correctiveActions":["Taken down."],"language":"en"}}
        """;

    [Fact]
    public async Task A_correction_makes_a_new_version_and_earlier_ones_stay_as_they_were()
    {
        await using var backend = await Backend.StartAsync();
        var (c, _) = await OpenAsync(backend);
        var letters = backend.Services.GetRequiredService<LetterStore>();
        var first = await letters.ReadAsync("S-100", c, 1, ILetters.Pdf, default);

        await ReviseAsync(backend, c, "The second words.");
        await backend.DrainAsync();

        var one = (await backend.GetAsync("seller:S-100", $"/api/cases/{c}/letters/1.html")).Expect(HttpStatusCode.OK).Body;
        var two = (await backend.GetAsync("seller:S-100", $"/api/cases/{c}/letters/2.html")).Expect(HttpStatusCode.OK).Body;
        Assert.Contains("The first words.", one, StringComparison.Ordinal);
        Assert.Contains("The second words.", two, StringComparison.Ordinal);
        Assert.Contains($"{c}/2", two, StringComparison.Ordinal);
        Assert.Equal(first.ToArray(), (await letters.ReadAsync("S-100", c, 1, ILetters.Pdf, default)).ToArray());
        Assert.Equal(LetterPdf.Print(two), (await letters.ReadAsync("S-100", c, 2, ILetters.Pdf, default)).ToArray());
    }

    [Fact]
    public async Task A_message_that_comes_twice_changes_no_letter()
    {
        await using var backend = await Backend.StartAsync();
        var (c, message) = await OpenAsync(backend);
        var before = await backend.Storage.Letters.GetBlobClient($"S-100/{c}/1.pdf").GetPropertiesAsync();
        backend.Time.Advance(TimeSpan.FromDays(2));

        (await backend.TryDeliverAsync(message)).Expect(HttpStatusCode.OK);

        Assert.Equal(before.Value.ETag, (await backend.Storage.Letters.GetBlobClient($"S-100/{c}/1.pdf").GetPropertiesAsync()).Value.ETag);
        (await backend.GetAsync("agent", $"/api/cases/{c}/letters/2.html")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_repeat_after_a_crash_goes_on_from_what_the_first_attempt_stored()
    {
        await using var backend = await Backend.StartAsync();
        var letters = backend.Services.GetRequiredService<LetterStore>();
        var letter = LetterTools.Sample(Violation.Counterfeit, "en") with { Version = 1 };
        await letters.WriteAsync(letter, [], "seller:S-100", default);
        var page = await letters.ReadAsync("S-100", letter.CaseId, 1, ILetters.Html, default);
        await backend.Storage.Letters.GetBlobClient($"S-100/{letter.CaseId}/1.pdf").DeleteAsync();

        // As if other words had been deployed in between.
        await letters.WriteAsync(letter with { Declined = null }, [], "seller:S-100", default);

        Assert.Equal(page.ToString(), (await letters.ReadAsync("S-100", letter.CaseId, 1, ILetters.Html, default)).ToString());
        Assert.Equal(LetterPdf.Print(page.ToString()), (await letters.ReadAsync("S-100", letter.CaseId, 1, ILetters.Pdf, default)).ToArray());
    }

    [Theory]
    [InlineData("html")]
    [InlineData("pdf")]
    public async Task A_letter_says_where_it_came_from(string format)
    {
        await using var backend = await Backend.StartAsync();
        var (c, _) = await OpenAsync(backend);
        var blob = (await backend.Storage.Letters.GetBlobClient($"S-100/{c}/1.{format}").GetPropertiesAsync()).Value;
        Assert.Equal("Hands/Letters/counterfeit.en.scriban", blob.Metadata["template"]);
        Assert.Equal(Templates.VersionOf("Hands/Letters/counterfeit.en.scriban"), blob.Metadata["templateVersion"]);
        Assert.Equal(64, blob.Metadata["factsHash"].Length);
        Assert.Equal("seller:S-100", Uri.UnescapeDataString(blob.Metadata["author"]));
    }

    [Fact]
    public async Task The_pdf_is_an_attachment_that_no_browser_takes_for_anything_else()
    {
        await using var backend = await Backend.StartAsync();
        var (c, _) = await OpenAsync(backend);
        var token = (string)(await backend.PostAsync(null, "/api/dev/token", new { role = "seller", sellerId = "S-100" })).Json["token"]!;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/cases/{c}/letters/1.pdf") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await backend.Client.SendAsync(request);

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal($"appeal-{c}-1.pdf", answer.Content.Headers.ContentDisposition.FileName);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("%PDF"u8.ToArray(), (await answer.Content.ReadAsByteArrayAsync())[..4]);
    }

    [Theory]
    [InlineData("seller:S-200", "1.html")]
    [InlineData("seller:S-200", "1.pdf")]
    [InlineData("seller:S-100", "2.pdf")]
    [InlineData("seller:S-100", "0.pdf")]
    [InlineData("seller:S-100", "1.docx")]
    [InlineData("seller:S-100", "1")]
    [InlineData("seller:S-100", "+1.pdf")]
    public async Task A_letter_that_is_not_there_or_another_sellers_is_not_found(string role, string file)
    {
        await using var backend = await Backend.StartAsync();
        var (c, _) = await OpenAsync(backend);
        (await backend.GetAsync(role, $"/api/cases/{c}/letters/{file}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_preview_shows_the_letter_and_stores_nothing()
    {
        await using var backend = await Backend.StartAsync();
        string Body(string? sellerId) => new JsonObject { ["appeal"] = JsonNode.Parse(Appeal)!["appeal"]!.DeepClone(), ["sellerId"] = sellerId }.ToJsonString();
        var preview = (await backend.PostAsync("seller:S-100", "/api/appeals/preview", Body("S-200"))).Expect(HttpStatusCode.OK).Body;
        Assert.Contains("The first words.", preview, StringComparison.Ordinal);
        Assert.Contains("S-100", preview, StringComparison.Ordinal);
        Assert.DoesNotContain("S-200", preview, StringComparison.Ordinal);
        var pdf = (await backend.PostAsync("agent", "/api/appeals/preview?format=pdf", Body("S-100"))).Expect(HttpStatusCode.OK).Body;
        Assert.StartsWith("%PDF", pdf, StringComparison.Ordinal);
        (await backend.PostAsync("agent", "/api/appeals/preview", Body(null))).Expect(HttpStatusCode.BadRequest);
        Assert.Empty(await backend.Storage.Letters.GetBlobsAsync().ToListAsync());

        (await backend.PostAsync("agent", "/api/appeals/preview?format=docx", """{"appeal":{}}""")).Expect(HttpStatusCode.BadRequest);
        (await backend.PostAsync("agent", "/api/appeals/preview")).Expect(HttpStatusCode.BadRequest);
        (await backend.PostAsync("warehouse", "/api/appeals/preview")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public void A_letter_after_a_decline_refers_to_the_one_that_was_declined()
    {
        var sample = LetterTools.Sample(Violation.Other, "en");
        var c = new Case
        {
            Id = "AP-1.1",
            Type = CaseType.ComplianceAppeal,
            State = CaseState.Drafting,
            SellerId = "S-100",
            OpenedAt = Backend.Start,
            StateSince = Backend.Start,
            Appeal = sample.Facts,
            Letters = [new(1, sample.Template, Backend.Start.AddDays(-3)), new(2, sample.Template, Backend.Start.AddDays(-2), DeclinedAt: Backend.Start.AddDays(-1))],
        };
        var next = LetterContent.NextOf(c, []);
        Assert.Equal((3, "AP-1.1/2", new DateOnly(2026, 11, 8)), (next.Version, next.Declined!.Reference, next.Declined.Date));
        Assert.Null(LetterContent.NextOf(c with { Letters = [] }, []).Declined);
    }

    private static async Task<(string CaseId, Delivery Message)> OpenAsync(Backend backend)
    {
        var c = (string)(await backend.PostAsync("seller:S-100", "/api/cases", Appeal)).Expect(HttpStatusCode.Created).Json["id"]!;
        var message = Assert.Single(await backend.ReceiveAsync());
        await backend.DeliverAsync(message);
        return (c, message);
    }

    private static async Task ReviseAsync(Backend backend, string caseId, string explanation)
    {
        Assert.True(CaseId.TryParse(caseId, out var subject, out _));
        var revised = await backend.Services.GetRequiredService<CaseRunner>().RunAsync(subject, draft =>
        {
            var c = draft.After.Case(caseId)!;
            return draft.Apply(c, new AppealRevised(c.Appeal! with { Explanation = explanation }) { By = Actor.Seller }) as Move.Refused;
        }, default);
        Assert.Null(revised.Refusal);
    }
}
