namespace Kumoten.Functions.Dossiers;

/// <summary>The messages that failed for good, for the doors: keeping them is a hand's work, and doors do not know hands.</summary>
public interface IFailedMessages
{
    /// <summary>Lists those that wait for somebody, newest first, a page at a time.</summary>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The messages, and where the next page begins.</returns>
    Task<(IReadOnlyList<FailedMessage> Messages, string? Cursor)> ListAsync(string? cursor, CancellationToken cancel);

    /// <summary>Sends a message again; twice does no harm.</summary>
    /// <param name="id">The message.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is sent.</returns>
    Task ReplayAsync(string id, string? by, CancellationToken cancel);
}

/// <summary>A message that failed for good, as people are shown it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">The queue that carries such messages: those of one kind mostly fail for one cause.</param>
/// <param name="What">What could not be done.</param>
/// <param name="Why">The last failure.</param>
/// <param name="CaseId">The case it is a step of; null for none.</param>
/// <param name="FailedAt">When it failed last.</param>
public sealed record FailedMessage(string Id, string Kind, Text What, string Why, string? CaseId, DateTimeOffset FailedAt);
