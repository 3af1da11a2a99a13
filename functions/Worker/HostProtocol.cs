using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kumoten.Functions.Worker;

/// <summary>
/// What the Functions host sends for a queue message or a timer, and what it must hear back. Each
/// peculiarity was measured on the real host (4.1037).
/// </summary>
public static class HostProtocol
{
    /// <summary>
    /// The answer to every queue and timer call that succeeded. The host takes an empty or null answer for one
    /// that is still to come and hangs the invocation until the function timeout; so it is always an object.
    /// </summary>
    public const string Done = """{"Outputs":{},"ReturnValue":null,"Logs":[]}""";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the trigger's value out of the host's request.</summary>
    /// <param name="body">The request's JSON: <c>{"Data":{"name":value},"Metadata":{...}}</c>.</param>
    /// <param name="name">The binding's name, which is the parameter's.</param>
    /// <param name="type">The parameter's type.</param>
    /// <returns>The value, never null.</returns>
    /// <exception cref="JsonException">The request or the message is not what the function takes; the host retries, then dead-letters it.</exception>
    public static object Read(JsonNode? body, string name, Type type)
    {
        var data = (body as JsonObject)?["Data"]?[name] ?? throw new JsonException($"The host's request has no Data.{name}.");
        // The host hands a queue message over as a JSON string of a JSON string; read as many layers as there are.
        for (var layer = 0; layer < 2 && type != typeof(string) && data is JsonValue value && value.TryGetValue<string>(out var text); layer++)
            data = JsonNode.Parse(text) ?? throw new JsonException($"The message for {name} is null.");
        if (type == typeof(string))
            return ReadText(data);
        return data.Deserialize(type, Web) ?? throw new JsonException($"The message for {name} is null.");
    }

    /// <summary>What the host hears of a failure: with a status outside 2xx it retries, and dead-letters at last.</summary>
    /// <param name="problem">What went wrong, for the host's log.</param>
    /// <returns>A JSON object.</returns>
    public static string Failed(string problem) => new JsonObject { ["Logs"] = new JsonArray(problem) }.ToJsonString();

    private static string ReadText(JsonNode data)
    {
        if (data.GetValueKind() != JsonValueKind.String)
            return data.ToJsonString();
        var text = data.GetValue<string>();
        return text is ['"', .., '"'] ? JsonSerializer.Deserialize<string>(text)! : text;
    }
}
