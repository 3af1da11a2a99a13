using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Google.Protobuf;
using Kumoten.Local.Protocol;
using Microsoft.Azure.WebJobs;

namespace Kumoten.Local.Engine;

/// <summary>What a trigger brings to its function, in the very fields that the real host (4.1037) was recorded to send.</summary>
/// <param name="Input">The trigger's value.</param>
/// <param name="Metadata">What else is known of it.</param>
public sealed record TriggerData(TypedData Input, IDictionary<string, TypedData> Metadata)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A message from a queue.</summary>
    public static TriggerData ForQueue(WorkerFunction function, QueueMessage message)
    {
        var text = message.Body.ToString();
        var metadata = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = Text(text),
            ["DequeueCount"] = Json(message.DequeueCount),
            ["ExpirationTime"] = Json(message.ExpiresOn),
            ["Id"] = Text(message.MessageId),
            ["InsertionTime"] = Json(message.InsertedOn),
            ["NextVisibleTime"] = Json(message.NextVisibleOn),
            ["PopReceipt"] = Text(message.PopReceipt),
        };
        AddProperties(text, metadata);
        return new TriggerData(AsksForWhole(function) ? Whole(message) : Text(text), metadata);
    }

    /// <summary>A message that somebody gave by hand.</summary>
    public static TriggerData ForQueue(string message)
    {
        var metadata = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase) { ["QueueTrigger"] = Text(message), ["DequeueCount"] = Json(1) };
        AddProperties(message, metadata);
        return new TriggerData(Text(message), metadata);
    }

    /// <summary>A run of a timer, by its schedule or by hand (without one).</summary>
    public static TriggerData ForTimer(TimerInfo? timer)
    {
        var status = timer?.ScheduleStatus;
        var info = new
        {
            Schedule = new { AdjustForDST = true },
            ScheduleStatus = status is null ? null : new { status.Last, status.Next, status.LastUpdated },
            IsPastDue = timer?.IsPastDue ?? false,
        };
        var now = TimeProvider.System.GetLocalNow().ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture);
        return new TriggerData(Json(info), new Dictionary<string, TypedData> { ["TimerTrigger"] = Text(now) });
    }

    private static TypedData Text(string text) => new() { String = text };

    private static TypedData Json<T>(T value) => new() { Json = JsonSerializer.Serialize(value, Plain) };

    // The function takes a QueueMessage, so it gets all of it.
    private static bool AsksForWhole(WorkerFunction function) =>
        string.Equals((string?)function.Trigger["properties"]?["supportsDeferredBinding"], "True", StringComparison.OrdinalIgnoreCase);

    private static TypedData Whole(QueueMessage message) => new()
    {
        ModelBindingData = new ModelBindingData
        {
            Version = "1.0",
            Source = "AzureStorageQueues",
            ContentType = "application/json",
            Content = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(new
            {
                message.MessageId,
                message.PopReceipt,
                message.MessageText,
                Body = message.Body.ToArray(),
                NextVisibleOn = message.NextVisibleOn,
                InsertedOn = message.InsertedOn,
                ExpiresOn = message.ExpiresOn,
                message.DequeueCount,
            }, Plain)),
        },
    };

    // A message's own properties stand beside the queue's and replace them, whatever their case; lists are left out.
    private static void AddProperties(string message, Dictionary<string, TypedData> metadata)
    {
        try
        {
            if (message.TrimStart().StartsWith('{') && JsonNode.Parse(message) is JsonObject content)
            {
                foreach (var (key, value) in content)
                {
                    if (value is JsonObject whole)
                        metadata[key] = Json(whole);
                    else if (value is JsonValue)
                        metadata[key] = Text(value.ToString());
                }
            }
        }
        catch (JsonException)
        {
            // Text that only looks like JSON is text.
        }
    }
}
