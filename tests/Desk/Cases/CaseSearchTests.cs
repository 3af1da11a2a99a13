using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Kumoten.Functions.Desk.Cases;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Storms;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Desk.Cases;

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
    public async Task A_link_whose_phone_changed_and_a_line_of_a_case_that_is_not_there_show_nothing()
    {
        await using var backend = await Backend.StartAsync();
        await CancelAsync(backend, "KM-1", "1", "EN1", "0138881234", "S-100");
        await CancelAsync(backend, "KM-1", "1", "EN1", "0197777777", "S-100");
        Assert.Empty(Ids(await ListAsync(backend, "agent", "phone=0138881234")));
        Assert.Equal(["KM-1.1"], Ids(await ListAsync(backend, "agent", "phone=0197777777")));
        await backend.Storage.Worklist.UpsertEntityAsync(CaseIndex.RowOf(Line(9)));
        Assert.Equal(["KM-1.1"], Ids(await ListAsync(backend, "seller:S-100", "")));
    }

    [Theory]
    [InlineData("type=buyerCancellation", "KM-2.1")]
    [InlineData("type=failedDelivery", "KM-1.1")]
    [InlineData("", "KM-2.1,KM-1.1")]
    [InlineData("type=addressChange", "")]
    [InlineData("state=awaitingCourierHold", "KM-1.1")]
    [InlineData("state=refunded", "KM-2.1")]
    [InlineData("actor=agent", "KM-1.1")]
    [InlineData("actor=seller", "")]
    [InlineData("overdue=true", "KM-1.1")]
    [InlineData("overdue=true&state=refunded", "")]
    public async Task Lists_of_sellers_and_of_staff_are_filtered_by_the_index_as_the_cases_move(string query, string expected)
    {
        await using var backend = await Backend.StartAsync();
        await CancelAsync(backend, "KM-1", "1", "EN1", "0138881234", "S-100");
        backend.Time.Advance(TimeSpan.FromSeconds(1));
        await backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", "2").With("status", "cancelled"), "KM-2");
        await backend.DrainAsync();
        backend.Time.Advance(TimeSpan.FromDays(2));
        foreach (var role in new[] { "agent", "seller:S-100" })
            Assert.Equal(expected, string.Join(',', Ids(await ListAsync(backend, role, query))));
    }

    [Fact]
    public async Task A_page_costs_at_most_60_operations_however_many_cases_a_rare_filter_passes_over()
    {
        var cases = int.Parse(Environment.GetEnvironmentVariable("LIST_CASES") ?? "1500", CultureInfo.InvariantCulture);
        var transport = new StormyTransport(new Weather(seed: 1));
        await using var backend = await Backend.StartAsync(transport);
        await CancelAsync(backend, "KM-1", "1", "EN1", "0138881234", "S-100");
        foreach (var hundred in Enumerable.Range(10, cases).Select(Line).Chunk(100))
            await backend.Storage.Worklist.SubmitTransactionAsync(hundred.Select(line => new TableTransactionAction(TableTransactionActionType.UpsertReplace, CaseIndex.RowOf(line))));
        foreach (var (role, query) in new[] { ("seller:S-100", "state=awaitingCourierHold"), ("agent", "state=awaitingCourierHold&actor=agent"), ("agent", "actor=agent&state=awaitingCourierHold"), ("agent", "q=KM-1") })
        {
            var before = transport.Requests.Count;
            Assert.Equal(["KM-1.1"], Ids(await ListAsync(backend, role, query)));
            Assert.InRange(transport.Requests.Count - before, 1, 9);
        }

        // Lines whose cases say otherwise: each page is as long as its operations last, and the end is reached.
        var (found, pages, cursor) = (new List<string>(), 0, "");
        do
        {
            var before = transport.Requests.Count;
            var page = await ListAsync(backend, "agent", "sellerId=S-100" + cursor);
            Assert.InRange(transport.Requests.Count - before, 1, Rows.MostOperations);
            found.AddRange(Ids(page));
            cursor = page["cursor"] is { } next ? $"&cursor={next}" : "";
        }
        while (++pages < cases && cursor != "");
        Assert.Equal(["KM-1.1"], found);
        Assert.InRange(pages, cases / Rows.MostOperations, (cases / 40) + 1);
    }

    // A line that a list may find; its case is none of the storage's.
    private static CaseLine Line(int n) => new($"KM-{n}.1", CaseType.StalledParcel, CaseState.Resolved, null, null, "S-100", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(n), "A kettle", $"{n}", "poslaju", null, MalaysianState.Sabah);

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
