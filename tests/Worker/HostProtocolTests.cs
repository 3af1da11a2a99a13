using System.Text.Json;
using System.Text.Json.Nodes;
using Kumoten.Functions.Worker;

namespace Kumoten.Tests.Worker;

public class HostProtocolTests
{
    private const string Message = """{"parcel":"P-1","weight":3}""";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_message_is_read_however_often_the_host_encoded_it(int times)
    {
        var data = JsonNode.Parse(Message)!;
        for (var i = 0; i < times; i++)
            data = JsonValue.Create(data.ToJsonString());

        Assert.Equal(new Parcel("P-1", 3), HostProtocol.Read(Call(data), "message", typeof(Parcel)));
    }

    [Fact]
    public void Metadata_that_the_message_has_overwritten_does_not_matter()
    {
        var call = Call(JsonValue.Create(JsonSerializer.Serialize(Message)));
        call["Metadata"] = new JsonObject { ["Id"] = "\"P-9\"", ["parcel"] = "\"P-9\"", ["DequeueCount"] = "\"many\"", ["Data"] = "\"other\"" };

        Assert.Equal(new Parcel("P-1", 3), HostProtocol.Read(call, "message", typeof(Parcel)));
    }

    [Theory]
    [InlineData("\"plain words\"", "plain words")]
    [InlineData("\"\\\"plain words\\\"\"", "plain words")]
    [InlineData("""{"parcel":"P-1"}""", """{"parcel":"P-1"}""")]
    public void A_message_of_text_is_read_as_text(string data, string expected) =>
        Assert.Equal(expected, HostProtocol.Read(Call(JsonNode.Parse(data)!), "message", typeof(string)));

    [Fact]
    public void A_timer_is_read_from_what_the_host_sends()
    {
        var data = JsonNode.Parse("""{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-11-10T00:00:00+00:00","Next":"2026-11-11T00:00:00+00:00","LastUpdated":"2026-11-10T00:00:00+00:00"},"IsPastDue":true}""")!;

        var timer = Assert.IsType<TimerInfo>(HostProtocol.Read(Call(data), "message", typeof(TimerInfo)));

        Assert.True(timer.IsPastDue);
        Assert.Equal(new DateTime(2026, 11, 11, 0, 0, 0, DateTimeKind.Utc), timer.ScheduleStatus!.Next.ToUniversalTime());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Data":{"other":"{}"}}""")]
    [InlineData("""{"Data":{"message":null}}""")]
    [InlineData("""{"Data":{"message":"null"}}""")]
    [InlineData("""{"Data":{"message":"\"null\""}}""")]
    [InlineData("""{"Data":{"message":"no JSON"}}""")]
    [InlineData("""{"Data":{"message":"[1]"}}""")]
    public void A_call_without_the_message_is_refused(string call) =>
        Assert.ThrowsAny<JsonException>(() => HostProtocol.Read(JsonNode.Parse(call), "message", typeof(Parcel)));

    [Fact]
    public void Both_answers_are_json_objects()
    {
        Assert.IsType<JsonObject>(JsonNode.Parse(HostProtocol.Done));
        Assert.Equal("a \"reason\"", (string?)JsonNode.Parse(HostProtocol.Failed("a \"reason\""))!["Logs"]![0]);
    }

    private static JsonObject Call(JsonNode data) => new() { ["Data"] = new JsonObject { ["message"] = data } };

    private sealed record Parcel(string ParcelId, int Weight)
    {
        [System.Text.Json.Serialization.JsonPropertyName("parcel")]
        public string ParcelId { get; init; } = ParcelId;
    }
}
