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

    /// <summary>Waits one's turn for the next try.</summary>
    /// <param name="tries">How many there have been.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Whether there is to be one: not when it was tried often enough.</returns>
    public static async Task<bool> TurnAsync(int tries, CancellationToken cancel)
    {
        if (tries >= Tries)
            return false;
        if (tries >= AtOnce)
            await Task.Delay(Random.Shared.Next(FirstPause, Math.Min(LongestPause, FirstPause << Math.Min(tries - AtOnce + 1, 6)) + 1), cancel);
        return true;
    }
}
