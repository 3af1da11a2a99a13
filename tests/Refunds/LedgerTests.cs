using Kumoten.Functions.Refunds;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Refunds;

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
        var entries = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ledger.PostAsync(Refund("KM-1"), default)));
        Assert.Single(entries.Distinct());
        Assert.Equal(new Money(12990), (await ReadAsync()).Balance);
    }

    [Fact]
    public async Task Two_cases_of_one_order_cannot_both_pay()
    {
        await ledger.PostAsync(Refund("KM-1"), default);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.PostAsync(Refund("KM-1") with { CaseId = "KM-1.2" }, default));
        Assert.StartsWith("ledger.existsWithDifferentContent", refused.Message, StringComparison.Ordinal);
        Assert.Single((await ReadAsync()).Entries);
    }

    [Fact]
    public async Task The_same_entry_with_another_amount_is_a_contradiction()
    {
        await ledger.PostAsync(Refund("KM-1"), default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.PostAsync(Refund("KM-1") with { Amount = new Money(1) }, default));
    }

    [Fact]
    public async Task Only_return_shipping_may_overdraw_the_account()
    {
        await ledger.PostAsync(Refund("KM-1") with { Kind = EntryKind.ReturnShipping, Amount = new Money(-750) }, default);
        Assert.Equal(new Money(-750), (await ReadAsync()).Balance);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.PostAsync(Refund("KM-1") with { Kind = EntryKind.Reversal, Amount = new Money(-100) }, default));
        Assert.StartsWith("ledger.wouldOverdraw", refused.Message, StringComparison.Ordinal);
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
