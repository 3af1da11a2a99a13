namespace Kumoten.Tests.Support;

/// <summary>Waits for what another process brings about, up to a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks again and again until there is something.</summary>
    /// <param name="what">What is waited for, for the failure's text.</param>
    /// <param name="ask">Gives null or false as long as it is not there.</param>
    /// <returns>What was found.</returns>
    public static async Task<T> Get<T>(string what, Func<Task<T?>> ask)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await ask() is { } found && found is not false)
                return found;
            if (deadline.IsCancellationRequested)
                throw new TimeoutException($"In {Patience.TotalSeconds} seconds there was no sign of: {what}.");
            await Task.Delay(25);
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="what">What is waited for, for the failure's text.</param>
    /// <param name="condition">The condition.</param>
    /// <returns>A task that ends when it holds.</returns>
    public static Task True(string what, Func<bool> condition) => Get(what, () => Task.FromResult(condition()));
}
