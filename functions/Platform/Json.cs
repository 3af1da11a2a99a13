using System.Text.Json;
using System.Text.Json.Serialization;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Platform;

/// <summary>The one JSON dialect of the contract, the tables and the queues: camelCase, enums as words, no nulls left out.</summary>
public static class Json
{
    /// <summary>The options of that dialect.</summary>
    public static readonly JsonSerializerOptions Options = Create();

    /// <summary>The word the contract uses for an enum's value: its name in camel case.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The word, such as "awaitingCourierHold".</returns>
    public static string ApiName<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The enum's value of a word.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="word">The word.</param>
    /// <returns>The value; null when the enum has no such word.</returns>
    public static T? FromApiName<T>(string? word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ApiName() == word)
                return value;
        }

        return null;
    }

    /// <summary>All words of an enum.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <returns>The words, in the enum's order.</returns>
    public static IEnumerable<string> ApiNames<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => value.ApiName());

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
