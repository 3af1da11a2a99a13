using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Marketplaces;

public class LazadaWebhookTests : BackendTest
{
    private const string Webhook = "/api/webhooks/lazada";

    [Theory]
    [InlineData("lazada.trade-canceled")]
    [InlineData("lazada.trade-shipped")]
    [InlineData("lazada.reverse-returned")]
    public async Task Lazadas_own_samples_are_accepted_with_their_signatures(string sample) =>
        (await Backend.PushAsync(sample)).Expect(HttpStatusCode.OK);

    [Fact]
    public async Task The_signature_is_compared_without_case()
    {
        var (body, header, value) = Samples.WithSignature("lazada.trade-canceled");
        (await PushAsync(body, (header, value.ToUpperInvariant()))).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not hex at all")]
    [InlineData("a15f8d4bfe102f93da2e6c1b99f29f5c0ec521599e145b2a0bcd3017db96af73")]
    public async Task An_unsigned_or_wrongly_signed_push_is_refused_and_not_stored(string? signature)
    {
        var (body, header, _) = Samples.WithSignature("lazada.trade-canceled");
        (await PushAsync(body, signature is null ? [] : [(header, signature)])).Expect(HttpStatusCode.Unauthorized);
        Assert.Empty(await Backend.ReceiveAsync());
    }

    [Fact]
    public async Task The_same_facts_written_with_other_spaces_are_another_body_and_refused()
    {
        var (body, header, value) = Samples.WithSignature("lazada.trade-canceled");
        (await PushAsync(body.Replace(":", ": ", StringComparison.Ordinal), (header, value))).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_signature_is_judged_before_the_body()
    {
        (await PushAsync("not json", ("Authorization", "00"))).Expect(HttpStatusCode.Unauthorized);
        (await PushAsync("not json", Sign("not json"))).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_unknown_marketplace_is_not_found() =>
        (await Backend.PostAsync(null, "/api/webhooks/amazon")).Expect(HttpStatusCode.NotFound);

    [Fact]
    public async Task Without_a_secret_every_push_is_refused()
    {
        await using var bare = await Backend.StartAsync(environment: "Production");
        var (body, header, value) = Samples.WithSignature("lazada.trade-canceled");
        var answer = (await bare.CallAsync(null, HttpMethod.Post, Webhook, body, [(header, value)])).Expect(HttpStatusCode.ServiceUnavailable);
        // A stranger is told of no setting; the log is.
        Assert.DoesNotContain("Webhooks__", answer.Body, StringComparison.Ordinal);
        Assert.Equal("urn:kumoten:problem:webhook.notConfigured", (string)answer.Json["type"]!);
    }

    [Theory]
    [InlineData("""{"data":{"order_status":"something new","trade_order_id":"260422900198363"}}""")]
    [InlineData("""{"message_type":99,"data":"text"}""")]
    [InlineData("""{"data":{"order_status":7,"trade_order_id":["x"],"status_update_time":"soon"}}""")]
    [InlineData("{}")]
    public async Task What_is_not_understood_is_kept_and_not_an_error(string body)
    {
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        (await PushAsync(body, Sign(body))).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        Assert.Contains(await KeptAsync(), kept => kept == body);
        Assert.Equal("shipped", (string)(await Backend.GetAsync("service", "/api/orders/KM-1001")).Json["status"]!);
    }

    [Fact]
    public async Task A_push_before_its_order_waits_for_it()
    {
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
        var fed = (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        Assert.Equal("cancelled", (string)fed.Json["status"]!);
        Assert.Equal("KM-1001.1", (string)Assert.Single(fed.Json["cases"]!.AsArray())!);
    }

    [Fact]
    public async Task A_push_too_large_for_a_queue_message_goes_by_a_blob()
    {
        await Backend.FeedAsync(Samples.Order());
        var push = JsonNode.Parse(Samples.Body("lazada.trade-canceled"))!;
        push["filler"] = new string('x', 100_000);
        var body = push.ToJsonString();
        (await PushAsync(body, Sign(body))).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        Assert.Equal("cancelled", (string)(await Backend.GetAsync("service", "/api/orders/KM-1001")).Json["status"]!);
        Assert.Contains(body, await KeptAsync());
    }

    [Fact]
    public async Task The_longest_push_that_is_accepted_is_taken_in_with_all_its_quotes()
    {
        await Backend.FeedAsync(Samples.Order());
        var push = JsonNode.Parse(Samples.Body("lazada.trade-canceled"))!;
        push["filler"] = new JsonArray([.. Enumerable.Repeat("line", 37_000).Select(word => JsonValue.Create(word))]);
        var body = push.ToJsonString();
        Assert.InRange(body.Length, 250_000, 256 * 1024);
        (await PushAsync(body, Sign(body))).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        Assert.Contains(body, await KeptAsync());
    }

    [Fact]
    public async Task Several_lines_and_repeats_of_one_order_are_one_cancellation()
    {
        await Backend.FeedAsync(Samples.Order());
        var secondLine = Samples.Body("lazada.trade-canceled").Replace("260422900298363", "260422900298364", StringComparison.Ordinal);
        foreach (var body in new[] { Samples.Body("lazada.trade-canceled"), secondLine, secondLine })
            (await PushAsync(body, Sign(body))).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        Assert.Single((await Backend.GetAsync("agent", "/api/cases?orderId=KM-1001")).Json["items"]!.AsArray());
        Assert.Single(Backend.Outbox.Sent);
    }

    [Fact]
    public void A_return_push_does_not_change_the_order()
    {
        using var push = System.Text.Json.JsonDocument.Parse(Samples.Body("lazada.reverse-returned"));
        Assert.Equal(MarketplaceStatus.Other, Assert.IsType<PushContent.Marketplace>(new Lazada().Read(push.RootElement, default)).Update.Status);
    }

    private Task<Answer> PushAsync(string body, params (string, string)[] headers) => Backend.CallAsync(null, HttpMethod.Post, Webhook, body, headers);

    private static (string, string) Sign(string body) =>
        ("Authorization", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("lazada-dev-secret"), Encoding.UTF8.GetBytes("100100" + body))));

    private async Task<List<string>> KeptAsync()
    {
        var kept = new List<string>();
        foreach (var table in new[] { Backend.Storage.Orders, Backend.Storage.Links })
        {
            await foreach (var row in table.QueryAsync<Azure.Data.Tables.TableEntity>("RowKey ge 'push.' and RowKey lt 'push/'"))
                kept.Add(Kumoten.Functions.Platform.Rows.Read<BodyOnly>(row).Body!);
        }

        return kept;
    }

    private sealed record BodyOnly(string? Body);
}
