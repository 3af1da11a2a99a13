using System.Text.Json;
using System.Text.Json.Serialization;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Platform;

/// <summary>The one JSON dialect of the contract, the tables and the queues: camelCase, enums as words, no nulls left out.</summary>
public static class Json
{
    /// <summary>The options of that dialect.</summary>
    public static readonly JsonSerializerOptions Options = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Teaches the dialect to other options, such as those of the HTTP answers.</summary>
    /// <param name="options">The options.</param>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new MalaysiaTimeJson());
    }

    // Everybody here lives by Malaysia time; a time read without an offset is refused rather than guessed.
    private sealed class MalaysiaTimeJson : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? "";
            var hasOffset = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
            return text.Contains('T', StringComparison.Ordinal) && hasOffset && reader.TryGetDateTimeOffset(out var time)
                ? time
                : throw new JsonException("A time has a date, a time and an offset, such as \"2026-11-10T00:00:00+08:00\".");
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToOffset(MalaysiaTime.Offset));
    }
}
