using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Marketplaces;

// A push, signed in the header aftership-hmac-sha256 with base64 HMAC-SHA256(secret, raw body):
// {"event_id":"...","msg":{"tracking_number":"EN123456789MY","slug":"malaysia-post","tag":"InTransit","checkpoints":[
//  {"checkpoint_time":"2026-10-26T10:12:00","city":"Shah Alam","tag":"InTransit","subtag":"InTransit_002","message":"Item posted"}]}}

/// <summary>AfterShip's tracking pushes. Checkpoints repeat, come out of order, share a time, or lack an offset.</summary>
public sealed class AfterShip : IPushSource
{
    // A parcel of months has some dozens. What is left out stands in the raw push.
    private const int MostScans = 500;
    private const int LongestMessage = 500;
    private const int LongestPlace = 200;
    private const string Header = "aftership-hmac-sha256";

    /// <inheritdoc/>
    public string Code => "aftership";

    /// <inheritdoc/>
    public string Name => "AfterShip";

    /// <inheritdoc/>
    public bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, IConfiguration settings)
    {
        var expected = Hash(body, settings);
        Span<byte> given = stackalloc byte[32];
        return Convert.TryFromBase64String(headers[Header].ToString(), given, out var length)
            && length == given.Length && CryptographicOperations.FixedTimeEquals(given, expected);
    }

    /// <inheritdoc/>
    public (string Header, string Value) Sign(ReadOnlySpan<byte> body, IConfiguration settings) =>
        (Header, Convert.ToBase64String(Hash(body, settings)));

    /// <inheritdoc/>
    public string Sample(DateTimeOffset at) =>
        $$$"""{"event":"tracking_update","msg":{"tracking_number":"EN123456789MY","slug":"malaysia-post","tag":"OutForDelivery","subtag":"OutForDelivery_001","checkpoints":[{"checkpoint_time":"{{{at.ToOffset(MalaysiaTime.Offset):yyyy-MM-dd'T'HH:mm:sszzz}}}","city":"Kota Kinabalu","state":"Sabah","tag":"OutForDelivery","subtag":"OutForDelivery_001","message":"Out for delivery"}]}}""";

    /// <inheritdoc/>
    public PushContent Read(JsonElement push, DateTimeOffset receivedAt)
    {
        if (!push.TryObject("msg", out var parcel) || TrackingNumbers.Normalize(parcel.Text("tracking_number")) is not { } number)
            return new PushContent.NotUnderstood();
        var slug = parcel.Text("slug");
        var courier = CourierList.All.FirstOrDefault(c => c.FeedSlug == slug)?.Code;
        var checkpoints = parcel.TryMember("checkpoints", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        List<Scan> scans = [.. checkpoints.Where(c => c.ValueKind == JsonValueKind.Object).Select(Scan).OfType<Scan>().OrderBy(scan => scan.At).TakeLast(MostScans)];
        // What the push itself says counts, also where no checkpoint tells when.
        if (AfterShipWords.Meaning(parcel.Text("tag"), parcel.Text("subtag")) is var kind && !scans.Exists(scan => scan.Kind == kind) && kind.Meaning() is not (ParcelFactKind.LabelMade or ParcelFactKind.Moved))
            scans.Add(new Scan(push.Seconds("ts") ?? receivedAt, kind, Line(parcel.Text("subtag_message"), LongestMessage), null, Code));
        return new PushContent.Tracking(new TrackingUpdate(number, courier, scans));
    }

    // A checkpoint without a readable time is kept in the raw push, but is no scan.
    private Scan? Scan(JsonElement checkpoint)
    {
        if (Time(checkpoint.Text("checkpoint_time")) is not { } at)
            return null;
        var place = string.Join(", ", new[] { checkpoint.Text("city"), checkpoint.Text("state") }.Where(part => !string.IsNullOrWhiteSpace(part)));
        return new Scan(at, AfterShipWords.Meaning(checkpoint.Text("tag"), checkpoint.Text("subtag")), Line(checkpoint.Text("message"), LongestMessage), place.Length == 0 ? null : Line(place, LongestPlace), Code);
    }

    private static byte[] Hash(ReadOnlySpan<byte> body, IConfiguration settings) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Secret("AfterShip:Secret")), body);

    private static string? Line(string? text, int longest) => text is null ? null : SingleLine.Of(text) is var line && line.Length <= longest ? line : line[..longest];

    // "Missing offset: then Malaysia time", never UTC.
    private static DateTimeOffset? Time(string? text)
    {
        // The year 1 or 9999 with Malaysia's offset would be no time at all.
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local) || !MalaysiaTime.IsDate(DateOnly.FromDateTime(local)))
            return null;
        if (local.Kind == DateTimeKind.Unspecified)
            return new DateTimeOffset(local, MalaysiaTime.Offset);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && MalaysiaTime.IsDate(at) ? at : null;
    }
}
