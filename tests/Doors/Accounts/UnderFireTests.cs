using System.Net;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Accounts;

public class UnderFireTests : BackendTest
{
    [Fact]
    public async Task Fifty_corrections_at_once_are_all_entered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 50).Select(n =>
            Backend.PostAsync("agent", "/api/accounts/S-100/adjustments", new { amount = "1.00", reason = "a correction", reference = $"T-{n}" })));
        Assert.All(answers, answer => answer.Expect(HttpStatusCode.Created));
        Assert.Equal("50.00", (string)(await Backend.GetAsync("agent", "/api/accounts/S-100")).Json["balance"]!);
    }

    [Fact]
    public async Task Thirty_notes_on_one_case_at_once_are_all_kept()
    {
        await Backend.FeedAsync(Samples.Order());
        (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "buyerCancellation", orderId = "KM-1001" })).Expect(HttpStatusCode.Created);
        var answers = await Task.WhenAll(Enumerable.Range(1, 30).Select(n => Backend.PostAsync("agent", "/api/cases/KM-1001.1/actions/addNote", new { note = $"note {n}" })));
        Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
        Assert.Equal(30, (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["timeline"]!.AsArray().Count(line => (string)line!["event"]! == "noteAdded"));
    }
}
