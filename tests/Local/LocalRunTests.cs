using System.Diagnostics;
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

    [Fact]
    public void The_banner_has_what_a_developer_needs_at_hand()
    {
        var lines = host.Output.Split('\n');

        Assert.Contains($"Kumoten runs at    http://localhost:{host.Port}/", lines);
        Assert.Contains($"Mail it sends      http://localhost:{host.MailPort}", lines);
        Assert.Contains(lines, line => line.StartsWith("Its clock          shows ", StringComparison.Ordinal) && line.Contains("3.0 days ahead"));
        Assert.Contains($"As seller          http://localhost:{host.Port}/api/dev/enter?role=seller&sellerId=S-100", lines);
        Assert.Contains($"As warehouse       http://localhost:{host.Port}/api/dev/enter?role=warehouse", lines);
        Assert.Contains("export SERVICE=a.b.c", lines);
    }

    [Fact]
    public void Inner_addresses_are_not_told() => Assert.DoesNotContain("listening on", host.Output, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task On_another_port_the_application_knows_its_address() =>
        Assert.Equal($"http://localhost:{host.Port}", (string?)(await host.Http.GetFromJsonAsync<JsonObject>("/api/echo/site"))!["site"]);

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/unknown")]
    [InlineData("DELETE", "/api/echo/word")]
    [InlineData("POST", "/api/ping")]
    [InlineData("GET", "/admin/unknown")]
    public async Task Only_the_routes_of_http_functions_are_open(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40_000_000)]
    public async Task A_body_arrives_whole_with_its_length_and_without(int size)
    {
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/count") { Content = new ByteArrayContent(new byte[size]) };
            request.Headers.TransferEncodingChunked = chunked;

            using var answer = await host.Http.SendAsync(request);

            var seen = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
            Assert.Equal(size, (int?)seen["count"]);
            Assert.Equal(chunked ? null : size, (int?)seen["length"]);
        }
    }

    [Fact]
    public async Task A_body_that_the_application_does_not_want_to_read_is_a_failure_at_once()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/count") { Content = new ByteArrayContent(new byte[70_000_000]) };
        request.Headers.TransferEncodingChunked = true;
        var clock = Stopwatch.StartNew();

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
        await Eventually.True("a line about it", () => host.Output.Contains("Count: Request body too large."));
    }

    [Fact]
    public async Task A_client_that_hangs_up_cancels_its_function()
    {
        using (var patience = new CancellationTokenSource())
        {
            var call = host.Http.GetAsync("/api/wait", patience.Token);
            await Eventually.True("the function's begin", () => host.Calls("Wait", "begun").Count == 1);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        await Eventually.True("the function's cancellation", () => host.Calls("Wait", "cancelled").Count == 1);
    }

    [Fact]
    public async Task A_catch_all_takes_what_is_left_below_its_route()
    {
        Assert.Equal("rest: a/b", await host.Http.GetStringAsync("/site/a/b"));
        Assert.Equal("rest: ", await host.Http.GetStringAsync("/site"));
    }

    [Fact]
    public async Task A_message_comes_with_its_metadata_which_its_own_properties_replace()
    {
        await host.Send("probe-receive", new { id = 7, parcel = "P-1", popReceipt = "mine" });

        await Eventually.True("the call for the message", () => host.Calls("Receive", "P-1").Count == 1);
        var metadata = host.Calls("Receive", "P-1").Single()["Metadata"]!;
        Assert.Equal("""{"id":7,"parcel":"P-1","popReceipt":"mine"}""", (string?)metadata["QueueTrigger"]);
        Assert.Equal("7", (string?)metadata["Id"] ?? (string?)metadata["id"]);
        Assert.Equal("P-1", (string?)metadata["parcel"]);
        Assert.Equal("1", (string?)metadata["DequeueCount"]);
    }

    [Fact]
    public async Task A_function_may_take_the_whole_message()
    {
        await host.Send("probe-raw", new { parcel = "P-6" });

        await Eventually.True("the call for the message", () => host.Calls("Whole", "P-6").Count == 1);
        Assert.Equal("1", (string?)host.Calls("Whole", "P-6").Single()["Count"]);
    }

    [Fact]
    public async Task A_failing_message_is_tried_again_and_then_dead_lettered()
    {
        await host.Send("probe-receive", new { @do = "fail", parcel = "P-2" });

        Assert.Contains("P-2", await DeadLetter("probe-receive-poison"));
        Assert.Equal(["1", "2", "3"], host.Calls("Receive", "P-2").Select(call => (string)call["Metadata"]!["DequeueCount"]!));
        await Eventually.True("a line about each try", () => host.Output.Contains("Receive: as the message asks (try 3 of 3)"));
    }

    [Fact]
    public async Task Every_function_is_listed()
    {
        var listed = await host.Http.GetFromJsonAsync<JsonArray>("/admin/functions");

        Assert.Equal(["Count", "DevClock", "DevToken", "Echo", "Hold", "Ping", "Raw", "Receive", "Tick", "Wait", "ZRest"], listed!.Select(function => (string)function!["name"]!));
    }

    [Fact]
    public async Task A_timer_runs_by_hand()
    {
        using var answer = await host.Http.PostAsJsonAsync("/admin/functions/Tick", new { input = "" });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Eventually.True("the timer's run", () => host.Calls("Tick").Count == 1);
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

    private Task<string> DeadLetter(string queue) => Eventually.Get("a message in " + queue, async () =>
        await host.Queue(queue).ExistsAsync() ? (await host.Queue(queue).PeekMessageAsync()).Value?.Body.ToString() : null);
}
