using System.Globalization;
using System.Text.Json;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>Reads members of foreign JSON that may be absent, or of another kind than documented.</summary>
internal static class ForeignJson
{
    public static bool TryObject(this JsonElement json, string name, out JsonElement value)
    {
        value = default;
        return json.TryMember(name, out value) && value.ValueKind == JsonValueKind.Object;
    }

    // A name that no text can hold, "\ud800", stands in the way of no other.
    public static bool TryMember(this JsonElement json, string name, out JsonElement value)
    {
        value = default;
        if (json.ValueKind != JsonValueKind.Object)
            return false;
        foreach (var member in json.EnumerateObject())
        {
            if (IsNamed(member, name))
                value = member.Value;
        }

        return value.ValueKind != JsonValueKind.Undefined;
    }

    private static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static string? Text(this JsonElement json, string name) => json.TryMember(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => String(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;

    // "\ud800" is half a character: JSON takes it and no text can hold it.
    private static string? String(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Seconds since 1970; outside the years 2000 to 2100 it is no date, as 0 is none.
    public static DateTimeOffset? Seconds(this JsonElement json, string name) =>
        long.TryParse(json.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 253_402_300_800
        && DateTimeOffset.FromUnixTimeSeconds(number) is var at && MalaysiaTime.IsDate(at)
            ? at
            : null;
}
