using System.Text.Json;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Doors.Marketplaces;

namespace Kumoten.Tests.Doors.Marketplaces;

/// <summary>AfterShip's published tags and subtags, and what each means here.</summary>
public class AfterShipWordsTests
{
    [Theory]
    [InlineData("Pending", "Pending_001", ScanKind.LabelMade)]
    [InlineData("InfoReceived", "InfoReceived_001", ScanKind.LabelMade)]
    [InlineData("InTransit", "InTransit_001", ScanKind.InTransit)]
    [InlineData("InTransit", "InTransit_002", ScanKind.InTransit)]
    [InlineData("InTransit", "InTransit_003", ScanKind.InTransit)]
    [InlineData("InTransit", "InTransit_007", ScanKind.InTransit)]
    [InlineData("InTransit", "InTransit_009", ScanKind.Redirected)]
    [InlineData("OutForDelivery", "OutForDelivery_001", ScanKind.OutForDelivery)]
    [InlineData("OutForDelivery", "OutForDelivery_003", ScanKind.OutForDelivery)]
    [InlineData("AvailableForPickup", "AvailableForPickup_001", ScanKind.ReadyForPickup)]
    [InlineData("AttemptFail", "AttemptFail_001", ScanKind.AttemptFailed)]
    [InlineData("AttemptFail", "AttemptFail_002", ScanKind.AttemptFailed)]
    [InlineData("Delivered", "Delivered_001", ScanKind.Delivered)]
    [InlineData("Delivered", "Delivered_002", ScanKind.Delivered)]
    [InlineData("Exception", "Exception_001", ScanKind.AttemptFailed)]
    [InlineData("Exception", "Exception_002", ScanKind.AttemptFailed)]
    [InlineData("Exception", "Exception_003", ScanKind.Refused)]
    [InlineData("Exception", "Exception_004", ScanKind.Other)]
    [InlineData("Exception", "Exception_005", ScanKind.Other)]
    [InlineData("Exception", "Exception_006", ScanKind.Other)]
    [InlineData("Exception", "Exception_007", ScanKind.AttemptFailed)]
    [InlineData("Exception", "Exception_008", ScanKind.AttemptFailed)]
    [InlineData("Exception", "Exception_009", ScanKind.Other)]
    [InlineData("Exception", "Exception_010", ScanKind.Returning)]
    [InlineData("Exception", "Exception_011", ScanKind.Returned)]
    [InlineData("Exception", "Exception_012", ScanKind.Damaged)]
    [InlineData("Exception", "Exception_013", ScanKind.Lost)]
    [InlineData("Exception", "Exception_016", ScanKind.Other)]
    [InlineData("Expired", "Expired_001", ScanKind.LabelMade)]
    [InlineData("Delivered", null, ScanKind.Delivered)]
    [InlineData("Teleported", "Teleported_001", ScanKind.Other)]
    public void A_tag_and_subtag_mean_what_the_table_says(string tag, string? subtag, ScanKind meaning) => Assert.Equal(meaning, AfterShipWords.Meaning(tag, subtag));

    [Theory]
    [InlineData("""{"msg":{"tracking_number":"EN1","tag":"Delivered","subtag":"Delivered_001","checkpoints":[{"checkpoint_time":"soon","tag":"Delivered"}]},"ts":1794031201}""")]
    [InlineData("""{"msg":{"tracking_number":"EN1","tag":"Delivered","subtag":"Delivered_001","checkpoints":[]},"ts":1794031201}""")]
    [InlineData("""{"msg":{"tracking_number":"EN1","tag":"Delivered"},"ts":1794031201}""")]
    public void What_the_push_itself_says_counts_where_no_checkpoint_has_a_time(string body)
    {
        using var json = JsonDocument.Parse(body);
        var scan = Assert.Single(Assert.IsType<PushContent.Tracking>(new AfterShip().Read(json.RootElement, default)).Update.Scans);
        Assert.Equal((ScanKind.Delivered, DateTimeOffset.FromUnixTimeSeconds(1794031201)), (scan.Kind, scan.At));
    }
}
