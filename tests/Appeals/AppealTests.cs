using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Appeals;

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
        Assert.Throws<Scriban.Syntax.ScriptRuntimeException>(() => Templates.Render("Diversion/Mails/hold.scriban", new Dictionary<string, object?>()));

    private Task<Answer> OpenAsync(Action<JsonObject>? change = null)
    {
        var appeal = new JsonObject
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
        change?.Invoke(appeal);
        return Backend.PostAsync("seller:S-100", "/api/cases", new JsonObject { ["type"] = "complianceAppeal", ["appeal"] = appeal });
    }
}
