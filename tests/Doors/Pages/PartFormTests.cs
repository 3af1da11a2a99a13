using System.Net;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Pages;

public class PartFormTests : ParcelTest
{
    [Fact]
    public async Task For_a_part_of_an_order_the_decisions_form_asks_how_much()
    {
        await ShippedAsync(order => order["items"]![0]!["quantity"] = 3);
        await LazadaAsync("canceled", line: "1");
        Assert.Contains("id=\"overrule-amount\"", await Backend.PageAsync("agent", "/cases/KM-1001.1"), StringComparison.Ordinal);
        (await Backend.PostFormAsync("agent", "/cases/KM-1001.1/actions/overrule", ("decision", "refund"), ("reason", "One came too late."), ("amount", "43.30"))).Expect(HttpStatusCode.SeeOther);
        await Backend.DrainAsync();
        Assert.Contains("RM 43.30", await Backend.PageAsync("seller:S-100", "/cases/KM-1001.1"), StringComparison.Ordinal);
    }
}
