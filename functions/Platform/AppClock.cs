using System.Globalization;
using Azure.Data.Tables;

namespace Kumoten.Functions.Platform;

/// <summary>
/// The application's clock: the system's, moved forward by an offset that only Development can set. The offset
/// is stored, so that a restarted application does not fall back in time.
/// </summary>
public sealed class AppClock : TimeProvider
{
    private const string Partition = "clock";
    private static readonly DateTimeOffset Last = new(2101, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TimeProvider real;
    private long offsetTicks;

    /// <summary>A clock beside another.</summary>
    /// <param name="real">The clock it is ahead of; the system's by default.</param>
    public AppClock(TimeProvider? real = null) => this.real = real ?? System;

    /// <inheritdoc/>
    /// <remarks>In whole milliseconds: what people read and what is stored are the same.</remarks>
    public override DateTimeOffset GetUtcNow()
    {
        var now = real.GetUtcNow().AddTicks(Interlocked.Read(ref offsetTicks));
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    /// <summary>Moves the clock forward, and stores that.</summary>
    /// <param name="now">What it shall show.</param>
    /// <param name="storage">The storage account.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored.</returns>
    /// <exception cref="ProblemException">409: back in time.</exception>
    public async Task MoveAsync(DateTimeOffset now, Storage storage, CancellationToken cancel)
    {
        if (now < GetUtcNow())
            throw new ProblemException(StatusCodes.Status409Conflict, "clock.back", new("The clock cannot move back: deadlines that passed would pass twice. Start with empty data instead.", "Jam tidak boleh diundurkan: tarikh akhir yang telah berlalu akan berlalu dua kali. Mulakan dengan data kosong."));
        var offset = (now - real.GetUtcNow()).Ticks;
        await storage.Settings.UpsertEntityAsync(new TableEntity(Partition, Partition) { ["Ticks"] = offset.ToString(CultureInfo.InvariantCulture) }, cancellationToken: cancel);
        Interlocked.Exchange(ref offsetTicks, offset);
    }

    /// <summary>Takes up the offset stored by an earlier run.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is taken up.</returns>
    public async Task RestoreAsync(Storage storage, CancellationToken cancel)
    {
        var row = await storage.Settings.GetEntityIfExistsAsync<TableEntity>(Partition, Partition, cancellationToken: cancel);
        if (row is { HasValue: true, Value: { } stored })
        {
            var ticks = long.Parse(stored.GetString("Ticks"), CultureInfo.InvariantCulture);
            // An earlier release took any time; by one that nothing can be reckoned from, nothing would run any more.
            if (ticks >= 0 && ticks < (Last - real.GetUtcNow()).Ticks)
                Interlocked.Exchange(ref offsetTicks, ticks);
        }
    }
}
