using System.Net;
using System.Text.RegularExpressions;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Doors.Pages;

/// <summary>What EMBED.md gives Kumoten's site to copy does what it says there.</summary>
public class EmbedTests : BackendTest
{
    private const string Seller = "seller:S-100";
    internal const string Here = "https://support.kumoten.example";
    private const string Kumoten = "https://www.kumoten.example";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Backend.Services.GetRequiredService<IConfiguration>()["Pages:AllowedOrigins"] = Kumoten;
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_link_begins_a_session_and_leads_to_the_form_with_the_order_found_but_only_once()
    {
        var link = await LinkAsync();
        using var answer = await SendAsync(HttpMethod.Get, link, null);
        Assert.Equal((HttpStatusCode.Redirect, "/forms/after-sales?order=KM-1001"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        using var form = await SendAsync(HttpMethod.Get, answer.Headers.Location.ToString(), CookieOf(answer));
        Assert.Contains("T-shirt, black, M", await form.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var again = await SendAsync(HttpMethod.Get, link, null);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task The_form_opens_the_case_and_leads_to_its_page_and_so_does_its_repeat()
    {
        using var session = await SendAsync(HttpMethod.Get, await LinkAsync(), null);
        for (var sent = 0; sent < 2; sent++)
        {
            using var answer = await PostAsync(CookieOf(session), Kumoten);
            Assert.Equal((HttpStatusCode.SeeOther, "/cases/KM-1001.1?lang=en"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        }

        var page = await Backend.PageAsync(Seller, "/cases/KM-1001.1");
        Assert.Contains("Found it elsewhere.", page, StringComparison.Ordinal);
        Assert.Contains("cancelled.png", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_session_or_from_a_site_that_the_settings_do_not_name_the_form_does_nothing_and_a_page_says_so()
    {
        using var stranger = await PostAsync(null, Kumoten);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Contains("Open this page from Kumoten's own site", WebUtility.HtmlDecode(await stranger.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        using var session = await SendAsync(HttpMethod.Get, await LinkAsync(), null);
        using var elsewhere = await PostAsync(CookieOf(session), "https://blog.kumoten.example");
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
        Assert.Empty((await Backend.GetAsync(Seller, "/api/cases")).Json["items"]!.AsArray());
    }

    // The snippets stand in the document in this order.
    internal static string Snippet(int which) => Regex.Matches(File.ReadAllText(Repository.Path("functions/Doors/Pages/EMBED.md")), "```html\n(.*?)```", RegexOptions.Singleline)[which].Groups[1].Value;

    private async Task<string> LinkAsync()
    {
        var address = WebUtility.HtmlDecode(Regex.Match(Snippet(0), "href=\"([^\"]+)\"").Groups[1].Value);
        Assert.StartsWith(Here + "/", address, StringComparison.Ordinal);
        return address[Here.Length..].Replace("TOKEN", await Backend.Client.TokenAsync(Seller), StringComparison.Ordinal);
    }

    // As a browser sends it: the fields that are filled in already as they stand, the two that a person fills in, no key of a repeat.
    private async Task<HttpResponseMessage> PostAsync(string? cookie, string origin)
    {
        var form = Snippet(1);
        Assert.Contains("method=\"post\"", form, StringComparison.Ordinal);
        using var body = new MultipartFormDataContent();
        foreach (Match field in Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]+)\">"))
            body.Add(new StringContent(field.Groups[2].Value), field.Groups[1].Value);
        body.Add(new StringContent("Found it elsewhere."), Regex.Match(form, "<textarea name=\"([^\"]+)\"").Groups[1].Value);
        body.Add(new ByteArrayContent(TinyFiles.Png), Regex.Match(form, "<input type=\"file\" name=\"([^\"]+)\"").Groups[1].Value, "cancelled.png");
        var action = Regex.Match(form, "action=\"([^\"]+)\"").Groups[1].Value;
        return await SendAsync(HttpMethod.Post, action[Here.Length..], cookie, body, ("Origin", origin), ("Sec-Fetch-Site", "same-site"));
    }

    private static string CookieOf(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? cookie, HttpContent? body = null, params (string Name, string Value)[] headers) =>
        Backend.SendAsync(null, method, path, body, cookie is null ? headers : [("Cookie", cookie), .. headers]);
}
