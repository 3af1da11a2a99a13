using System.Net;
using System.Text.RegularExpressions;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Doors.Pages;

public class DevPageTests : BackendTest
{
    public static TheoryData<string> Sources() => [.. PushSources.All.Select(source => source.Code)];

    [Theory]
    [InlineData("en", "The application&#39;s clock", "Tuesday, 10 November 2026, 9:00 am")]
    [InlineData("ms", "Jam aplikasi", "Selasa, 10 November 2026, 9:00 pagi")]
    public async Task The_page_shows_the_clock_to_anybody_in_both_languages_and_the_front_page_leads_there(string language, string word, string time)
    {
        Assert.Contains("<a href=\"/dev\">", await Backend.PageAsync(null, "/?lang=" + language), StringComparison.Ordinal);
        var page = await Backend.PageAsync(null, "/dev?lang=" + language);
        Assert.Contains(word, page, StringComparison.Ordinal);
        Assert.Contains(time, page, StringComparison.Ordinal);
        Assert.Contains("/api/dev/enter?role=agent", page, StringComparison.Ordinal);
        Assert.Equal(PageCalls.FormsOf(page).Count, Regex.Count(page, "name=\"formKey\" value=\"[0-9a-f]{32}\""));
    }

    [Theory]
    [InlineData("hour", 1)]
    [InlineData("day", 24)]
    public async Task The_clock_moves_on_and_a_form_sent_twice_moves_it_once(string by, int hours)
    {
        (string, string)[] form = [(FormBody.KeyField, "0123456789abcdef"), ("by", by)];
        for (var times = 0; times < 2; times++)
            Assert.Equal("/dev?done=clock", (await Backend.PostFormAsync(null, "/dev/clock", form)).Expect(HttpStatusCode.SeeOther).Location);
        Assert.Equal(Backend.Start.AddHours(hours), Backend.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        Assert.Contains("The clock was moved.", await Backend.PageAsync(null, "/dev?done=clock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_moves_to_what_comes_due_next_and_the_deadlines_are_watched_at_once()
    {
        Assert.DoesNotContain("value=\"next\"", await Backend.PageAsync(null, "/dev"), StringComparison.Ordinal);
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "buyerCancellation", orderId = "KM-1001" })).Expect(HttpStatusCode.Created);
        Assert.Contains("(KM-1001)", await Backend.PageAsync(null, "/dev"), StringComparison.Ordinal);
        // The reminder, and then the deadline after which the case expires.
        for (var times = 0; times < 2; times++)
        {
            (await Backend.PostFormAsync(null, "/dev/clock", ("by", "next"))).Expect(HttpStatusCode.SeeOther);
            Assert.Equal("/dev?done=watch", (await Backend.PostFormAsync(null, "/dev/watch")).Expect(HttpStatusCode.SeeOther).Location);
        }

        Assert.Equal("expired", (string?)(await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["state"]);
    }

    [Fact]
    public async Task A_push_goes_the_way_of_the_webhook()
    {
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        var body = PushSources.Find("lazada")!.Sample(Backend.Start);
        Assert.Equal("/dev?done=push", (await Backend.PostFormAsync(null, "/dev/push", ("source", "lazada"), ("body", body))).Expect(HttpStatusCode.SeeOther).Location);
        await Backend.DrainAsync();
        Assert.Equal("awaitingCourierHold", (string?)(await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["state"]);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Every_source_has_a_sample_that_it_signs_and_understands_itself(string code)
    {
        var body = PushSources.Find(code)!.Sample(Backend.Start);
        Assert.Contains(WebUtility.HtmlEncode(body), await Backend.PageAsync(null, "/dev"), StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(body);
        Assert.IsNotType<PushContent.NotUnderstood>(PushSources.Find(code)!.Read(json.RootElement, Backend.Start));
        (await Backend.PostFormAsync(null, "/dev/push", ("source", code), ("body", body))).Expect(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_push_that_is_no_JSON_comes_back_as_it_was_typed_with_what_is_wrong()
    {
        var page = (await Backend.PostFormAsync(null, "/dev/push", ("source", "shopee"), ("body", "<b>no"))).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("id=\"body-shopee-error\">The push is not JSON.</span>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;no</textarea>", page, StringComparison.Ordinal);
        (await Backend.PostFormAsync(null, "/dev/push", ("source", "ebay"), ("body", "{}"))).Expect(HttpStatusCode.NotFound);
        (await Backend.PostFormAsync(null, "/dev/clock", ("by", "year"))).Expect(HttpStatusCode.BadRequest);
        (await Backend.GetAsync(null, "/dev?don=clock")).Expect(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/dev/clock")]
    [InlineData("/dev/watch")]
    [InlineData("/dev/push")]
    public async Task A_form_from_another_site_is_refused_although_nobody_is_signed_in(string path)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("by", "day")]);
        using var answer = await Backend.SendAsync(null, HttpMethod.Post, path, form, ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(Backend.Start, Backend.Services.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    [Fact]
    public async Task Outside_Development_it_is_not_there()
    {
        await using var production = await Backend.StartAsync(environment: "Production");
        (await production.GetAsync(null, "/dev")).Expect(HttpStatusCode.NotFound);
        foreach (var path in new[] { "/dev/clock", "/dev/watch", "/dev/push" })
            (await production.PostFormAsync(null, path, ("by", "day"))).Expect(HttpStatusCode.NotFound);
    }
}
