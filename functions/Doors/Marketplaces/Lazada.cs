using System.Text.Json;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Marketplaces;

// A push, signed in the header Authorization with hex HMAC-SHA256(app secret, app key + raw body):
// {"seller_id":"1234567","message_type":0,"data":{"order_status":"canceled","trade_order_id":"260422900198363",
//  "trade_order_line_id":"260422900298363","status_update_time":1794031200},"timestamp":1794031201530,"site":"lazada_my"}

/// <summary>Lazada's pushes. It drops one that is not answered within 500 ms, and repeats it every 30 minutes, 12 times.</summary>
public sealed class Lazada : IPushSource
{
    private static readonly Dictionary<string, MarketplaceStatus> Statuses = new()
    {
        ["shipped"] = MarketplaceStatus.Shipped,
        ["canceled"] = MarketplaceStatus.Cancelled,
        ["delivered"] = MarketplaceStatus.Delivered,
        ["failed_delivery"] = MarketplaceStatus.FailedDelivery,
        ["returned"] = MarketplaceStatus.Returned,
        ["lost_by_3pl"] = MarketplaceStatus.Lost,
        ["damaged_by_3pl"] = MarketplaceStatus.Damaged,
    };

    /// <inheritdoc/>
    public string Code => "lazada";

    /// <inheritdoc/>
    public bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, IConfiguration settings) =>
        Signature.IsHex(headers.Authorization, settings.Secret("Lazada:AppSecret"), settings.Secret("Lazada:AppKey"), body);

    /// <inheritdoc/>
    public (string Header, string Value) Sign(ReadOnlySpan<byte> body, IConfiguration settings) =>
        Signature.Hex(settings.Secret("Lazada:AppSecret"), settings.Secret("Lazada:AppKey"), body);

    /// <inheritdoc/>
    public string Sample(DateTimeOffset at) =>
        $$$"""{"seller_id":"1234567","message_type":0,"data":{"order_status":"canceled","trade_order_id":"260422900198363","trade_order_line_id":"260422900298363","status_update_time":{{{at.ToUnixTimeSeconds()}}}},"site":"lazada_my"}""";

    /// <inheritdoc/>
    public PushContent Read(JsonElement push, DateTimeOffset receivedAt)
    {
        if (!push.TryObject("data", out var data) || data.Text("trade_order_id") is not { Length: > 0 } order)
            return new PushContent.NotUnderstood();
        // A reverse (return) push speaks of the return, not of the order's own status; an empty number names no return.
        var isReverse = data.Text("reverse_order_id") is { Length: > 0 };
        var status = isReverse ? MarketplaceStatus.Other : Statuses.GetValueOrDefault(data.Text("order_status") ?? "");
        return new PushContent.Marketplace(new(order, status, data.Seconds("status_update_time") ?? receivedAt, Line: data.Text("trade_order_line_id") is { Length: > 0 } line ? Keys.OfForeign(line) : null));
    }
}
