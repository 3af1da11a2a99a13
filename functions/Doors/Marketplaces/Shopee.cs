using System.Text.Json;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Marketplaces;

// A push, signed in the header Authorization with hex HMAC-SHA256(partner key, callback URL + "|" + raw body):
// {"data":{"ordersn":"2112132KAD867D","status":"CANCELLED","update_time":1794031200},"shop_id":30011,"code":3,"timestamp":1794031201}

/// <summary>Shopee's pushes: code 3 is an order's status, code 4 its tracking number.</summary>
public sealed class Shopee : IPushSource
{
    private static readonly Dictionary<string, MarketplaceStatus> Statuses = new()
    {
        ["SHIPPED"] = MarketplaceStatus.Shipped,
        ["CANCELLED"] = MarketplaceStatus.Cancelled,
        ["TO_CONFIRM_RECEIVE"] = MarketplaceStatus.Delivered,
        ["COMPLETED"] = MarketplaceStatus.Delivered,
        ["TO_RETURN"] = MarketplaceStatus.ReturnWished,
    };

    /// <inheritdoc/>
    public string Code => "shopee";

    /// <inheritdoc/>
    public bool ChecksWithEmptyBody => true;

    /// <inheritdoc/>
    public bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, IConfiguration settings) =>
        Signature.IsHex(headers.Authorization, settings.Secret("Shopee:PartnerKey"), settings.Secret("Shopee:CallbackUrl") + "|", body);

    /// <inheritdoc/>
    public (string Header, string Value) Sign(ReadOnlySpan<byte> body, IConfiguration settings) =>
        Signature.Hex(settings.Secret("Shopee:PartnerKey"), settings.Secret("Shopee:CallbackUrl") + "|", body);

    /// <inheritdoc/>
    public string Sample(DateTimeOffset at) =>
        $$$"""{"data":{"ordersn":"2112132KAD867D","status":"CANCELLED","update_time":{{{at.ToUnixTimeSeconds()}}}},"shop_id":30011,"code":3}""";

    /// <inheritdoc/>
    public PushContent Read(JsonElement push, DateTimeOffset receivedAt)
    {
        if (!push.TryObject("data", out var data) || data.Text("ordersn") is not { Length: > 0 } order)
            return new PushContent.NotUnderstood();
        var at = data.Seconds("update_time") ?? push.Seconds("timestamp") ?? receivedAt;
        return push.Text("code") switch
        {
            "3" => new PushContent.Marketplace(new(order, Statuses.GetValueOrDefault(data.Text("status") ?? ""), at)),
            "4" => new PushContent.Marketplace(new(order, MarketplaceStatus.Other, at, TrackingNumbers.Normalize(data.Text("tracking_no")) is { } number && Keys.IsKey(number) ? number : null)),
            _ => new PushContent.Marketplace(new(order, MarketplaceStatus.Other, at)),
        };
    }
}
