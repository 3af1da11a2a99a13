using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Storage.Queue;
using Microsoft.Azure.WebJobs;

namespace Kumoten.Local.Engine;

/// <summary>The body of a call to a queue or timer function, as the real host (4.1037) was measured to send it.</summary>
public static class HostCall
{
    /// <summary>A message from a queue.</summary>
    public static JsonObject ForQueue(FunctionFile function, CloudQueueMessage message)
    {
        var metadata = new JsonObject
        {
            ["DequeueCount"] = Encode(message.DequeueCount),
            ["ExpirationTime"] = Encode(message.ExpirationTime),
            ["Id"] = Encode(message.Id),
            ["InsertionTime"] = Encode(message.InsertionTime),
            ["NextVisibleTime"] = Encode(message.NextVisibleTime),
            ["PopReceipt"] = Encode(message.PopReceipt),
        };
        return ForQueue(function, message.AsString, metadata);
    }

    /// <summary>A message that somebody gave by hand.</summary>
    public static JsonObject ForQueue(FunctionFile function, string message) => ForQueue(function, message, new JsonObject { ["DequeueCount"] = "1" });

    /// <summary>A run of a timer, by its schedule or by hand (without one).</summary>
    public static JsonObject ForTimer(FunctionFile function, TimerInfo? timer)
    {
        var status = timer?.ScheduleStatus;
        var info = new JsonObject
        {
            ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = status is null ? null : new JsonObject
            {
                ["Last"] = status.Last,
                ["Next"] = status.Next,
                ["LastUpdated"] = status.LastUpdated,
            },
            ["IsPastDue"] = timer?.IsPastDue ?? false,
        };
        return Body(function, info, []);
    }

    private static JsonObject ForQueue(FunctionFile function, string message, JsonObject metadata)
    {
        var body = Body(function, Encode(message), metadata);
        if (Parse(message) is { } content)
        {
            // The message's own properties stand beside the queue's and replace them, whatever their case.
            foreach (var (key, value) in content)
            {
                var taken = metadata.Select(m => m.Key).FirstOrDefault(k => string.Equals(k, key, StringComparison.OrdinalIgnoreCase));
                metadata[taken ?? key] = value is JsonObject ? value.DeepClone() : Encode(value is JsonValue ? value.ToString() : value);
            }
        }

        return body;
    }

    private static JsonObject Body(FunctionFile function, JsonNode data, JsonObject metadata)
    {
        metadata["sys"] = new JsonObject
        {
            ["MethodName"] = function.Name,
            ["UtcNow"] = TimeProvider.System.GetUtcNow().UtcDateTime,
            ["RandGuid"] = Guid.NewGuid(),
        };
        return new JsonObject { ["Data"] = new JsonObject { [function.Binding] = data }, ["Metadata"] = metadata };
    }

    private static JsonObject? Parse(string message)
    {
        try
        {
            return JsonNode.Parse(message) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // JSON within JSON: the real host encodes the value once, and then again as a string of the request.
    private static JsonValue Encode<T>(T value) => JsonValue.Create(JsonSerializer.Serialize(value));
}
