using System.Net;
using System.Text.RegularExpressions;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Pages;

public partial class FrameTests : BackendTest
{
    [Theory]
    [InlineData("seller:S-100", "/cases,/forms,/account", "Seller S-100")]
    [InlineData("agent", "/desk,/warehouse,/dashboard", "Kumoten&#39;s support")]
    [InlineData("warehouse", "/warehouse", "Kumoten&#39;s warehouse")]
    public async Task The_header_has_the_pages_of_the_readers_role_says_who_it_is_and_lets_them_out(string role, string pages, string person)
    {
        var page = await Backend.PageAsync(role, "/");
        var header = page[..page.IndexOf("</header>", StringComparison.Ordinal)];
        Assert.Equal(pages.Split(','), Regex.Matches(header, "<nav class=\"pages\".*?</nav>", RegexOptions.Singleline).SelectMany(nav => Regex.Matches(nav.Value, "href=\"([^\"]+)\"")).Select(link => link.Groups[1].Value));
        Assert.Contains(person, header, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\" action=\"/session/end\">", header, StringComparison.Ordinal);
        foreach (var path in pages.Split(','))
            await Backend.PageAsync(role, path);
    }

    [Fact]
    public async Task To_nobody_the_header_has_no_pages_and_no_way_out()
    {
        var page = await Backend.PageAsync(null, "/");
        Assert.DoesNotContain("/session/end", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"pages\"", page, StringComparison.Ordinal);
        Assert.Contains("mailto:support@kumoten.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_that_a_page_is_switched_to_is_kept_by_a_cookie()
    {
        using var switched = await Backend.SendAsync(null, HttpMethod.Get, "/?lang=ms", null);
        var cookie = Assert.Single(switched.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("kumoten-lang=ms; ", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        var page = await Backend.PageAsync(null, "/", headers: [("Cookie", "kumoten-lang=ms"), ("Accept-Language", "en")]);
        Assert.Contains("<html lang=\"ms\">", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/?lang=en\" hreflang=\"en\" lang=\"en\">English</a>", page, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", await Backend.PageAsync(null, "/?lang=en", headers: [("Cookie", "kumoten-lang=ms")]), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", await Backend.PageAsync(null, "/", headers: [("Cookie", "kumoten-lang=<script>")]), StringComparison.Ordinal);
        using var quiet = await Backend.SendAsync(null, HttpMethod.Get, "/?lang=fr", null);
        Assert.False(quiet.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Logging_out_ends_the_session_and_leads_to_the_front_page()
    {
        using var entered = await Backend.SendAsync(null, HttpMethod.Get, $"/session?token={await Backend.Client.TokenAsync("seller:S-100")}&to=/", null);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie")).Split(';')[0];
        using var left = await Backend.SendAsync(null, HttpMethod.Post, "/session/end", null, ("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (left.StatusCode, left.Headers.Location!.ToString()));
        Assert.Contains("max-age=0", Assert.Single(left.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        using var lured = await Backend.SendAsync(null, HttpMethod.Post, "/session/end", null, ("Cookie", cookie), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, lured.StatusCode);
    }

    [Fact]
    public async Task Every_page_is_dressed_by_one_stylesheet_that_browsers_keep()
    {
        var address = Stylesheet().Match(await Backend.PageAsync(null, "/")).Groups[1].Value;
        using var style = await Backend.SendAsync(null, HttpMethod.Get, address, null);
        Assert.Equal((HttpStatusCode.OK, "text/css; charset=utf-8"), (style.StatusCode, style.Content.Headers.ContentType!.ToString()));
        Assert.Contains("immutable", style.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", await style.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(address, Stylesheet().Match(await Backend.PageAsync(null, "/nothing", HttpStatusCode.NotFound)).Groups[1].Value);
    }

    [Theory]
    [InlineData(null, "/cases/KM-1001.1", HttpStatusCode.Unauthorized, "Please come in first", "Sila masuk dahulu")]
    [InlineData("seller:S-100", "/nothing", HttpStatusCode.NotFound, "Not found", "Tidak ditemui")]
    [InlineData("seller:S-100", "/cases/KM-9.1", HttpStatusCode.NotFound, "Not found", "Tidak ditemui")]
    [InlineData("service", "/cases/KM-1001.1", HttpStatusCode.Forbidden, "Your request was not taken", "Permintaan anda tidak berjaya")]
    public async Task Who_cannot_go_on_reads_why_in_the_same_voice(string? role, string path, HttpStatusCode status, string english, string malay)
    {
        Assert.Contains($"<h1>{english}</h1>", await Backend.PageAsync(role, path, status), StringComparison.Ordinal);
        Assert.Contains($"<h1>{malay}</h1>", await Backend.PageAsync(role, path, status, ("Accept-Language", "ms")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_template_holds_a_script_or_a_style() => Assert.All(
        Directory.EnumerateFiles(Repository.Path("functions/Doors/Pages"), "*.scriban", SearchOption.AllDirectories),
        file => Assert.DoesNotMatch("(?i)<script|<style| style=| on[a-z]+=", File.ReadAllText(file)));

    [Fact]
    public void Every_posted_form_of_a_template_begins_with_the_field_of_its_repeat()
    {
        var forms = Directory.EnumerateFiles(Repository.Path("functions/Doors/Pages"), "*.scriban", SearchOption.AllDirectories)
            .SelectMany(file => PostedForm().Matches(File.ReadAllText(file)).Select(form => (File: Path.GetFileName(file), Form: form.Value))).ToList();
        Assert.NotEmpty(forms);
        // Logging out twice is logging out; an invitation is good once by itself.
        Assert.All(forms.Where(form => form.File != "switch.scriban" && !form.Form.Contains("\"/session/end\"", StringComparison.Ordinal)), form => Assert.Matches($"^<form[^>]*>\\s*<input type=\"hidden\" name=\"{FormBody.KeyField}\" value=\"\\{{\\{{ form_key \\}}\\}}\"/>", form.Form));
    }

    [Theory]
    [InlineData("words")]
    [InlineData("pages")]
    public void Both_languages_have_the_same_words(string file)
    {
        string[] Names(string language) => [.. Word().Matches(File.ReadAllText(Repository.Path($"functions/Doors/Pages/Shared/{file}.{language}.scriban"))).Select(word => word.Value).Order(StringComparer.Ordinal)];
        Assert.Equal(Names("en"), Names("ms"));
    }

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"([^\"]+)\"")]
    private static partial Regex Stylesheet();

    // A form's beginning, up to its first field and what follows it.
    [GeneratedRegex("<form[^>]*method=\"post\"(?:[^>]|(?<=\\}\\})>)*>\\s*(?:<[^>]*>)?")]
    private static partial Regex PostedForm();

    // "site =" at the beginning of a line, "seller:" inside braces.
    [GeneratedRegex("(?m)^\\w+(?= = )|\\w+(?=: \")")]
    private static partial Regex Word();
}
