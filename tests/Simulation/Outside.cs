using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Kumoten.Tests.Simulation;

/// <summary>A push as its source makes it: where it goes, its raw body, and the header that signs it.</summary>
public sealed record SignedPush(string Path, string Body, string Header, string Signature)
{
    /// <summary>The key under which the application keeps the body.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)))[..32];
}

/// <summary>One scan of a parcel, in the contract's word.</summary>
public sealed record Checkpoint(DateTimeOffset At, string Kind, string City, string State);

/// <summary>What marketplaces and the tracking feed say, in their words and with their signatures.</summary>
public sealed class Outside(IConfiguration settings)
{
    private static readonly FrozenDictionary<(string Marketplace, string Status), string> Words = new Dictionary<(string, string), string>
    {
        [("lazada", "shipped")] = "shipped",
        [("lazada", "cancelled")] = "canceled",
        [("lazada", "delivered")] = "delivered",
        [("lazada", "failed")] = "failed_delivery",
        [("lazada", "returned")] = "returned",
        [("lazada", "lost")] = "lost_by_3pl",
        [("shopee", "shipped")] = "SHIPPED",
        [("shopee", "cancelled")] = "CANCELLED",
        [("shopee", "delivered")] = "TO_CONFIRM_RECEIVE",
        [("tiktok", "shipped")] = "IN_TRANSIT",
        [("tiktok", "cancelled")] = "CANCELLED",
        [("tiktok", "delivered")] = "DELIVERED",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, (string Tag, string Subtag)> Tags = new Dictionary<string, (string, string)>
    {
        ["inTransit"] = ("InTransit", "InTransit_003"),
        ["outForDelivery"] = ("OutForDelivery", "OutForDelivery_001"),
        ["attemptFailed"] = ("AttemptFail", "AttemptFail_001"),
        ["delivered"] = ("Delivered", "Delivered_001"),
        ["returning"] = ("Exception", "Exception_010"),
        ["returned"] = ("Exception", "Exception_011"),
        ["lost"] = ("Exception", "Exception_013"),
        ["damaged"] = ("Exception", "Exception_012"),
        ["refused"] = ("Exception", "Exception_003"),
        ["labelMade"] = ("InfoReceived", "InfoReceived_001"),
        ["readyForPickup"] = ("AvailableForPickup", "AvailableForPickup_001"),
        ["other"] = ("Exception", "Exception_099"),
    }.ToFrozenDictionary();

    /// <summary>Whether a marketplace has a word for a status.</summary>
    public static bool CanSay(string marketplace, string status) => Words.ContainsKey((marketplace, status));

    /// <summary>A marketplace's push of an order's status.</summary>
    public SignedPush Say(string marketplace, string orderNumber, string status, DateTimeOffset at, int line = 1)
    {
        var word = Words[(marketplace, status)];
        var seconds = at.ToUnixTimeSeconds();
        object push = marketplace switch
        {
            "lazada" => new { seller_id = "1234567", message_type = 0, data = new { order_status = word, trade_order_id = orderNumber, trade_order_line_id = $"{orderNumber}{line}", status_update_time = seconds }, timestamp = (seconds * 1000) + 530, site = "lazada_my" },
            "shopee" => new { data = new { items = Array.Empty<object>(), ordersn = orderNumber, status = word, update_time = seconds, completed_scenario = "" }, shop_id = 30011, code = 3, timestamp = seconds + 1 },
            _ => new { type = 1, tts_notification_id = $"73271123{orderNumber}{seconds}", shop_id = "7494049642642441621", timestamp = seconds + 1, data = new { order_id = orderNumber, order_status = word, is_on_hold_order = false, update_time = seconds } },
        };
        var body = JsonSerializer.Serialize(push);
        var (secret, prefix) = marketplace switch
        {
            "lazada" => ("Lazada:AppSecret", Setting("Lazada:AppKey")),
            "shopee" => ("Shopee:PartnerKey", Setting("Shopee:CallbackUrl") + "|"),
            _ => ("TikTok:AppSecret", Setting("TikTok:AppKey")),
        };
        return new SignedPush($"/api/webhooks/{marketplace}", body, "Authorization", Convert.ToHexStringLower(Sign(secret, prefix + body)));
    }

    /// <summary>The tracking feed's push of a parcel with all its scans so far; some of their times lack an offset.</summary>
    public SignedPush Track(string trackingNumber, string feedSlug, IReadOnlyList<Checkpoint> checkpoints, DateTimeOffset at)
    {
        var (tag, subtag) = Tags[checkpoints[^1].Kind];
        var body = JsonSerializer.Serialize(new
        {
            @event = "tracking_update",
            event_id = $"{trackingNumber}-{at.ToUnixTimeSeconds()}",
            msg = new
            {
                tracking_number = trackingNumber,
                slug = feedSlug,
                active = true,
                tag,
                subtag,
                checkpoints = checkpoints.Select((c, i) => new
                {
                    slug = feedSlug,
                    checkpoint_time = c.At.ToOffset(TimeSpan.FromHours(8)).ToString(i % 2 == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
                    city = c.City,
                    state = c.State,
                    country_iso3 = "MYS",
                    tag = Tags[c.Kind].Tag,
                    subtag = Tags[c.Kind].Subtag,
                    message = c.Kind,
                }),
            },
            ts = at.ToUnixTimeSeconds(),
        });
        return new SignedPush("/api/webhooks/aftership", body, "aftership-hmac-sha256", Convert.ToBase64String(Sign("AfterShip:Secret", body)));
    }

    private byte[] Sign(string secret, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Setting(secret)), Encoding.UTF8.GetBytes(text));

    private string Setting(string key) => settings["Webhooks:" + key] ?? throw new InvalidOperationException($"The development settings lack Webhooks:{key}.");
}
