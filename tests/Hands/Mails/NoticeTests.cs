using System.Net;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Hands.Mails;

public class NoticeTests : BackendTest
{
    private const string CasePath = "/api/cases/KM-1001.1";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Backend.FeedAsync(Samples.Order());
        await Backend.PushAsync("lazada.trade-canceled");
    }

    [Fact]
    public async Task Every_turn_of_the_journey_is_one_mail_in_text_and_html_that_says_who_acts_and_by_when()
    {
        await TravelAsync();
        Assert.Equal(
            ["caseOpened", "holdConfirmed", "parcelReceived", "refundPaid", "returnShippingCharged"],
            Backend.Outbox.ToSellers.Select(mail => mail.Id.Split('-')[^1]).Order());
        var first = Backend.Outbox.ToSellers[0];
        Assert.Equal("S-100@sellers.example", first.To);
        Assert.Equal("Order KM-1001: The order was cancelled while the parcel was on its way; Kumoten has asked the courier to return it.", first.Subject);
        Assert.Contains("Kumoten asks PosLaju to hold the parcel.\nWho acts: Kumoten's support\nBy when: 11 November 2026 18:00 (Malaysia time)\n\nCase: KM-1001.1\nOrder: KM-1001 (Lazada 260422900198363)\nProduct: T-shirt, black, M\n", first.Body, StringComparison.Ordinal);
        foreach (var part in new[] { "What happens next: Kumoten asks PosLaju to hold the parcel.", "Who acts: Kumoten&#39;s support", "By when: 11 November 2026 18:00 (Malaysia time)", "http://localhost:7071/cases/KM-1001.1" })
        {
            Assert.Contains(part.Replace("&#39;", "'", StringComparison.Ordinal), first.Body, StringComparison.Ordinal);
            Assert.Contains(part, first.Html, StringComparison.Ordinal);
        }

        var told = (await Backend.GetAsync("seller:S-100", CasePath)).Json["timeline"]!.AsArray().Where(t => (string)t!["event"]! == "sellerTold");
        Assert.Equal(5, told.Count());
    }

    [Fact]
    public async Task A_step_that_is_delivered_again_sends_no_second_mail()
    {
        Assert.Single(await DeliverOnceAsync());
        var steps = await DeliverOnceAsync();
        foreach (var step in steps)
            (await Backend.TryDeliverAsync(step)).Expect(HttpStatusCode.OK);
        Assert.Single(Backend.Outbox.ToSellers);
        Assert.Single(Backend.Outbox.Sent);
    }

    [Fact]
    public async Task A_seller_who_chose_Malay_reads_Malay()
    {
        (await Backend.PutAsync("seller:S-100", "/api/sellers/S-100/mailbox", new { email = "kedai@contoh.example", language = "ms" })).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        var mail = Assert.Single(Backend.Outbox.ToSellers);
        Assert.Equal("kedai@contoh.example", mail.To);
        Assert.StartsWith("Pesanan KM-1001: Pesanan dibatalkan", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("Langkah seterusnya: Kumoten meminta PosLaju menahan bungkusan.", mail.Body, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"ms\">", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_trouble_delays_the_notices_and_never_the_case()
    {
        Backend.Outbox.IsAway = true;
        await TravelAsync();
        Assert.Equal("refunded", (string)(await Backend.GetAsync("agent", CasePath)).Json["state"]!);
        await SweepAfterAsync(TimeSpan.FromHours(5));
        Assert.Empty(Backend.Outbox.ToSellers);

        Backend.Outbox.IsAway = false;
        await SweepAfterAsync(TimeSpan.FromHours(3));
        Assert.Equal(5, Backend.Outbox.ToSellers.Count);
        Assert.Equal(5, Backend.Outbox.ToSellers.DistinctBy(mail => mail.Id).Count());
        await SweepAfterAsync(TimeSpan.FromHours(3));
        Assert.Equal(5, Backend.Outbox.ToSellers.Count);
    }

    [Fact]
    public async Task A_mail_server_that_is_away_all_day_is_asked_ever_more_seldom_and_the_case_says_that_no_mail_went_out()
    {
        await Backend.DrainAsync();
        Backend.Outbox.IsAway = true;
        (await Backend.PostAsync("agent", CasePath + "/actions/holdConfirmed", new { ticket = "T" })).Expect(HttpStatusCode.OK);
        (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "EN123456789MY" })).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        var asked = Backend.Outbox.Refused;
        for (var halfHour = 0; halfHour < 50; halfHour++)
            await SweepAfterAsync(TimeSpan.FromMinutes(30));
        Assert.InRange(Backend.Outbox.Refused - asked, 2 * 20, 2 * 40);
        var timeline = (await Backend.GetAsync("agent", CasePath)).Json["timeline"]!.AsArray().Select(t => (string)t!["event"]!).ToList();
        Assert.Equal(2, timeline.Count(e => e == "sellerNotTold"));
    }

    [Fact]
    public async Task What_people_write_is_words_and_never_markup_in_a_mail()
    {
        await Backend.DrainAsync();
        (await Backend.PostAsync("agent", CasePath + "/actions/addNote", new { note = "<img src=x onerror=alert(1)>\nBcc: everybody@example.com" })).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        var mail = Backend.Outbox.ToSellers[^1];
        Assert.DoesNotContain('\n', mail.Subject);
        Assert.DoesNotContain("<img", mail.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", "en", "email")]
    [InlineData("Shop <shop@example.com>", "en", "email")]
    [InlineData("a@example.com, b@example.com", "en", "email")]
    [InlineData("a@example.com\r\nBcc: b@example.com", "en", "email")]
    [InlineData("shop@example.com", "zh", "language")]
    public async Task A_mailbox_that_cannot_be_is_refused_by_field(string email, string language, string field)
    {
        var answer = (await Backend.PutAsync("seller:S-100", "/api/sellers/S-100/mailbox", new { email, language })).Expect(HttpStatusCode.BadRequest);
        Assert.NotNull(answer.Json["errors"]![field]);
    }

    [Fact]
    public async Task A_mailbox_is_its_sellers_and_no_other_sellers()
    {
        (await Backend.PutAsync("service", "/api/sellers/S-100/mailbox", new { email = "shop@example.com", language = "en" })).Expect(HttpStatusCode.OK);
        Assert.Equal("shop@example.com", (string)(await Backend.GetAsync("seller:S-100", "/api/sellers/S-100/mailbox")).Expect(HttpStatusCode.OK).Json["email"]!);
        (await Backend.GetAsync("seller:S-200", "/api/sellers/S-100/mailbox")).Expect(HttpStatusCode.NotFound);
        (await Backend.PutAsync("seller:S-200", "/api/sellers/S-100/mailbox", new { email = "thief@example.com", language = "en" })).Expect(HttpStatusCode.NotFound);
        (await Backend.PutAsync("agent", "/api/sellers/S-100/mailbox", new { email = "a@example.com", language = "en" })).Expect(HttpStatusCode.Forbidden);
    }

    // Tuesday 10 November: the hold is due on the 11th; Friday the 13th is followed by a weekend.
    [Theory]
    [InlineData("2026-11-11T17:59:00+08:00", 0)]
    [InlineData("2026-11-12T09:15:00+08:00", 1)]
    [InlineData("2026-11-14T09:15:00+08:00", 0)]
    [InlineData("2026-11-16T09:15:00+08:00", 1)]
    public async Task What_stays_overdue_is_told_to_the_desk_once_each_working_day(string now, int mails)
    {
        await Backend.DrainAsync();
        await AtAsync(now);
        await RemindAsync();
        await RemindAsync();
        Assert.Equal(mails, Reminders().Count);
        if (mails == 0)
            return;
        var body = Reminders()[0].Body;
        Assert.Contains("KM-1001.1 - The courier is to hold the parcel - was due 11 November 2026 18:00\nCall the courier and record its word", body, StringComparison.Ordinal);
        Assert.Contains("KM-1001.1 - ", body[body.IndexOf("----------", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("http://localhost:7071/cases/KM-1001.1", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_again_the_next_working_day_and_no_more_once_it_is_done()
    {
        await Backend.DrainAsync();
        await AtAsync("2026-11-12T09:15:00+08:00");
        Backend.Outbox.IsAway = true;
        (await Backend.RunTimerAsync("RemindDesk")).Expect(HttpStatusCode.InternalServerError);
        Backend.Outbox.IsAway = false;
        await RemindAsync();
        await AtAsync("2026-11-13T09:15:00+08:00");
        await RemindAsync();
        Assert.Equal(["overdue-2026-11-12", "overdue-2026-11-13"], Reminders().Select(mail => mail.Id));
        (await Backend.PostAsync("agent", CasePath + "/actions/holdConfirmed", new { ticket = "PL-1" })).Expect(HttpStatusCode.OK);
        await AtAsync("2026-11-16T09:15:00+08:00");
        await RemindAsync();
        Assert.Equal(2, Reminders().Count);
    }

    private async Task AtAsync(string now)
    {
        (await Backend.PutAsync(null, "/api/dev/clock", new { now })).Expect(HttpStatusCode.OK);
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task RemindAsync() => (await Backend.RunTimerAsync("RemindDesk")).Expect(HttpStatusCode.OK);

    private List<Mail> Reminders() => [.. Backend.Outbox.Sent.Where(mail => mail.Id.StartsWith("overdue-", StringComparison.Ordinal))];

    private async Task TravelAsync()
    {
        await Backend.DrainAsync();
        (await Backend.PostAsync("agent", CasePath + "/actions/holdConfirmed", new { ticket = "PL-7781" })).Expect(HttpStatusCode.OK);
        (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "EN123456789MY" })).Expect(HttpStatusCode.OK);
        (await Backend.PostAsync("warehouse", CasePath + "/actions/inspect", new { condition = "intact", returnShipping = "7.50" })).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task<List<Delivery>> DeliverOnceAsync()
    {
        var messages = await Backend.ReceiveAsync();
        foreach (var message in messages)
            await Backend.DeliverAsync(message);
        return messages;
    }

    private async Task SweepAfterAsync(TimeSpan time)
    {
        Backend.Time.Advance(time);
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }
}
