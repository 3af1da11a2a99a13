using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Pages;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Hands.Refunds;

/// <summary>Books on real storage, broken on purpose.</summary>
public class ReconciliationOnStorageTests : IClassFixture<Azurite>, IAsyncLifetime
{
    private readonly HookedTransport transport = new();
    private Backend backend = null!;

    // Two orders refunded at once, since they never shipped, and one that nobody cancelled.
    public async Task InitializeAsync()
    {
        backend = await Backend.StartAsync(transport);
        foreach (var orderId in new[] { "KM-1001", "KM-1002", "KM-1003" })
            (await backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", orderId), orderId)).Expect(HttpStatusCode.Created);
        await CancelAsync("KM-1001");
        await CancelAsync("KM-1002");
        await backend.DrainAsync();
    }

    public async Task DisposeAsync() => await backend.DisposeAsync();

    [Fact]
    public async Task Sound_books_are_proved_and_nobody_is_mailed()
    {
        (await backend.GetAsync("agent", "/api/reconciliation")).Expect(HttpStatusCode.NotFound);
        Assert.Contains("None yet.", await backend.PageAsync("agent", "/desk/books"), StringComparison.Ordinal);
        var report = await ReconcileAsync();
        Assert.Empty(report["findings"]!.AsArray());
        Assert.Equal((1, 2, 3, 2, 0), ((int)report["accounts"]!, (int)report["entries"]!, (int)report["orders"]!, (int)report["cases"]!, (int)report["wrong"]!));
        Assert.Equal("2026-11-10T09:00:00+08:00", (string)report["startedAt"]!);
        Assert.Empty(backend.Outbox.Sent);
    }

    [Fact]
    public async Task A_balance_that_somebody_edited_is_reported_and_the_desk_is_mailed_once()
    {
        var row = (await backend.Storage.Ledger.GetEntityAsync<TableEntity>("S-100", "balance")).Value;
        row["Sen"] = row.GetInt64("Sen") + 100;
        await backend.Storage.Ledger.UpdateEntityAsync(row, row.ETag);

        await ExpectAsync("account.sum S-100");
        var mail = Assert.Single(backend.Outbox.Sent);
        Assert.Equal("desk@kumoten.example", mail.To);
        Assert.Contains("The entries of S-100 sum up to RM 259.80, but the balance says RM 260.80.", mail.Body, StringComparison.Ordinal);

        // The desk's page says the same, and leads to the account.
        var page = await backend.PageAsync("agent", "/desk/books");
        Assert.Contains("<p lang=\"en\">The entries of S-100 sum up to RM 259.80, but the balance says RM 260.80.</p>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/desk/accounts?seller=S-100\"", page, StringComparison.Ordinal);
        await backend.PageAsync("warehouse", "/desk/books", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_entry_that_somebody_deleted_is_missed_by_account_and_case()
    {
        var newest = await NewestEntryAsync();
        await backend.Storage.Ledger.DeleteEntityAsync(newest);
        await ExpectAsync("account.sum S-100", "account.count S-100", "account.entryGone KM-1002-refund", "case.noEntry KM-1002.1-refund");
    }

    [Fact]
    public async Task An_entry_that_somebody_slipped_in_is_reported_for_account_and_order()
    {
        var stray = (await NewestEntryAsync()).Read<LedgerEntry>() with { Id = "KM-1001.9-refund", CaseId = "KM-1001.9", OrderId = "KM-1001" };
        await backend.Storage.Ledger.AddEntityAsync(Rows.Of("S-100", "entry.0000000000000000001", stray));
        await ExpectAsync(
            "account.sum S-100", "account.count S-100", "account.running KM-1001.9-refund", "account.strayEntry KM-1001.9-refund",
            "entry.noCase KM-1001.9-refund", "order.refundedTwice KM-1001", "order.aboveAmount KM-1001");
    }

    [Fact]
    public async Task An_entry_of_an_order_that_is_not_there_is_reported()
    {
        await backend.Storage.Orders.DeleteEntityAsync("KM-1002", "case.0001");
        await backend.Storage.Orders.DeleteEntityAsync("KM-1002", "order");
        await ExpectAsync("entry.noCase KM-1002.1-refund");
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_reported_and_the_rest_is_read_all_the_same()
    {
        var row = (await backend.Storage.Orders.GetEntityAsync<TableEntity>("KM-1001", "case.0001")).Value;
        row["Json"] = "{";
        await backend.Storage.Orders.UpdateEntityAsync(row, row.ETag);
        var report = await ExpectAsync("order.unreadable KM-1001");
        Assert.Equal(3, (int)report["orders"]!);
    }

    [Fact]
    public async Task What_is_in_the_middle_of_being_paid_is_no_finding()
    {
        await CancelAsync("KM-1003");
        await ExpectAsync();
        // Paid, and then the program crashes before the case knows.
        transport.Before = (method, path) => method != RequestMethod.Get && path.Contains("Orders", StringComparison.OrdinalIgnoreCase) ? throw new IOException("crash") : Task.CompletedTask;
        var step = Assert.Single(await backend.ReceiveAsync());
        await backend.TryDeliverAsync(step);
        transport.Before = null;
        Assert.Equal("389.70", (string)(await backend.GetAsync("agent", "/api/accounts/S-100")).Json["balance"]!);
        await ExpectAsync();
    }

    [Fact]
    public async Task What_is_paid_while_the_books_are_read_is_no_finding()
    {
        await CancelAsync("KM-1003");
        transport.Before = async (method, path) =>
        {
            if (method != RequestMethod.Get || !path.EndsWith("Orders()", StringComparison.Ordinal))
                return;
            // The accounts are read, the orders not yet.
            transport.Before = null;
            await backend.DrainAsync();
        };
        await ExpectAsync();
        Assert.Null(transport.Before);
        Assert.Equal("refunded", (string)(await backend.GetAsync("agent", "/api/cases/KM-1003.1")).Json["state"]!);
    }

    [Theory]
    [InlineData("seller:S-100")]
    [InlineData("warehouse")]
    [InlineData("service")]
    public async Task Only_an_agent_reads_the_report(string role) => (await backend.GetAsync(role, "/api/reconciliation")).Expect(HttpStatusCode.Forbidden);

    private async Task CancelAsync(string orderId) =>
        (await backend.PostAsync("seller:S-100", "/api/cases", new { type = "buyerCancellation", orderId, reason = "test" })).Expect(HttpStatusCode.Created);

    private async Task<TableEntity> NewestEntryAsync() =>
        await backend.Storage.Ledger.QueryAsync<TableEntity>(row => row.PartitionKey == "S-100").FirstAsync(row => row.RowKey.StartsWith("entry.", StringComparison.Ordinal));

    private async Task<JsonNode> ExpectAsync(params string[] found)
    {
        var report = await ReconcileAsync();
        Assert.Equal(found, report["findings"]!.AsArray().Select(f => $"{f!["code"]} {f["about"]}"));
        Assert.Equal(found.Length, (int)report["wrong"]!);
        return report;
    }

    private async Task<JsonNode> ReconcileAsync()
    {
        (await backend.RunTimerAsync("Reconcile")).Expect(HttpStatusCode.OK);
        return (await backend.GetAsync("agent", "/api/reconciliation")).Expect(HttpStatusCode.OK).Json;
    }

    /// <summary>Lets a test do something just before a storage request, or in its place.</summary>
    private sealed class HookedTransport : HttpPipelineTransport
    {
        private readonly HttpClientTransport inner = HttpClientTransport.Shared;

        public Func<RequestMethod, string, Task>? Before { get; set; }

        public override Request CreateRequest() => inner.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException("Everything here is asynchronous.");

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            if (Before is { } hook)
                await hook(message.Request.Method, message.Request.Uri.ToUri().AbsolutePath);
            await inner.ProcessAsync(message);
        }
    }
}
