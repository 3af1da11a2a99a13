using System.Net;
using System.Text.RegularExpressions;
using Kumoten.Functions.Desk.Figures;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Doors.Pages;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Hands.DeadLetters;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Doors.Pages;

public partial class DashboardTests : BackendTest
{
    [Fact]
    public async Task The_figures_of_a_refunded_case_stand_in_tables_and_charts_in_both_languages()
    {
        await RefundedAsync();
        var page = await Backend.PageAsync("agent", "/dashboard");
        Assert.Equal(["1", "0", "0", "3", "0", "100%", "1", "2.8", "129.90"], Row(page, "East Malaysia"));
        Assert.Equal(["0", "0", "0", "0", "0", "-", "0", "-", "0.00"], Row(page, "Peninsular Malaysia"));
        Assert.Equal(["1", "0", "0", "3", "0", "100%", "1", "2.8", "129.90"], Row(page, "PosLaju"));
        Assert.Equal(["3", "0", "100%"], Row(page, "9 November 2026"));
        // One bar of two has a length: the other week kept and missed nothing.
        Assert.Contains("aria-label=\"Deadlines kept and missed\"", page, StringComparison.Ordinal);
        Assert.Equal(["kept", "refunded", "median"], Bars(page));
        Assert.Contains("<desc>The longest bar: 9 November 2026, 129.90.</desc>", page, StringComparison.Ordinal);
        Assert.Contains("As of Tuesday, 10 November 2026", page, StringComparison.Ordinal);
        Assert.Contains("Counted since Tuesday, 10 November 2026.", page, StringComparison.Ordinal);

        var malay = await Backend.PageAsync("agent", "/dashboard?lang=ms");
        Assert.Equal(Row(page, "East Malaysia"), Row(malay, "Malaysia Timur"));
        Assert.Contains("<h1>Angka</h1>", malay, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_open_is_shown_by_where_it_stands_and_for_how_long()
    {
        await CancelledAsync();
        Backend.Time.Advance(TimeSpan.FromDays(3));
        await SweepAsync();
        var page = await Backend.PageAsync("agent", "/dashboard");
        Assert.Equal(["0", "1", "0", "0", "1", "3"], Row(page, "The courier is to hold the parcel"));
        Assert.Equal(["upTo7Days", "missed"], Bars(page));
        Assert.Equal(["0", "1", "0%"], Row(page, "9 November 2026"));
    }

    [Fact]
    public async Task The_file_has_the_numbers_of_the_tables()
    {
        await RefundedAsync();
        var page = await Backend.PageAsync("agent", "/dashboard");
        var link = Regex.Match(page, "href=\"(/dashboard.csv[^\"]+)\"").Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        using var answer = await Backend.SendAsync("agent", HttpMethod.Get, link, null);
        Assert.Equal((HttpStatusCode.OK, Csv.ContentType), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal("kumoten-figures-2026-10-12-to-2026-11-10.csv", answer.Content.Headers.ContentDisposition!.FileNameStar);
        var lines = (await answer.Content.ReadAsStringAsync()).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        var names = lines[0];
        foreach (var (group, name, label) in new[] { ("all", "all", "All"), ("region", "east", "East Malaysia"), ("region", "peninsula", "Peninsular Malaysia"), ("courier", "poslaju", "PosLaju"), ("courier", "zto", "ZTO") })
        {
            var cells = names.Zip(Assert.Single(lines, line => line[0] == group && line[1] == name)).ToDictionary(cell => cell.First, cell => cell.Second);
            Assert.Equal(Row(page, label), new[] { "casesOpened", "parcelsStalled", "openNow", "deadlinesKept", "deadlinesMissed", "inTimePercent", "refunds", "medianDaysToRefund", "refunded" }
                .Select(column => cells[column] == "" ? "-" : column == "inTimePercent" ? cells[column] + "%" : cells[column]));
        }
    }

    [Fact]
    public async Task A_system_without_cases_has_a_dashboard_too()
    {
        var page = await Backend.PageAsync("agent", "/dashboard");
        Assert.Contains("There is nothing to count yet.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Counted since", page, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"img\"", page, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(page, "<dd>Working</dd>"));
        Assert.Contains("Nothing has failed for good.", page, StringComparison.Ordinal);
        Assert.Contains("None yet. The books are proved each night at 02:00.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_see_what_failed_and_the_last_proof_of_the_books()
    {
        await Backend.Services.GetRequiredService<DeadLetterStore>().KeepAsync(Queues.Refunds, "one", default);
        (await Backend.RunTimerAsync("Reconcile")).Expect(HttpStatusCode.OK);
        var page = await Backend.PageAsync("agent", "/dashboard");
        Assert.Contains("<a class=\"late-word\" href=\"/desk/failed\">1</a>", page, StringComparison.Ordinal);
        Assert.Contains("Nothing is wrong.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seller:S-100", "", HttpStatusCode.Forbidden)]
    [InlineData("warehouse", "", HttpStatusCode.Forbidden)]
    [InlineData("agent", "?from=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("agent", "?from=2026-11-02&to=2026-11-01", HttpStatusCode.BadRequest)]
    [InlineData("agent", "?form=2026-11-02", HttpStatusCode.BadRequest)]
    public async Task Other_readers_and_other_questions_are_refused(string role, string query, HttpStatusCode status)
    {
        await Backend.PageAsync(role, "/dashboard" + query, status);
        (await Backend.GetAsync(role, "/dashboard.csv" + query)).Expect(status);
    }

    [Fact]
    public async Task A_page_of_the_longest_period_with_all_there_can_be_is_still_small()
    {
        var (first, last) = (new DateOnly(2000, 1, 1), new DateOnly(2100, 12, 31));
        Backend.Time.Advance(MalaysiaTime.At(last, TimeOnly.MinValue) - Backend.Time.GetUtcNow());
        var rows = new List<Azure.Data.Tables.TableTransactionAction>();
        void Add(string page, params (string Name, long Count)[] names)
        {
            var counts = new Counts();
            foreach (var (name, count) in names)
                counts.Add(page, name, count);
            rows.Add(new(Azure.Data.Tables.TableTransactionActionType.UpsertReplace, Rows.Of("figures", page, counts)));
        }

        for (var year = first.Year; year <= last.Year; year++)
        {
            foreach (var place in new[] { "zto.sabah", "poslaju.johor", "none.none" })
                Add($"day.{year}0601.{place}", ("kept", 123_456), ("missed", 123_456), ("refunds", 123_456), ("refundedSen", 1_234_567_890), ("days.135", 123_456));
        }

        foreach (var chunk in rows.Chunk(100))
            await Backend.Storage.Figures.SubmitTransactionAsync(chunk);
        rows.Clear();
        var days = new[] { 0, 5, 10, 400 }.Select(days => last.AddDays(-days).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Add("open.zto.sabah", [.. Enum.GetValues<CaseState>().SelectMany(state => days.Select(day => ($"{state.ApiName()}.{day}", 123_456L)))]);
        await Backend.Storage.Figures.SubmitTransactionAsync(rows);

        // PageAsync holds every page to 120 KB.
        foreach (var language in new[] { "en", "ms" })
            Assert.Contains("2100", await Backend.PageAsync("agent", $"/dashboard?from=2000-01-01&to=2100-12-31&lang={language}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-01", "2026-11-30", "week", "2026-10-26", 6)]
    [InlineData("2026-11-20", "2026-12-31", "week", "2026-11-16", 2)]
    [InlineData("2026-01-01", "2026-12-31", "month", "2026-02", 10)]
    [InlineData("2020-01-01", "2026-12-31", "year", "2026", 1)]
    [InlineData("2025-01-01", "2025-01-31", "week", null, 0)]
    public void A_period_is_parted_into_weeks_months_or_years_from_the_books_first_day_until_today(string from, string to, string step, string? first, int count)
    {
        var times = FigureLine.Of(new(Day(from), Day(to)), Day("2026-02-03"), new Counts(), Day(step == "week" && to == "2026-11-30" ? "2026-12-24" : "2026-11-24")).Where(line => FigureLine.Steps.Contains(line.Group)).ToList();
        Assert.Equal((first, count), (times.FirstOrDefault()?.Name, times.Count));
        Assert.All(times, line => Assert.Equal(step, line.Group));
    }

    [Fact]
    public void A_charts_bars_begin_where_the_one_before_ended_and_its_axis_counts_whole_cases()
    {
        var chart = BarChart.Of(["kept", "missed"], [new("a", "1 + 1", 1, 1), new("b", "0 + 1", 0, 1)])!;
        var bars = (IEnumerable<Dictionary<string, object?>>)chart["bars"]!;
        var parts = bars.Select(bar => ((IEnumerable<Dictionary<string, object?>>)bar["parts"]!).Select(part => ($"{part["series"]}", (decimal)part["x"]!, (decimal)part["width"]!)).ToList()).ToList();
        Assert.Equal([("kept", 4m, 176m), ("missed", 180m, 176m)], parts[0]);
        Assert.Equal([("missed", 4m, 176m)], parts[1]);
        Assert.Equal(["0", "1", "2"], ((IEnumerable<Dictionary<string, object?>>)chart["ticks"]!).Select(tick => tick["text"]));
        Assert.Null(BarChart.Of(["kept"], [new("a", "0", 0)]));
        Assert.Null(BarChart.Of(["kept"], []));
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Row(string page, string label) =>
        Regex.Matches(Regex.Match(page, $"<tr><th scope=\"row\">{label}</th>(.*?)</tr>").Groups[1].Value, "<td>(.*?)</td>").Select(cell => cell.Groups[1].Value);

    private static IEnumerable<string> Bars(string page) => Rect().Matches(page).Select(bar => bar.Groups[1].Value);

    private async Task CancelledAsync()
    {
        await Backend.FeedAsync(Samples.Order(), "KM-1001");
        await Backend.PushAsync("lazada.trade-canceled");
        await Backend.DrainAsync();
    }

    private async Task RefundedAsync()
    {
        await CancelledAsync();
        foreach (var (role, path, body) in new (string, string, object)[]
        {
            ("agent", "/api/cases/KM-1001.1/actions/holdConfirmed", new { ticket = "T" }),
            ("warehouse", "/api/parcels/receive", new { trackingNumber = "EN123456789MY" }),
            ("warehouse", "/api/cases/KM-1001.1/actions/inspect", new { condition = "intact" }),
        })
            (await Backend.PostAsync(role, path, body)).Expect(HttpStatusCode.OK);
        await SweepAsync();
    }

    private async Task SweepAsync()
    {
        await Backend.DrainAsync();
        Backend.Time.Advance(TimeSpan.FromSeconds(31));
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    [GeneratedRegex("<rect class=\"(\\w+)\" x=")]
    private static partial Regex Rect();
}
