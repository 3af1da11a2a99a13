using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;
using SkiaSharp;
using UglyToad.PdfPig;

namespace Kumoten.Tests.Doors.Appeals;

public class AppealTests : BackendTest
{
    [Fact]
    public async Task An_appeal_becomes_a_letter_that_only_its_seller_reads()
    {
        var opened = (await OpenAsync()).Expect(HttpStatusCode.Created);
        Assert.Equal("drafting", (string)opened.Json["state"]!);
        await Backend.DrainAsync();
        var shown = (await Backend.GetAsync("seller:S-100", opened.Location!)).Json;
        Assert.Equal("letterReady", (string)shown["state"]!);
        Assert.Contains("Lazada Growth Center", (string)shown["next"]!["text"]!["en"]!, StringComparison.Ordinal);
        var address = (string)Assert.Single(shown["letters"]!.AsArray())!["html"]!;
        var letter = (await Backend.GetAsync("seller:S-100", address)).Expect(HttpStatusCode.OK).Body;
        Assert.Contains("Selera Shop", letter, StringComparison.Ordinal);
        (await Backend.GetAsync("seller:S-200", address)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_violation_asked_for_twice_is_one_case()
    {
        var first = (await OpenAsync()).Expect(HttpStatusCode.Created);
        var second = (await OpenAsync()).Expect(HttpStatusCode.Conflict);
        Assert.Equal((string)first.Json["id"]!, (string)second.Json["caseId"]!);
    }

    [Fact]
    public async Task A_missing_fact_is_named_and_no_case_is_opened()
    {
        var answer = (await OpenAsync(a => a.Remove("lazadaSku"))).Expect(HttpStatusCode.BadRequest);
        Assert.NotNull(answer.Json["errors"]!["appeal.lazadaSku"]);
    }

    [Fact]
    public async Task What_the_seller_writes_is_data_and_runs_nowhere()
    {
        var opened = await OpenAsync(a => a["explanation"] = "{{ 6 * 7 }}<script>alert(1)</script>");
        await Backend.DrainAsync();
        var letter = (await Backend.GetAsync("seller:S-100", opened.Location + "/letters/1.html")).Expect(HttpStatusCode.OK).Body;
        Assert.Contains("{{ 6 * 7 }}&lt;script&gt;", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", letter, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_template_parses()
    {
        Assert.NotEmpty(Templates.Names);
        foreach (var name in Templates.Names)
            Assert.NotNull(Templates.Parse(name));
    }

    [Fact]
    public void A_template_with_a_missing_fact_fails() =>
        Assert.Throws<Scriban.Syntax.ScriptRuntimeException>(() => Templates.Render("Hands/Diversion/Mails/hold.scriban", new Dictionary<string, object?>()));

    [Fact]
    public async Task Uploaded_evidence_is_listed_in_the_next_version_and_appended_to_its_file_under_its_number()
    {
        var path = (await OpenAsync()).Location!;
        await Backend.DrainAsync();
        (await UploadAsync(path, Pictures.Png, "sirim.png", "sirimCertificate")).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        Assert.DoesNotContain("Annex", (await LetterAsync(path, 1)).Page, StringComparison.Ordinal);
        var (page, file) = await LetterAsync(path, 2);
        Assert.Contains("sirim.png", page, StringComparison.Ordinal);
        Assert.Contains("SIRIM certificate", page, StringComparison.Ordinal);
        using var pdf = PdfDocument.Open(file);
        Assert.StartsWith("Annex 1sirim.png", pdf.GetPages().Last().Text, StringComparison.Ordinal);
        Assert.Single(pdf.GetPages().Last().GetImages());
        Assert.Equal("letterReady", (string)(await Backend.GetAsync("seller:S-100", path)).Json["state"]!);
    }

    [Fact]
    public async Task Evidence_that_comes_while_a_letter_is_being_written_is_in_the_one_after_it()
    {
        var path = (await OpenAsync()).Location!;
        Backend.Time.Advance(TimeSpan.FromSeconds(1));
        (await UploadAsync(path, Pictures.Png, "sirim.png", "sirimCertificate")).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        Assert.DoesNotContain("sirim.png", (await LetterAsync(path, 1)).Page, StringComparison.Ordinal);
        Assert.Contains("sirim.png", (await LetterAsync(path, 2)).Page, StringComparison.Ordinal);
        Assert.Equal("letterReady", (string)(await Backend.GetAsync("seller:S-100", path)).Json["state"]!);
    }

    [Fact]
    public async Task Evidence_that_cannot_be_appended_is_left_out_of_the_letter_and_the_seller_is_told_why()
    {
        var path = (await OpenAsync()).Location!;
        await Backend.DrainAsync();
        (await UploadAsync(path, TinyFiles.Heic, "photo.heic", "productPhoto")).Expect(HttpStatusCode.Created);
        (await UploadAsync(path, Pictures.Png, "sirim.png", "sirimCertificate")).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        var shown = (await Backend.GetAsync("seller:S-100", path)).Json;
        var last = (int)shown["letters"]!.AsArray()[^1]!["version"]!;
        var (page, _) = await LetterAsync(path, last);
        Assert.Contains("Annex 1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("photo.heic", page, StringComparison.Ordinal);
        var told = (string)shown["timeline"]!.AsArray().Last(t => (string)t!["event"]! == "letterWritten")!["text"]!["en"]!;
        Assert.Contains("photo.heic", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declined_appeal_is_corrected_and_its_next_letter_refers_to_the_declined_one_over_the_contract()
    {
        var path = (await OpenAsync()).Location!;
        await Backend.DrainAsync();
        Assert.Equal("submitted", await ActAsync(path, "letterSubmitted", new { }));
        Assert.Equal("declined", await ActAsync(path, "appealOutcome", new { outcome = "declined", note = "no certificate" }));
        (await UploadAsync(path, Pictures.Png, "sirim.png", "sirimCertificate")).Expect(HttpStatusCode.Created);
        var facts = Facts();
        facts["explanation"] = "The certificate is enclosed.";
        Assert.Equal("drafting", await ActAsync(path, "reviseAppeal", new JsonObject { ["appeal"] = facts }));
        await Backend.DrainAsync();
        var (page, _) = await LetterAsync(path, 2);
        Assert.Contains(path.Split('/')[^1] + "/1", page, StringComparison.Ordinal);
        Assert.Contains("sirim.png", page, StringComparison.Ordinal);
        await ActAsync(path, "letterSubmitted", new { });
        Assert.Equal("accepted", await ActAsync(path, "appealOutcome", new { outcome = "accepted" }));
    }

    [Fact]
    public async Task The_deadline_Lazada_gave_is_watched_with_a_reminder_before_it()
    {
        var path = (await OpenAsync(a => a["deadline"] = "2026-11-20")).Location!;
        await Backend.DrainAsync();
        Assert.Equal("2026-11-20T18:00:00+08:00", (string)(await Backend.GetAsync("seller:S-100", path)).Json["next"]!["by"]!);
        await Backend.PutAsync(null, "/api/dev/clock", new { now = "2026-11-12T18:00:00+08:00" });
        await SweepAsync();
        Assert.Equal(["reminded"], await EventsAsync(path));
        await Backend.PutAsync(null, "/api/dev/clock", new { now = "2026-11-20T18:00:00+08:00" });
        await SweepAsync();
        Assert.Equal(["reminded", "deadlinePassed"], await EventsAsync(path));
    }

    private async Task SweepAsync()
    {
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task<IEnumerable<string>> EventsAsync(string path) => (await Backend.GetAsync("seller:S-100", path)).Json["timeline"]!.AsArray()
        .Select(t => (string)t!["event"]!).Where(name => name is "reminded" or "deadlinePassed");

    private Task<Answer> UploadAsync(string path, byte[] file, string name, string kind) => Backend.Client.UploadAsync("seller:S-100", path, file, name, kind);

    private async Task<string> ActAsync(string path, string action, object body) =>
        (string)(await Backend.PostAsync("seller:S-100", $"{path}/actions/{action}", body is JsonObject json ? json.ToJsonString() : body)).Expect(HttpStatusCode.OK).Json["state"]!;

    private async Task<(string Page, byte[] File)> LetterAsync(string path, int version)
    {
        var page = (await Backend.GetAsync("seller:S-100", $"{path}/letters/{version}.html")).Expect(HttpStatusCode.OK).Body;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/letters/{version}.pdf");
        request.Headers.Authorization = new("Bearer", await Backend.Client.TokenAsync("seller:S-100"));
        using var answer = await Backend.Client.SendAsync(request);
        return (page, await answer.Content.ReadAsByteArrayAsync());
    }

    private Task<Answer> OpenAsync(Action<JsonObject>? change = null)
    {
        var appeal = Facts();
        change?.Invoke(appeal);
        return Backend.PostAsync("seller:S-100", "/api/cases", new JsonObject { ["type"] = "complianceAppeal", ["appeal"] = appeal });
    }

    private static JsonObject Facts() => new()
    {
        ["lazadaShop"] = "Selera Shop",
        ["productName"] = "Rice cooker 1.8 L",
        ["sku"] = "RC-18",
        ["lazadaSku"] = "LZ-99182",
        ["violation"] = "safetyCertification",
        ["noticeDate"] = "2026-11-02",
        ["penaltyPoints"] = 2,
        ["explanation"] = "The certificate had not been uploaded.",
        ["correctiveActions"] = new JsonArray("Uploaded the SIRIM certificate."),
        ["language"] = "en",
    };
}

/// <summary>Pictures that a program can open.</summary>
internal static class Pictures
{
    public static byte[] Png
    {
        get
        {
            using var bitmap = new SKBitmap(600, 400);
            bitmap.Erase(SKColors.Teal);
            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
            return data.ToArray();
        }
    }
}
