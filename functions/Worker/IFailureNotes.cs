namespace Kumoten.Functions.Worker;

/// <summary>Where the reason of a queue function's failure is written down, for whoever is shown the message once the host gave it up.</summary>
public interface IFailureNotes
{
    /// <summary>Notes why a message failed; the last failure is the one that counts.</summary>
    /// <param name="queue">The queue it came from.</param>
    /// <param name="message">The message as it came.</param>
    /// <param name="failure">What its function threw.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is noted.</returns>
    Task NoteAsync(string queue, string message, Exception failure, CancellationToken cancel);
}
