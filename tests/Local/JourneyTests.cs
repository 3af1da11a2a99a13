using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Local;

/// <summary>The README's journey through the real local run: real processes, real queues, real mail.</summary>
public sealed class JourneyTests : IAsyncLifetime, IAsyncDisposable
{
    private LocalHost host = null!;
    private readonly Dictionary<string, string> tokens = [];
    private Func<Task> disturb = () => Task.CompletedTask;
    private string caseId = "";

    public Task InitializeAsync()
    {
        host = new LocalHost { App = LocalHost.System };
        return host.InitializeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_cancelled_order_pushed_by_Lazada_comes_home_and_is_refunded_also_when_every_call_is_repeated()
    {
        await TravelAsync(calls: 2);
        await TravelAsync(calls: 1);
        await ExpectOneRefundAsync();
    }

    [Fact]
    public async Task The_journey_ends_right_and_once_when_the_application_is_killed_at_every_step()
    {
        disturb = KillAsync;
        await TravelAsync(calls: 1);
        disturb = () => Task.CompletedTask;
        await ExpectOneRefundAsync();
    }

    [Fact]
    public async Task The_journey_ends_right_also_when_the_parcel_was_found_late_before_the_push_came()
    {
        await CallAsync("service", HttpMethod.Put, "/api/orders/KM-1001", Samples.Body("order"));
        await SweepLaterAsync();
        await Eventually.Get("a late parcel's case", async () => (await CasesAsync("stalledParcel")).FirstOrDefault());
        await TravelAsync(calls: 1);
        await ExpectOneRefundAsync();
    }

    [Fact]
    public async Task A_message_that_the_host_gave_up_is_kept_as_it_came()
    {
        // Straight into the poison queue: five real tries take the better part of a minute.
        await host.Send("refunds-poison", "no step");
        var kept = await Eventually.Get("the dead letter", async () => (await AskAsync("agent", HttpMethod.Get, "/api/poison"))["items"]!.AsArray().FirstOrDefault());
        Assert.Equal("refunds", (string?)kept["queue"]);
        Assert.Equal("\"no step\"", (string?)kept["message"]);
    }

    private async Task TravelAsync(int calls)
    {
        var (push, header, signature) = Samples.WithSignature("lazada.trade-canceled");
        for (var i = 0; i < calls; i++)
            await CallAsync("service", HttpMethod.Put, "/api/orders/KM-1001", Samples.Body("order"));
        for (var i = 0; i < calls; i++)
            await CallAsync(null, HttpMethod.Post, "/api/webhooks/lazada", push, (header, signature));
        await ReachAsync("awaitingCourierHold");
        for (var i = 0; i < calls; i++)
            await CallAsync("agent", HttpMethod.Post, $"/api/cases/{caseId}/actions/holdConfirmed", """{"ticket":"PL-7781"}""");
        for (var i = 0; i < calls; i++)
            await CallAsync("warehouse", HttpMethod.Post, "/api/parcels/receive", """{"trackingNumber":"EN123456789MY"}""");
        for (var i = 0; i < calls; i++)
            await CallAsync("warehouse", HttpMethod.Post, $"/api/cases/{caseId}/actions/inspect", """{"condition":"intact"}""");
        await ReachAsync("refunded");
    }

    private async Task ExpectOneRefundAsync()
    {
        var account = await CallAsync("seller", HttpMethod.Get, "/api/accounts/S-100");
        Assert.Equal("129.90", (string?)account["balance"]);
        Assert.Single(account["entries"]!.AsArray());
    }

    // The disturbance comes while the call is under way.
    private async Task<JsonNode> CallAsync(string? role, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        if (role is not null)
            await TokenAsync(role);
        var call = AskAsync(role, method, path, body, headers);
        await disturb();
        return await call;
    }

    // A caller of the real world: what is not answered is asked again.
    private async Task<JsonNode> AskAsync(string? role, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var token = role is null ? null : await TokenAsync(role);
        return await Eventually.Get($"{method} {path}", async () =>
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await host.Http.SendAsync(request);
            if (answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
                return null;
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
            return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text);
        });
    }

    // Queues bring the case on. Where a crash lost a message, the sweep makes up for it; the clock is moved to the sweep's time.
    private async Task ReachAsync(string state)
    {
        await disturb();
        var looks = 0;
        await Eventually.Get("the case to be " + state, async () =>
        {
            // The sample's parcel is late by today's date: the timer may have opened a case about that, which the cancellation supersedes.
            var claim = (await CasesAsync("buyerCancellation")).FirstOrDefault();
            caseId = (string?)claim?["id"] ?? "";
            var now = (string?)claim?["state"];
            if (now == state || now == "refunded")
                return now;
            if (++looks % 40 == 0)
                await SweepLaterAsync();
            return null;
        });
    }

    private async Task<JsonArray> CasesAsync(string type) =>
        (await AskAsync("agent", HttpMethod.Get, "/api/cases?orderId=KM-1001&type=" + type))["items"]!.AsArray();

    private async Task SweepLaterAsync()
    {
        var clock = await AskAsync(null, HttpMethod.Get, "/api/dev/clock");
        await AskAsync(null, HttpMethod.Put, "/api/dev/clock", new JsonObject { ["now"] = clock["now"]!.GetValue<DateTimeOffset>().AddSeconds(40) }.ToJsonString());
        using var accepted = await host.Http.PostAsJsonAsync("/admin/functions/WatchDeadlines", new { input = "" });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    private Task KillAsync()
    {
        foreach (var app in Processes.Below(host.Id).Where(id => File.ReadAllText($"/proc/{id}/cmdline").Contains("Kumoten.Functions.dll", StringComparison.Ordinal)))
            Processes.Signal(app, "KILL");
        return Task.CompletedTask;
    }

    private async Task<string> TokenAsync(string role)
    {
        if (tokens.TryGetValue(role, out var known))
            return known;
        var answer = await AskAsync(null, HttpMethod.Post, "/api/dev/token", new JsonObject { ["role"] = role, ["sellerId"] = "S-100" }.ToJsonString());
        return tokens[role] = (string)answer["token"]!;
    }
}
