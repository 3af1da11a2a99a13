using System.Text.Json;
using Kumoten.Functions.Domain.Orders;

namespace Kumoten.Functions.Doors.Marketplaces;

// A push, signed in the header Authorization with hex HMAC-SHA256(app secret, app key + raw body):
// {"type":1,"tts_notification_id":"7327112393057371910","shop_id":"7494049642642441621","timestamp":1794031201,
//  "data":{"order_id":"576486316948490001","order_status":"CANCELLED","update_time":1794031200}}

/// <summary>TikTok Shop's pushes: type 1 is an order's status. It waits three seconds for an answer.</summary>
public sealed class TikTokShop : IPushSource
{
    private const string OrderStatusType = "1";

    private static readonly Dictionary<string, MarketplaceStatus> Statuses = new()
    {
        ["IN_TRANSIT"] = MarketplaceStatus.Shipped,
        ["CANCELLED"] = MarketplaceStatus.Cancelled,
        ["DELIVERED"] = MarketplaceStatus.Delivered,
        ["COMPLETED"] = MarketplaceStatus.Delivered,
    };

    /// <inheritdoc/>
    public string Code => "tiktok";

    /// <inheritdoc/>
    public string Name => "TikTok Shop";

    /// <inheritdoc/>
    public bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, IConfiguration settings) =>
        Signature.IsHex(headers.Authorization, settings.Secret("TikTok:AppSecret"), settings.Secret("TikTok:AppKey"), body);

    /// <inheritdoc/>
    public (string Header, string Value) Sign(ReadOnlySpan<byte> body, IConfiguration settings) =>
        Signature.Hex(settings.Secret("TikTok:AppSecret"), settings.Secret("TikTok:AppKey"), body);

    /// <inheritdoc/>
    public string Sample(DateTimeOffset at) =>
        $$$"""{"type":1,"shop_id":"7494049642642441621","data":{"order_id":"576486316948490001","order_status":"CANCELLED","update_time":{{{at.ToUnixTimeSeconds()}}}}}""";

    /// <inheritdoc/>
    public PushContent Read(JsonElement push, DateTimeOffset receivedAt)
    {
        if (!push.TryObject("data", out var data) || data.Text("order_id") is not { Length: > 0 } order)
            return new PushContent.NotUnderstood();
        var status = push.Text("type") == OrderStatusType ? Statuses.GetValueOrDefault(data.Text("order_status") ?? "") : MarketplaceStatus.Other;
        return new PushContent.Marketplace(new(order, status, data.Seconds("update_time") ?? push.Seconds("timestamp") ?? receivedAt));
    }
}
