using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Domain.Flow;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Dossiers;

/// <summary>A case's row stays below what Azure takes, however often people talk; the tests' storage refuses what Azure would.</summary>
public class RowSizeTests : BackendTest
{
    [Fact]
    public async Task A_case_of_thousands_of_talks_and_actions_is_saved_with_the_latest()
    {
        // Nothing that a packed row could make small.
        var random = new Random(7);
        string Words(int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)random.Next(0x4E00, 0x9FA5))]);
        var c = new Case
        {
            Id = "KM-1.1",
            Type = CaseType.StalledParcel,
            State = CaseState.FollowingUp,
            SellerId = "S-1",
            OpenedAt = Support.Backend.Start,
            StateSince = Support.Backend.Start,
            Contacts = [.. Enumerable.Range(0, 1000).Select(n => new Contact(Support.Backend.Start.AddHours(n), "phone", Words(2000)))],
            ActionsTaken = [.. Enumerable.Range(0, 5000).Select(n => $"recordContact.{n:x16}@{Support.Backend.Start.Ticks}")],
        };
        await Assert.ThrowsAsync<AzureRefusesException>(() => SaveAsync(c));
        var kept = c.WithinItsRow();
        await SaveAsync(kept);
        Assert.Equal((c.Contacts[^1], c.ActionsTaken[^1]), (kept.Contacts[^1], kept.ActionsTaken[^1]));
        var read = (await Backend.Storage.Orders.GetEntityAsync<Azure.Data.Tables.TableEntity>("KM-1", "case.0001")).Value.Read<Case>();
        Assert.Equal(kept.Contacts, read.Contacts);
    }

    [Fact]
    public async Task An_order_of_thousands_of_scans_and_numbers_is_saved_and_its_parcel_is_where_it_was()
    {
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        var runner = Backend.Services.GetRequiredService<CaseRunner>();
        for (var push = 0; push < 4; push++)
        {
            var scans = Enumerable.Range(push * 500, 500).Select(n => new Scan(Support.Backend.Start.AddDays(-5).AddMinutes(n), ScanKind.InTransit, "moved", new string('é', 200) + n, "test")).ToList();
            await runner.RunAsync("KM-1001", draft => OrderFlow.Scanned(draft, new TrackingUpdate("EN123456789MY", null, scans), new KeptBody($"{push}", "test", Support.Backend.Start, "{}")), default);
        }

        var order = (await Backend.Services.GetRequiredService<CaseStore>().LoadAsync("KM-1001", default)).Dossier.Order!;
        Assert.Equal((Order.MostScans, Order.MostFacts), (order.KnownScans.Count, order.Facts.Count));
        Assert.Equal(Support.Backend.Start.AddDays(-5).AddMinutes(1999), order.LastScanAt);
        var all = order with { Facts = order.Facts.AddRange(Enumerable.Range(0, 2000).Select(n => order.Facts[^1] with { At = Support.Backend.Start.AddDays(-5).AddMinutes(n) }).Except(order.Facts)) };
        Assert.Equal(all.Whereabouts, order.Whereabouts);
    }

    [Fact]
    public void What_a_case_and_an_order_gather_has_a_bound_by_name()
    {
        IEnumerable<string> Many(string what) => Enumerable.Range(1, 5000).Select(n => what + n);
        var kept = (CaseMap.Arrows.Values.First().Case with { TrackingNumbers = [.. Many("EN")], ParcelsReceived = [.. Many("EN")], LinkedCases = [.. Many("KM-1.")] }).WithinItsRow();
        Assert.All([kept.TrackingNumbers, kept.ParcelsReceived, kept.LinkedCases], some => Assert.Equal((Case.MostNumbers, "5000"), (some.Count, some[^1][^4..])));

        var draft = new Draft(new Dossier("KM-1", CaseMap.Shipped with { Items = [new OrderItem("SKU-1", "T-shirt", Order.MostUnits)] }, []), CaseMap.Now, WorkCalendar.Malaysia);
        foreach (var line in Many("line ").Take(Order.MostLines + 10))
            Cancellations.Line(draft, line, 0, CaseMap.Now, Actor.Marketplace);
        Assert.Equal(Order.MostLines, draft.Order.CancelledLines.Count);
        Assert.Equal(new CancelledPart(Order.MostLines, Order.MostUnits), draft.After.Cases.Single().Part);
    }

    [Fact]
    public async Task A_feed_of_more_than_any_order_has_is_refused_by_its_fields()
    {
        var feed = Samples.Order();
        feed["items"]![0]!["quantity"] = int.MaxValue;
        Assert.NotNull((await Backend.FeedAsync(feed)).Expect(HttpStatusCode.BadRequest).Json["errors"]!["items[0].quantity"]);
        feed["items"] = new JsonArray([.. Enumerable.Range(0, Order.MostItems + 1).Select(n => new JsonObject { ["sku"] = $"S-{n}", ["name"] = "T-shirt", ["quantity"] = 1 })]);
        Assert.NotNull((await Backend.FeedAsync(feed)).Expect(HttpStatusCode.BadRequest).Json["errors"]!["items"]);
    }

    [Fact]
    public void A_further_parcel_beyond_all_measure_goes_unnamed()
    {
        var order = CaseMap.Shipped with { OtherParcels = [.. Enumerable.Range(1, Order.MostParcels - 1).Select(n => $"X{n}")] };
        Assert.Equal(Order.MostParcels, order.Numbers.Count);
        Assert.Equal(Order.MostParcels, order.GoingBy("Y1", []).FormerNumbers.Count);
    }

    private Task SaveAsync(Case c) => Backend.Storage.Orders.UpsertEntityAsync(Rows.Of("KM-1", "case.0001", c));
}
