using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Operations.Contract;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors;

/// <summary>What stands on one line stays there: in a mail of Kumoten's, a second one would be Kumoten's own word.</summary>
public class SingleLineTests : BackendTest
{
    public static TheoryData<string> Breaks => ["\n", "\r", "\r\n\r\n", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u2028", "\u2029"];

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Names_addresses_tickets_and_phones_refuse_whatever_breaks_a_line(string broken)
    {
        var text = $"7, Jalan Bukit{broken}Hold parcel KM-9 too";
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        (await Backend.PushAsync("lazada.trade-canceled")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        var order = Samples.Order();
        await RefusesAsync("recipient.name", () => Feed(o => o["recipient"]!["name"] = text));
        await RefusesAsync("recipient.phone", () => Feed(o => o["recipient"]!["phone"] = $"012{broken}3456789"));
        foreach (var field in new[] { "line1", "line2", "city" })
        {
            await RefusesAsync($"recipient.address.{field}", () => Feed(o => o["recipient"]!["address"]![field] = text));
            var address = new JsonObject { ["line1"] = "8", ["postcode"] = "50000", ["city"] = "Kuala Lumpur", ["state"] = "Kuala Lumpur", [field] = text };
            await RefusesAsync($"newAddress.{field}", () => Backend.PostAsync("seller:S-100", "/api/cases", new { type = "addressChange", orderId = "KM-1001", newAddress = address }));
        }

        await RefusesAsync("items[0].name", () => Feed(o => o["items"]![0]!["name"] = text));
        await RefusesAsync("items[0].sku", () => Feed(o => o["items"]![0]!["sku"] = text));
        foreach (var field in new[] { "lazadaShop", "productName", "sku", "lazadaSku" })
        {
            var appeal = OpenApiActions.Sample["appeal"]!.DeepClone();
            appeal[field] = text;
            await RefusesAsync($"appeal.{field}", () => Backend.PostAsync("seller:S-100", "/api/cases", new { type = "complianceAppeal", appeal }));
        }

        await RefusesAsync("ticket", () => Act("holdConfirmed", new { ticket = text }));
        await RefusesAsync("courier", () => Act("returnShipped", new { courier = text, trackingNumber = "EN2" }), act: "reachedBuyer");
        await RefusesAsync("message", () => Backend.PostAsync("agent", "/api/scans", new { trackingNumber = "EN1", at = "2026-11-09T08:00:00+08:00", kind = "inTransit", message = text }));
        await RefusesAsync("place", () => Backend.PostAsync("agent", "/api/scans", new { trackingNumber = "EN1", at = "2026-11-09T08:00:00+08:00", kind = "inTransit", place = text }));
        await RefusesAsync("phone", () => Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "EN1", phone = text }));

        Task<Answer> Feed(Action<JsonObject> change) => Backend.FeedAsync(Samples.Order(change), "KM-1002");
        Task<Answer> Act(string action, object body) => Backend.PostAsync("agent", $"/api/cases/KM-1001.1/actions/{action}", body);
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public void A_mail_puts_what_an_older_row_holds_on_one_line(string broken)
    {
        foreach (var template in Templates.Names.Where(name => name.Contains("/Mails/", StringComparison.Ordinal) && !name.Contains("/Html/", StringComparison.Ordinal)))
        {
            var facts = new[] { "courier", "return_words", "tracking_number", "old_address", "new_address", "ticket", "office_address", "order_id", "recipient", "case_id", "due_at", "next", "seller_id", "hotline", "headline", "who", "link", "heard_at_en", "heard_at_ms", "started_at", "count", "worklist", "sold_on", "shop", "product" }
                .Concat(new[] { "state", "state_now", "next", "who", "due", "failure" }.SelectMany(name => new[] { name + "_en", name + "_ms" }))
                .ToDictionary(name => name, name => (object?)$"{name}{broken}injected");
            foreach (var (name, value) in new (string, object)[] { ("patience", 5), ("accounts", 1), ("entries", 1), ("cases", 1), ("wrong", 1), ("findings", new List<string>()), ("news", "news"), ("cases_en", new List<string>()), ("cases_ms", new List<string>()), ("has_more", true), ("is_lost", false), ("is_over", true), ("buyer_has_it_not", true) })
                facts[name] = value;
            var (subject, body) = MailText.Render(template, facts);
            Assert.DoesNotContain(body.Split('\n'), line => line.StartsWith("injected", StringComparison.Ordinal));
            Assert.True(SingleLine.Is(subject) && body.Split('\n').All(SingleLine.Is), template);
        }
    }

    private async Task RefusesAsync(string field, Func<Task<Answer>> call, string? act = null)
    {
        if (act is not null)
            await Backend.PostAsync("agent", $"/api/cases/KM-1001.1/actions/{act}");
        var answer = (await call()).Expect(HttpStatusCode.BadRequest);
        Assert.Contains(field, answer.Json["errors"]!.AsObject().Select(error => error.Key));
    }
}
