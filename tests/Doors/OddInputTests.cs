using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Operations.Contract;
using Kumoten.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Kumoten.Tests.Doors;

/// <summary>Every function with odd values in each part of its address, each parameter of its query and each field of its body: refused or taken, and never a failure.</summary>
public class OddInputTests : BackendTest
{
    private static readonly string[] OddTexts =
        ["", " ", ".", "..", "%00", "\0", "\ud800", "'", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "-1", "99999999999999999999", "KM-1.99999999999", "a-b", "1 x", "MTIzNA", new('9', 300), new('é', 120)];

    private static readonly string[] OddJson =
        ["null", "\"\"", "[]", "{}", "[null]", "[{}]", "true", "-1", "1e999", "99999999999999999999", "\"\\ud800\"", "{\"\\ud800\":1}", "\"0001-01-01\"", "\"9999-12-31\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"9999-12-31T23:59:59-14:00\"", "\"-0.00\"", "\"9999999.99\"", "\"\\u0000\"", $"\"{new string('x', 6000)}\""];

    private static readonly Dictionary<string, JsonObject> Bodies = new()
    {
        ["PutOrder"] = Samples.Order(),
        ["OpenCase"] = new() { ["type"] = "complianceAppeal", ["orderId"] = "KM-1001", ["reason"] = "r", ["sellerId"] = "S-100", ["newAddress"] = new JsonObject { ["line1"] = "8", ["line2"] = "", ["postcode"] = "50000", ["city"] = "Kuala Lumpur", ["state"] = "Sabah" }, ["appeal"] = OpenApiActions.Sample["appeal"]!.DeepClone() },
        ["TakeScan"] = new() { ["trackingNumber"] = "EN123456789MY", ["at"] = "2026-11-09T08:00:00+08:00", ["kind"] = "inTransit", ["message"] = "m", ["place"] = "p" },
        ["PreviewLetter"] = new() { ["sellerId"] = "S-100", ["appeal"] = OpenApiActions.Sample["appeal"]!.DeepClone() },
        ["AdjustAccount"] = new() { ["amount"] = "1.00", ["reason"] = "r", ["reference"] = "T-1" },
    };

    public static TheoryData<string> Functions() => [.. OpenApiMaker.Functions.Select(OpenApiMaker.NameOf)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Odd_input_is_refused_or_taken_and_nothing_fails(string name)
    {
        await Backend.FeedAsync(Samples.Order());
        await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "buyerCancellation", orderId = "KM-1001" });
        var method = OpenApiMaker.Functions.Single(method => OpenApiMaker.NameOf(method) == name);
        var trigger = OpenApiMaker.TriggerOf(method)!;
        var role = method.GetCustomAttribute<AuthorizeAttribute>()?.Roles?.Split(',') is [.., var last] ? last == "seller" ? "seller:S-100" : last : null;
        foreach (var verb in (trigger.Methods ?? ["get"]).Select(verb => new HttpMethod(verb.ToUpperInvariant())))
        {
            var failed = new List<string>();
            foreach (var (path, body) in Calls(method, trigger.Route!, verb))
            {
                var answer = await Backend.CallAsync(role, verb, path, body);
                if ((int)answer.Status >= 500)
                    failed.Add($"{verb} {path} {body?[..Math.Min(200, body.Length)]}: {answer.Body}");
            }

            Assert.True(failed.Count == 0, string.Join('\n', failed));
        }
    }

    [Theory]
    [InlineData("agent", "/api/cases?statee=refused", "statee")]
    [InlineData("agent", "/api/sla?form=2026-11-01", "form")]
    [InlineData("agent", "/api/worklist?Region=east&colour=red&q=x", "colour")]
    [InlineData("seller:S-100", "/api/orders/KM-1001?lang=ms", "lang")]
    [InlineData("agent", "/api/cases?=x", "")]
    public async Task A_parameter_that_nobody_reads_is_refused_by_name(string role, string path, string field)
    {
        var errors = (await Backend.GetAsync(role, path)).Expect(HttpStatusCode.BadRequest).Json["errors"]!.AsObject();
        Assert.Contains(field, errors.Select(error => error.Key));
    }

    [Theory]
    [InlineData("\"quoted space\"@x.my", false)]
    [InlineData("shop\u200b@x.my", false)]
    [InlineData("shop@x\u200b.my", false)]
    [InlineData(".shop@x.my", false)]
    [InlineData("sh..op@x.my", false)]
    [InlineData("shop@-x.my", false)]
    [InlineData("shop@x", false)]
    [InlineData("shop@[127.0.0.1]", false)]
    [InlineData("kedai@pasar.example.my\n", false)]
    [InlineData("kedai+lazada@pasar.example.my", true)]
    [InlineData("o'neil.shop_1@xn--bcher-kva.example", true)]
    public async Task A_mailbox_is_one_that_is_mailed(string email, bool isTaken) =>
        (await Backend.PutAsync("seller:S-100", "/api/sellers/S-100/mailbox", new { email, language = "ms" })).Expect(isTaken ? HttpStatusCode.OK : HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("deadline", "2026-11-09", false)]
    [InlineData("deadline", "2026-11-10", true)]
    [InlineData("deadline", "2101-01-01", false)]
    [InlineData("noticeDate", "2026-11-11", false)]
    [InlineData("noticeDate", "2026-11-10", true)]
    [InlineData("noticeDate", "1999-12-31", false)]
    public async Task An_appeals_deadline_is_to_come_and_its_notice_has_come(string field, string day, bool isTaken)
    {
        var appeal = OpenApiActions.Sample["appeal"]!.DeepClone();
        appeal[field] = day;
        foreach (var path in new[] { "/api/cases", "/api/appeals/preview" })
        {
            var answer = await Backend.PostAsync("seller:S-100", path, new { type = "complianceAppeal", appeal });
            if (isTaken)
                Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, answer.Body);
            else
                Assert.Contains("appeal." + field, answer.Expect(HttpStatusCode.BadRequest).Json["errors"]!.AsObject().Select(error => error.Key));
        }
    }

    [Fact]
    public async Task A_channel_is_one_of_three()
    {
        await Backend.FeedAsync(Samples.Order());
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
        var refused = await Backend.PostAsync("agent", "/api/cases/KM-1001.1/actions/recordContact", new { channel = "pigeon", note = "coo" });
        Assert.True(refused.Status == HttpStatusCode.BadRequest ? refused.Json["errors"]!["channel"] is not null : refused.Status == HttpStatusCode.Conflict, refused.Body);
        var fields = new FieldReader(new ActionBody { Channel = "pigeon" }, _ => { });
        fields.Channel();
        Assert.Equal("channel", Assert.Single(fields.Errors).Key);
    }

    [Fact]
    public async Task A_clock_that_nothing_can_be_reckoned_from_is_refused_before_it_is_stored()
    {
        (await Backend.PutAsync(null, "/api/dev/clock", new { now = "9999-12-31T23:59:59Z" })).Expect(HttpStatusCode.BadRequest);
        (await Backend.GetAsync(null, "/api/health")).Expect(HttpStatusCode.OK);
        // One that an earlier release stored is forgotten.
        await Backend.Storage.Settings.UpsertEntityAsync(new Azure.Data.Tables.TableEntity("clock", "clock") { ["Ticks"] = $"{TimeSpan.FromDays(2_900_000).Ticks}" });
        var clock = new AppClock(Backend.Time);
        await clock.RestoreAsync(Backend.Storage, default);
        Assert.Equal(Backend.Time.GetUtcNow(), clock.GetUtcNow());
    }

    private static IEnumerable<(string Path, string? Body)> Calls(MethodInfo method, string route, HttpMethod verb)
    {
        var parts = route.Split('/');
        string With(int at, string value) => "/" + string.Join('/', parts.Select((part, i) => i == at ? Uri.EscapeDataString(value) : Known(part)));
        var plain = With(-1, "");
        var accepted = method.GetCustomAttributes().OfType<IAcceptsMetadata>().FirstOrDefault()?.RequestType;
        var body = verb == HttpMethod.Get ? null : (Bodies.GetValueOrDefault(OpenApiMaker.NameOf(method)) ?? BodyOf(accepted)).ToJsonString();
        foreach (var (part, i) in parts.Select((part, i) => (part, i)).Where(p => p.part.StartsWith('{') && p.part != "{*path}"))
        {
            foreach (var odd in OddTexts.Where(odd => odd is not ("" or "." or ".." or "\0" or "\ud800")))
                yield return (With(i, odd), body);
        }

        foreach (var query in method.GetCustomAttributes<QueryAttribute>())
        {
            foreach (var odd in OddTexts)
                yield return ($"{plain}?{query.Name}={Uri.EscapeDataString(odd)}", body);
        }

        if (verb == HttpMethod.Get)
            yield break;
        foreach (var odd in OddJson.Append("").Append("{"))
            yield return (plain, odd);
        var sample = JsonNode.Parse(body!)!.AsObject();
        foreach (var name in FieldsOf(accepted).Where(name => !sample.ContainsKey(name)))
            sample[name] = "x";
        foreach (var at in Paths(sample))
        {
            foreach (var odd in OddJson)
                yield return (plain, Put(sample, at, odd));
        }
    }

    // The fields that the function reads; another's would be left unread.
    private static JsonObject BodyOf(Type? accepted) => new(FieldsOf(accepted).Select(name => KeyValuePair.Create(name, OpenApiActions.Sample[name]?.DeepClone() ?? (JsonNode?)"x")));

    private static IEnumerable<string> FieldsOf(Type? accepted) =>
        (accepted is null || accepted == typeof(JsonObject) ? [] : accepted.GetProperties()).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    private static string Known(string part) => part switch
    {
        "{orderId}" => "KM-1001",
        "{caseId}" => "KM-1001.1",
        "{sellerId}" => "S-100",
        "{action}" => "addNote",
        "{marketplace}" => "lazada",
        "{parcelId}" => "EN123456789MY",
        _ => part.StartsWith('{') ? "x" : part,
    };

    // Every field, and those within it.
    private static IEnumerable<string[]> Paths(JsonNode node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Paths(field.Value!).Select(rest => (string[])[field.Key, .. rest]).Prepend([field.Key])),
        JsonArray items when items.Count > 0 => Paths(items[0]!).Select(rest => (string[])["0", .. rest]).Prepend(["0"]),
        _ => [],
    };

    private static readonly JsonSerializerOptions AsTyped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // As text: a node of JSON holds neither half a character nor a number beyond all numbers.
    private static string Put(JsonObject sample, string[] at, string odd)
    {
        var copy = sample.DeepClone();
        var parent = at[..^1].Aggregate((JsonNode)copy, (node, step) => node is JsonArray items ? items[0]! : node[step]!);
        if (parent is JsonArray list)
            list[0] = "{{odd}}";
        else
            parent[at[^1]] = "{{odd}}";
        return copy.ToJsonString(AsTyped).Replace("\"{{odd}}\"", odd, StringComparison.Ordinal);
    }
}
