using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Hands.DeadLetters;

/// <summary>Keeps what failed for good, tells the case that it needs somebody, and sends it again when an agent says so.</summary>
/// <param name="store">The letters.</param>
/// <param name="runner">Changes cases.</param>
/// <param name="storage">The queues.</param>
/// <param name="pushers">Who pushes, by name.</param>
/// <param name="clock">The application's clock.</param>
/// <param name="log">Where a new letter is told of, for the alarms of operations.</param>
public sealed class DeadLetterOffice(DeadLetterStore store, CaseRunner runner, Storage storage, IReadOnlyList<Pusher> pushers, TimeProvider clock, ILogger<DeadLetterOffice> log)
{
    // A letter is in each of at most so many; a second call goes on.
    private const int MostReplays = 500;

    // Long enough not to press storage that is not well.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Keeps a message. The letter comes first: whatever state its case is in, the message is not lost. Nor is it while the tables are
    /// away: it waits in its poison queue, for nobody reads what the host gives up there.
    /// </summary>
    /// <param name="queue">The queue it failed on.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept, and its case knows; or when it waits.</returns>
    public async Task KeepAsync(string queue, string message, CancellationToken cancel)
    {
        try
        {
            await KeepAndTellAsync(queue, message, cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogError(failure, "A dead letter on {Queue} could not be kept; it waits there", queue);
            await storage.SendAsync(queue + Queues.Poison, BinaryData.FromString(message), cancel, Pause);
        }
    }

    private async Task KeepAndTellAsync(string queue, string message, CancellationToken cancel)
    {
        var letter = await store.KeepAsync(queue, message, cancel);
        if (!letter.IsToBeTold())
        {
            log.LogWarning("Dead letter {Id} on {Queue} comes back at {ComesBackAt}: {Why}", letter.Id, queue, letter.ComesBackAt(), letter.Why);
            return;
        }

        log.LogError("Dead letter {Id} on {Queue}: {What} {Why}", letter.Id, queue, DeadLetterWords.What(letter, pushers).En, letter.Why);
        if (letter.Step() is { } step && CaseId.TryParse(step.CaseId, out var subject, out _))
            await runner.RunAsync(subject, draft => draft.After.Case(step.CaseId) is { } c ? draft.Apply(c, new StepFailed(step.StepId, letter.Why)) as Move.Refused : null, cancel);
    }

    /// <summary>Sends again by itself what storage was at fault for, each letter when its time has come.</summary>
    /// <param name="cancel">Stops it; the next call goes on.</param>
    /// <returns>When all those are sent.</returns>
    public Task ReturnAsync(CancellationToken cancel) =>
        ReplayAsync(store.OpenAsync(null, null, cancel).Where(letter => letter.ComesBackAt() <= clock.GetUtcNow()), "Kumoten", cancel);

    /// <summary>Sends many again.</summary>
    /// <param name="asked">Which.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancel">Stops it; the same call goes on.</param>
    /// <returns>How many were sent, and whether there are more.</returns>
    public Task<ReplayView> ReplayAsync(ReplayRequest asked, string? by, CancellationToken cancel) =>
        ReplayAsync(store.OpenAsync(asked.From, asked.Until, cancel).Where(letter => asked.Queue is null || letter.Queue == asked.Queue), by, cancel);

    private async Task<ReplayView> ReplayAsync(IAsyncEnumerable<DeadLetter> letters, string? by, CancellationToken cancel)
    {
        var some = await letters.Take(MostReplays + 1).ToListAsync(cancel);
        var replayed = await storage.EachAsync(some.Take(MostReplays), letter => ReplayAsync(letter.Id, by, cancel));
        return new ReplayView(replayed.Count, some.Count > MostReplays);
    }

    /// <summary>
    /// Puts a message back on its queue. Saved before it is sent, and a repeat sends it again: a crash between the two is
    /// made up for by a second click, and what the message asks for is done once however often it comes.
    /// </summary>
    /// <param name="id">The letter.</param>
    /// <param name="by">Who replays it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The letter as it stands.</returns>
    public async Task<DeadLetter> ReplayAsync(string id, string? by, CancellationToken cancel)
    {
        var letter = await store.MarkReplayedAsync(id, by, cancel);
        await storage.SendAsync(letter.Queue, BinaryData.FromString(letter.Message), cancel);
        return letter;
    }
}
