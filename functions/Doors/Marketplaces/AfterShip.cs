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
    /// <inheritdoc/>
    public string Code => "aftership";

    /// <inheritdoc/>
    public string Name => "AfterShip";

    /// <inheritdoc/>
    public bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, IConfiguration settings)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Secret("AfterShip:Secret")), body);
        Span<byte> given = stackalloc byte[32];
        return Convert.TryFromBase64String(headers["aftership-hmac-sha256"].ToString(), given, out var length)
            && length == given.Length && CryptographicOperations.FixedTimeEquals(given, expected);
    }

    /// <inheritdoc/>
    public PushContent Read(JsonElement push, DateTimeOffset receivedAt)
    {
        if (!push.TryObject("msg", out var parcel) || TrackingNumbers.Normalize(parcel.Text("tracking_number")) is not { } number)
            return new PushContent.NotUnderstood();
        var slug = parcel.Text("slug");
        var courier = CourierList.All.FirstOrDefault(c => c.FeedSlug == slug)?.Code;
        var checkpoints = parcel.TryGetProperty("checkpoints", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        List<Scan> scans = [.. checkpoints.Where(c => c.ValueKind == JsonValueKind.Object).Select(Scan).OfType<Scan>()];
        // What the push itself says counts, also where no checkpoint tells when.
        if (AfterShipWords.Meaning(parcel.Text("tag"), parcel.Text("subtag")) is var kind && !scans.Exists(scan => scan.Kind == kind) && kind.Meaning() is not (ParcelFactKind.LabelMade or ParcelFactKind.Moved))
            scans.Add(new Scan(push.Seconds("ts") ?? receivedAt, kind, parcel.Text("subtag_message"), null, Code));
        return new PushContent.Tracking(new TrackingUpdate(number, courier, scans));
    }

    // A checkpoint without a readable time is kept in the raw push, but is no scan.
    private Scan? Scan(JsonElement checkpoint)
    {
        if (Time(checkpoint.Text("checkpoint_time")) is not { } at || !ParcelFact.IsDate(at))
            return null;
        var place = string.Join(", ", new[] { checkpoint.Text("city"), checkpoint.Text("state") }.Where(part => !string.IsNullOrWhiteSpace(part)));
        return new Scan(at, AfterShipWords.Meaning(checkpoint.Text("tag"), checkpoint.Text("subtag")), checkpoint.Text("message"), place.Length == 0 ? null : place, Code);
    }

    // "Missing offset: then Malaysia time", never UTC.
    private static DateTimeOffset? Time(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local) && local.Kind == DateTimeKind.Unspecified
            ? new DateTimeOffset(local, MalaysiaTime.Offset)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
}
