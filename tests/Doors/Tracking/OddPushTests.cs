using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Doors.Tracking;

/// <summary>Pushes with one odd thing in them: what can be read is taken, the rest is kept as it came, and nothing goes to the dead letters.</summary>
public class OddPushTests : BackendTest
{
    private const string Good = """{"checkpoint_time":"2026-11-01T10:00:00","tag":"InTransit","city":"Kuching"}""";

    public static TheoryData<string> Odd =>
    [
        Checkpoint("2026-11-02T10:00:00", string.Concat(Enumerable.Repeat("é", 400))),
        Checkpoint("2026-11-02T10:00:00", string.Concat(Enumerable.Repeat("西", 5000))),
        Checkpoint("0001-01-01T00:00:00", "Kuching"), Checkpoint("0001-01-01T00:00:00Z", "Kuching"), Checkpoint("0001-01-01T00:00:00+14:00", "Kuching"),
        Checkpoint("9999-12-31T23:59:59", "Kuching"), Checkpoint("9999-12-31T23:59:59Z", "Kuching"), Checkpoint("9999-12-31T23:59:59-14:00", "Kuching"),
        """{"checkpoint_time":"2026-11-02T10:00:00","city":"\ud800"}""",
        """{"checkpoint_time":"\ud800","city":"Kuching"}""",
        """{"checkpoint_time":"2026-11-02T10:00:00","\ud800":"Kuching"}""",
        """{"checkpoint_time":"2026-11-02T10:00:00","city":"a\nb\u2028c\u0000d","message":"x\r\ny"}""",
        """{"checkpoint_time":{},"city":[]}""",
        """{"checkpoint_time":20261102,"tag":1e999}""",
        "null", "7", "[]",
    ];

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task An_odd_checkpoint_loses_neither_the_good_one_beside_it_nor_the_next_push(string odd)
    {
        await Backend.FeedAsync(Samples.Order());
        var push = """{"msg":{"tracking_number":"EN123456789MY","slug":"malaysia-post","checkpoints":[""" + odd + "," + Good + "]}}";
        await SendAsync(push);
        Assert.Contains(await RowsAsync<Scan>("scan."), scan => scan.Place == "Kuching" && scan.At == DateTimeOffset.Parse("2026-11-01T10:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(await RowsAsync<Scan>("scan."), scan => Assert.True(MalaysiaTime.IsDate(scan.At) && SingleLine.Is(scan.Place) && SingleLine.Is(scan.Message)));
        Assert.Equal(push, Assert.Single(await RowsAsync<JsonObject>("push."))["body"]!.GetValue<string>());
        await SendAsync(push.Replace("2026-11-01", "2026-11-03", StringComparison.Ordinal));
        Assert.Equal("2026-11-03T10:00:00+08:00", (string)(await Backend.GetAsync("service", "/api/orders/KM-1001")).Json["lastScanAt"]!);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("é")]
    [InlineData("😀")]
    [InlineData("\u0001")]
    public async Task A_push_as_long_as_one_may_be_fits_into_its_row_whatever_it_is_made_of(string letter)
    {
        await Backend.FeedAsync(Samples.Order());
        var inJson = JsonSerializer.Serialize(letter, Rows())[1..^1];
        var frame = """{"note":"","msg":{"tracking_number":"EN123456789MY","checkpoints":[""" + Good + "]}}";
        var push = frame.Replace("\"note\":\"\"", $"\"note\":\"{string.Concat(Enumerable.Repeat(inJson, (WebhookSignature.MaxBytes - frame.Length) / Encoding.UTF8.GetByteCount(inJson)))}\"", StringComparison.Ordinal);
        await SendAsync(push);
        Assert.Equal(push, Assert.Single(await RowsAsync<JsonObject>("push."))["body"]!.GetValue<string>());
        // And the same of a parcel whose order is not known, which waits in another table.
        await SendAsync(push.Replace("EN123456789MY", "EN000000000MY", StringComparison.Ordinal));
        (await Backend.FeedAsync(Samples.Order().With("trackingNumber", "EN000000000MY").With("marketplaceOrderId", "2"), "KM-1002")).Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("aftership", """{"msg":{"tracking_number":"TEXT","checkpoints":[]}}""")]
    [InlineData("lazada", """{"data":{"trade_order_id":"TEXT","order_status":"canceled"}}""")]
    [InlineData("lazada", """{"data":{"trade_order_id":"260422900198363","order_status":"TEXT","status_update_time":"TEXT"}}""")]
    [InlineData("shopee", """{"code":3,"data":{"ordersn":"TEXT","status":"CANCELLED"}}""")]
    [InlineData("shopee", """{"code":4,"data":{"ordersn":"1","tracking_no":"TEXT"}}""")]
    [InlineData("tiktok", """{"type":1,"data":{"order_id":"TEXT","order_status":"CANCELLED"}}""")]
    public async Task Odd_text_in_any_push_ends_in_no_dead_letter(string source, string body)
    {
        await Backend.FeedAsync(Samples.Order());
        if (source == "shopee")
            await Backend.FeedAsync(Samples.Order().With("marketplace", "shopee").With("marketplaceOrderId", "1").With("trackingNumber", "EN2"), "KM-1002");
        foreach (var odd in new[] { new string('9', 5000), string.Concat(Enumerable.Repeat("é", 400)), @"\ud800", @"a\u0000/\\#?b", ".", "..", "-1", "99999999999999999999", "253402300799" })
        {
            await Backend.Services.GetRequiredService<PushIntake>().AcceptAsync(new Push(source, Backend.Time.GetUtcNow(), body.Replace("TEXT", odd, StringComparison.Ordinal)), default);
            await Backend.DrainAsync();
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("S.")]
    public async Task What_leads_elsewhere_in_a_blobs_name_is_no_id(string id)
    {
        (await Backend.FeedAsync(Samples.Order().With("sellerId", id))).Expect(HttpStatusCode.BadRequest);
        (await Backend.PostAsync(null, "/api/dev/token", new { role = "seller", sellerId = id })).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void A_key_of_foreign_text_is_bounded_and_stays_what_it_was_while_it_is_short()
    {
        Assert.Equal("Kota~20Kinabalu", Keys.OfForeign("Kota Kinabalu"));
        var (one, other) = (Keys.OfForeign(new string('é', 400)), Keys.OfForeign(new string('é', 401)));
        Assert.NotEqual(one, other);
        Assert.All([one, other, Keys.OfForeign("\ud800/\u0000#?")], key => Assert.True(key.Length <= 256 && key.All(c => char.IsAsciiLetterOrDigit(c) || "~._-".Contains(c, StringComparison.Ordinal)), key));
    }

    private static JsonSerializerOptions Rows() => new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Checkpoint(string time, string place) => $$"""{"checkpoint_time":"{{time}}","tag":"InTransit","city":"{{place}}"}""";

    private async Task SendAsync(string body)
    {
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes("aftership-dev-secret"), Encoding.UTF8.GetBytes(body)));
        (await Backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/aftership", body, [("aftership-hmac-sha256", signature)])).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task<List<T>> RowsAsync<T>(string prefix)
    {
        var rows = new List<T>();
        await foreach (var row in Backend.Storage.Orders.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey ge {prefix} and RowKey lt {prefix[..^1] + "/"}")))
            rows.Add(row.Read<T>());
        return rows;
    }
}
