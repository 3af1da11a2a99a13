using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Hands.DeadLetters;

/// <summary>Keeps what failed for good, tells the case that it needs somebody, and sends it again when an agent says so.</summary>
/// <param name="store">The letters.</param>
/// <param name="runner">Changes cases.</param>
/// <param name="storage">The queues.</param>
/// <param name="pushers">Who pushes, by name.</param>
/// <param name="log">Where a new letter is told of, for the alarms of operations.</param>
public sealed class DeadLetterOffice(DeadLetterStore store, CaseRunner runner, Storage storage, IReadOnlyList<Pusher> pushers, ILogger<DeadLetterOffice> log)
{
    /// <summary>Keeps a message. The letter comes first: whatever state its case is in, the message is not lost.</summary>
    /// <param name="queue">The queue it failed on.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is kept, and its case knows.</returns>
    public async Task KeepAsync(string queue, string message, CancellationToken cancel)
    {
        var letter = await store.KeepAsync(queue, message, cancel);
        log.LogError("Dead letter {Id} on {Queue}: {What} {Why}", letter.Id, queue, DeadLetterWords.What(letter, pushers).En, letter.Why);
        if (letter.Step() is { } step && CaseId.TryParse(step.CaseId, out var subject, out _))
            await runner.RunAsync(subject, draft => draft.After.Case(step.CaseId) is { } c ? draft.Apply(c, new StepFailed(step.StepId, letter.Why)) as Move.Refused : null, cancel);
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
