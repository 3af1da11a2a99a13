using Kumoten.Functions.Domain.Deadlines;

namespace Kumoten.Tests.Domain.Deadlines;

public sealed class ParcelClockTests
{
    // The day of the last scan is not counted; the parcel is stalled when the 5th working day after it is over.
    [Theory]
    [InlineData(MalaysianState.Selangor, "2026-07-06T09:00+08:00", "2026-07-14")] // Monday; the 5th is the next Monday
    [InlineData(MalaysianState.Selangor, "2026-07-10T09:00+08:00", "2026-07-18")] // Friday; the 5th is the next Friday
    [InlineData(MalaysianState.Selangor, "2026-07-11T09:00+08:00", "2026-07-18")] // Saturday
    [InlineData(MalaysianState.Selangor, "2026-07-12T09:00+08:00", "2026-07-18")] // Sunday
    [InlineData(MalaysianState.Selangor, "2026-05-28T09:00+08:00", "2026-06-09")] // over Vesak and the King's birthday
    [InlineData(MalaysianState.Sarawak, "2026-05-28T09:00+08:00", "2026-06-10")] // and Gawai
    [InlineData(MalaysianState.Selangor, "2026-03-18T09:00+08:00", "2026-03-28")] // over Hari Raya
    [InlineData(MalaysianState.Sabah, "2026-07-06T09:00+08:00", "2026-07-14")]
    [InlineData(MalaysianState.Sabah, "2026-12-21T09:00+08:00", "2026-12-31")] // over Christmas Eve and Christmas
    [InlineData(MalaysianState.Selangor, "2026-12-21T09:00+08:00", "2026-12-30")] // over Christmas
    [InlineData(MalaysianState.Kelantan, "2026-07-06T09:00+08:00", "2026-07-14")] // Monday; Friday and Saturday off
    [InlineData(MalaysianState.Kelantan, "2026-07-09T09:00+08:00", "2026-07-17")] // Thursday; the 5th is the next Thursday
    [InlineData(MalaysianState.Selangor, "2026-07-09T09:00+08:00", "2026-07-17")]
    [InlineData(MalaysianState.Kelantan, "2026-07-10T09:00+08:00", "2026-07-17")] // Friday
    [InlineData(MalaysianState.Johor, "2024-12-26T09:00+08:00", "2025-01-03")] // Johor's last Friday off, then Sunday at work
    public void A_parcel_is_stalled_after_five_working_days_of_its_destination(MalaysianState to, string lastScan, string stalledFrom) =>
        Assert.Equal(Make.Moment(stalledFrom + "T00:00+08:00"), ParcelClock.StalledFrom(Make.Moment(lastScan), to, WorkCalendar.Malaysia));

    [Theory]
    [InlineData("2026-07-06T23:59:59+08:00", "2026-07-14")]
    [InlineData("2026-07-07T00:00:00+08:00", "2026-07-15")]
    [InlineData("2026-07-06T15:59:59Z", "2026-07-14")] // one second before midnight in Malaysia
    [InlineData("2026-07-06T16:00:00Z", "2026-07-15")] // midnight in Malaysia
    [InlineData("2026-07-06T09:00:00-08:00", "2026-07-15")] // one in the morning of the 7th in Malaysia
    public void The_day_of_a_scan_is_the_day_in_Malaysia_whatever_its_offset(string lastScan, string stalledFrom) =>
        Assert.Equal(
            Make.Moment(stalledFrom + "T00:00+08:00"),
            ParcelClock.StalledFrom(Make.Moment(lastScan), MalaysianState.Selangor, WorkCalendar.Malaysia));

    [Theory]
    [InlineData(0, "2026-07-07")]
    [InlineData(1, "2026-07-08")]
    [InlineData(10, "2026-07-21")]
    public void Patience_may_be_another_number_of_working_days(int patience, string stalledFrom) =>
        Assert.Equal(
            Make.Moment(stalledFrom + "T00:00+08:00"),
            ParcelClock.StalledFrom(
                Make.Moment("2026-07-06T09:00+08:00"), MalaysianState.Selangor, WorkCalendar.Malaysia, new WorkingDays(patience)));

    [Fact]
    public void Patience_is_five_working_days() => Assert.Equal("5 working days", ParcelClock.Patience.ToString());
}
