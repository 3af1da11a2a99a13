using System.Diagnostics;

namespace Kumoten.Functions.Worker;

/// <summary>
/// Ends the application when the local host that started it is gone, so that a killed host leaves no process
/// behind that still reads its queues. Idle unless <c>Local__ParentProcessId</c> is set; Azure never sets it.
/// </summary>
public sealed class ParentWatch(IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<ParentWatch> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration.GetValue<int?>("Local:ParentProcessId") is not { } id)
            return;

        try
        {
            using var parent = Process.GetProcessById(id);
            await parent.WaitForExitAsync(stoppingToken);
        }
        catch (ArgumentException)
        {
            // It was gone before this watch began.
        }

        logger.LogWarning("The local host (process {ParentProcessId}) is gone; stopping", id);
        lifetime.StopApplication();
    }
}
