using System.Diagnostics;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>
/// Looks at every dossier that is due, oldest first: applies passed deadlines and sends steps again that a crash
/// left unsent. After hours of downtime it makes up for everything, once, in the order it came due.
/// What falls due in a wave, as at the end of a working day, is handed out to a queue a hundred at a time, so that all instances share it
/// and what comes due behind the wave does not wait for it.
/// </summary>
/// <param name="agenda">What is due.</param>
/// <param name="feeds">Which couriers' feeds are silent.</param>
/// <param name="runner">Decides and saves.</param>
/// <param name="followers">Told of every dossier that was looked at.</param>
/// <param name="storage">The queue, and how much is done side by side.</param>
/// <param name="clock">The application's clock.</param>
/// <param name="log">Where a dossier that fails is told of.</param>
public sealed class Sweep(Agenda agenda, FeedClock feeds, CaseRunner runner, IEnumerable<IDossierFollower> followers, Storage storage, TimeProvider clock, ILogger<Sweep> log)
{
    /// <summary>When what was handed out comes due once more, should nobody have looked at it: later than any try of its message.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    // Well within the host's functionTimeout (host.json): the next sweep goes on.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>Sweeps until nothing is due, or long enough.</summary>
    /// <param name="cancel">Stops it; what is left is due at the next sweep.</param>
    /// <returns>When nothing is due any more, or the next sweep is to go on.</returns>
    /// <exception cref="AggregateException">Some dossiers failed; they stay due, the others are done.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        var since = Stopwatch.StartNew();
        var silent = await feeds.SilentAsync(cancel);
        var failures = new Dictionary<string, Exception>();
        for (var parts = Agenda.Parts; parts.Count > 0 && since.Elapsed < Longest;)
        {
            var due = await storage.EachAsync(parts, async part => (Part: part, Subjects: await agenda.DueAsync(part, clock.GetUtcNow(), failures.Keys, cancel)));
            foreach (var (_, subjects) in due.Where(d => IsWave(d.Subjects)))
                await HandOutAsync(subjects, cancel);
            foreach (var (_, subjects) in due.Where(d => d.Subjects.Count > 0 && !IsWave(d.Subjects)))
                await FinishAsync(subjects, await LookAsync([.. subjects.Select(d => d.Subject)], silent, cancel), failures, cancel);
            parts = [.. due.Where(d => d.Subjects.Count > 0).Select(d => d.Part)];
        }

        if (failures.Count > 0)
            throw new AggregateException($"{failures.Count} dossiers stay due: {string.Join(", ", failures.Keys)}", failures.Values);
    }

    /// <summary>Looks at what was handed out. What fails comes due once more when its time is up.</summary>
    /// <param name="handed">The dossiers.</param>
    /// <param name="cancel">Stops it; the message comes again.</param>
    /// <returns>When all were looked at.</returns>
    public async Task LookAsync(LookMessage handed, CancellationToken cancel)
    {
        var failed = await LookAsync(handed.Subjects, await feeds.SilentAsync(cancel), cancel);
        var done = handed.Subjects.Except(failed.Keys).ToList();
        await TellAsync(done, cancel);
        await agenda.RemovePutOffAsync(done, handed.Until, cancel);
    }

    private static bool IsWave(IReadOnlyList<DueSubject> due) => due.Sum(d => d.Entries.Count) >= Agenda.PageSize;

    // First put off, then sent, then removed: after a crash in between some are looked at twice, and none is forgotten.
    private async Task HandOutAsync(IReadOnlyList<DueSubject> due, CancellationToken cancel)
    {
        // A whole second, as the agenda's keys have it.
        var until = DateTimeOffset.FromUnixTimeSeconds((clock.GetUtcNow() + Patience).ToUnixTimeSeconds());
        await agenda.PutOffAsync(due, until, cancel);
        await storage.SendAsync(Queues.Looks, BinaryData.FromObjectAsJson(new LookMessage([.. due.Select(d => d.Subject)], until), Json.Options), cancel);
        await agenda.RemoveAsync([.. due.SelectMany(d => d.Entries)], cancel);
    }

    private async Task FinishAsync(IReadOnlyList<DueSubject> due, Dictionary<string, Exception> failed, Dictionary<string, Exception> failures, CancellationToken cancel)
    {
        foreach (var (subject, failure) in failed)
            failures[subject] = failure;
        var done = due.Where(d => !failed.ContainsKey(d.Subject)).ToList();
        await TellAsync([.. done.Select(d => d.Subject)], cancel);
        await agenda.RemoveAsync([.. done.SelectMany(d => d.Entries)], cancel);
    }

    // First told, then crossed off: a crash in between has them told of twice, and counting twice changes nothing.
    private async Task TellAsync(List<string> subjects, CancellationToken cancel)
    {
        foreach (var follower in followers)
            await follower.LookedAtAsync(subjects, cancel);
    }

    private async Task<Dictionary<string, Exception>> LookAsync(IReadOnlyList<string> subjects, IReadOnlyCollection<string> silent, CancellationToken cancel)
    {
        var looks = await storage.EachAsync(subjects, async subject => (Subject: subject, Failure: await TryLookAsync(subject, silent, cancel)));
        return looks.Where(look => look.Failure is not null).ToDictionary(look => look.Subject, look => look.Failure!);
    }

    // One dossier that fails must not keep the others from their deadlines.
    private async Task<Exception?> TryLookAsync(string subject, IReadOnlyCollection<string> silent, CancellationToken cancel)
    {
        try
        {
            await ApplyDueAsync(subject, silent, cancel);
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "The sweep could not look at {Subject}", subject);
            return failure;
        }
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

/// <summary>Dossiers to be looked at, handed out by a sweep.</summary>
/// <param name="Subjects">Their subjects, of one partition of the agenda.</param>
/// <param name="Until">When they come due once more.</param>
public sealed record LookMessage(IReadOnlyList<string> Subjects, DateTimeOffset Until);
