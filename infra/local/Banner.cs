using System.Text;
using System.Text.Json.Nodes;

namespace Kumoten.Local;

/// <summary>What a developer needs at hand, once everything is up.</summary>
public static class Banner
{
    private static readonly TimeSpan ClocksAgree = TimeSpan.FromMinutes(1);

    // Makes an invitation whenever it is followed: one that is printed would be too old a few minutes later.
    private const string Enter = "/api/dev/enter";

    // Whose token is printed, and for those who come with a browser the page where they begin.
    private static readonly (string Variable, JsonObject Person, string? Page)[] People =
    [
        ("SELLER", new() { ["role"] = "seller", ["sellerId"] = "S-100" }, Enter),
        ("AGENT", new() { ["role"] = "agent" }, Enter),
        ("WAREHOUSE", new() { ["role"] = "warehouse" }, Enter),
        ("SERVICE", new() { ["role"] = "service" }, null),
    ];

    public static async Task<string> Write(Settings settings, CancellationToken stopping)
    {
        var text = new StringBuilder("\n");
        text.AppendLine($"Kumoten runs at    http://localhost:{settings.Port}/");
        text.AppendLine($"Mail it sends      http://localhost:{settings.MailPort}");
        text.AppendLine(settings.OwnStorage is null
            ? $"Its data           {settings.Data} (kept between runs; delete the folder to begin anew)"
            : "Its data           in the storage that AzureWebJobsStorage names");
        text.AppendLine("Stop               Ctrl+C");

        // Through the front door, like anybody.
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{settings.Port}"), Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            await AddClock(text, client, stopping);
            await AddPeople(text, client, settings.Port, stopping);
        }
        catch (Exception problem) when (problem is HttpRequestException or System.Text.Json.JsonException || (problem is TaskCanceledException && !stopping.IsCancellationRequested))
        {
            // It ended just now and is being started again; all of this can be had from it later.
        }

        return text.ToString();
    }

    // Moved forward in an earlier run, it would make today's trials hard to understand.
    private static async Task AddClock(StringBuilder text, HttpClient client, CancellationToken stopping)
    {
        using var answer = await client.GetAsync("/api/dev/clock", stopping);
        if (!answer.IsSuccessStatusCode || (await answer.Content.ReadFromJsonAsync<JsonObject>(stopping))?["now"]?.GetValue<DateTimeOffset>() is not { } now)
            return;
        if (now - TimeProvider.System.GetUtcNow() is var ahead && ahead > ClocksAgree)
            text.AppendLine($"Its clock          shows {now:yyyy-MM-dd HH:mm zzz}, {ahead.TotalDays:0.0} days ahead, as an earlier run or the demo has set it; it moves back only with new data");
    }

    // The application gives tokens away only in Development; without them the banner is shorter.
    private static async Task AddPeople(StringBuilder text, HttpClient client, int port, CancellationToken stopping)
    {
        List<string> doors = [], tokens = [];
        foreach (var (variable, person, page) in People)
        {
            using var answer = await client.PostAsJsonAsync("/api/dev/token", person, stopping);
            if (!answer.IsSuccessStatusCode || (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(stopping))?["token"] is not { } token)
                return;
            tokens.Add($"export {variable}={token}");
            if (page is not null)
                doors.Add($"As {person["role"],-9}       http://localhost:{port}{page}?role={person["role"]}{(person["sellerId"] is { } seller ? $"&sellerId={seller}" : "")}");
        }

        text.AppendLine().AppendJoin('\n', doors).AppendLine().AppendLine().AppendJoin('\n', tokens).AppendLine();
    }
}
