using System.Net;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Doors.Accounts;

public class CorrectionTests : BackendTest
{
    private const string Reversals = "/api/accounts/S-1/reversals";
    private const string Adjustments = "/api/accounts/S-1/adjustments";
    private static readonly object Mistake = new { entryId = "KM-1.1-refund", reason = "Paid by mistake" };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var ledger = Backend.Services.GetRequiredService<Ledger>();
        Assert.IsType<Posted.Entered>(await ledger.PostAsync(new Posting("S-1", EntryKind.Refund, new Money(12990), "KM-1.1", "KM-1", "Refund of order KM-1"), default));
    }

    [Fact]
    public async Task A_reversal_is_the_opposite_entry_and_says_who_and_why()
    {
        var reversal = (await Backend.PostAsync("agent", Reversals, Mistake)).Expect(HttpStatusCode.Created).Json;
        Assert.Equal(("KM-1.1-refund-reversal", "reversal", "-129.90", "0.00"), ((string)reversal["id"]!, (string)reversal["kind"]!, (string)reversal["amount"]!, (string)reversal["balanceAfter"]!));
        Assert.Equal(("KM-1.1", "KM-1", "Reversal of KM-1.1-refund: Paid by mistake"), ((string)reversal["caseId"]!, (string)reversal["orderId"]!, (string)reversal["text"]!));
        Assert.Equal(("agent", "agent"), ((string)reversal["by"]!, (string)reversal["who"]!));
        var account = (await Backend.GetAsync("seller:S-1", "/api/accounts/S-1")).Json;
        Assert.Equal("0.00", (string)account["balance"]!);
        Assert.Equal(["reversal", "refund"], account["entries"]!.AsArray().Select(e => (string)e!["kind"]!));
    }

    [Fact]
    public async Task A_repeat_of_a_reversal_answers_the_same_entry_and_another_reason_is_a_contradiction()
    {
        var first = (await Backend.PostAsync("agent", Reversals, Mistake)).Expect(HttpStatusCode.Created);
        Assert.Equal(first.Body, (await Backend.PostAsync("agent", Reversals, Mistake)).Expect(HttpStatusCode.OK).Body);
        var other = (await Backend.PostAsync("agent", Reversals, new { entryId = "KM-1.1-refund", reason = "Another" })).Expect(HttpStatusCode.Conflict);
        Assert.Equal("urn:kumoten:problem:ledger.existsWithDifferentContent", (string)other.Json["type"]!);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_reversal_clicked_by_many_at_once_is_entered_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Backend.PostAsync("agent", Reversals, Mistake)));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.All(answers, a => Assert.Contains(a.Status, new[] { HttpStatusCode.Created, HttpStatusCode.OK }));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_reversal_of_a_reversal_is_refused()
    {
        await Backend.PostAsync("agent", Reversals, Mistake);
        var refused = (await Backend.PostAsync("agent", Reversals, new { entryId = "KM-1.1-refund-reversal", reason = "No" })).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("urn:kumoten:problem:ledger.isReversal", (string)refused.Json["type"]!);
    }

    [Fact]
    public async Task A_reversal_that_would_overdraw_is_refused_by_name_and_one_of_a_debit_is_not()
    {
        (await Backend.PostAsync("agent", Adjustments, new { amount = "-100.00", reason = "Fee", reference = "F-1" })).Expect(HttpStatusCode.Created);
        var refused = (await Backend.PostAsync("agent", Reversals, Mistake)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("urn:kumoten:problem:ledger.wouldOverdraw", (string)refused.Json["type"]!);
        (await Backend.PostAsync("agent", Reversals, new { entryId = "F-1-adjustment", reason = "No fee" })).Expect(HttpStatusCode.Created);
        (await Backend.PostAsync("agent", Reversals, Mistake)).Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("KM-1.2-refund")]
    [InlineData("KM-1.1-returnShipping")]
    [InlineData("nothing")]
    public async Task An_entry_that_is_not_there_is_not_found(string entryId)
    {
        (await Backend.PostAsync("agent", Reversals, new { entryId, reason = "test" })).Expect(HttpStatusCode.NotFound);
        (await Backend.PostAsync("agent", "/api/accounts/S-2/reversals", Mistake)).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"reason":"x"}""", "entryId")]
    [InlineData("""{"entryId":"a/b","reason":"x"}""", "entryId")]
    [InlineData("""{"entryId":"KM-1.1-refund"}""", "reason")]
    [InlineData("""{"entryId":"KM-1.1-refund","reason":"  "}""", "reason")]
    public async Task A_reversal_that_lacks_a_field_is_told_which(string body, string field) =>
        Assert.NotNull((await Backend.PostAsync("agent", Reversals, body)).Expect(HttpStatusCode.BadRequest).Json["errors"]![field]);

    [Theory]
    [InlineData("""{"amount":"0.00","reason":"x","reference":"R"}""", "amount")]
    [InlineData("""{"amount":"5","reason":"x","reference":"R"}""", "amount")]
    [InlineData("""{"amount":"5.00","reason":"x"}""", "reference")]
    [InlineData("""{"amount":"5.00","reference":"R"}""", "reason")]
    public async Task An_adjustment_that_lacks_a_field_is_told_which(string body, string field) =>
        Assert.NotNull((await Backend.PostAsync("agent", Adjustments, body)).Expect(HttpStatusCode.BadRequest).Json["errors"]![field]);

    [Fact]
    public async Task An_adjustment_is_entered_once_for_its_reference_also_when_its_debit_emptied_the_account()
    {
        var fee = new { amount = "-129.90", reason = "Fee", reference = "F-1" };
        var first = (await Backend.PostAsync("agent", Adjustments, fee)).Expect(HttpStatusCode.Created);
        Assert.Equal(first.Body, (await Backend.PostAsync("agent", Adjustments, fee)).Expect(HttpStatusCode.OK).Body);
        (await Backend.PostAsync("agent", Adjustments, new { amount = "-5.00", reason = "Fee", reference = "F-1" })).Expect(HttpStatusCode.Conflict);
        (await Backend.PostAsync("agent", Adjustments, new { amount = "-5.00", reason = "Fee", reference = "F-2" })).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(2, await CountAsync());
    }

    [Theory]
    [InlineData("seller:S-1")]
    [InlineData("warehouse")]
    [InlineData("service")]
    public async Task Only_an_agent_corrects_an_account(string role)
    {
        (await Backend.PostAsync(role, Reversals, Mistake)).Expect(HttpStatusCode.Forbidden);
        (await Backend.PostAsync(role, Adjustments, new { amount = "5.00", reason = "x", reference = "R" })).Expect(HttpStatusCode.Forbidden);
        Assert.Equal(1, await CountAsync());
    }

    private async Task<int> CountAsync() => (await Backend.GetAsync("agent", "/api/accounts/S-1")).Json["entries"]!.AsArray().Count;
}
