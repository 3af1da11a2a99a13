using System.Net;
using Azure.Core.Pipeline;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Platform;

public class SystemTests(Azurite azurite) : IClassFixture<Azurite>
{
    [Fact]
    public async Task Health_tells_the_state_of_each_dependency()
    {
        _ = azurite;
        await using var backend = await Backend.StartAsync();
        var health = (await backend.GetAsync(null, "/api/health")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(["blobs", "queues", "tables"], health["dependencies"]!.AsObject().Select(d => d.Key).Order());
    }

    [Fact]
    public async Task Health_is_503_when_storage_is_away_and_a_push_is_not_accepted()
    {
        using var transport = new CutTransport();
        await using var backend = await Backend.StartAsync(transport);
        transport.IsCut = true;
        var health = (await backend.GetAsync(null, "/api/health")).Expect(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("does not answer", (string)health.Json["dependencies"]!["queues"]!);
        var refused = (await backend.PushAsync("lazada.trade-canceled")).Expect(HttpStatusCode.InternalServerError);
        Assert.DoesNotContain(" at ", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_moves_forward_for_all_rules_and_never_back()
    {
        await using var backend = await Backend.StartAsync();
        (await backend.PutAsync(null, "/api/dev/clock", new { now = "2026-12-01T00:00:00+08:00" })).Expect(HttpStatusCode.OK);
        Assert.Equal("2026-12-01T00:00:00+08:00", (string)(await backend.GetAsync(null, "/api/dev/clock")).Json["now"]!);
        (await backend.PutAsync(null, "/api/dev/clock", new { now = "2026-11-30T00:00:00+08:00" })).Expect(HttpStatusCode.Conflict);
        (await backend.PutAsync(null, "/api/dev/clock", new { })).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Outside_development_there_are_no_tokens_and_no_clock()
    {
        await using var backend = await Backend.StartAsync(environment: "Production");
        (await backend.PostAsync(null, "/api/dev/token", new { role = "agent" })).Expect(HttpStatusCode.NotFound);
        (await backend.GetAsync(null, "/api/dev/clock")).Expect(HttpStatusCode.NotFound);
        (await backend.PutAsync(null, "/api/dev/clock", new { now = "2026-12-01T00:00:00+08:00" })).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_function_but_the_named_ones_asks_who_is_calling()
    {
        await using var backend = await Backend.StartAsync();
        string[] open = ["Health", "OpenApi", "Docs", "DocsScript", "DevToken", "DevClock", "DevEnter", "DevPage", "DevPageClock", "DevPagePush", "DevPageWatch", "EndSession", "GetStylesheet", "ZzEverythingElse"];
        foreach (var function in backend.Functions.Where(function => function.Kind == "httpTrigger"))
        {
            var path = "/" + function.Text("route")!.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            foreach (var method in function.Trigger["methods"]?.AsArray().Select(m => (string)m!) ?? ["get"])
            {
                var answer = await backend.CallAsync(null, new HttpMethod(method), path, new { });
                var expected = open.Contains(function.Name) ? "let in" : function.Name == "TakeWebhook" ? "no such marketplace" : "asked";
                var got = answer.Status == HttpStatusCode.Unauthorized ? "asked" : expected == "asked" ? $"{(int)answer.Status}" : expected;
                Assert.True(expected == got, $"{method} {path}: {got}");
            }
        }
    }

    /// <summary>A network cable that the test can pull out.</summary>
    private sealed class CutTransport : HttpPipelineTransport, IDisposable
    {
        private readonly HttpClientTransport inner = HttpClientTransport.Shared;

        public bool IsCut { get; set; }

        public override Azure.Core.Request CreateRequest() => inner.CreateRequest();

        public override void Process(Azure.Core.HttpMessage message) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(Azure.Core.HttpMessage message) =>
            IsCut ? throw new Azure.RequestFailedException("The cable is out.") : inner.ProcessAsync(message);

        public void Dispose()
        {
        }
    }
}
