using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Hands.Refunds;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kumoten.Tests.Dossiers.Accounts;

public class LedgerTests : BackendTest
{
    private Ledger ledger = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        ledger = Backend.Services.GetRequiredService<Ledger>();
    }

    [Fact]
    public async Task A_refund_posted_by_many_at_once_is_entered_once()
    {
        var posted = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ledger.PostAsync(Refund("KM-1"), default)));
        Assert.Single(posted.Select(p => p.OrThrow()).Distinct());
        Assert.Single(posted.OfType<Posted.Entered>());
        Assert.Equal(new Money(12990), (await ReadAsync()).Balance);
    }

    [Fact]
    public async Task Many_entries_posted_at_once_are_all_there_and_every_balance_follows_from_the_one_before()
    {
        await Task.WhenAll(Enumerable.Range(1, 24).Select(async n =>
        {
            Assert.IsType<Posted.Entered>(await ledger.PostAsync(Refund($"KM-{n}") with { Amount = new Money(n) }, default));
        }));
        var books = await ledger.ReadBooksAsync("S-1", default).SingleAsync();
        Assert.Empty(Reconciliation.JudgeAccount(books));
        Assert.Equal((24, new Money(24 * 25 / 2)), (books.Entries.Count, books.Balance));
    }

    [Fact]
    public async Task Two_cases_of_one_order_cannot_both_pay()
    {
        await ledger.PostAsync(Refund("KM-1"), default);
        var refused = Assert.IsType<Posted.Refused>(await ledger.PostAsync(Refund("KM-1") with { CaseId = "KM-1.2" }, default));
        Assert.Equal("ledger.existsWithDifferentContent", refused.Code);
        Assert.Throws<InvalidOperationException>(() => refused.OrThrow());
        Assert.Single((await ReadAsync()).Entries);
    }

    [Fact]
    public async Task The_same_entry_with_another_amount_is_a_contradiction()
    {
        await ledger.PostAsync(Refund("KM-1"), default);
        Assert.Equal("ledger.existsWithDifferentContent", Assert.IsType<Posted.Refused>(await ledger.PostAsync(Refund("KM-1") with { Amount = new Money(1) }, default)).Code);
    }

    [Fact]
    public async Task A_release_that_words_an_entry_otherwise_does_not_strand_the_step_that_repeats_it()
    {
        await ledger.PostAsync(Refund("KM-1"), default);
        Assert.Equal("Refund", Assert.IsType<Posted.AlreadyThere>(await ledger.PostAsync(Refund("KM-1") with { Text = "Money back" }, default)).Entry.Text);
    }

    [Fact]
    public async Task Only_return_shipping_may_overdraw_the_account()
    {
        await ledger.PostAsync(Refund("KM-1") with { Kind = EntryKind.ReturnShipping, Amount = new Money(-750) }, default);
        Assert.Equal(new Money(-750), (await ReadAsync()).Balance);
        Assert.Equal("ledger.wouldOverdraw", Assert.IsType<Posted.Refused>(await ledger.PostAsync(Posting.Adjustment("S-1", new Money(-100), "T-1", "test"), default)).Code);
    }

    [Fact]
    public async Task Time_never_runs_backwards_in_an_account_although_two_machines_clocks_differ()
    {
        var behind = new Ledger(Backend.Storage, new FakeTimeProvider(Backend.Start.AddSeconds(-5)));
        var first = (await ledger.PostAsync(Refund("KM-1"), default)).OrThrow();
        Assert.Equal(first.At, (await behind.PostAsync(Refund("KM-2"), default)).OrThrow().At);
    }

    [Fact]
    public async Task An_entry_is_found_by_its_id_and_by_no_other()
    {
        var refund = (await ledger.PostAsync(Refund("KM-1"), default)).OrThrow();
        var shipping = (await ledger.PostAsync(Refund("KM-1") with { Kind = EntryKind.ReturnShipping, Amount = new Money(-750) }, default)).OrThrow();
        Assert.Equal(refund, await ledger.FindAsync("S-1", "KM-1.1-refund", default));
        Assert.Equal(shipping, await ledger.FindAsync("S-1", "KM-1.1-returnShipping", default));
        Assert.Null(await ledger.FindAsync("S-1", "KM-1.2-refund", default));
        Assert.Null(await ledger.FindAsync("S-2", "KM-1.1-refund", default));
    }

    [Fact]
    public async Task An_entry_stored_before_entries_said_who_made_them_is_still_read()
    {
        await ledger.PostAsync(Refund("KM-1"), default);
        var row = await Backend.Storage.Ledger.QueryAsync<TableEntity>(r => r.PartitionKey == "S-1").FirstAsync(r => r.RowKey.StartsWith("entry.", StringComparison.Ordinal));
        var old = JsonNode.Parse(row.GetString("Json"))!.AsObject();
        Assert.True(old.Remove("by") && old.Remove("who"));
        row["Json"] = old.ToJsonString();
        await Backend.Storage.Ledger.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
        Assert.Equal((Actor.System, null), Assert.Single((await ReadAsync()).Entries) is var entry ? (entry.By, entry.Who) : default);
    }

    [Fact]
    public async Task A_balance_longer_than_any_one_amount_is_read_again()
    {
        for (var n = 1; n <= 2; n++)
            await ledger.PostAsync(Refund($"KM-{n}") with { Amount = new Money(999999999) }, default);
        Assert.Equal("19999999.98", (await ReadAsync()).Entries[0].BalanceAfter.ToString());
    }

    [Fact]
    public async Task Entries_read_newest_first_page_by_page_and_sum_to_the_balance()
    {
        for (var n = 1; n <= 60; n++)
            await ledger.PostAsync(Refund($"KM-{n}"), default);
        var first = await ReadAsync();
        var second = await ReadAsync(first.Cursor);
        Assert.Null(second.Cursor);
        var all = first.Entries.Concat(second.Entries).ToList();
        Assert.Equal(Enumerable.Range(1, 60).Reverse().Select(n => $"KM-{n}"), all.Select(e => e.OrderId));
        Assert.Equal(first.Balance.Sen, all.Sum(e => e.Amount.Sen));
        Assert.Equal(first.Balance, all[0].BalanceAfter);
    }

    [Theory]
    [InlineData("129.90", 12990)]
    [InlineData("0.05", 5)]
    [InlineData("-7.50", -750)]
    [InlineData("9999999.99", 999999999)]
    public void Amounts_read_and_write_the_same(string text, long sen)
    {
        Assert.True(Money.TryParse(text, out var money));
        Assert.Equal(sen, money.Sen);
        Assert.Equal(text, money.ToString());
    }

    [Theory]
    [InlineData("129.9")]
    [InlineData("129")]
    [InlineData("1,299.00")]
    [InlineData("+1.00")]
    [InlineData("1e3.00")]
    [InlineData(" 1.00")]
    [InlineData(".90")]
    [InlineData("--1.00")]
    [InlineData("12345678.90")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_amount(string? text) => Assert.False(Money.TryParse(text, out _));

    private Task<Account> ReadAsync(string? cursor = null) => ledger.ReadAsync("S-1", cursor, default);

    private static Posting Refund(string orderId) => new("S-1", EntryKind.Refund, new Money(12990), orderId + ".1", orderId, "Refund");
}
