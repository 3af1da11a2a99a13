using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kumoten.Tests.Local;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Pages;

/// <summary>How long pages take in the real local run when one seller has many cases: <c>dotnet run --project tests -- pages --cases 5000</c>.</summary>
public sealed class PageTimes : IAsyncDisposable
{
    private const string Seller = "S-100";
    private const int Looks = 60;
    private const int WarmUp = 10;

    // As many callers as keep two processors busy.
    private const int AtOnce = 8;

    private static readonly (string Role, string Path)[] Pages =
    [
        ("seller", "/cases"), ("seller", "/cases?show=open"), ("seller", "/cases?q=KM-7"), ("seller", "/cases/KM-7.1"), ("seller", "/account"), ("seller", "/forms"), ("seller", "/forms/cancellation?order=KM-7"),
        ("agent", "/desk"), ("agent", "/desk?q=KM-7"), ("agent", "/cases/KM-7.1"), ("agent", "/dashboard"), ("warehouse", "/warehouse"),
    ];

    private readonly LocalHost host = new() { App = Repository.Application };
    private readonly Dictionary<string, string> tokens = [];

    /// <summary>Fills the local run with cases and looks at each page in turn.</summary>
    /// <param name="cases">How many cases the seller has.</param>
    /// <param name="say">Told of the progress, and of the figures as a table.</param>
    /// <returns>Whether every page's median is within 60 ms and its size within 120 KB.</returns>
    public async Task<bool> MeasureAsync(int cases, Action<string> say)
    {
        await host.InitializeAsync();
        foreach (var role in new[] { "service", "seller", "agent", "warehouse" })
            tokens[role] = await TokenAsync(role);
        await FillAsync(cases, say);
        say($"{cases} cases of one seller; of {Looks} looks at each page, one after the other:\n\n| who | page | median, ms | slowest of 20, ms | KB |\n|---|---|---|---|---|");
        var isWell = true;
        foreach (var (role, path) in Pages)
        {
            var (median, slow, size) = await LookAsync(role, path);
            isWell &= median <= 60 && size <= 120;
            say(string.Create(CultureInfo.InvariantCulture, $"| {role} | {path} | {median:0} | {slow:0} | {size:0} |"));
        }

        return isWell;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private async Task FillAsync(int cases, Action<string> say)
    {
        var done = 0;
        var since = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(1, cases), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) =>
        {
            await SendAsync("service", HttpMethod.Put, $"/api/orders/KM-{n}", Order(n));
            await SendAsync("seller", HttpMethod.Post, "/api/cases", new JsonObject { ["type"] = "buyerCancellation", ["orderId"] = $"KM-{n}", ["reason"] = "Found it elsewhere." });
            if (Interlocked.Increment(ref done) % 500 == 0)
                say($"{done} of {cases} cases, {since.Elapsed.TotalSeconds:0} s");
        });
        // What is still being mailed would take the processor from the pages.
        foreach (var queue in new[] { "seller-notices", "desk-notices", "figures" })
        {
            for (int waiting = await WaitingAsync(queue), left = waiting; waiting > 0; waiting = left)
                await Eventually.Get($"fewer than {waiting} messages in {queue}", async () => (left = await WaitingAsync(queue)) < waiting);
        }
    }

    private async Task<int> WaitingAsync(string queue) => (await host.Queue(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private static JsonObject Order(int n) => Samples.Order(order => order.With("sellerId", Seller)
        .With("marketplaceOrderId", string.Create(CultureInfo.InvariantCulture, $"2604229{n:00000000}"))
        .With("trackingNumber", string.Create(CultureInfo.InvariantCulture, $"EN{n:000000000}MY"))
        .With("shippedAt", TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)));

    private async Task<(double Median, double Slow, double Size)> LookAsync(string role, string path)
    {
        var times = new List<double>();
        var size = 0;
        for (var look = 0; look < WarmUp + Looks; look++)
        {
            var since = Stopwatch.GetTimestamp();
            var page = await SendAsync(role, HttpMethod.Get, path, null);
            if (look >= WarmUp)
                times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            size = Encoding.UTF8.GetByteCount(page);
        }

        times.Sort();
        return (times[Looks / 2], times[Looks * 19 / 20], size / 1024.0);
    }

    private async Task<string> SendAsync(string role, HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[role]);
        using var answer = await host.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created ? text : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    private async Task<string> TokenAsync(string role)
    {
        using var answer = await host.Http.PostAsJsonAsync("/api/dev/token", new { role, sellerId = Seller });
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["token"]!;
    }
}
