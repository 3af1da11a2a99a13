using System.Net;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Cases;

public class CaseListTests(Azurite azurite) : IClassFixture<Azurite>
{
    [Fact]
    public async Task Cases_are_listed_by_what_they_are_page_by_page_and_to_their_seller_only()
    {
        _ = azurite;
        await using var backend = await Backend.StartAsync();
        for (var n = 1; n <= 60; n++)
        {
            await backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", $"{n}").With("sellerId", n % 6 == 0 ? "S-200" : "S-100"), $"KM-{n}");
            await backend.PostAsync("agent", "/api/cases", new { type = "buyerCancellation", orderId = $"KM-{n}" });
        }

        var listed = new List<string>();
        string? cursor = "";
        for (var pages = 0; cursor is not null && pages < 10; pages++)
        {
            var page = (await backend.GetAsync("seller:S-100", $"/api/cases?cursor={cursor}")).Expect(HttpStatusCode.OK).Json;
            listed.AddRange(page["items"]!.AsArray().Select(c => (string)c!["orderId"]!));
            cursor = (string?)page["cursor"];
        }

        Assert.Equal(50, listed.Distinct().Count());
        Assert.Equal(50, listed.Count);
        Assert.Equal(10, (await backend.GetAsync("agent", "/api/cases?sellerId=S-200&state=refunding&actor=system")).Json["items"]!.AsArray().Count);
        Assert.Empty((await backend.GetAsync("agent", "/api/cases?sellerId=S-200&overdue=true")).Json["items"]!.AsArray());
        Assert.Empty((await backend.GetAsync("seller:S-100", "/api/cases?sellerId=S-200&orderId=KM-6")).Json["items"]!.AsArray());
        var wrong = (await backend.GetAsync("agent", "/api/cases?state=lost&type=x")).Expect(HttpStatusCode.BadRequest).Json["errors"]!;
        Assert.Equal(["state", "type"], wrong.AsObject().Select(e => e.Key).Order());
    }
}
