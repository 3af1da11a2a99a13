using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Tests.Storms;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Dossiers;

/// <summary>Cases found by what people have in hand, without reading the table through.</summary>
public class CaseSearchTests : IClassFixture<Azurite>
{
    [Theory]
    [InlineData("+60138881234", "60138881234")]
    [InlineData("013-888 1234", "60138881234")]
    [InlineData("60 13 888 1234", "60138881234")]
    [InlineData("0060138881234", "60138881234")]
    [InlineData("082-123456", "6082123456")]
    [InlineData("+65 6123 4567", "6561234567")]
    [InlineData("******1234", null)]
    [InlineData("1234", null)]
    [InlineData("no phone", null)]
    [InlineData(null, null)]
    public void A_phone_number_is_the_same_however_it_is_written(string? written, string? digits) => Assert.Equal(digits, Phones.Normalize(written));

    [Theory]
    [InlineData("trackingNumber=en%20123456789my")]
    [InlineData("phone=013-888%201234")]
    [InlineData("q=KM-1")]
    [InlineData("q=KM-1.1")]
    [InlineData("q=260422900198363")]
    [InlineData("q=EN123456789MY")]
    [InlineData("q=%2B60138881234")]
    [InlineData("q=S-100")]
    public async Task A_case_is_found_by_order_number_parcel_phone_or_seller_and_by_its_own_seller_only(string query)
    {
        await using var backend = await Backend.StartAsync();
        await CancelAsync(backend, "KM-1", "260422900198363", "EN123456789MY", "+60138881234", "S-100");
        await CancelAsync(backend, "KM-2", "2", "EN2", "+60199999999", "S-200");
        foreach (var role in new[] { "agent", "warehouse", "seller:S-100" })
            Assert.Equal(["KM-1.1"], Ids(await ListAsync(backend, role, query)));
        Assert.Empty(Ids(await ListAsync(backend, "seller:S-200", query)));
        Assert.Empty(Ids(await ListAsync(backend, "agent", query + "&type=addressChange")));
    }

    [Fact]
    public async Task A_seller_sees_the_newest_case_first_with_appeals_and_nothing_twice_while_cases_are_opened()
    {
        var transport = new StormyTransport(new Weather(seed: 1));
        await using var backend = await Backend.StartAsync(transport);
        var opened = new List<string>();
        for (var n = 1; n <= 60; n++)
        {
            await backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", $"{n}"), $"KM-{n}");
            opened.Insert(0, await OpenAsync(backend, new { type = "buyerCancellation", orderId = $"KM-{n}" }));
        }

        opened.Insert(0, await AppealAsync(backend));
        Assert.StartsWith("AP-", opened[0], StringComparison.Ordinal);
        var before = transport.Requests.Count;
        var first = await ListAsync(backend, "seller:S-100", "");
        // One query for the page, and a look at each dossier on it.
        Assert.Equal(51, transport.Requests.Count - before);
        await backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", "61"), "KM-61");
        await OpenAsync(backend, new { type = "buyerCancellation", orderId = "KM-61" });
        var second = await ListAsync(backend, "seller:S-100", $"cursor={first["cursor"]}");
        Assert.Equal(opened, Ids(first).Concat(Ids(second)));
        Assert.Null(second["cursor"]);
    }

    [Fact]
    public async Task A_search_of_a_lone_order_looks_at_nothing_else()
    {
        var transport = new StormyTransport(new Weather(seed: 1));
        await using var backend = await Backend.StartAsync(transport);
        await CancelAsync(backend, "KM-1", "1", "EN1", "0138881234", "S-100");
        await backend.GetAsync("agent", "/api/health");
        var before = transport.Requests.Count;
        Assert.Equal(["KM-1.1"], Ids(await ListAsync(backend, "agent", "trackingNumber=EN1")));
        Assert.Equal(2, transport.Requests.Count - before);
    }

    [Fact]
    public async Task An_index_row_whose_save_failed_or_whose_phone_changed_shows_nothing()
    {
        await using var backend = await Backend.StartAsync();
        await CancelAsync(backend, "KM-1", "1", "EN1", "0138881234", "S-100");
        await CancelAsync(backend, "KM-1", "1", "EN1", "0197777777", "S-100");
        Assert.Empty(Ids(await ListAsync(backend, "agent", "phone=0138881234")));
        Assert.Equal(["KM-1.1"], Ids(await ListAsync(backend, "agent", "phone=0197777777")));
        // As if two openers had raced, and a third had crashed before its save.
        await backend.Storage.Links.UpsertEntityAsync(new Azure.Data.Tables.TableEntity("seller.S-100", "case.0000000000000000001.KM-1.1"));
        await backend.Storage.Links.UpsertEntityAsync(new Azure.Data.Tables.TableEntity("seller.S-100", "case.0000000000000000002.KM-9.1"));
        Assert.Equal(["KM-1.1"], Ids(await ListAsync(backend, "seller:S-100", "")));
    }

    [Fact]
    public async Task A_field_that_can_find_nothing_is_named()
    {
        await using var backend = await Backend.StartAsync();
        var wrong = (await backend.GetAsync("agent", $"/api/cases?phone=12&trackingNumber=%20&q={new string('x', 101)}")).Expect(HttpStatusCode.BadRequest).Json["errors"]!;
        Assert.Equal(["phone", "q", "trackingNumber"], wrong.AsObject().Select(e => e.Key).Order());
        (await backend.GetAsync("agent", "/api/cases?sellerId=S-1&cursor=bm9uZQ")).Expect(HttpStatusCode.BadRequest);
    }

    private static async Task CancelAsync(Backend backend, string orderId, string marketplaceOrderId, string tracking, string phone, string sellerId) =>
        await backend.FeedAsync(Samples.Order(o => o["recipient"]!["phone"] = phone).With("marketplaceOrderId", marketplaceOrderId).With("trackingNumber", tracking).With("sellerId", sellerId).With("status", "cancelled"), orderId);

    private static async Task<JsonNode> ListAsync(Backend backend, string role, string query) => (await backend.GetAsync(role, "/api/cases?" + query)).Expect(HttpStatusCode.OK).Json;

    private static IEnumerable<string> Ids(JsonNode page) => page["items"]!.AsArray().Select(c => (string)c!["id"]!);

    private static async Task<string> OpenAsync(Backend backend, object request)
    {
        backend.Time.Advance(TimeSpan.FromSeconds(1));
        return (string)(await backend.PostAsync("seller:S-100", "/api/cases", request)).Expect(HttpStatusCode.Created).Json["id"]!;
    }

    private static Task<string> AppealAsync(Backend backend) => OpenAsync(backend, Samples.AppealRequest);
}
