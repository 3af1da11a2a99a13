using System.Diagnostics;
using System.Globalization;
using System.Net;
using Azure.Data.Tables;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Storms;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Kumoten.Tests.Dossiers;

/// <summary>
/// What a sweep costs: it grows with what is due, not with what is open. The README's figure is this test's with
/// SWEEP_OPEN_CASES=1000,50000 (a quarter of an hour, nearly all of it filling Azurite); the everyday run takes smaller numbers of the same shape.
/// </summary>
public class SweepCostTests(ITestOutputHelper output) : IClassFixture<Azurite>
{
    private const int Due = 100;
    private static readonly DateTimeOffset Deadline = Backend.Start.AddDays(1);

    [Fact]
    public async Task The_same_hundred_due_cost_the_same_whether_few_or_many_cases_are_open()
    {
        var sizes = (Environment.GetEnvironmentVariable("SWEEP_OPEN_CASES") ?? "150,1500").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
        var costs = new List<int>();
        foreach (var open in sizes)
            costs.Add(await CostAsync(open));
        output.WriteLine(string.Join('\n', sizes.Zip(costs, (open, cost) => $"{open} open, {Due} due: {cost} storage operations")));
        Assert.InRange(costs[^1], costs[0] * 0.9, costs[0] * 1.1);
    }

    [Fact]
    public async Task A_wave_is_handed_out_so_that_instances_share_it_and_what_comes_due_behind_it_does_not_wait()
    {
        var wave = int.Parse(Environment.GetEnvironmentVariable("SWEEP_WAVE") ?? "450", CultureInfo.InvariantCulture);
        await using var backend = await Backend.StartAsync();
        await FillAsync(backend, wave, _ => Deadline);
        await OpenAsync(backend, wave, Deadline.AddMinutes(1), default);
        await backend.Storage.Agenda.AddEntityAsync(Agenda.Entry($"KM-{wave}", Deadline.AddMinutes(1)));

        backend.Time.Advance(Deadline.AddMinutes(1) - backend.Time.GetUtcNow());
        var since = Stopwatch.StartNew();
        (await backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, await EscalatedAsync(backend, wave));
        output.WriteLine($"The sweep itself, {wave} due: {since.Elapsed.TotalSeconds:0.0} s");

        // Whoever takes a message, and twice, should its first taker have crashed at its end.
        var handedOut = await backend.ReceiveAsync(queue => queue == Queues.Looks);
        Assert.InRange(handedOut.Count, wave / Agenda.PageSize / 2, wave / Agenda.PageSize);
        since.Restart();
        await Task.WhenAll(handedOut.Select(backend.DeliverAsync));
        output.WriteLine($"What was handed out, in {handedOut.Count} messages: {since.Elapsed.TotalSeconds:0.0} s");
        await backend.Services.GetRequiredService<Sweep>().LookAsync(handedOut[0].Message.Body.ToObjectFromJson<LookMessage>(Json.Options)!, default);
        foreach (var n in Enumerable.Range(0, wave))
            Assert.Equal(1, await EscalatedAsync(backend, n));
        Assert.DoesNotContain(await backend.Storage.Agenda.QueryAsync<TableEntity>().ToListAsync(), row => row.RowKey.EndsWith("handed-out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_handed_out_and_lost_comes_due_once_more()
    {
        await using var backend = await Backend.StartAsync();
        await FillAsync(backend, 450, _ => Deadline);
        backend.Time.Advance(Deadline - backend.Time.GetUtcNow());
        (await backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        foreach (var lost in await backend.ReceiveAsync(queue => queue == Queues.Looks))
            await lost.Queue.DeleteMessageAsync(lost.Message.MessageId, lost.Message.PopReceipt);

        backend.Time.Advance(Sweep.Patience);
        (await backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        foreach (var message in await backend.ReceiveAsync(queue => queue == Queues.Looks))
            await backend.DeliverAsync(message);
        foreach (var n in Enumerable.Range(0, 450))
            Assert.Equal(1, await EscalatedAsync(backend, n));
    }

    private static async Task<int> EscalatedAsync(Backend backend, int n) =>
        (await backend.Services.GetRequiredService<CaseStore>().LoadAsync($"KM-{n}", default)).Dossier.Timeline.Count(t => t.Entry.Event == "deadlinePassed");

    private static async Task<int> CostAsync(int open)
    {
        var transport = new StormyTransport(new Weather(seed: 1));
        await using var backend = await Backend.StartAsync(transport);
        await FillAsync(backend, open, DueAt);
        backend.Time.Advance(Deadline - backend.Time.GetUtcNow());
        var before = transport.Requests.Count;
        (await backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        var cost = transport.Requests.Count - before;
        var sample = (await backend.GetAsync("agent", "/api/cases/KM-0.1")).Json;
        Assert.Contains(sample["timeline"]!.AsArray(), t => (string)t!["event"]! == "deadlinePassed");
        return cost;
    }

    private static async Task FillAsync(Backend backend, int open, Func<int, DateTimeOffset> dueAt)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, open), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancel) => await OpenAsync(backend, n, dueAt(n), cancel));
        foreach (var hundred in Enumerable.Range(0, open).Select(n => Agenda.Entry($"KM-{n}", dueAt(n))).GroupBy(entry => entry.PartitionKey).SelectMany(part => part.Chunk(100)))
            await backend.Storage.Agenda.SubmitTransactionAsync(hundred.Select(entry => new TableTransactionAction(TableTransactionActionType.Add, entry)));
    }

    private static DateTimeOffset DueAt(int n) => n < Due ? Deadline : Deadline.AddDays(1 + (n % 10));

    private static async Task OpenAsync(Backend backend, int n, DateTimeOffset dueAt, CancellationToken cancel)
    {
        var order = new Order
        {
            Id = $"KM-{n}",
            SellerId = "S-100",
            Marketplace = "lazada",
            MarketplaceOrderId = $"{n}",
            Amount = new Money(12990),
            Items = [],
            Recipient = new Recipient("A", "1", new Address("1", null, "88400", "KK", "Sabah")),
            Courier = "poslaju",
            TrackingNumber = $"EN{n}",
            ShippedAt = Backend.Start.AddDays(-2),
            CancelledAt = Backend.Start,
            CasesOpened = 1,
        };
        var opened = new Case
        {
            Id = $"KM-{n}.1",
            Type = CaseType.BuyerCancellation,
            State = CaseState.AwaitingCourierHold,
            SellerId = "S-100",
            OrderId = order.Id,
            OpenedAt = Backend.Start,
            StateSince = Backend.Start,
            Version = 1,
            Courier = "poslaju",
            DueAt = dueAt,
        };
        await backend.Storage.Orders.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Rows.Of(order.Id, "order", order)),
            new(TableTransactionActionType.Add, Rows.Of(order.Id, "case.0001", opened)),
        ], cancel);
    }
}
