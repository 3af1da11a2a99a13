using System.Net;
using System.Text.Json;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Marketplaces;

public class MarketplaceTests(Azurite azurite) : IClassFixture<Azurite>
{
    [Theory]
    [InlineData("shopee.order-cancelled", "shopee", "2112132KAD867D")]
    [InlineData("tiktok.order-cancelled", "tiktok", "576486316948490001")]
    public async Task A_cancellation_of_each_marketplace_opens_its_case(string sample, string marketplace, string number)
    {
        _ = azurite;
        await using var backend = await Backend.StartAsync();
        await backend.FeedAsync(Samples.Order(o =>
        {
            o["marketplace"] = marketplace;
            o["marketplaceOrderId"] = number;
        }));
        (await backend.PushAsync(sample)).Expect(HttpStatusCode.OK);
        await backend.DrainAsync();
        Assert.Equal("awaitingCourierHold", (string)(await backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["state"]!);
    }

    [Fact]
    public async Task Shopees_console_checks_the_address_with_an_empty_body_and_others_do_not()
    {
        await using var backend = await Backend.StartAsync();
        (await backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/shopee")).Expect(HttpStatusCode.OK);
        (await backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/tiktok")).Expect(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","order_status":"STATUS"}}""", "canceled", MarketplaceStatus.Cancelled)]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","order_status":"STATUS"}}""", "shipped", MarketplaceStatus.Shipped)]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","order_status":"STATUS"}}""", "delivered", MarketplaceStatus.Delivered)]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","order_status":"STATUS"}}""", "failed_delivery", MarketplaceStatus.FailedDelivery)]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","order_status":"STATUS"}}""", "returned", MarketplaceStatus.Returned)]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","order_status":"STATUS"}}""", "lost_by_3pl", MarketplaceStatus.Lost)]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","order_status":"STATUS"}}""", "damaged_by_3pl", MarketplaceStatus.Damaged)]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","reverse_order_id":null,"order_status":"STATUS"}}""", "canceled", MarketplaceStatus.Cancelled)]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","reverse_order_id":"","order_status":"STATUS"}}""", "canceled", MarketplaceStatus.Cancelled)]
    [InlineData("lazada", """{"data":{"trade_order_id":"1","order_status":"STATUS"}}""", "ready_to_ship", MarketplaceStatus.Other)]
    [InlineData("shopee", """{"code":3,"data":{"ordersn":"1","status":"STATUS"}}""", "CANCELLED", MarketplaceStatus.Cancelled)]
    [InlineData("shopee", """{"code":3,"data":{"ordersn":"1","status":"STATUS"}}""", "SHIPPED", MarketplaceStatus.Shipped)]
    [InlineData("shopee", """{"code":3,"data":{"ordersn":"1","status":"STATUS"}}""", "TO_CONFIRM_RECEIVE", MarketplaceStatus.Delivered)]
    [InlineData("shopee", """{"code":3,"data":{"ordersn":"1","status":"STATUS"}}""", "COMPLETED", MarketplaceStatus.Delivered)]
    [InlineData("shopee", """{"code":3,"data":{"ordersn":"1","status":"STATUS"}}""", "TO_RETURN", MarketplaceStatus.ReturnWished)]
    [InlineData("shopee", """{"code":3,"data":{"ordersn":"1","status":"STATUS"}}""", "IN_CANCEL", MarketplaceStatus.Other)]
    [InlineData("shopee", """{"code":7,"data":{"ordersn":"1","status":"STATUS"}}""", "CANCELLED", MarketplaceStatus.Other)]
    [InlineData("tiktok", """{"type":1,"data":{"order_id":"1","order_status":"STATUS"}}""", "CANCELLED", MarketplaceStatus.Cancelled)]
    [InlineData("tiktok", """{"type":1,"data":{"order_id":"1","order_status":"STATUS"}}""", "DELIVERED", MarketplaceStatus.Delivered)]
    [InlineData("tiktok", """{"type":1,"data":{"order_id":"1","order_status":"STATUS"}}""", "IN_TRANSIT", MarketplaceStatus.Shipped)]
    [InlineData("tiktok", """{"type":5,"data":{"order_id":"1","order_status":"STATUS"}}""", "CANCELLED", MarketplaceStatus.Other)]
    public void A_status_means_what_the_table_says(string source, string push, string status, MarketplaceStatus meaning)
    {
        using var json = JsonDocument.Parse(push.Replace("STATUS", status, StringComparison.Ordinal));
        var content = PushSources.Find(source)!.Read(json.RootElement, default);
        Assert.Equal(meaning, Assert.IsType<PushContent.Marketplace>(content).Update.Status);
    }

    [Fact]
    public void Shopee_tells_the_tracking_number()
    {
        using var json = JsonDocument.Parse(Samples.Body("shopee.tracking-no"));
        var content = Assert.IsType<PushContent.Marketplace>(new Shopee().Read(json.RootElement, default));
        Assert.Equal("EN123456789MY", content.Update.TrackingNumber);
    }
}
