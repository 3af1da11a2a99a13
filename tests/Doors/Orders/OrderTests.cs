using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Orders;

public class OrderTests : BackendTest
{
    [Fact]
    public async Task An_order_is_created_then_replaced_and_a_repeat_changes_nothing()
    {
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        var again = (await Backend.FeedAsync(Samples.Order(o => o["recipient"]!["phone"] = "+60130000000"))).Expect(HttpStatusCode.OK);
        Assert.Equal("+60130000000", (string)again.Json["recipient"]!["phone"]!);
        Assert.Equal((await Backend.FeedAsync(Samples.Order())).Body, (await Backend.FeedAsync(Samples.Order())).Body);
    }

    [Fact]
    public async Task The_order_tells_when_its_parcel_will_count_as_stalled()
    {
        var order = (await Backend.FeedAsync(Samples.Order())).Json;
        // Shipped on Monday 26 October 2026 to Sabah: five working days follow, the last is Monday 2 November.
        Assert.Equal("2026-11-03T00:00:00+08:00", (string)order["stalledFrom"]!);
        Assert.True((bool)order["eastMalaysia"]!);
    }

    [Fact]
    public async Task An_older_feed_never_undoes_newer_knowledge()
    {
        await Backend.FeedAsync(Samples.Order(o => o["status"] = "delivered"));
        Assert.Equal("delivered", (string)(await Backend.FeedAsync(Samples.Order())).Json["status"]!);
        var older = (await Backend.FeedAsync(Samples.UnshippedOrder())).Json;
        Assert.Equal("delivered", (string)older["status"]!);
        Assert.Equal("EN123456789MY", (string)older["trackingNumber"]!);
    }

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "sellerId", "\"\"", "sellerId" },
        { "marketplace", "\"amazon\"", "marketplace" },
        { "amount", "\"129.9\"", "amount" },
        { "amount", "129.90", "amount" },
        { "amount", "\"-1.00\"", "amount" },
        { "currency", "\"USD\"", "currency" },
        { "items", "[]", "items" },
        { "courier", "\"dhl\"", "courier" },
        { "status", "\"lost\"", "status" },
        { "shippedAt", "\"2026-10-26T10:12:00\"", "shippedAt" },
        { "recipient", "null", "recipient" },
        { "recipient", """{"name":"A","phone":"1","address":{"line1":"x","postcode":"1","city":"y","state":"Atlantis"}}""", "recipient.address.state" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_and_nothing_is_stored(string field, string value, string named)
    {
        var answer = (await Backend.FeedAsync(Samples.Order(o => o[field] = JsonNode.Parse(value)))).Expect(HttpStatusCode.BadRequest);
        Assert.NotNull(answer.Json["errors"]![named]);
        (await Backend.GetAsync("service", "/api/orders/KM-1001")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_seller_cannot_change_hands()
    {
        await Backend.FeedAsync(Samples.Order());
        var answer = (await Backend.FeedAsync(Samples.Order(o => o["sellerId"] = "S-200"))).Expect(HttpStatusCode.Conflict);
        Assert.Equal("urn:kumoten:problem:order.otherSeller", (string)answer.Json["type"]!);
    }

    [Fact]
    public async Task Who_may_do_what_is_asked_first()
    {
        await Backend.FeedAsync(Samples.Order());
        (await Backend.PutAsync(null, "/api/orders/KM-1001", Samples.Order())).Expect(HttpStatusCode.Unauthorized);
        (await Backend.PutAsync("seller:S-100", "/api/orders/KM-1001", Samples.Order())).Expect(HttpStatusCode.Forbidden);
        (await Backend.GetAsync("seller:S-100", "/api/orders/KM-1001")).Expect(HttpStatusCode.OK);
        (await Backend.GetAsync("seller:S-200", "/api/orders/KM-1001")).Expect(HttpStatusCode.NotFound);
        (await Backend.GetAsync("seller:S-200", "/api/accounts/S-100")).Expect(HttpStatusCode.NotFound);
    }

    private static readonly DateTimeOffset Shipped = DateTimeOffset.Parse("2026-10-26T10:12:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    public static TheoryData<string, bool, bool, bool, double, CaseType, CaseState> Cancellations => new()
    {
        // what it is about                        shipped delivered failed days
        { "not shipped", false, false, false, 0, CaseType.BuyerCancellation, CaseState.Refunding },
        { "on its way", true, false, false, 3, CaseType.BuyerCancellation, CaseState.AwaitingCourierHold },
        { "exactly 14 days", true, false, false, 14, CaseType.BuyerCancellation, CaseState.AwaitingCourierHold },
        { "a second more than 14 days", true, false, false, 14 + (1.0 / 86400), CaseType.FailedDelivery, CaseState.AwaitingCourierHold },
        { "a failed delivery", true, false, true, 3, CaseType.FailedDelivery, CaseState.AwaitingCourierHold },
        { "delivered", true, true, false, 3, CaseType.BuyerCancellation, CaseState.AwaitingSellerReturn },
        { "delivered late", true, true, true, 20, CaseType.BuyerCancellation, CaseState.AwaitingSellerReturn },
    };

    [Theory]
    [MemberData(nameof(Cancellations))]
    public void A_cancellation_opens_the_case_that_the_guide_names(string what, bool shipped, bool delivered, bool failed, double days, CaseType type, CaseState first)
    {
        _ = what;
        var order = new Order
        {
            Id = "KM-1",
            SellerId = "S-1",
            Marketplace = "lazada",
            MarketplaceOrderId = "1",
            Amount = new Money(100),
            Items = [],
            Recipient = new Recipient("", "", new Address("", null, "", "", "Sabah")),
            ShippedAt = shipped ? Shipped : null,
            DeliveredAt = delivered ? Shipped.AddDays(2) : null,
            DeliveryFailedAt = failed ? Shipped.AddDays(2) : null,
        };
        Assert.Equal((type, first), Functions.Domain.Flow.Cancellations.CaseFor(order, Shipped.AddDays(days)));
    }
}
