namespace Kumoten.Functions.Platform;

/// <summary>
/// Waiting one's turn where an ETag says that a rival was faster. A few at once are through at the next try; of many, each
/// waits a while of its own, ever longer, so that they do not all come back at the same moment.
/// </summary>
public static class Rivals
{
    /// <summary>How often it is tried: half a minute at the longest, which no front door waits for in vain.</summary>
    public const int Tries = 48;

    // The first tries follow at once: that is what most conflicts need.
    private const int AtOnce = 6;
    private const int LongestPause = 1000;
    private const int FirstPause = 20;

    /// <summary>Waits before the next try.</summary>
    /// <param name="tries">How many there have been.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is time.</returns>
    public static Task WaitAsync(int tries, CancellationToken cancel) => tries < AtOnce
        ? Task.CompletedTask
        : Task.Delay(Random.Shared.Next(FirstPause, Math.Min(LongestPause, FirstPause << Math.Min(tries - AtOnce + 1, 6)) + 1), cancel);
}
