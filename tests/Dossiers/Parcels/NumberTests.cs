using System.Net;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Dossiers;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Dossiers.Parcels;

/// <summary>Whose number is whose: at the dock, in people's words, and when scans waited for it.</summary>
public class NumberTests : ParcelTest
{
    private const string Foreign = "EN-OF-V";

    [Theory]
    [InlineData("cancelled")]
    [InlineData("shipped")]
    public async Task Another_sellers_number_is_refused_by_name_and_leads_the_dock_to_nobody_but_its_owner(string status)
    {
        await TwoSellersAsync(status);
        Assert.Equal("trackingNumber.otherOrders", Name(await PostAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = Foreign })));
        Assert.Equal("trackingNumber.otherOrders", Name(await PostAsync("warehouse", "receiveParcel", new { trackingNumber = Foreign })));
        var scanned = await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = Foreign });
        Assert.Equal("awaitingSellerReturn", await StateAsync());
        if (status == "cancelled")
            Assert.Equal("KM-V.1", (string)scanned.Expect(HttpStatusCode.OK).Json["id"]!);
        else
            scanned.Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_number_linked_by_an_earlier_version_does_not_lead_to_another_orders_case()
    {
        await TwoSellersAsync("cancelled");
        // What returnShipped did before it knew of owners.
        await Backend.Storage.Links.UpsertEntityAsync(new Azure.Data.Tables.TableEntity("parcel." + Foreign, "link.KM-1001"));
        Assert.Equal("KM-V.1", (string)(await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = Foreign })).Expect(HttpStatusCode.OK).Json["id"]!);
        await ScanAsync("lost", "2026-10-28T10:00:00+08:00", Foreign);
        Assert.DoesNotContain("lossReported", await EventsAsync());
    }

    [Fact]
    public async Task A_sellers_own_other_order_is_another_order_too()
    {
        await TwoSellersAsync("shipped", seller: "S-100");
        Assert.Equal("trackingNumber.otherOrders", Name(await PostAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = Foreign })));
    }

    [Fact]
    public async Task A_number_that_another_case_comes_back_by_is_refused_by_name()
    {
        await TwoSellersAsync("cancelled");
        await ActAsync("seller:S-200", "reachedBuyer", caseId: "KM-V.1");
        await ActAsync("seller:S-200", "returnShipped", new { courier = "J&T", trackingNumber = "JT9" }, "KM-V.1");
        Assert.Equal("trackingNumber.otherCases", Name(await PostAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = "JT9" })));
    }

    [Fact]
    public async Task A_refused_action_links_no_number()
    {
        await CancelledAsync();
        (await PostAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = "JT9" })).Expect(HttpStatusCode.Conflict);
        var scan = await Backend.PostAsync("agent", "/api/scans", new { trackingNumber = "JT9", kind = "inTransit", at = Begin });
        Assert.Empty(scan.Expect(HttpStatusCode.OK).Json["orders"]!.AsArray());
    }

    [Fact]
    public async Task A_number_used_again_leads_to_the_case_that_waits()
    {
        await CancelledAsync();
        await ActAsync("warehouse", "receiveParcel", new { trackingNumber = Number });
        await ActAsync("warehouse", "inspect", new { condition = "intact" });
        Backend.Time.SetUtcNow(At("2027-10-20T09:00:00+08:00"));
        await ShippedAsync(o => (o["marketplaceOrderId"], o["shippedAt"], o["status"]) = ("2", "2027-10-19T09:00:00+08:00", "cancelled"), "KM-1002");
        Assert.Equal("KM-1002.1", (string)(await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = Number })).Expect(HttpStatusCode.OK).Json["id"]!);
    }

    [Fact]
    public async Task A_number_used_again_that_nobody_waits_for_stands_in_the_list()
    {
        await CancelledAsync();
        await ActAsync("warehouse", "receiveParcel", new { trackingNumber = Number });
        await ActAsync("warehouse", "inspect", new { condition = "intact" });
        // The next morning it is the same parcel still; next year it is another.
        Backend.Time.SetUtcNow(At("2026-10-29T09:00:00+08:00"));
        (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = Number })).Expect(HttpStatusCode.OK);
        Backend.Time.SetUtcNow(At("2027-10-20T09:00:00+08:00"));
        (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = Number })).Expect(HttpStatusCode.Accepted);
        Assert.Single((await Backend.GetAsync("agent", "/api/parcels/unidentified")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Scans_that_waited_are_applied_when_a_push_makes_the_number_known()
    {
        await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplace", "shopee").With("marketplaceOrderId", "2112132KAD867D"));
        await ScanAsync("delivered", "2026-10-28T08:00:00+08:00");
        await ShopeeAsync(4, new() { ["tracking_no"] = Number });
        Assert.Equal("delivered", (string)(await OrderAsync())["status"]!);
    }

    [Fact]
    public async Task Scans_that_waited_are_applied_when_the_seller_makes_the_number_known()
    {
        await CancelledAsync();
        await ActAsync("seller:S-100", "reachedBuyer");
        await ScanAsync("lost", "2026-10-28T10:00:00+08:00", "JT9");
        await ActAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = "JT9" });
        Assert.Contains("lossReported", await EventsAsync());
    }

    [Fact]
    public async Task A_parcel_that_lay_at_the_dock_and_its_scans_come_to_the_case_when_a_push_makes_the_number_known()
    {
        await Backend.FeedAsync(Samples.Order().With("marketplace", "shopee").With("marketplaceOrderId", "2112132KAD867D"));
        await ShopeeStatusAsync("CANCELLED");
        await ScanAsync("returning", "2026-10-28T08:00:00+08:00", "EN-SECOND");
        (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "EN-SECOND" })).Expect(HttpStatusCode.Accepted);
        await ShopeeAsync(4, new() { ["tracking_no"] = "EN-SECOND" });
        Assert.Equal("awaitingInspection", await StateAsync());
        Assert.Empty((await Backend.GetAsync("agent", "/api/parcels/unidentified")).Json["items"]!.AsArray());
        var order = (await Backend.Services.GetRequiredService<CaseStore>().LoadAsync("KM-1001", default)).Dossier.Order!;
        Assert.Contains(order.AllFacts, fact => fact is { Kind: ParcelFactKind.TurnedBack, Number: "EN-SECOND" });
    }

    [Fact]
    public async Task A_parcel_that_lay_at_the_dock_comes_to_the_case_when_the_seller_makes_the_number_known()
    {
        await CancelledAsync();
        await ActAsync("seller:S-100", "reachedBuyer");
        (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "JT9" })).Expect(HttpStatusCode.Accepted);
        Assert.Equal("awaitingInspection", await ActAsync("seller:S-100", "returnShipped", new { courier = "J&T", trackingNumber = "JT9" }));
        Assert.Empty((await Backend.GetAsync("agent", "/api/parcels/unidentified")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Each_parcel_of_an_order_leads_to_its_case_and_whoever_inspects_sees_how_many_have_come()
    {
        await Backend.FeedAsync(Samples.Order().With("marketplace", "shopee").With("marketplaceOrderId", "2112132KAD867D"));
        await ShopeeAsync(4, new() { ["tracking_no"] = "EN-SECOND" });
        await ShopeeStatusAsync("CANCELLED");
        Assert.Equal("KM-1001.1", (string)(await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "EN-SECOND" })).Expect(HttpStatusCode.OK).Json["id"]!);
        Assert.Contains("1 of 2 parcels", (string)(await CaseAsync())["next"]!["text"]!["en"]!, StringComparison.Ordinal);
        (await Backend.PostAsync("warehouse", "/api/parcels/receive", new { trackingNumber = Number })).Expect(HttpStatusCode.OK);
        Assert.Contains("2 of 2 parcels", (string)(await CaseAsync())["next"]!["text"]!["en"]!, StringComparison.Ordinal);
        Assert.Equal("awaitingInspection", await StateAsync());
    }

    [Fact]
    public async Task A_loss_of_an_orders_second_parcel_is_told_as_its_own_couriers()
    {
        await Backend.FeedAsync(Samples.Order().With("marketplace", "shopee").With("marketplaceOrderId", "2112132KAD867D"));
        await ShopeeAsync(4, new() { ["tracking_no"] = "EN-SECOND" });
        await ShopeeStatusAsync("CANCELLED");
        await ScanAsync("delivered", "2026-10-28T10:00:00+08:00");
        await ScanAsync("lost", "2026-10-28T11:00:00+08:00", "EN-SECOND");
        var told = Assert.Single((await CaseAsync())["timeline"]!.AsArray(), t => (string)t!["event"]! == "lossReported")!;
        Assert.StartsWith("The courier's scan", (string)told["text"]!["en"]!, StringComparison.Ordinal);
    }

    // A: delivered, cancelled, to be sent back by its seller. V: another seller's parcel.
    private async Task TwoSellersAsync(string status, string seller = "S-200")
    {
        await ShippedAsync();
        await ScanAsync("delivered", "2026-10-28T08:00:00+08:00");
        await LazadaAsync("canceled");
        Assert.Equal("awaitingSellerReturn", await StateAsync());
        await Backend.FeedAsync(Samples.Order().With("sellerId", seller).With("marketplaceOrderId", "2").With("trackingNumber", Foreign).With("status", status), "KM-V");
        await Backend.DrainAsync();
    }
}
