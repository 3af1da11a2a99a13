using System.Globalization;
using Kumoten.Functions.Doors.Accounts;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kumoten.Tests.Doors.Accounts;

public class PeriodTests
{
    [Theory]
    [InlineData("", "2026-11-01", "2026-11-30")]
    [InlineData("?from=&to=&month=", "2026-11-01", "2026-11-30")]
    [InlineData("?month=2026-02", "2026-02-01", "2026-02-28")]
    [InlineData("?month=2028-02", "2028-02-01", "2028-02-29")]
    [InlineData("?from=2026-03-05", "2026-03-05", "2026-03-31")]
    [InlineData("?to=2026-03-05", "2026-03-01", "2026-03-05")]
    [InlineData("?from=2026-03-05&to=2026-03-05", "2026-03-05", "2026-03-05")]
    [InlineData("?from=2025-12-31&to=2027-01-01", "2025-12-31", "2027-01-01")]
    public void A_period_is_days_or_a_month_and_the_present_month_when_nothing_is_said(string query, string from, string to) =>
        Assert.Equal(new Period(Day(from), Day(to)), Read(query, "2026-11-10T09:00:00+08:00"));

    [Theory]
    [InlineData("2026-11-30T15:59:59Z", "2026-11-01")]
    [InlineData("2026-11-30T16:00:00Z", "2026-12-01")] // midnight in Malaysia
    public void The_present_month_is_Malaysias(string now, string from) => Assert.Equal(Day(from), Read("", now).From);

    [Fact]
    public void Both_days_are_included_from_midnight_to_midnight_in_Malaysia()
    {
        var period = Read("?from=2026-11-01&to=2026-11-30", "2026-11-10T09:00:00+08:00");
        Assert.Equal(At("2026-10-31T16:00:00Z"), period.Start);
        Assert.Equal(At("2026-11-30T16:00:00Z"), period.End);
    }

    [Theory]
    [InlineData("?from=2026-11-02&to=2026-11-01", "from")]
    [InlineData("?from=2026-13-01", "from")]
    [InlineData("?from=2026-02-30", "from")]
    [InlineData("?from=01/11/2026", "from")]
    [InlineData("?from=2026-11-01&from=2026-11-02", "from")]
    [InlineData("?from=0001-01-01", "from")]
    [InlineData("?to=9999-12-31", "to")]
    [InlineData("?to=soon", "to")]
    [InlineData("?month=2026-11-01", "month")]
    [InlineData("?month=November", "month")]
    [InlineData("?month=2026-11&to=2026-11-05", "month")]
    public void Nonsense_is_refused_by_the_fields_name(string query, string field)
    {
        var refused = Assert.Throws<ProblemException>(() => Read(query, "2026-11-10T09:00:00+08:00"));
        Assert.Equal(400, refused.Status);
        Assert.Equal([field], Assert.IsType<Dictionary<string, FieldError[]>>(refused.Extensions["errors"]).Keys);
    }

    private static Period Read(string query, string now) => Period.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), At(now));

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
