using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions;

/// <summary>What comes before the first call: the worker tells its host that it is there only when this is done.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="clock">The application's clock.</param>
/// <param name="door">Whether the clock may have been moved.</param>
/// <param name="configuration">Storage__CreateIfMissing.</param>
public sealed class Preparation(Storage storage, AppClock clock, DevelopmentDoor door, IConfiguration configuration) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // In Azure the infrastructure creates tables, queues and containers; a cold start must not pay for asking.
        if (configuration.GetValue<bool>("Storage:CreateIfMissing"))
            await storage.CreateIfMissingAsync(Queues.All.SelectMany(queue => new[] { queue, queue + Queues.Poison }), cancellationToken);
        if (door.IsOpen)
            await clock.RestoreAsync(storage, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
