using System.Globalization;
using System.Text.Json;
using Kumoten.Functions.Domain.Parcels;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>Reads members of foreign JSON that may be absent, or of another kind than documented.</summary>
internal static class ForeignJson
{
    public static bool TryObject(this JsonElement json, string name, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.Object;
    }

    public static string? Text(this JsonElement json, string name) => json.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;

    // Seconds since 1970; outside the years 2000 to 2100 it is no date, as 0 is none.
    public static DateTimeOffset? Seconds(this JsonElement json, string name) =>
        long.TryParse(json.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 253_402_300_800
            && DateTimeOffset.FromUnixTimeSeconds(number) is var at && ParcelFact.IsDate(at)
            ? at
            : null;
}
