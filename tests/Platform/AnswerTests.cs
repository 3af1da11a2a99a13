using System.Net;
using System.Net.Sockets;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Platform;

/// <summary>What every answer says, and how often a stranger gets one.</summary>
public class AnswerTests(Azurite azurite) : IClassFixture<Azurite>
{
    public static TheoryData<string?, string, int> Calls => new()
    {
        { "agent", "/api/worklist", 200 }, { "agent", "/api/accounts/S-100/statement.csv", 200 }, { null, "/api/worklist", 401 }, { "service", "/api/worklist", 403 },
        { null, "/nowhere", 404 }, { null, "/api/openapi.json", 200 }, { null, "/", 200 }, { null, "/api/health", 200 }, { "agent", "/api/sla?to=tomorrow", 400 }, { null, "/api/webhooks/lazada", 404 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Every_answer_is_kept_by_nobody_and_taken_for_what_it_says(string? role, string path, int status)
    {
        _ = azurite;
        foreach (var environment in new[] { "Development", "Production" })
        {
            await using var backend = await Backend.StartAsync(environment: environment, settings: new() { ["Auth:SigningKey"] = new string('k', 40) });
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (role is not null)
                request.Headers.Authorization = new("Bearer", backend.Services.GetRequiredService<DevelopmentTokens>().For(role));
            using var answer = await backend.Client.SendAsync(request);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal(environment == "Production", answer.Headers.Contains("Strict-Transport-Security"));
            Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"));
        }
    }

    [Fact]
    public async Task A_stranger_who_storms_is_told_to_wait_and_others_are_not()
    {
        await using var backend = await Backend.StartAsync();
        var statuses = new List<HttpStatusCode>();
        // Whatever the caller writes before, the front door adds what it saw.
        for (var calls = 0; calls < 400 && !statuses.Contains(HttpStatusCode.TooManyRequests); calls++)
            statuses.Add((await CallAsync(backend, "/", calls % 2 == 0 ? "203.0.113.7:5123" : "198.51.100.1, 203.0.113.7")).Status);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.True(statuses.Count > 100);
        (await CallAsync(backend, "/", "203.0.113.8")).Expect(HttpStatusCode.OK);
        // Whoever is known is not counted.
        (await backend.CallAsync("agent", HttpMethod.Get, "/api/worklist", headers: [("X-Forwarded-For", "203.0.113.7")])).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_hundred_pushes_in_a_second_are_all_taken()
    {
        await using var backend = await Backend.StartAsync();
        var (body, header, value) = Samples.WithSignature("lazada.trade-canceled");
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/lazada?from=console", body, [(header, value), ("X-Forwarded-For", "203.0.113.7")])));
        Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_mail_password_is_not_sent_in_the_clear()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = HearAsync(listener);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = $"{((IPEndPoint)listener.LocalEndpoint).Port}",
            ["Mail:From"] = "support@kumoten.example",
            ["Mail:User"] = "kumoten",
            ["Mail:Password"] = "secret",
        }).Build();
        await Assert.ThrowsAsync<MailTroubleException>(() => new SmtpMailer(settings, TimeProvider.System).SendAsync(new Mail("shop@example.com", "s", "b", "id"), default));
        Assert.DoesNotContain("AUTH", await heard, StringComparison.OrdinalIgnoreCase);
    }

    // A server that takes passwords and offers no TLS, or one behind somebody who left the offer out.
    private static async Task<string> HearAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 here");
        var heard = "";
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                heard += line + "\n";
                await writer.WriteLineAsync(line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase) ? "250-here\r\n250 AUTH PLAIN LOGIN" : "221 bye");
            }
        }
        catch (IOException)
        {
            // It hung up.
        }

        return heard;
    }

    private static Task<Answer> CallAsync(Backend backend, string path, string from) => backend.CallAsync(null, HttpMethod.Get, path, headers: [("X-Forwarded-For", from)]);
}
