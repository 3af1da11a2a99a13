using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Dossiers;

/// <summary>Rows that the version before the facts stored, as it stored them (OldRows): they load, and mean the same.</summary>
public class OldRowsTests : BackendTest
{
    protected override DateTimeOffset Begin => DateTimeOffset.Parse("2026-10-27T09:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var (folder, table) in new[] { ("orders", Backend.Storage.Orders), ("links", Backend.Storage.Links) })
        {
            foreach (var file in Directory.GetFiles(Repository.Path("tests/Dossiers/OldRows/" + folder)))
                await table.UpsertEntityAsync(new TableEntity(JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(file))!.ToDictionary(p => p.Key, p => (object)p.Value)));
        }
    }

    [Theory]
    [InlineData("KM-PENDING", "pending", Place.NotShipped)]
    [InlineData("KM-SHIPPED", "shipped", Place.OnItsWay)]
    [InlineData("KM-FAILED", "shipped", Place.DeliveryFailed)]
    [InlineData("KM-DELIVERED", "delivered", Place.WithBuyer)]
    [InlineData("KM-STOPPED", "cancelled", Place.NotShipped)]
    [InlineData("KM-HELD", "cancelled", Place.OnItsWay)]
    [InlineData("KM-HOME", "shipped", Place.AtKumoten)]
    [InlineData("KM-REFUSED", "cancelled", Place.AtKumoten)]
    [InlineData("KM-RETURNED", "cancelled", Place.OnItsWay)]
    [InlineData("KM-LOST", "cancelled", Place.OnItsWay)]
    public async Task An_order_is_where_it_was(string orderId, string status, Place place)
    {
        var shown = (await Backend.GetAsync("service", "/api/orders/" + orderId)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(status, (string)shown["status"]!);
        Assert.Equal(place, (await LoadAsync(orderId)).Order!.Whereabouts.Place);
    }

    [Theory]
    [InlineData("KM-PENDING", "refunding")]
    [InlineData("KM-SHIPPED", "awaitingCourierHold")]
    [InlineData("KM-FAILED", "awaitingCourierHold")]
    [InlineData("KM-DELIVERED", "awaitingSellerReturn")]
    [InlineData("KM-HOME", "awaitingInspection")]
    public async Task A_cancellation_opens_the_case_that_it_opened(string orderId, string state)
    {
        var row = (await LoadAsync(orderId)).Order!;
        var order = Samples.Order(o => (o["marketplaceOrderId"], o["trackingNumber"], o["courier"], o["status"], o["shippedAt"]) =
            (orderId, row.TrackingNumber, row.Courier, "cancelled", row.ShippedAt is null ? null : "2026-10-26T10:12:00+08:00"));
        (await Backend.FeedAsync(order, orderId)).Expect(HttpStatusCode.OK);
        Assert.Equal(state, (await LoadAsync(orderId)).Cases[^1].State.ApiName());
    }

    [Fact]
    public async Task Cases_go_on_where_they_stood()
    {
        Assert.Equal("returning", await ActAsync("agent", "KM-HELD.1", "holdConfirmed", new { ticket = "T" }));
        Assert.Equal("refunding", await ActAsync("agent", "KM-REFUSED.1", "overrule", new { decision = "refund", reason = "goodwill" }));
        Assert.Equal("KM-RETURNED.1", (string)(await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "JT42" })).Expect(HttpStatusCode.OK).Json["id"]!);
        (await Backend.FeedAsync(Samples.Order(o => (o["marketplaceOrderId"], o["trackingNumber"]) = ("KM-STOPPED", "EN-S")), "KM-STOPPED")).Expect(HttpStatusCode.OK);
        Assert.Equal("awaitingCourierHold", (await LoadAsync("KM-STOPPED")).Cases[0].State.ApiName());
    }

    private async Task<string> ActAsync(string role, string caseId, string action, object body) =>
        (string)(await Backend.PostAsync(role, $"/api/cases/{caseId}/actions/{action}", body)).Expect(HttpStatusCode.OK).Json["state"]!;

    private async Task<Dossier> LoadAsync(string orderId) => (await Backend.Services.GetRequiredService<CaseStore>().LoadAsync(orderId, default)).Dossier;
}
