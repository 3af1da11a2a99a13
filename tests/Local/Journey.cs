using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Local;

/// <summary>The README's journey through a local host: real processes, real queues, real mail.</summary>
public sealed class Journey(LocalHost host)
{
    private readonly Dictionary<string, string> tokens = [];
    private string caseId = "";

    /// <summary>What happens while each call is under way.</summary>
    public Func<Task> Disturb { get; set; } = () => Task.CompletedTask;

    /// <summary>Takes the journey from the order's feed to the refund.</summary>
    /// <param name="calls">How often each call is made.</param>
    public async Task TravelAsync(int calls)
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

    public async Task ExpectOneRefundAsync()
    {
        var account = await CallAsync("seller", HttpMethod.Get, "/api/accounts/S-100");
        Assert.Equal("129.90", (string?)account["balance"]);
        Assert.Single(account["entries"]!.AsArray());
    }

    // The disturbance comes while the call is under way.
    public async Task<JsonNode> CallAsync(string? role, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        if (role is not null)
            await TokenAsync(role);
        var call = AskAsync(role, method, path, body, headers);
        await Disturb();
        return await call;
    }

    // A caller of the real world: what is not answered is asked again.
    public async Task<JsonNode> AskAsync(string? role, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var token = role is null ? null : await TokenAsync(role);
        return await Eventually.Get($"{method} {path}", async () =>
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await AnswerAsync(request);
            if (answer is null)
                return null;
            if (answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
                return null;
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
            return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text);
        });
    }

    // Killed in the middle of its answer, the application leaves half of one. The host itself is always there.
    private async Task<HttpResponseMessage?> AnswerAsync(HttpRequestMessage request)
    {
        try
        {
            return await host.Http.SendAsync(request);
        }
        catch (HttpRequestException cut) when (cut.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            return null;
        }
        catch (HttpRequestException gone)
        {
            throw new InvalidOperationException("The local host does not answer. It wrote: " + host.Output, gone);
        }
    }

    // Queues bring the case on. Where a crash lost a message, the sweep makes up for it; the clock is moved to the sweep's time.
    private async Task ReachAsync(string state)
    {
        await Disturb();
        var lastSweep = Stopwatch.StartNew();
        await Eventually.Get("the case to be " + state, async () =>
        {
            // The sample's parcel is late by today's date: the timer may have opened a case about that, which the cancellation supersedes.
            var claim = (await CasesAsync("buyerCancellation")).FirstOrDefault();
            caseId = (string?)claim?["id"] ?? "";
            var now = (string?)claim?["state"];
            if (now == state || now == "refunded")
                return now;
            if (lastSweep.Elapsed < TimeSpan.FromSeconds(1))
                return null;
            await SweepLaterAsync();
            lastSweep.Restart();
            return null;
        });
    }

    public async Task<JsonArray> CasesAsync(string type) =>
        (await AskAsync("agent", HttpMethod.Get, "/api/cases?orderId=KM-1001&type=" + type))["items"]!.AsArray();

    public async Task SweepLaterAsync()
    {
        var clock = await AskAsync(null, HttpMethod.Get, "/api/dev/clock");
        await AskAsync(null, HttpMethod.Put, "/api/dev/clock", new JsonObject { ["now"] = clock["now"]!.GetValue<DateTimeOffset>().AddSeconds(40) }.ToJsonString());
        using var accepted = await host.Http.PostAsJsonAsync("/admin/functions/WatchDeadlines", new { input = "" });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    private async Task<string> TokenAsync(string role)
    {
        if (tokens.TryGetValue(role, out var known))
            return known;
        var answer = await AskAsync(null, HttpMethod.Post, "/api/dev/token", new JsonObject { ["role"] = role, ["sellerId"] = "S-100" }.ToJsonString());
        return tokens[role] = (string)answer["token"]!;
    }
}
