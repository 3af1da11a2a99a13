using System.Net;
using Azure.Data.Tables;
using Kumoten.Tests.Storms;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Dossiers;

public class SweepTests : BackendTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Backend.FeedAsync(Samples.Order());
        await Backend.PushAsync("lazada.trade-canceled");
    }

    [Fact]
    public async Task A_hold_not_confirmed_in_one_working_day_is_escalated_once_on_the_timeline_and_by_mail()
    {
        await Backend.DrainAsync();
        // The case began on Tuesday 10 November: due on Wednesday at 18:00.
        await SweepAtAsync("2026-11-11T17:59:59+08:00");
        Assert.Equal(0, await EscalationsAsync());
        await SweepAtAsync("2026-11-11T18:00:00+08:00");
        await SweepAtAsync("2026-11-13T18:00:00+08:00");
        Assert.Equal(1, await EscalationsAsync());
        var mail = Assert.Single(Backend.Outbox.Sent, mail => mail.To == "desk@kumoten.example");
        Assert.Contains("1300-300-300", mail.Body, StringComparison.Ordinal);
        Assert.True((bool)(await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["next"]!["overdue"]!);
    }

    [Fact]
    public async Task A_step_whose_message_a_crash_lost_is_sent_again()
    {
        var push = Assert.Single(await Backend.ReceiveAsync());
        await Backend.DeliverAsync(push);
        foreach (var lost in await Backend.ReceiveAsync())
            await lost.Queue.DeleteMessageAsync(lost.Message.MessageId, lost.Message.PopReceipt);

        Backend.Time.Advance(TimeSpan.FromSeconds(31));
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
        Assert.Single(Backend.Outbox.Sent);
    }

    [Fact]
    public async Task A_case_that_moved_on_leaves_nothing_behind_in_the_agenda()
    {
        await Backend.DrainAsync();
        await Backend.PostAsync("agent", "/api/cases/KM-1001.1/actions/close", new { reason = "test" });
        await Backend.DrainAsync();
        await SweepAtAsync("2027-01-01T00:00:00+08:00");
        Assert.Equal(0, await EscalationsAsync());
        Assert.Empty(await Backend.Storage.Agenda.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_look_that_comes_due_while_its_decision_is_saved_is_not_crossed_off_by_a_sweep_that_saw_nothing_yet()
    {
        // The order is late already when it is fed in, so its look is due at once; ten sweeps race with the feed.
        for (var seed = 1; seed <= 10; seed++)
        {
            var weather = new Weather(seed);
            await using var backend = await Backend.StartAsync(new StormyTransport(weather));
            await backend.GetAsync("service", "/api/health");
            var sweeps = Enumerable.Repeat<Func<Task>>(() => backend.RunTimerAsync("WatchDeadlines"), 10);
            Assert.All(await weather.AtOnceAsync([() => backend.FeedAsync(Samples.Order()), .. sweeps]), Assert.Null);

            backend.Time.Advance(TimeSpan.FromSeconds(1));
            (await backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
            var cases = (await backend.GetAsync("agent", "/api/cases?orderId=KM-1001")).Json["items"]!.AsArray();
            Assert.True(cases.Count == 1, $"Seed {seed}: the late parcel was never found.");
        }
    }

    private async Task SweepAtAsync(string time)
    {
        (await Backend.PutAsync(null, "/api/dev/clock", new { now = time })).Expect(HttpStatusCode.OK);
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await Backend.DrainAsync();
    }

    private async Task<int> EscalationsAsync() => (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["timeline"]!.AsArray()
        .Count(t => (string)t!["event"]! == "deadlinePassed");
}
