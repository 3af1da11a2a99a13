using System.Text;
using System.Text.Json.Nodes;

namespace Kumoten.Local;

/// <summary>What a developer needs at hand, once everything is up.</summary>
public static class Banner
{
    private static readonly (string Variable, JsonObject Person)[] People =
    [
        ("SELLER", new() { ["role"] = "seller", ["sellerId"] = "S-100" }),
        ("AGENT", new() { ["role"] = "agent" }),
        ("WAREHOUSE", new() { ["role"] = "warehouse" }),
        ("SERVICE", new() { ["role"] = "service" }),
    ];

    public static async Task<string> Write(Settings settings, AppLife life, CancellationToken stopping)
    {
        var text = new StringBuilder("\n");
        text.AppendLine($"Kumoten runs at    http://localhost:{settings.Port}");
        text.AppendLine($"Mail it sends      http://localhost:{settings.MailPort}/index.html");
        if (settings.OwnStorage is null)
            text.AppendLine($"Its data           {settings.Data} (kept between runs; delete the folder to begin anew)");
        else
            text.AppendLine("Its data           in the storage that AzureWebJobsStorage names");
        text.AppendLine("Stop               Ctrl+C").AppendLine();

        foreach (var (variable, token) in await Tokens(life, stopping))
            text.AppendLine($"export {variable}={token}");
        return text.ToString();
    }

    private static async Task<List<(string Variable, string Token)>> Tokens(AppLife life, CancellationToken stopping)
    {
        using var client = new HttpClient { BaseAddress = life.Address, Timeout = TimeSpan.FromSeconds(10) };
        var tokens = new List<(string, string)>();
        try
        {
            foreach (var (variable, person) in People)
            {
                // The application gives tokens away only in Development; without them the banner is shorter.
                using var answer = await client.PostAsJsonAsync("/api/dev/token", person, stopping);
                if (!answer.IsSuccessStatusCode)
                    break;
                if ((string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(stopping))?["token"] is { } token)
                    tokens.Add((variable, token));
            }
        }
        catch (HttpRequestException)
        {
            // It ended just now and is being started again; tokens can be had from it later.
        }

        return tokens;
    }
}
