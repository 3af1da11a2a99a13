using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kumoten.Local.Engine;

/// <summary>A function failed: the message is delivered again, and dead-lettered at last.</summary>
public sealed class FunctionFailedException(string message) : Exception(message);

/// <summary>Calls a queue or timer function of the application and judges its answer as the real host does.</summary>
public sealed class Invoker(AppProcess app, FunctionFiles files, ILogger<Invoker> logger) : IDisposable
{
    // A message that ends the application each time must reach the poison queue some day, so patience has an end.
    private const int ForgivenDeaths = 3;

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Calls the function once; returns when it succeeded.</summary>
    /// <exception cref="FunctionFailedException">It did not succeed.</exception>
    public async Task Call(FunctionFile function, JsonObject body, CancellationToken stopping)
    {
        for (var deaths = 0; ; deaths++)
        {
            // While the application is down every call waits here, which keeps the listeners from taking more.
            var life = await app.Up(stopping);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            timeout.CancelAfter(files.FunctionTimeout);
            try
            {
                using var content = new StringContent(body.ToJsonString(), null, "application/json");
                using var answer = await client.PostAsync(new Uri(life.Address, function.Name), content, timeout.Token);
                await Judge(function, answer, timeout.Token);
                return;
            }
            catch (HttpRequestException problem)
            {
                if (deaths == ForgivenDeaths)
                    throw new FunctionFailedException($"{function.Name}: the application ended {deaths + 1} times while it ran.");
                // A connection may also break while the application lives on; that is a failure of the function.
                if (await Task.WhenAny(life.Gone, Task.Delay(TimeSpan.FromSeconds(2), stopping)) != life.Gone)
                    throw new FunctionFailedException($"{function.Name}: {problem.Message}");
                logger.LogWarning("The application ended while {Function} ran; it runs again once the application is back, and the try does not count", function.Name);
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                throw new FunctionFailedException($"{function.Name} has not answered within functionTimeout ({files.FunctionTimeout}).");
            }
        }
    }

    public void Dispose() => client.Dispose();

    private async Task Judge(FunctionFile function, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var status = (int)answer.StatusCode;
        var text = (await answer.Content.ReadAsStringAsync(cancellation)).Trim();
        if (!answer.IsSuccessStatusCode)
            throw new FunctionFailedException($"{function.Name} answered {status}: {Reason(text)}");
        if (text is "" or "null")
        {
            throw new FunctionFailedException(
                $"{function.Name} answered {status} with {(text == "" ? "an empty body" : "null")}. The real host takes that for an answer still to come " +
                $"and hangs until functionTimeout ({files.FunctionTimeout}); the local host fails it instead. Answer with a JSON object: {{}} will do.");
        }

        if (answer.Content.Headers.ContentType?.MediaType != "application/json" || Parse(text) is not JsonObject)
            throw new FunctionFailedException($"{function.Name} answered {status}, but not with a JSON object: {Reason(text)}");
    }

    private static string Reason(string text)
    {
        var reason = Parse(text) is JsonObject answer && answer["Logs"] is JsonArray { Count: > 0 } logs ? string.Join("; ", logs) : text;
        return reason.Length <= 300 ? reason : reason[..300] + "...";
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
