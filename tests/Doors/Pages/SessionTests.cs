using System.Net;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Doors.Pages;

public class SessionTests : BackendTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Backend.Services.GetRequiredService<IConfiguration>()["Pages:AllowedOrigins"] = "https://www.kumoten.example https://shop.kumoten.example";
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "buyerCancellation", orderId = "KM-1001" })).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Kumotens_site_sends_a_person_who_sees_the_page_with_a_session_of_eight_hours()
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/session?token={await Backend.Client.TokenAsync("seller:S-100")}&to=/cases/KM-1001.1");
        Assert.Equal((HttpStatusCode.Redirect, "/cases/KM-1001.1"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; max-age=28800; path=/; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal);
        using var page = await SendAsync(HttpMethod.Get, "/cases/KM-1001.1", ("Cookie", cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        // The API takes it as well: a page's links lead there.
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/cases/KM-1001.1", ("Cookie", cookie.Split(';')[0]))).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http")]
    [InlineData("https, http")]
    public async Task Outside_development_the_cookie_is_secure_and_this_hosts_alone_whatever_the_front_door_says(string? proto)
    {
        await using var production = await ProductionAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/session?token={Invitation(production)}");
        if (proto is not null)
            request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", proto);
        using var answer = await production.Client.SendAsync(request);
        Assert.Equal("/", answer.Headers.Location!.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-kumoten-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/session/?to=/")]
    [InlineData("/session")]
    [InlineData("/SESSION/")]
    public async Task A_session_renews_no_session(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, ("Cookie", await CookieAsync("agent")));
        Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound, answer.StatusCode.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        // Neither does its token in the place of an invitation.
        using var asInvitation = await SendAsync(HttpMethod.Get, $"/session?token={(await CookieAsync("agent")).Split('=', 2)[1]}");
        Assert.Equal(HttpStatusCode.Unauthorized, asInvitation.StatusCode);
    }

    [Fact]
    public async Task An_invitation_is_good_once()
    {
        var path = $"/session?token={await Backend.Client.TokenAsync("seller:S-100")}";
        var both = await Task.WhenAll(SendAsync(HttpMethod.Get, path), SendAsync(HttpMethod.Get, path));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Unauthorized], both.Select(answer => answer.StatusCode).Order());
        using var again = await SendAsync(HttpMethod.Get, path);
        Assert.Equal("urn:kumoten:problem:session.invitationUsed", (string)System.Text.Json.Nodes.JsonNode.Parse(await again.Content.ReadAsStringAsync())!["type"]!);
    }

    [Theory]
    [InlineData("agent", 0, HttpStatusCode.Redirect)]
    [InlineData("agent", 4 * 60, HttpStatusCode.Redirect)]
    [InlineData("agent", (5 * 60) + 5, HttpStatusCode.Unauthorized)]
    [InlineData("warehouse", null, HttpStatusCode.Unauthorized)]
    [InlineData("service", 0, HttpStatusCode.Forbidden)]
    public async Task An_invitation_is_minutes_old_at_most_and_for_people(string role, int? ageInSeconds, HttpStatusCode expected)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var settings = Backend.Services.GetRequiredService<IConfiguration>();
        // For ten years, by its own account.
        var token = new Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new Microsoft.IdentityModel.Tokens.SecurityTokenDescriptor
        {
            Issuer = settings["Auth:Issuer"],
            Audience = settings["Auth:Audience"],
            IssuedAt = ageInSeconds is { } age ? now.AddSeconds(-age) : null,
            Expires = now.AddYears(10),
            Claims = new Dictionary<string, object> { ["role"] = role, ["sub"] = role },
            SigningCredentials = new(TokenSetup.SigningKey(settings), "HS256"),
        });
        using var answer = await SendAsync(HttpMethod.Get, $"/session?token={token}");
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Nobodys_session_is_replaced_unasked()
    {
        var cookie = await CookieAsync("agent");
        var path = $"/session?token={await Backend.Client.TokenAsync("seller:S-200")}&to=/cases/KM-1001.1";
        using var asked = await SendAsync(HttpMethod.Get, path, ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.False(asked.Headers.Contains("Set-Cookie"));
        var question = await asked.Content.ReadAsStringAsync();
        Assert.Contains($"action=\"{WebUtility.HtmlEncode(path)}\"", question, StringComparison.Ordinal);
        // Around the question are still the pages of whoever is here, and the way to the other language asks it again.
        Assert.Contains("href=\"/desk\"", question, StringComparison.Ordinal);
        using var inMalay = await SendAsync(HttpMethod.Get, path + "&lang=ms", ("Cookie", cookie));
        Assert.Contains("<html lang=\"ms\">", await inMalay.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // Nor by another site that posts the form itself.
        using var elsewhere = await SendAsync(HttpMethod.Post, path, ("Cookie", cookie), ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
        using var agreed = await SendAsync(HttpMethod.Post, path, ("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal((HttpStatusCode.Redirect, "/cases/KM-1001.1"), (agreed.StatusCode, agreed.Headers.Location!.ToString()));
        Assert.True(agreed.Headers.Contains("Set-Cookie"));
        // The same person is asked nothing.
        using var same = await SendAsync(HttpMethod.Get, $"/session?token={await Backend.Client.TokenAsync("agent")}", ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Redirect, same.StatusCode);
    }

    [Fact]
    public async Task A_session_is_ended_by_its_person_and_by_no_other_site()
    {
        var cookie = await CookieAsync("agent");
        using var elsewhere = await SendAsync(HttpMethod.Post, "/session/end", ("Cookie", cookie), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
        using var ended = await SendAsync(HttpMethod.Post, "/session/end", ("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (ended.StatusCode, ended.Headers.Location!.ToString()));
        Assert.Contains("kumoten-session=; max-age=0; path=/", Assert.Single(ended.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/cases")]
    [InlineData("https://evil.example")]
    [InlineData("/%5Cevil.example", true)]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("cases")]
    [InlineData("~/cases")]
    [InlineData("/kes/é")]
    public async Task A_session_leads_to_a_path_on_this_site_and_nowhere_else(string to, bool isEncoded = false)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/session?token={await Backend.Client.TokenAsync("agent")}&to={(isEncoded ? to : Uri.EscapeDataString(to))}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task Without_a_good_token_there_is_no_session_and_a_page_says_where_to_begin(string token)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/session?token={token}&to=/cases/KM-1001.1", ("Accept", "text/html"), ("Accept-Language", "ms-MY,en;q=0.5"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("Buka halaman ini dari laman Kumoten", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bearer_token_is_no_cookie_and_a_cookie_no_bearer_token()
    {
        using var asCookie = await SendAsync(HttpMethod.Get, "/api/cases/KM-1001.1", ("Cookie", $"{Session.DevelopmentCookie}={await Backend.Client.TokenAsync("agent")}"));
        Assert.Equal(HttpStatusCode.Unauthorized, asCookie.StatusCode);
        Assert.Equal("application/problem+json", asCookie.Content.Headers.ContentType!.MediaType);
        using var asBearer = await SendAsync(HttpMethod.Get, "/api/cases/KM-1001.1", ("Authorization", "Bearer " + (await CookieAsync("agent")).Split('=', 2)[1]));
        Assert.Equal(HttpStatusCode.Unauthorized, asBearer.StatusCode);
        // A bearer token wins over the cookie beside it.
        using var both = await SendAsync(HttpMethod.Get, "/api/cases/KM-1001.1", ("Cookie", await CookieAsync("agent")), ("Authorization", "Bearer " + await Backend.Client.TokenAsync("seller:S-200")));
        Assert.Equal(HttpStatusCode.NotFound, both.StatusCode);
    }

    [Theory]
    [InlineData("same-origin", "http://localhost", true)]
    [InlineData(null, "http://localhost", true)]
    [InlineData(null, null, true)]
    [InlineData("same-site", "https://www.kumoten.example", true)]
    [InlineData("cross-site", "https://shop.kumoten.example", true)]
    [InlineData(null, "https://www.kumoten.example", true)]
    [InlineData("same-site", "https://blog.kumoten.example", false)]
    [InlineData("cross-site", "https://evil.example", false)]
    [InlineData("cross-site", null, false)]
    [InlineData(null, "https://evil.example", false)]
    [InlineData(null, "https://localhost.evil.example", false)]
    [InlineData(null, "https://www.kumoten.example.evil.example", false)]
    [InlineData(null, "null", false)]
    public async Task A_session_acts_only_for_these_pages_and_the_sites_that_the_settings_name(string? fetchSite, string? origin, bool isTaken)
    {
        (string, string)[] headers = [("Cookie", await CookieAsync("seller:S-100")), .. new (string, string?)[] { ("Sec-Fetch-Site", fetchSite), ("Origin", origin) }.Where(h => h.Item2 is not null).Select(h => (h.Item1, h.Item2!))];
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("type", "buyerCancellation"), KeyValuePair.Create("orderId", "KM-1001")]);
        using var answer = await SendAsync(HttpMethod.Post, "/api/cases", form, headers);
        Assert.Equal(isTaken ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, answer.StatusCode);
        // With a bearer token no browser lends a person's session.
        using var again = new FormUrlEncodedContent([KeyValuePair.Create("type", "buyerCancellation"), KeyValuePair.Create("orderId", "KM-1001")]);
        using var bearer = await SendAsync(HttpMethod.Post, "/api/cases", again, [("Authorization", "Bearer " + await Backend.Client.TokenAsync("seller:S-100")), .. headers.Skip(1)]);
        Assert.Equal(HttpStatusCode.SeeOther, bearer.StatusCode);
    }

    [Fact]
    public async Task Two_sessions_with_one_idempotency_key_have_their_own_answers()
    {
        foreach (var role in new[] { "agent", "warehouse" })
        {
            using var note = new StringContent("""{"note":"looked at"}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await SendAsync(HttpMethod.Post, "/api/cases/KM-1001.1/actions/addNote", note, ("Cookie", await CookieAsync(role)), ("Idempotency-Key", "k-1"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(2, (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["timeline"]!.AsArray().Count(t => (string)t!["event"]! == "noteAdded"));
    }

    [Fact]
    public void A_session_key_is_long_or_missing_but_never_short()
    {
        static IConfiguration With(string? session, string? signing) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Auth:SessionKey"] = session, ["Auth:SigningKey"] = signing }).Build();
        Assert.Null(Session.Key(With(null, null)));
        Assert.Throws<InvalidOperationException>(() => Session.Key(With("short", null)));
        Assert.NotEqual(Session.Key(With(new string('a', 32), null))!.Key, Session.Key(With(null, new string('b', 32)))!.Key);
    }

    private static Task<Backend> ProductionAsync() => Backend.StartAsync(environment: "Production", settings: new() { ["Auth:SigningKey"] = new string('k', 40) });

    private static string Invitation(Backend backend) => backend.Services.GetRequiredService<DevelopmentTokens>().For("agent");

    private async Task<string> CookieAsync(string role)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/session?token={await Backend.Client.TokenAsync(role)}");
        return Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers) => SendAsync(method, path, null, headers);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Backend.Client.SendAsync(request);
    }
}
