using System.Net;
using System.Text.RegularExpressions;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Hands.DeadLetters;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Doors.Pages;

public class StaffPageTests : BackendTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        (await Backend.PushAsync("lazada.trade-canceled")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    [Fact]
    public async Task The_desk_parts_its_work_into_overdue_today_and_later()
    {
        Assert.Contains("<h2>Later <small>(1)</small></h2>", await Backend.PageAsync("agent", "/desk"), StringComparison.Ordinal);
        Backend.Time.Advance(TimeSpan.FromDays(1));
        Assert.Contains("<h2>Today <small>(1)</small></h2>", await Backend.PageAsync("agent", "/desk"), StringComparison.Ordinal);
        Backend.Time.Advance(TimeSpan.FromDays(1));
        var page = await Backend.PageAsync("agent", "/desk");
        Assert.Contains("<h2>Overdue <small>(1)</small></h2>", page, StringComparison.Ordinal);
        Assert.Contains("<a class=\"line\" href=\"/cases/KM-1001.1\">", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("courier=poslaju", true)]
    [InlineData("courier=zto", false)]
    [InlineData("courier=", true)]
    [InlineData("type=buyerCancellation&state=awaitingCourierHold", true)]
    [InlineData("type=addressChange", false)]
    [InlineData("region=east", true)]
    [InlineData("region=peninsula", false)]
    [InlineData("region=Sabah", true)]
    [InlineData("q=KM-1001", true)]
    [InlineData("q=260422900198363", true)]
    [InlineData("q=%2B60138881234", true)]
    [InlineData("q=KM-9", false)]
    public async Task The_desk_is_filtered_and_searched(string query, bool isFound) =>
        Assert.Equal(isFound, (await Backend.PageAsync("agent", "/desk?" + query)).Contains("href=\"/cases/KM-1001.1\"", StringComparison.Ordinal));

    [Fact]
    public async Task A_filter_that_nobody_knows_is_refused() => await Backend.PageAsync("agent", "/desk?courier=pigeon", HttpStatusCode.BadRequest);

    [Fact]
    public async Task An_agent_corrects_an_account_on_its_page_and_nothing_is_entered_twice()
    {
        Assert.Contains("Whose account?", await Backend.PageAsync("agent", "/desk/accounts"), StringComparison.Ordinal);
        (string, string)[] adjustment = [("seller", "S-100"), ("amount", "5.00"), ("reference", "T-77"), ("reason", "A <lost> label")];
        for (var clicks = 0; clicks < 2; clicks++)
            Assert.Equal("/desk/accounts?seller=S-100", (await Backend.PostFormAsync("agent", "/desk/accounts/adjust", adjustment)).Expect(HttpStatusCode.SeeOther).Location);
        var page = await Backend.PageAsync("agent", "/desk/accounts?seller=S-100");
        Assert.Contains("<p class=\"big money\">RM 5.00</p>", page, StringComparison.Ordinal);
        Assert.Contains("A &lt;lost&gt; label", page, StringComparison.Ordinal);
        var id = Regex.Match(page, "<span class=\"copy\">([^<]+-adjustment)</span>").Groups[1].Value;
        (await Backend.PostFormAsync("agent", "/desk/accounts/reverse", ("seller", "S-100"), ("entryId", id), ("reason", "It was found"))).Expect(HttpStatusCode.SeeOther);
        Assert.Contains("<p class=\"big money\">RM 0.00</p>", await Backend.PageAsync("agent", "/desk/accounts?seller=S-100"), StringComparison.Ordinal);

        // What is wrong is said at its field, and what was typed stays.
        var wrong = (await Backend.PostFormAsync("agent", "/desk/accounts/adjust", ("seller", "S-100"), ("amount", "much"), ("reference", "T-78"), ("reason", "Because"))).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("<a href=\"#adjust-amount\">Amount (RM)</a>", wrong, StringComparison.Ordinal);
        Assert.Contains("value=\"T-78\"", wrong, StringComparison.Ordinal);
        (await Backend.PostFormAsync("agent", "/desk/accounts/adjust", [.. adjustment.Where(field => field.Item1 != "amount"), ("amount", "6.00")])).Expect(HttpStatusCode.Conflict);
        (await Backend.PostFormAsync("agent", "/desk/accounts/reverse", ("seller", "S-100"), ("entryId", "KM-9.1-refund"), ("reason", "None"))).Expect(HttpStatusCode.NotFound);
        (await Backend.PostFormAsync("seller:S-100", "/desk/accounts/adjust", adjustment)).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_desk_sees_which_couriers_feed_is_silent()
    {
        Assert.Contains("Never yet", await Backend.PageAsync("agent", "/desk/feeds"), StringComparison.Ordinal);
        await Backend.Services.GetRequiredService<FeedClock>().HeardAsync("zto", Backend.Time.GetUtcNow(), default);
        Assert.DoesNotContain("Silent</span>", await Backend.PageAsync("agent", "/desk/feeds"), StringComparison.Ordinal);
        Backend.Time.Advance(TimeSpan.FromHours(25));
        Assert.Contains("<th scope=\"row\">ZTO</th>", await Backend.PageAsync("agent", "/desk/feeds"), StringComparison.Ordinal);
        Assert.Contains("Silent</span>", await Backend.PageAsync("agent", "/desk/feeds"), StringComparison.Ordinal);
        await Backend.PageAsync("warehouse", "/desk/feeds", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_failed_for_good_is_shown_and_all_of_a_kind_sent_again()
    {
        Assert.Contains("Nothing has failed for good.", await Backend.PageAsync("agent", "/desk/failed"), StringComparison.Ordinal);
        var store = Backend.Services.GetRequiredService<DeadLetterStore>();
        foreach (var message in new[] { "<b>one</b>", "another" })
            await store.KeepAsync(Queues.Refunds, message, default);
        var page = await Backend.PageAsync("agent", "/desk/failed");
        Assert.Contains("Send all of these again (2)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>one", page, StringComparison.Ordinal);
        var ids = Regex.Matches(page[page.LastIndexOf("<form", StringComparison.Ordinal)..], "name=\"id\" value=\"([^\"]+)\"").Select(id => ("id", id.Groups[1].Value)).ToArray();
        Assert.Equal(2, ids.Length);
        Assert.Equal("/desk/failed", (await Backend.PostFormAsync("agent", "/desk/failed/replay", ids)).Expect(HttpStatusCode.SeeOther).Location);
        Assert.Equal(2, (await Backend.ReceiveAsync(queue => queue == Queues.Refunds)).Count);
        Assert.Contains("Nothing has failed for good.", await Backend.PageAsync("agent", "/desk/failed"), StringComparison.Ordinal);
        (await Backend.PostFormAsync("agent", "/desk/failed/replay", ("id", "nothing"))).Expect(HttpStatusCode.NotFound);
        (await Backend.PostFormAsync("warehouse", "/desk/failed/replay", ids)).Expect(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("seller:S-100", "/desk")]
    [InlineData("warehouse", "/desk")]
    [InlineData("seller:S-100", "/warehouse")]
    public async Task Staffs_pages_are_staffs_only(string role, string path) => await Backend.PageAsync(role, path, HttpStatusCode.Forbidden);

    [Fact]
    public async Task A_scan_leads_to_the_case_to_inspect_at_once()
    {
        var page = await Backend.PageAsync("warehouse", "/warehouse");
        Assert.Matches("<input id=\"scan-trackingNumber\"[^>]* autofocus=\"autofocus\"", page);
        var place = (await Backend.PostFormAsync("warehouse", "/warehouse/receive", ("trackingNumber", " en123456789my\n"))).Expect(HttpStatusCode.SeeOther).Location!;
        Assert.Equal("/cases/KM-1001.1", place);
        var inspect = await Backend.PageAsync("warehouse", place);
        Assert.Equal(6, Regex.Count(inspect, "type=\"radio\" name=\"condition\""));
        Assert.Contains("capture=\"environment\"", inspect, StringComparison.Ordinal);
        Assert.Contains("<h2>To inspect <small>(1)</small></h2>", await Backend.PageAsync("warehouse", "/warehouse"), StringComparison.Ordinal);
        (await Backend.PostFormAsync("agent", "/warehouse/receive", ("trackingNumber", "EN1"))).Expect(HttpStatusCode.Forbidden);
        Assert.DoesNotContain("scan-trackingNumber", await Backend.PageAsync("agent", "/warehouse"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_cannot_be_read_stays_in_its_field()
    {
        var page = (await Backend.PostFormAsync("warehouse", "/warehouse/receive", ("trackingNumber", "???"))).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("<a href=\"#scan-trackingNumber\">", page, StringComparison.Ordinal);
        Assert.Contains("value=\"???\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parcel_that_is_nobodys_yet_is_matched_with_its_case_after_a_question()
    {
        var place = (await Backend.PostFormAsync("warehouse", "/warehouse/receive", ("trackingNumber", "JT99"), ("phone", "013-888 1234"), ("note", "<b>Torn</b>"))).Expect(HttpStatusCode.SeeOther).Location!;
        Assert.Equal("/warehouse/parcels/JT99", place);
        var page = await Backend.PageAsync("warehouse", place);
        Assert.Contains("No case waits for this parcel yet", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Torn&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("name=\"caseId\" value=\"KM-1001.1\"", page, StringComparison.Ordinal);
        Assert.Contains("Do product, name and phone agree with the label?", page, StringComparison.Ordinal);
        Assert.Contains("<h2>Nobody&#39;s yet <small>(1)</small></h2>", (await Backend.PageAsync("warehouse", "/warehouse")).Replace("Nobody's", "Nobody&#39;s", StringComparison.Ordinal), StringComparison.Ordinal);

        var none = (await Backend.PostFormAsync("warehouse", place + "/match", ("orderId", "KM-9"), ("caseId", ""))).Expect(HttpStatusCode.UnprocessableEntity).Body;
        Assert.Contains("value=\"KM-9\"", none, StringComparison.Ordinal);
        Assert.Equal("/cases/KM-1001.1", (await Backend.PostFormAsync("warehouse", place + "/match", ("caseId", "KM-1001.1"))).Expect(HttpStatusCode.SeeOther).Location);
        Assert.Contains("This parcel went to case <a href=\"/cases/KM-1001.1\">", await Backend.PageAsync("warehouse", place), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_match_is_undone_on_the_cases_page_after_a_question()
    {
        (await Backend.PostFormAsync("warehouse", "/warehouse/receive", ("trackingNumber", "JT99"))).Expect(HttpStatusCode.SeeOther);
        (await Backend.PostFormAsync("warehouse", "/warehouse/parcels/JT99/match", ("caseId", "KM-1001.1"))).Expect(HttpStatusCode.SeeOther);
        var page = await Backend.PageAsync("warehouse", "/cases/KM-1001.1");
        Assert.Contains("Is it not this case's?", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("value=\"JT99\"", page, StringComparison.Ordinal);
        (await Backend.PostFormAsync("warehouse", "/cases/KM-1001.1/actions/unmatchParcel", ("trackingNumber", "JT99"))).Expect(HttpStatusCode.SeeOther);
        Assert.Contains("No case waits for this parcel yet", await Backend.PageAsync("warehouse", "/warehouse/parcels/JT99"), StringComparison.Ordinal);
        Assert.DoesNotContain("unmatchParcel", await Backend.PageAsync("warehouse", "/cases/KM-1001.1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waited_for_a_parcels_number_is_the_cases_once_the_page_matches_it()
    {
        (await Backend.PostFormAsync("warehouse", "/warehouse/receive", ("trackingNumber", "JT99"))).Expect(HttpStatusCode.SeeOther);
        (await Backend.PostAsync("agent", "/api/scans", new { trackingNumber = "JT99", kind = "inTransit", at = Backend.Time.GetUtcNow().AddHours(-3), place = "Batu Pahat" })).Expect(HttpStatusCode.OK);
        (await Backend.PostFormAsync("warehouse", "/warehouse/parcels/JT99/match", ("caseId", "KM-1001.1"))).Expect(HttpStatusCode.SeeOther);
        Assert.Contains("Batu Pahat", await Backend.PageAsync("agent", "/cases/KM-1001.1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parcel_that_is_nobodys_is_taken_off_the_list_with_a_reason()
    {
        (await Backend.PostFormAsync("warehouse", "/warehouse/receive", ("trackingNumber", "JT98"))).Expect(HttpStatusCode.SeeOther);
        (await Backend.PostFormAsync("warehouse", "/warehouse/parcels/JT98/dismiss", ("reason", " "))).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("/warehouse", (await Backend.PostFormAsync("warehouse", "/warehouse/parcels/JT98/dismiss", ("reason", "Handed back."))).Expect(HttpStatusCode.SeeOther).Location);
        Assert.DoesNotContain("/warehouse/parcels/JT98", await Backend.PageAsync("warehouse", "/warehouse"), StringComparison.Ordinal);
        await Backend.PageAsync("warehouse", "/warehouse/parcels/JT97", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Forms_of_staff_from_another_site_are_refused()
    {
        using var entered = await Backend.SendAsync(null, HttpMethod.Get, $"/session?token={await Backend.Client.TokenAsync("warehouse")}&to=/", null);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie")).Split(';')[0];
        foreach (var path in new[] { "/warehouse/receive", "/warehouse/parcels/JT99/match", "/warehouse/parcels/JT99/dismiss" })
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("trackingNumber", "EN123456789MY")]);
            using var answer = await Backend.SendAsync(null, HttpMethod.Post, path, form, ("Cookie", cookie), ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }
}
