using System.Net;
using System.Text.RegularExpressions;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Doors.Pages;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Domain.Flow;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Doors.Operations.Contract;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Pages;

public class ActionFormTests : BackendTest
{
    private const string Case = "/cases/KM-1001.1";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "buyerCancellation", orderId = "KM-1001" })).Expect(HttpStatusCode.Created);
    }

    public static TheoryData<string> Actions() => [.. CaseActions.All.Select(action => action.Name)];

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_action_has_a_form_with_the_fields_that_it_reads(string action)
    {
        var form = Assert.Single(ActionForms.All, form => form.Action == action);
        var read = OpenApiActions.FieldsOf(CaseActions.Find(action)!).OrderBy(field => field.Name, StringComparer.Ordinal).ToList();
        // An appeal's facts are one field of the action and many of the form; photos go to the case, not to the action.
        var fields = form.Fields.Where(field => field.Kind != FieldKind.Photos).GroupBy(field => field.Name.Split('.')[0]).Select(field => (Name: field.Key, IsNeeded: field.Any(part => part.IsNeeded)));
        Assert.Equal(read, fields.OrderBy(field => field.Name, StringComparer.Ordinal));
        Assert.All(form.Fields, field => Assert.Equal(field.Kind is FieldKind.Choice or FieldKind.Buttons, field.Choices.Length > 0));
    }

    [Fact]
    public void Every_form_belongs_to_an_action() => Assert.Empty(ActionForms.All.Select(form => form.Action).Except(CaseActions.All.Select(action => action.Name)));

    [Fact]
    public void Every_state_that_goes_on_is_a_step_of_its_cases_way() =>
        Assert.Empty(CaseMap.Arrows.Values.Select(arrow => arrow.Case).Where(c => !c.IsEnded && !CaseSteps.For(c.Type, c.State, c.Courier).Any(step => step.States.Contains(c.State))).Select(c => $"{c.Type} {c.State} {c.Courier}").Distinct());

    [Fact]
    public async Task A_shipped_cancellation_goes_its_whole_way_by_the_forms_of_its_pages()
    {
        var (seller, agent, warehouse) = ("seller:S-100", "agent", "warehouse");
        Assert.Contains("/cases/KM-1001.1/documents", PageCalls.FormsOf(await Backend.PageAsync(seller, Case)));
        Done(await Backend.PostFilesAsync(seller, Case + "/documents", [("cancel.png", TinyFiles.Png)], ("kind", "cancellationProof")));
        await Backend.DrainAsync();
        Assert.DoesNotContain("/cases/KM-1001.1/actions/holdConfirmed", PageCalls.FormsOf(await Backend.PageAsync(seller, Case)));
        await ActAsync(agent, "holdConfirmed", ("ticket", "PL-7781"));
        Assert.Contains("PL-7781", await Backend.PageAsync(seller, Case), StringComparison.Ordinal);
        await ActAsync(warehouse, "receiveParcel", ("trackingNumber", "en 123456789 my"));

        var refused = (await Backend.PostFormAsync(warehouse, Case + "/actions/inspect", ("condition", "opened"), ("note", "The seal is <b>broken</b>."), ("returnShipping", "RM 7"))).Expect(HttpStatusCode.BadRequest);
        Assert.Contains("The seal is &lt;b&gt;broken&lt;/b&gt;.</textarea>", refused.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"opened\" checked=\"checked\"", refused.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"RM 7\"", refused.Body, StringComparison.Ordinal);
        Done(await Backend.PostFilesAsync(warehouse, Case + "/actions/inspect", [("a.jpg", TinyFiles.Jpeg), ("b.png", TinyFiles.Png)], ("condition", "opened"), ("note", "The seal is <b>broken</b>."), ("returnShipping", "7.50")));
        var page = await Backend.PageAsync(seller, Case);
        Assert.Contains("Refund refused", page, StringComparison.Ordinal);
        Assert.Contains("The seal is &lt;b&gt;broken&lt;/b&gt;.", page, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(page, "<img "));

        // What is about the whole order pays what is left of it.
        Assert.DoesNotContain("id=\"overrule-amount\"", await Backend.PageAsync(agent, Case), StringComparison.Ordinal);
        await ActAsync(agent, "overrule", ("decision", "refund"), ("reason", "The courier opened it."));
        await Backend.DrainAsync();
        Assert.Contains("in your Kumoten account", await Backend.PageAsync(seller, Case), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_leads_there_and_what_was_typed_is_kept()
    {
        (await Backend.PushAsync("lazada.trade-canceled")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        var page = (await Backend.PostFormAsync("agent", Case + "/actions/recordTicket", ("ticket", "  "), ("channel", "mail"), ("note", "Hub \"Seremban\""))).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("<a href=\"#recordTicket-ticket\">Courier&#39;s ticket or report number</a>: This field is needed.", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"error\" id=\"recordTicket-ticket-error\">This field is needed.</span>", page, StringComparison.Ordinal);
        Assert.Matches("<input id=\"recordTicket-ticket\"[^>]*aria-describedby=\"recordTicket-ticket-error\" aria-invalid=\"true\"", page);
        Assert.Contains("<option value=\"mail\" selected=\"selected\">", page, StringComparison.Ordinal);
        Assert.Contains("Hub &quot;Seremban&quot;</textarea>", page, StringComparison.Ordinal);
        // The way to the other language leads to the case, not to the form's address.
        Assert.Contains("href=\"/cases/KM-1001.1?lang=ms\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_Malay_to_whoever_reads_Malay()
    {
        var refused = (await Backend.PostFormAsync("agent", Case + "/actions/holdConfirmed?lang=ms", ("ticket", "PL-1"))).Expect(HttpStatusCode.Conflict).Body;
        Assert.Contains("mengesahkan bahawa kurier menahan bungkusan", refused, StringComparison.Ordinal);
        (await Backend.PushAsync("lazada.trade-canceled")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        var page = (await Backend.PostFormAsync("agent", Case + "/actions/holdConfirmed?lang=ms", ("ticket", ""))).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("<a href=\"#holdConfirmed-ticket\">Nombor tiket atau laporan kurier</a>: Ruangan ini perlu diisi.", page, StringComparison.Ordinal);
        Assert.Contains("id=\"holdConfirmed-ticket-error\">Ruangan ini perlu diisi.</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_none_of_those_taken_is_refused_on_the_page_beside_its_field()
    {
        var page = (await Backend.PostFilesAsync("seller:S-100", Case + "/documents", [("setup.exe", TinyFiles.Executable)], ("kind", "cancellationProof"))).Expect(HttpStatusCode.UnsupportedMediaType).Body;
        Assert.Contains("setup.exe", page, StringComparison.Ordinal);
        var none = (await Backend.PostFormAsync("seller:S-100", Case + "/documents", ("kind", "cancellationProof"))).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("<a href=\"#document-file\">File</a>: Choose a file.", none, StringComparison.Ordinal);
        Assert.Contains("id=\"document-file\"", none, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seller:S-100", "holdConfirmed", HttpStatusCode.Forbidden)]
    [InlineData("agent", "holdConfirmed", HttpStatusCode.Conflict)]
    [InlineData("seller:S-200", "withdraw", HttpStatusCode.NotFound)]
    [InlineData("seller:S-100", "dance", HttpStatusCode.NotFound)]
    [InlineData(null, "withdraw", HttpStatusCode.Unauthorized)]
    public async Task A_page_lets_nobody_do_what_the_contract_forbids(string? role, string action, HttpStatusCode status)
    {
        (await Backend.PostFormAsync(role, $"{Case}/actions/{action}", ("ticket", "PL-1"))).Expect(status);
        Assert.Equal("awaitingDocuments", (string?)(await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["state"]);
    }

    [Fact]
    public async Task The_same_form_sent_twice_does_one_deed_and_sent_with_other_words_another()
    {
        (string, string)[] Form(string note) => [(FormBody.KeyField, "0123456789abcdef"), ("note", note)];
        Done(await Backend.PostFormAsync("seller:S-100", Case + "/actions/addNote", Form("Called the buyer.")));
        Done(await Backend.PostFormAsync("seller:S-100", Case + "/actions/addNote", Form("Called the shop.")));
        Done(await Backend.PostFormAsync("seller:S-100", Case + "/actions/addNote", Form("Called the buyer.")));
        Assert.Equal(2, (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["timeline"]!.AsArray().Count(line => (string?)line!["event"] == "noteAdded"));
    }

    [Fact]
    public async Task A_form_that_was_refused_is_judged_anew()
    {
        (string, string)[] form = [(FormBody.KeyField, "0123456789abcdef"), ("ticket", "PL-7781")];
        (await Backend.PostFormAsync("agent", Case + "/actions/holdConfirmed", form)).Expect(HttpStatusCode.Conflict);
        (await Backend.PushAsync("lazada.trade-canceled")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        Done(await Backend.PostFormAsync("agent", Case + "/actions/holdConfirmed", form));
    }

    [Fact]
    public async Task A_form_from_another_site_is_refused_and_does_nothing()
    {
        using var entered = await Backend.SendAsync(null, HttpMethod.Get, $"/session?token={await Backend.Client.TokenAsync("seller:S-100")}&to=/", null);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie")).Split(';')[0];
        foreach (var path in new[] { Case + "/actions/withdraw", Case + "/documents" })
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("note", "x")]);
            using var answer = await Backend.SendAsync(null, HttpMethod.Post, path, form, ("Cookie", cookie), ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal("awaitingDocuments", (string?)(await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["state"]);
    }

    [Fact]
    public async Task Markup_in_anything_that_somebody_wrote_is_shown_as_text()
    {
        const string evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        (await Backend.FeedAsync(
            Samples.Order(order =>
            {
                order["items"]![0]!["name"] = evil;
                order["recipient"]!["name"] = evil;
                order["recipient"]!["address"]!["line1"] = evil;
            }),
            "KM-2")).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "addressChange", orderId = "KM-2", reason = evil, newAddress = new { line1 = evil, line2 = evil, postcode = "88400", city = evil, state = "Sabah" } })).Expect(HttpStatusCode.Created);
        await Backend.DrainAsync();
        var appeal = new { lazadaShop = evil, productName = evil, sku = evil, lazadaSku = evil, violation = "other", noticeDate = "2026-11-02", penaltyPoints = 4, explanation = evil, correctiveActions = new[] { evil }, preventiveActions = new[] { evil }, language = "en" };
        var appealCase = (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "complianceAppeal", appeal })).Expect(HttpStatusCode.Created).Location!.Replace("/api", "", StringComparison.Ordinal);
        await Backend.DrainAsync();
        Done(await Backend.PostFilesAsync("seller:S-100", "/cases/KM-2.1/documents", [("<script>alert(1)<img src=x>.png", TinyFiles.Png)], ("kind", "other")));
        Done(await Backend.PostFormAsync("seller:S-100", "/cases/KM-2.1/actions/addNote", ("note", evil)));
        Done(await Backend.PostFormAsync("agent", "/cases/KM-2.1/actions/recordContact", ("note", evil)));
        Done(await Backend.PostFormAsync("agent", "/cases/KM-2.1/actions/holdConfirmed", ("ticket", evil)));
        (await Backend.PostAsync("agent", "/api/scans", new { trackingNumber = "EN123456789MY", at = "2026-11-09T10:00:00+08:00", kind = "inTransit", message = evil, place = evil })).Expect(HttpStatusCode.OK);
        var refused = (await Backend.PostFormAsync("seller:S-100", "/cases/KM-2.1/actions/returnShipped", ("courier", evil), ("trackingNumber", evil))).Body;
        foreach (var page in new[] { await Backend.PageAsync("seller:S-100", "/cases/KM-2.1"), await Backend.PageAsync("agent", "/cases/KM-2.1"), await Backend.PageAsync("seller:S-100", appealCase), refused })
        {
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img src=x", page, StringComparison.Ordinal);
        }
    }

    private async Task ActAsync(string role, string action, params (string, string)[] fields)
    {
        Assert.Contains($"{Case}/actions/{action}", PageCalls.FormsOf(await Backend.PageAsync(role, Case)));
        Done(await Backend.PostFormAsync(role, $"{Case}/actions/{action}", fields));
    }

    private static void Done(Answer answer) => Assert.StartsWith("/cases/", answer.Expect(HttpStatusCode.SeeOther).Location, StringComparison.Ordinal);
}
