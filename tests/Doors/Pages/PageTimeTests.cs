using System.Globalization;
using Kumoten.Functions.Doors.Pages;

namespace Kumoten.Tests.Doors.Pages;

public class PageTimeTests
{
    [Theory]
    [InlineData("2026-11-10T18:00:00+08:00", "Tuesday, 10 November 2026, 6:00 pm", "Selasa, 10 November 2026, 6:00 petang")]
    [InlineData("2026-11-10T10:00:00Z", "Tuesday, 10 November 2026, 6:00 pm", "Selasa, 10 November 2026, 6:00 petang")]
    [InlineData("2026-03-01T00:05:00+08:00", "Sunday, 1 March 2026, 12:05 am", "Ahad, 1 Mac 2026, 12:05 pagi")]
    [InlineData("2026-03-01T12:30:00+08:00", "Sunday, 1 March 2026, 12:30 pm", "Ahad, 1 Mac 2026, 12:30 tengah hari")]
    [InlineData("2026-03-01T21:30:00+08:00", "Sunday, 1 March 2026, 9:30 pm", "Ahad, 1 Mac 2026, 9:30 malam")]
    [InlineData("2026-12-04T00:00:00+08:00", "Friday, 4 December 2026", "Jumaat, 4 Disember 2026")]
    public void A_moment_is_written_as_Malaysians_write_it(string at, string english, string malay) =>
        Assert.Equal((english, malay), (PageTime.Moment(At(at), "en"), PageTime.Moment(At(at), "ms")));

    // Friday, with the weekend of Selangor before Monday.
    [Theory]
    [InlineData("2026-11-13T18:00:00+08:00", "today", "hari ini")]
    [InlineData("2026-11-16T18:00:00+08:00", "in 1 working day", "dalam 1 hari bekerja")]
    [InlineData("2026-11-18T18:00:00+08:00", "in 3 working days", "dalam 3 hari bekerja")]
    [InlineData("2026-11-13T08:00:00+08:00", null, null)]
    public void What_is_left_of_a_deadline_is_told_in_working_days(string by, string? english, string? malay)
    {
        var now = At("2026-11-13T09:00:00+08:00");
        Assert.Equal((english, malay), (PageTime.Left(At(by), now, "en"), PageTime.Left(At(by), now, "ms")));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
