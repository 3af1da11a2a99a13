using System.Net;
using Kumoten.Functions.Hands.DeadLetters;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Platform;

/// <summary>What stands around the functions in the worker: what it makes of messages, of failures, and of addresses that nobody has.</summary>
public class WorkerTests(Azurite azurite) : IClassFixture<Azurite>
{
    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task A_message_that_is_none_fails_and_the_reason_is_noted(string message)
    {
        _ = azurite;
        await using var backend = await Backend.StartAsync();
        backend.MovesToPoison = true;
        await backend.Storage.SendAsync("refunds", BinaryData.FromString(message), default);
        await backend.DrainAsync();
        var letter = (await backend.GetAsync("agent", "/api/poison")).Expect(HttpStatusCode.OK).Json["items"]![0]!;
        Assert.Equal(("refunds", message), ((string)letter["queue"]!, (string)letter["message"]!));
        Assert.NotEqual(DeadLetterWords.NoWord, (string)letter["why"]!);
    }

    [Fact]
    public async Task A_reason_that_cannot_be_noted_does_not_hide_the_failure()
    {
        await using var backend = await Backend.StartAsync(replace: services => services.AddSingleton<IFailureNotes, FullNotes>());
        await backend.Storage.SendAsync("refunds", BinaryData.FromString("no JSON"), default);
        var answer = await backend.TryDeliverAsync((await backend.ReceiveAsync()).Single());
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.DoesNotContain(FullNotes.Word, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("POST", "/api/nothing")]
    [InlineData("DELETE", "/api/health")]
    [InlineData("POST", "/")]
    public async Task An_address_that_nobody_has_is_a_page_to_a_browser_and_a_problem_to_a_program(string method, string path)
    {
        await using var backend = await Backend.StartAsync();
        var problem = (await backend.CallAsync(null, new HttpMethod(method), path, headers: [("Accept", "*/*")])).Expect(HttpStatusCode.NotFound);
        Assert.Equal("urn:kumoten:problem:notFound", (string?)problem.Json["type"]);
        var page = (await backend.CallAsync(null, new HttpMethod(method), path, headers: [("Accept", "text/html"), ("Accept-Language", "ms")])).Expect(HttpStatusCode.NotFound);
        Assert.Contains("Halaman ini tidak ditemui.", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Try it out")]
    [InlineData("ms", "Cuba sistem ini")]
    public async Task The_front_page_lets_everybody_in_while_it_is_tried_out(string language, string word)
    {
        await using var backend = await Backend.StartAsync();
        var page = (await backend.GetAsync(null, "/?lang=" + language)).Expect(HttpStatusCode.OK).Body;
        Assert.Contains(word, page, StringComparison.Ordinal);
        var link = System.Text.RegularExpressions.Regex.Match(page, "href=\"(/api/dev/enter[^\"]+)\"").Groups[1].Value;
        // As often as somebody follows it: each time with an invitation of its own.
        for (var times = 0; times < 2; times++)
        {
            var invited = (await backend.GetAsync(null, WebUtility.HtmlDecode(link))).Expect(HttpStatusCode.Found);
            Assert.Equal("/", (await backend.GetAsync(null, invited.Location!)).Expect(HttpStatusCode.Found).Location);
        }
    }

    [Fact]
    public async Task In_production_the_front_page_leads_to_Kumotens_own_site_and_opens_no_door()
    {
        await using var backend = await Backend.StartAsync(environment: "Production");
        var page = (await backend.GetAsync(null, "/")).Expect(HttpStatusCode.OK).Body;
        Assert.Contains("https://www.kumoten.example", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/session", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_azure_the_development_door_stays_shut_whatever_the_environment_is_named()
    {
        await using var backend = await Backend.StartAsync(settings: new() { ["WEBSITE_INSTANCE_ID"] = "0a1b" });
        (await backend.PostAsync(null, "/api/dev/token", new { role = "agent" })).Expect(HttpStatusCode.NotFound);
        (await backend.GetAsync(null, "/api/dev/clock")).Expect(HttpStatusCode.NotFound);
        (await backend.GetAsync(null, "/api/dev/enter?role=agent")).Expect(HttpStatusCode.NotFound);
        Assert.DoesNotContain("/session", (await backend.GetAsync(null, "/")).Expect(HttpStatusCode.OK).Body, StringComparison.Ordinal);
    }

    private sealed class FullNotes : IFailureNotes
    {
        public const string Word = "no more notes";

        public Task NoteAsync(string queue, string message, Exception failure, CancellationToken cancel) => throw new IOException(Word);
    }
}
