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

    private static async Task<int> CostAsync(int open)
    {
        var transport = new StormyTransport(new Weather(seed: 1));
        await using var backend = await Backend.StartAsync(transport);
        await Parallel.ForEachAsync(Enumerable.Range(0, open), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancel) => await OpenAsync(backend, n, cancel));
        foreach (var hundred in Enumerable.Range(0, open).Chunk(100))
            await backend.Storage.Agenda.SubmitTransactionAsync(hundred.Select(n => new TableTransactionAction(TableTransactionActionType.Add, Agenda.Entry($"KM-{n}", DueAt(n)))));

        backend.Time.Advance(Deadline - backend.Time.GetUtcNow());
        var before = transport.Requests.Count;
        (await backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        var cost = transport.Requests.Count - before;
        var sample = (await backend.GetAsync("agent", "/api/cases/KM-0.1")).Json;
        Assert.Contains(sample["timeline"]!.AsArray(), t => (string)t!["event"]! == "deadlinePassed");
        return cost;
    }

    private static DateTimeOffset DueAt(int n) => n < Due ? Deadline : Deadline.AddDays(1 + (n % 10));

    private static async Task OpenAsync(Backend backend, int n, CancellationToken cancel)
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
            DueAt = DueAt(n),
        };
        await backend.Storage.Orders.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Rows.Of(order.Id, "order", order)),
            new(TableTransactionActionType.Add, Rows.Of(order.Id, "case.0001", opened)),
        ], cancel);
    }
}
