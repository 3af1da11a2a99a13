using Azure.Data.Tables;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;

namespace Kumoten.Functions.Dossiers;

/// <summary>
/// Looks at every dossier that is due, oldest first: applies passed deadlines and sends steps again that a crash
/// left unsent. After hours of downtime it makes up for everything, once, in the order it came due.
/// </summary>
/// <param name="agenda">What is due.</param>
/// <param name="feeds">Which couriers' feeds are silent.</param>
/// <param name="runner">Decides and saves.</param>
/// <param name="followers">Told of every dossier that was looked at.</param>
/// <param name="clock">The application's clock.</param>
/// <param name="log">Where a dossier that fails is told of.</param>
public sealed class Sweep(Agenda agenda, FeedClock feeds, CaseRunner runner, IEnumerable<IDossierFollower> followers, TimeProvider clock, ILogger<Sweep> log)
{
    /// <summary>Sweeps until nothing is due.</summary>
    /// <param name="cancel">Stops it; what is left is due at the next sweep.</param>
    /// <returns>When nothing is due any more.</returns>
    /// <exception cref="AggregateException">Some dossiers failed; they stay due, the others are done.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        var silent = await feeds.SilentAsync(cancel);
        var failures = new Dictionary<string, Exception>();
        while (await agenda.DueAsync(clock.GetUtcNow(), failures.Keys, cancel) is { Count: > 0 } due)
        {
            var done = new List<TableEntity>();
            foreach (var (subject, entries) in due)
            {
                try
                {
                    await ApplyDueAsync(subject, silent, cancel);
                    done.AddRange(entries);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // One dossier that fails must not keep the others from their deadlines; it stays due.
                    log.LogError(failure, "The sweep could not look at {Subject}", subject);
                    failures[subject] = failure;
                }
            }

            // First told, then crossed off: a crash in between has them told of twice, and counting twice changes nothing.
            foreach (var follower in followers)
                await follower.LookedAtAsync([.. due.Select(d => d.Subject).Except(failures.Keys)], cancel);
            await agenda.RemoveAsync(done, cancel);
        }

        if (failures.Count > 0)
            throw new AggregateException($"{failures.Count} dossiers stay due: {string.Join(", ", failures.Keys)}", failures.Values);
    }

    private async Task ApplyDueAsync(string subject, IReadOnlyCollection<string> silent, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var result = await runner.RunAsync(subject, draft =>
        {
            now = draft.Now;
            foreach (var c in draft.After.Cases.Where(c => c.RemindAt <= draft.Now).ToList())
                draft.Apply(c, new Reminded());
            foreach (var c in draft.After.Cases.Where(c => c.DueAt <= draft.Now).ToList())
                draft.Apply(c, new DeadlinePassed());
            OrderFlow.LookForStall(draft, silent);
            return null;
        }, cancel, resend: true);
        // A new step's look was registered with its save; one that was sent again is to be looked at once more.
        await agenda.RegisterAsync(subject, result.Dossier.Cases.SelectMany(c => c.Sendable).Where(step => step.Since < now).Select(step => Agenda.ResendAt(step, now)), cancel);
    }
}
