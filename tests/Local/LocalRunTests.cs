using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Local;

/// <summary>What the local host does for an application that runs; one host for all of them.</summary>
public class LocalRunTests(LocalHost host) : IClassFixture<LocalHost>
{
    [Fact]
    public async Task A_request_and_its_answer_pass_unchanged()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/echo/a%2Fb?x=1&y=%20") { Content = new StringContent("the body") };
        request.Headers.Add("X-Probe", "kept");

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var echo = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal("PUT /api/echo/a%2Fb ?x=1&y=%20", $"{echo["method"]} {echo["path"]} {echo["query"]}");
        Assert.Equal("kept", (string?)echo["header"]);
        Assert.Equal("the body", (string?)echo["body"]);
        Assert.Equal($"127.0.0.1:{host.Port}", (string?)echo["host"]);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/unknown")]
    [InlineData("DELETE", "/api/echo/word")]
    [InlineData("POST", "/Receive")]
    [InlineData("GET", "/admin/unknown")]
    public async Task Only_the_routes_of_http_functions_are_open(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_of_unknown_length_arrives_empty()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/echo/chunked") { Content = new StringContent("lost") };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal("", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["body"]);
    }

    [Fact]
    public async Task A_message_is_encoded_twice_and_its_properties_replace_the_metadata()
    {
        await host.Send("probe-raw", new { id = 7, parcel = "P-1", popReceipt = "mine" });

        await Eventually.True("the call for the message", () => host.Calls("Raw", "P-1").Count == 1);
        var call = host.Calls("Raw", "P-1").Single();
        var once = JsonNode.Parse((string)call["Data"]!["message"]!)!;
        Assert.Equal("""{"id":7,"parcel":"P-1","popReceipt":"mine"}""", (string)once!);
        var metadata = call["Metadata"]!;
        Assert.Equal("\"7\"", (string?)metadata["Id"]);
        Assert.Equal("\"mine\"", (string?)metadata["PopReceipt"]);
        Assert.Equal("\"P-1\"", (string?)metadata["parcel"]);
        Assert.Equal("1", (string?)metadata["DequeueCount"]);
        Assert.Equal("Raw", (string?)metadata["sys"]!["MethodName"]);
    }

    [Fact]
    public async Task A_failing_message_is_tried_again_and_then_dead_lettered()
    {
        await host.Send("probe-receive", new { @do = "fail", parcel = "P-2" });

        Assert.Contains("P-2", await DeadLetter("probe-receive-poison"));
        Assert.Equal(["1", "2", "3"], host.Calls("Receive", "P-2").Select(call => (string)call["Metadata"]!["DequeueCount"]!));
        Assert.Contains("Receive answered 500: Receive: as the message asks (try 1 of 3)", host.Output);
    }

    [Fact]
    public async Task An_empty_answer_fails_and_says_what_the_real_host_would_do()
    {
        await host.Send("probe-empty", new { parcel = "P-3" });

        Assert.Contains("P-3", await DeadLetter("probe-empty-poison"));
        Assert.Contains("Empty answered 200 with an empty body. The real host takes that for an answer still to come", host.Output);
    }

    [Fact]
    public async Task Every_function_is_listed()
    {
        var listed = await host.Http.GetFromJsonAsync<JsonArray>("/admin/functions");

        Assert.Equal(["Echo", "Empty", "Hold", "Raw", "Receive", "Tick"], listed!.Select(function => (string)function!["name"]!));
    }

    [Fact]
    public async Task A_timer_runs_by_hand()
    {
        using var answer = await host.Http.PostAsJsonAsync("/admin/functions/Tick", new { input = "" });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Eventually.True("the timer's run", () => host.Calls("Tick").Count == 1);
        Assert.False((bool)host.Calls("Tick").Single()["Data"]!["timer"]!["IsPastDue"]!);
    }

    [Fact]
    public async Task A_queue_function_runs_by_hand_with_the_message_that_is_given()
    {
        using var answer = await host.Http.PostAsJsonAsync("/admin/functions/Raw", new { input = """{"parcel":"P-4"}""" });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Eventually.True("the message's run", () => host.Calls("Raw", "P-4").Count == 1);
    }

    [Theory]
    [InlineData("Nothing", HttpStatusCode.NotFound)]
    [InlineData("Echo", HttpStatusCode.BadRequest)]
    public async Task Only_queue_and_timer_functions_run_by_hand(string name, HttpStatusCode expected)
    {
        using var answer = await host.Http.PostAsJsonAsync($"/admin/functions/{name}", new { input = "" });

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_message_in_hand_when_the_application_is_killed_runs_again_and_loses_no_try()
    {
        await host.Send("probe-hold", new { parcel = "P-5" });
        await Eventually.True("the first run", () => host.Calls("Hold", "P-5").Count == 1);
        var first = await host.AppId();

        Processes.Signal(first, "KILL");

        await Eventually.True("the second run", () => host.Calls("Hold", "P-5").Count == 2);
        Assert.NotEqual(first, await host.AppId());
        Assert.Equal(["1", "1"], host.Calls("Hold", "P-5").Select(call => (string)call["Metadata"]!["DequeueCount"]!));
        await File.WriteAllTextAsync(Path.Combine(host.Journal, "let-go"), "");
        await Eventually.Get("an empty queue", async () => (await host.Queue("probe-hold").GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);
        Assert.False(await host.Queue("probe-hold-poison").ExistsAsync());
    }

    private Task<string> DeadLetter(string queue) => Eventually.Get("a message in " + queue, async () =>
        await host.Queue(queue).ExistsAsync() ? (await host.Queue(queue).PeekMessageAsync()).Value?.Body.ToString() : null);
}
