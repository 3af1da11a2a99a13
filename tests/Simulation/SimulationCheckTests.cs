using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Dossiers;
using Kumoten.Tests.Storms;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Simulation;

/// <summary>Proof that the simulation's checks can fail: a rule broken on purpose is found. And the same seed lives the same again.</summary>
public class SimulationCheckTests : IClassFixture<Azurite>
{
    [Fact]
    public async Task A_refund_that_no_term_allows_is_found()
    {
        var report = await RunAsync(new Settings(Seed: 1, Orders: 1, Days: 2) { Mix = [new("a damaged return", 1, DamagedReturnAsync)], Replace = services => services.AddSingleton<CaseRunner, GenerousRunner>() });
        Assert.Contains(report.Complaints, c => c.Contains("a refund was paid without receipt and intact inspection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deadline_that_nobody_watches_is_found()
    {
        var report = await RunAsync(new Settings(Seed: 1, Orders: 4, Days: 14) { Mix = Only("cancelled by the seller's form"), WatchesDeadlines = false });
        Assert.Contains(report.Complaints, c => c.Contains("past its deadline", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_that_is_never_sent_again_is_found()
    {
        var report = await RunAsync(new Settings(Seed: 1, Orders: 6, Days: 14) { Mix = Only("out for delivery before the cancellation"), MailOutages = [new Span(0, 240)], Replace = services => services.AddSingleton<CaseRunner, ForgetfulRunner>() });
        Assert.Contains(report.Complaints, c => c.Contains("still has to do", StringComparison.Ordinal));
        Assert.Contains(report.Complaints, c => c.Contains("was never made up for", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_way_that_no_case_took_is_named_and_fails_the_quarter()
    {
        var report = await RunAsync(new Settings(Seed: 1, Orders: 2, Days: 3) { Mix = Only("cancelled in the warehouse") });
        Assert.Empty(report.Complaints);
        Assert.False(report.IsGood);
        Assert.Contains("not reached: Late parcel: followingUp --confirmLost--> refunding", report.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_lives_the_same_quarter()
    {
        var settings = new Settings(Seed: 3, Orders: Behaviour.Mix.Count, Days: 5) { SweepEvery = 6 };
        var (first, second) = (await RunAsync(settings), await RunAsync(settings));
        Assert.Equal(Timelines(first), Timelines(second));
    }

    private static async Task DamagedReturnAsync(Life life)
    {
        await life.ShipAsync();
        await life.SayAsync("cancelled");
        await life.AfterAsync(1);
        await life.ActAsync("agent", $"{life.OrderId}.1", "holdConfirmed", CaseState.AwaitingCourierHold);
        await life.ActAsync("warehouse", $"{life.OrderId}.1", "receiveParcel", CaseState.Returning);
        await life.ActAsync("warehouse", $"{life.OrderId}.1", "inspect: not intact", CaseState.AwaitingInspection);
    }

    private static async Task<Report> RunAsync(Settings settings) => await Quarter.RunAsync(settings);

    private static List<Behaviour> Only(string name) => [.. Behaviour.Mix.Where(behaviour => behaviour.Name == name)];

    private static IEnumerable<string> Timelines(Report report) => report.All.Dossiers.Values.OrderBy(d => d.Subject, StringComparer.Ordinal)
        .SelectMany(d => d.Timeline.Select(t => $"{t.CaseId} {t.Entry.At:O} {t.Entry.Actor} {t.Entry.Event} {t.Entry.From} {t.Entry.To}"));

    /// <summary>A rule broken on purpose: whatever the terms refuse is paid all the same.</summary>
    private sealed class GenerousRunner(CaseStore store, Agenda agenda, StepQueues steps, IEnumerable<IDossierFollower> followers, TimeProvider clock) : CaseRunner(store, agenda, steps, followers, clock)
    {
        public override Task<RunResult> RunAsync(string subject, Func<Draft, Move.Refused?> decide, CancellationToken cancel, Loaded? loaded = null, bool resend = false) =>
            base.RunAsync(
                subject,
                draft =>
                {
                    var refusal = decide(draft);
                    foreach (var c in draft.ChangedCases.Where(c => c.State == CaseState.Refused).ToList())
                        draft.Apply(c, new Overruled(Verdict.Refund, "why not"));
                    return refusal;
                },
                cancel,
                loaded,
                resend);
    }
}
