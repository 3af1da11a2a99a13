using System.Net;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Journeys;

public class JourneyOnStorageTests
{
    [Fact]
    public async Task A_shipped_order_that_is_cancelled_comes_home_and_is_refunded_once()
    {
        await using var backend = await Backend.StartAsync();
        (await backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        (await backend.PushAsync("lazada.trade-canceled")).Expect(HttpStatusCode.OK);
        await backend.DrainAsync();

        var cases = (await backend.GetAsync("seller:S-100", "/api/cases?orderId=KM-1001")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        var opened = Assert.Single(cases)!;
        Assert.Equal("buyerCancellation", (string)opened["type"]!);
        Assert.Equal("awaitingCourierHold", (string)opened["state"]!);
        var mail = Assert.Single(backend.Outbox.Sent);
        Assert.Equal("care@poslaju.example", mail.To);
        Assert.Contains("EN123456789MY", mail.Body, StringComparison.Ordinal);

        (await backend.PostAsync("agent", "/api/cases/KM-1001.1/actions/holdConfirmed", new { ticket = "PL-7781" })).Expect(HttpStatusCode.OK);
        (await backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "en 123456789 my" })).Expect(HttpStatusCode.OK);
        (await backend.PostAsync("warehouse", "/api/cases/KM-1001.1/actions/inspect", new { condition = "intact", returnShipping = "7.50" })).Expect(HttpStatusCode.OK);
        await backend.DrainAsync();

        var account = (await backend.GetAsync("seller:S-100", "/api/accounts/S-100")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("122.40", (string)account["balance"]!);
        Assert.Equal(["129.90", "-7.50"], account["entries"]!.AsArray().Select(e => (string)e!["amount"]!).OrderDescending());
        var ended = (await backend.GetAsync("seller:S-100", "/api/cases/KM-1001.1")).Json;
        Assert.Equal("refunded", (string)ended["state"]!);
        Assert.Equal("paid", (string)ended["refund"]!["status"]!);
        Assert.DoesNotContain("withdraw", ended["actions"]!.AsArray().Select(a => (string)a!));
    }
}
