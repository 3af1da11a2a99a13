using System.Text;
using System.Text.Json;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>What any push must be, before anybody asks what it says.</summary>
public static class PushBody
{
    // A body with bytes that are no UTF-8 is no JSON, and must not be mended silently.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a push's bytes.</summary>
    /// <param name="body">The bytes.</param>
    /// <returns>Their text: a JSON object.</returns>
    /// <exception cref="ProblemException">400: they are none.</exception>
    public static string Text(ReadOnlyMemory<byte> body)
    {
        try
        {
            var text = Strict.GetString(body.Span);
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? text : throw Problem.BadBody(new("A push is a JSON object.", "Kiriman mestilah objek JSON."));
        }
        catch (Exception wrong) when (wrong is JsonException or DecoderFallbackException)
        {
            throw Problem.BadBody(new("The push is not JSON.", "Kiriman bukan JSON."));
        }
    }
}
