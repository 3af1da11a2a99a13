using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Hands.Forgetting;
using Kumoten.Functions.Hands.Letters;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Documents;
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
    public async Task An_answer_is_forgotten_after_thirty_days_and_not_before()
    {
        await NoteAsync("agent", "k-1", Note);
        // A row's age is told by the storage's clock.
        Backend.Time.SetUtcNow(TimeProvider.System.GetUtcNow() + ForgettingFunctions.Memory - TimeSpan.FromMinutes(1));
        (await Backend.RunTimerAsync("ForgetRepeats")).Expect(HttpStatusCode.OK);
        (await NoteAsync("agent", "k-1", new { note = "another" })).Expect(HttpStatusCode.UnprocessableEntity);
        Backend.Time.Advance(TimeSpan.FromMinutes(2));
        (await Backend.RunTimerAsync("ForgetRepeats")).Expect(HttpStatusCode.OK);
        (await NoteAsync("agent", "k-1", new { note = "another" })).Expect(HttpStatusCode.OK);
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

    [Fact]
    public async Task Requests_with_one_key_at_the_same_moment_hear_one_answer_and_do_one_deed()
    {
        await Backend.FeedAsync(Samples.Order(o => o["marketplaceOrderId"] = "2"), "KM-1002");
        var asked = new { type = "buyerCancellation", orderId = "KM-1002" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CallAsync("seller:S-100", "/api/cases", "k-1", asked)));
        Assert.All(answers, answer => Assert.Equal(answers[0].Expect(HttpStatusCode.Created), answer));
    }

    [Fact]
    public async Task A_repeat_after_a_crash_between_deed_and_answer_does_what_is_left_of_the_deed()
    {
        var first = (await NoteAsync("agent", "k-1", Note)).Expect(HttpStatusCode.OK);
        // As a crash leaves it: the key is taken, and no answer was kept.
        var taken = await Backend.Storage.Answers.QueryAsync<TableEntity>().SingleAsync();
        taken["Json"] = JsonSerializer.Serialize(new { bodyHash = (string)JsonNode.Parse(taken.GetString("Json"))!["bodyHash"]! });
        await Backend.Storage.Answers.UpdateEntityAsync(taken, taken.ETag, TableUpdateMode.Replace);
        Assert.Equal(first.Body, (await NoteAsync("agent", "k-1", Note)).Expect(HttpStatusCode.OK).Body);
        Assert.Equal(1, await NotesAsync());
    }

    [Fact]
    public async Task A_push_with_a_key_is_answered_like_the_first_but_an_unsigned_one_never()
    {
        var (body, header, value) = Samples.WithSignature("lazada.trade-canceled");
        (await PushAsync(body, (header, value))).Expect(HttpStatusCode.OK);
        Assert.Single(await Backend.ReceiveAsync());
        (await PushAsync(body, (header, value))).Expect(HttpStatusCode.OK);
        Assert.Empty(await Backend.ReceiveAsync());
        (await PushAsync(body, (header, "0"))).Expect(HttpStatusCode.Unauthorized);
        (await PushAsync(body + " ", (header, value))).Expect(HttpStatusCode.Unauthorized);
        var (other, _, signature) = Samples.WithSignature("lazada.trade-shipped");
        var refused = (await PushAsync(other, (header, signature))).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("urn:kumoten:problem:idempotency.otherBody", (string)refused.Json["type"]!);
    }

    [Fact]
    public async Task A_form_sent_again_is_the_same_form_although_its_boundary_is_another()
    {
        var first = (await UploadAsync("proof.png")).Expect(HttpStatusCode.Created);
        Assert.Equal(first, await UploadAsync("proof.png"));
        (await UploadAsync("other.png")).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_long_answer_in_many_letters_is_given_again_as_it_was()
    {
        for (var n = 0; n < 60; n++)
            (await Backend.PostAsync("agent", "/api/cases/KM-1001.1/actions/addNote", new { note = n + string.Concat(Enumerable.Repeat("包裹到了", 490)) })).Expect(HttpStatusCode.OK);
        var first = (await NoteAsync("agent", "k-1", Note)).Expect(HttpStatusCode.OK);
        Assert.True(first.Body.Length > 200_000, "The answer is too short to prove anything.");
        (await NoteAsync("agent", "k-2", new { note = "another" })).Expect(HttpStatusCode.OK);
        Assert.Equal(first.Body, (await NoteAsync("agent", "k-1", Note)).Body);
    }

    [Fact]
    public async Task Calls_without_a_key_leave_nothing_behind()
    {
        await Backend.PostAsync("agent", "/api/cases/KM-1001.1/actions/addNote", Note);
        Assert.Empty(await Backend.Storage.Answers.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task What_nobody_may_do_is_not_kept_and_a_failure_frees_its_key()
    {
        (await CallAsync("service", "/api/cases/KM-1001.1/actions/addNote", "k-1", Note)).Expect(HttpStatusCode.Forbidden);
        Assert.Empty(await Backend.Storage.Answers.QueryAsync<TableEntity>().ToListAsync());
        (await CallAsync("agent", "/api/cases/KM-1001.1/actions/addNote", new string('k', 201), Note)).Expect(HttpStatusCode.BadRequest);
        // A body that fails on this side: the queue is gone.
        await Backend.Storage.Queue("marketplace-pushes").DeleteAsync();
        var (body, header, value) = Samples.WithSignature("lazada.trade-shipped");
        (await PushAsync(body, (header, value))).Expect(HttpStatusCode.InternalServerError);
        Assert.Empty(await Backend.Storage.Answers.QueryAsync<TableEntity>().ToListAsync());
    }

    private Task<Answer> PushAsync(string body, (string, string) signature) =>
        Backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/lazada", body, [signature, ("Idempotency-Key", "k-1")]);

    private async Task<Answer> UploadAsync(string name)
    {
        using var form = UploadCalls.Form(new ByteArrayContent(TinyFiles.Png), name, "other");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases/KM-1001.1/documents") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Backend.Client.TokenAsync("seller:S-100"));
        request.Headers.Add("Idempotency-Key", "k-1");
        using var response = await Backend.Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.ToString());
    }

    private Task<Answer> NoteAsync(string role, string key, object body) => CallAsync(role, "/api/cases/KM-1001.1/actions/addNote", key, body);

    private Task<Answer> CallAsync(string role, string path, string key, object body) => Backend.CallAsync(role, HttpMethod.Post, path, body, [("Idempotency-Key", key)]);

    private async Task<int> NotesAsync() => (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["timeline"]!.AsArray().Count(t => (string)t!["event"]! == "noteAdded");
}
