using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kumoten.Functions.Appeals;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Documents;
using Kumoten.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kumoten.Tests.Platform;

public class IdempotencyTests : BackendTest
{
    private static readonly object Note = new { note = "called the hotline" };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Backend.FeedAsync(Samples.Order());
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
    }

    [Fact]
    public async Task The_same_key_and_body_gives_the_first_answer_again_and_does_nothing_twice()
    {
        var first = (await NoteAsync("agent", "k-1", Note)).Expect(HttpStatusCode.OK);
        (await NoteAsync("agent", "k-2", new { note = "another" })).Expect(HttpStatusCode.OK);
        Assert.Equal(first.Body, (await NoteAsync("agent", "k-1", Note)).Expect(HttpStatusCode.OK).Body);
        Assert.Equal(2, await NotesAsync());
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_contradiction()
    {
        await NoteAsync("agent", "k-1", Note);
        var refused = (await NoteAsync("agent", "k-1", new { note = "another" })).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("urn:kumoten:problem:idempotency.otherBody", (string)refused.Json["type"]!);
        Assert.Equal(1, await NotesAsync());
    }

    [Fact]
    public async Task Two_callers_with_one_key_have_their_own_answers()
    {
        await NoteAsync("agent", "k-1", Note);
        (await NoteAsync("warehouse", "k-1", new { note = "at the dock" })).Expect(HttpStatusCode.OK);
        Assert.Equal(2, await NotesAsync());
    }

    [Fact]
    public async Task A_refusal_is_an_answer_too_and_an_opened_case_keeps_its_location()
    {
        var asked = new { type = "buyerCancellation", orderId = "KM-1001" };
        var first = (await CallAsync("seller:S-100", "/api/cases", "k-1", asked)).Expect(HttpStatusCode.Conflict);
        Assert.Equal(first.Body, (await CallAsync("seller:S-100", "/api/cases", "k-1", asked)).Expect(HttpStatusCode.Conflict).Body);
        await Backend.FeedAsync(Samples.Order(o => o["marketplaceOrderId"] = "2"), "KM-1002");
        var other = new { type = "buyerCancellation", orderId = "KM-1002" };
        var opened = (await CallAsync("seller:S-100", "/api/cases", "k-2", other)).Expect(HttpStatusCode.Created);
        Assert.Equal("/api/cases/KM-1002.1", opened.Location);
        Assert.Equal(opened, await CallAsync("seller:S-100", "/api/cases", "k-2", other));
    }

    [Fact]
    public async Task A_caller_whose_token_was_renewed_is_the_same_caller()
    {
        await Backend.FeedAsync(Samples.Order(o => o["marketplaceOrderId"] = "2"), "KM-1002");
        var body = new { type = "buyerCancellation", orderId = "KM-1002" };
        var first = (await CallAsync("seller:S-100", "/api/cases", "k-1", body)).Expect(HttpStatusCode.Created);
        var renewed = await Backend.CallAsync(null, HttpMethod.Post, "/api/cases", body, [("Idempotency-Key", "k-1"), ("Authorization", "Bearer " + Renewed("S-100"))]);
        Assert.Equal(first, renewed);
        var other = await Backend.CallAsync(null, HttpMethod.Post, "/api/cases", body, [("Idempotency-Key", "k-1"), ("Authorization", "Bearer " + Renewed("S-200"))]);
        other.Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_file_and_its_headers_are_given_again_as_they_were()
    {
        var body = new JsonObject
        {
            ["appeal"] = JsonSerializer.SerializeToNode(LetterTools.Sample(Violation.Other, "en").Facts, Json.Options),
        }.ToJsonString();
        var token = await Backend.Client.TokenAsync("seller:S-100");
        var first = await PreviewAsync("pdf");
        var again = await PreviewAsync("pdf");
        Assert.Equal("%PDF"u8.ToArray(), first.Bytes[..4]);
        Assert.Equal(first.Bytes, again.Bytes);
        Assert.Equal(first.Headers, again.Headers);
        Assert.StartsWith("<!", System.Text.Encoding.UTF8.GetString((await PreviewAsync("html")).Bytes), StringComparison.Ordinal);

        async Task<(byte[] Bytes, string Headers)> PreviewAsync(string format)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/appeals/preview?format=" + format) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new("Bearer", token);
            request.Headers.Add("Idempotency-Key", "k-1");
            using var answer = await Backend.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return (await answer.Content.ReadAsByteArrayAsync(), string.Concat(answer.Headers.Concat(answer.Content.Headers).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}\n")));
        }
    }

    // As an identity provider renews it: the same person, another token.
    private string Renewed(string sellerId)
    {
        var settings = Backend.Services.GetRequiredService<IConfiguration>();
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = settings["Auth:Issuer"],
            Audience = settings["Auth:Audience"],
            Claims = new Dictionary<string, object> { ["role"] = "seller", ["sub"] = sellerId, ["seller_id"] = sellerId, ["jti"] = "another" },
            SigningCredentials = new SigningCredentials(TokenSetup.SigningKey(settings), SecurityAlgorithms.HmacSha256),
        });
    }

    private Task<Answer> NoteAsync(string role, string key, object body) => CallAsync(role, "/api/cases/KM-1001.1/actions/addNote", key, body);

    private Task<Answer> CallAsync(string role, string path, string key, object body) => Backend.CallAsync(role, HttpMethod.Post, path, body, [("Idempotency-Key", key)]);

    private async Task<int> NotesAsync() => (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["timeline"]!.AsArray().Count(t => (string)t!["event"]! == "noteAdded");
}
