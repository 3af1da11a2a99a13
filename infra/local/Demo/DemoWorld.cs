using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Kumoten.Local.Demo;

/// <summary>The demo cannot go on; what it had done stays.</summary>
public sealed class DemoFailedException(string message) : Exception(message);

/// <summary>The system as the demo sees it: from outside, by HTTP, like anybody.</summary>
public sealed class DemoWorld : IDisposable
{
    // Queues answer within a second; a machine that is busy with other things may take its time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    // What a full queue's pause or a lost message would leave undone, the sweep makes up for.
    private static readonly TimeSpan SweepAgain = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Task<string>> tokens = [];
    private readonly HttpClient http;
    private readonly IConfiguration secrets;
    private readonly CancellationToken stopping;

    public DemoWorld(Settings settings, CancellationToken stopping)
    {
        this.stopping = stopping;
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{settings.Port}"), Timeout = TimeSpan.FromSeconds(30) };
        // The secrets that the application goes by, found where it finds them.
        secrets = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(settings.App, "appsettings.Development.json"))
            .AddInMemoryCollection([new("Webhooks:Shopee:CallbackUrl", $"http://localhost:{settings.Port}/api/webhooks/shopee")])
            .AddEnvironmentVariables().Build().GetSection("Webhooks");
    }

    /// <summary>The hour that is being played.</summary>
    public DateTimeOffset Now { get; private set; }

    public void Dispose() => http.Dispose();

    /// <summary>Who acts for an order in a role.</summary>
    public static string Person(string role, DemoOrder order) => role == "seller" ? order.Seller : role;

    /// <summary>What the application's clock shows.</summary>
    public async Task<DateTimeOffset> ClockAsync() => (await CallAsync(null, HttpMethod.Get, "/api/dev/clock"))["now"]!.GetValue<DateTimeOffset>();

    public async Task MoveClockAsync(DateTimeOffset now)
    {
        await CallAsync(null, HttpMethod.Put, "/api/dev/clock", new JsonObject { ["now"] = now });
        Now = now;
    }

    /// <summary>Runs a timer function now.</summary>
    public Task RunTimerAsync(string name) => CallAsync(null, HttpMethod.Post, "/admin/functions/" + name, new JsonObject { ["input"] = "" });

    public async Task<bool> HasAsync(string orderId)
    {
        using var answer = await AnswerAsync("agent", HttpMethod.Get, "/api/orders/" + orderId, null);
        return answer.IsSuccessStatusCode;
    }

    public Task<JsonNode> OrderAsync(DemoOrder order) => CallAsync("service", HttpMethod.Get, "/api/orders/" + order.Id);

    /// <summary>Calls as somebody.</summary>
    /// <param name="who">A role other than a seller's, or a seller's id; null for nobody.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">The address.</param>
    /// <param name="body">The JSON.</param>
    public async Task<JsonNode> CallAsync(string? who, HttpMethod method, string path, JsonNode? body = null)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await SendAsync(who, method, path, content);
    }

    /// <inheritdoc cref="CallAsync"/>
    public async Task<JsonNode> SendAsync(string? who, HttpMethod method, string path, HttpContent? content)
    {
        using var answer = await AnswerAsync(who, method, path, content);
        var text = await answer.Content.ReadAsStringAsync(stopping);
        if (!answer.IsSuccessStatusCode)
            throw new DemoFailedException($"{method} {path} was answered {(int)answer.StatusCode}: {text}");
        return (text.Length == 0 ? null : JsonNode.Parse(text)) ?? new JsonObject();
    }

    /// <summary>Sends a push, signed as its source signs it.</summary>
    public async Task PushAsync(string source, JsonObject push)
    {
        var body = push.ToJsonString();
        var (header, signature) = source switch
        {
            "lazada" => ("Authorization", Hex("Lazada:AppSecret", secrets["Lazada:AppKey"] + body)),
            "shopee" => ("Authorization", Hex("Shopee:PartnerKey", secrets["Shopee:CallbackUrl"] + "|" + body)),
            "tiktok" => ("Authorization", Hex("TikTok:AppSecret", secrets["TikTok:AppKey"] + body)),
            _ => ("aftership-hmac-sha256", Convert.ToBase64String(Sign("AfterShip:Secret", body))),
        };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/" + source) { Content = content };
        request.Headers.TryAddWithoutValidation(header, signature);
        using var answer = await http.SendAsync(request, stopping);
        if (!answer.IsSuccessStatusCode)
            throw new DemoFailedException($"The push of {source} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stopping)}");
    }

    /// <summary>Takes an action on an order's newest case, once it is open to whoever acts.</summary>
    public async Task ActAsync(DemoOrder order, string role, string action, JsonObject body)
    {
        await OpenToAsync(order, role, action);
        // A field that is not given is absent.
        foreach (var name in body.Where(field => field.Value is null).Select(field => field.Key).ToList())
            body.Remove(name);
        await CallAsync(Person(role, order), HttpMethod.Post, $"/api/cases/{order.Case}/actions/{action}", body);
    }

    /// <summary>Waits until an action on the order's newest case is open.</summary>
    public Task OpenToAsync(DemoOrder order, string role, string action) => UntilAsync(
        order, $"the action {action}", async () => (await NewestCaseAsync(order, role))?["actions"]!.AsArray().Any(open => (string?)open == action) == true);

    /// <summary>Waits until the order's newest case is in a state.</summary>
    public Task ReachAsync(DemoOrder order, string state) => UntilAsync(
        order, $"the state {state}", async () => (string?)(await NewestCaseAsync(order, "agent"))?["state"] == state);

    /// <summary>Asks until it is so; sweeps in between, and gives up in the end, saying what was waited for.</summary>
    public async Task UntilAsync(DemoOrder order, string what, Func<Task<bool>> isSo)
    {
        var (waited, swept) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        for (var pause = 20; !await isSo(); pause = Math.Min(pause * 2, 250))
        {
            if (waited.Elapsed > Patience)
                throw new DemoFailedException($"there was no sign of {what} in {Patience.TotalSeconds:0} seconds; {await StandingAsync(order)}.");
            if (swept.Elapsed > SweepAgain)
            {
                await RunTimerAsync("WatchDeadlines");
                swept.Restart();
            }

            await Task.Delay(pause, stopping);
        }
    }

    private async Task<string> StandingAsync(DemoOrder order) =>
        await NewestCaseAsync(order, "agent") is { } newest ? $"its newest case, {newest["id"]}, is in {newest["state"]}" : "it has no case";

    private async Task<JsonNode?> NewestCaseAsync(DemoOrder order, string role)
    {
        var newest = order.Life.HasOrder
            ? (await CallAsync(Person(role, order), HttpMethod.Get, "/api/cases?orderId=" + order.Id))["items"]!.AsArray().MaxBy(c => int.Parse(((string)c!["id"]!).Split('.')[^1], CultureInfo.InvariantCulture))
            : await CallAsync(Person(role, order), HttpMethod.Get, "/api/cases/" + order.Case);
        order.Case = (string?)newest?["id"] ?? order.Case;
        return newest;
    }

    private async Task<HttpResponseMessage> AnswerAsync(string? who, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (who is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetOrAdd(who, TokenAsync));
        return await http.SendAsync(request, stopping);
    }

    private async Task<string> TokenAsync(string who) => (string)(await CallAsync(null, HttpMethod.Post, "/api/dev/token", who.StartsWith("S-", StringComparison.Ordinal)
        ? new JsonObject { ["role"] = "seller", ["sellerId"] = who }
        : new JsonObject { ["role"] = who }))["token"]!;

    private string Hex(string secret, string text) => Convert.ToHexStringLower(Sign(secret, text));

    private byte[] Sign(string secret, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secrets[secret] ?? ""), Encoding.UTF8.GetBytes(text));
}
