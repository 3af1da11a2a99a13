using Kumoten.Functions.Dossiers;

namespace Kumoten.Functions.Hands.DeadLetters;

/// <summary>The dead letters, as the pages of staff show them and send them again.</summary>
/// <param name="store">The letters.</param>
/// <param name="office">Replays them.</param>
/// <param name="pushers">Who pushes, by name.</param>
public sealed class FailedMessages(DeadLetterStore store, DeadLetterOffice office, IReadOnlyList<Pusher> pushers) : IFailedMessages
{
    /// <inheritdoc/>
    public async Task<(IReadOnlyList<FailedMessage> Messages, string? Cursor)> ListAsync(string? cursor, CancellationToken cancel)
    {
        var (letters, next) = await store.ListAsync(onlyOpen: true, cursor, cancel);
        return ([.. letters.Select(letter => new FailedMessage(letter.Id, letter.Queue, DeadLetterWords.What(letter, pushers), letter.Why, letter.Step()?.CaseId, letter.LastFailedAt))], next);
    }

    /// <inheritdoc/>
    public Task ReplayAsync(string id, string? by, CancellationToken cancel) => office.ReplayAsync(id, by, cancel);
}
