using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Dossiers;

// curl -X POST localhost:7071/admin/functions/WatchDeadlines --json '{"input":""}'

/// <summary>Watches every deadline.</summary>
/// <param name="sweep">The sweep.</param>
public sealed class DeadlineFunctions(Sweep sweep)
{
    /// <summary>Looks at what is due, every half minute.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When all that was due is done.</returns>
    [Function("WatchDeadlines")]
    public Task WatchDeadlines([TimerTrigger("*/30 * * * * *")] TimerInfo timer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return sweep.RunAsync(cancel);
    }

    /// <summary>Looks at dossiers that a sweep handed out.</summary>
    /// <param name="message">The dossiers.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When they were looked at.</returns>
    [Function("LookAtDossiers")]
    public Task LookAtDossiers([QueueTrigger(Queues.Looks)] LookMessage message, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(message);
        return sweep.LookAsync(message, cancel);
    }
}
