using System.Net;
using Kumoten.Tests.Support;

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

    private Task<Answer> NoteAsync(string role, string key, object body) => CallAsync(role, "/api/cases/KM-1001.1/actions/addNote", key, body);

    private Task<Answer> CallAsync(string role, string path, string key, object body) => Backend.CallAsync(role, HttpMethod.Post, path, body, [("Idempotency-Key", key)]);

    private async Task<int> NotesAsync() => (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["timeline"]!.AsArray().Count(t => (string)t!["event"]! == "noteAdded");
}
