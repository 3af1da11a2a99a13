namespace Kumoten.Tests.Simulation;

/// <summary>
/// A story that runs in simulated time: it acts, says until when it sleeps, and is woken by the clockwork. Within a
/// story everything comes one after another, so its own dice give the same story whatever runs beside it.
/// </summary>
public sealed class Strand(Func<Task> story)
{
    private TaskCompletionSource turn = New();
    private TaskCompletionSource parked = New();
    private bool started;

    /// <summary>When it is to be woken; null once it is over.</summary>
    public DateTimeOffset? WakeAt { get; private set; }

    /// <summary>Whether the story has ended.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What it threw; null for what ended well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Wakes it and waits until it sleeps again or is over.</summary>
    public Task GoAsync()
    {
        parked = New();
        var woken = parked.Task;
        if (started)
        {
            turn.SetResult();
        }
        else
        {
            started = true;
            _ = Task.Run(RunAsync);
        }

        return woken;
    }

    /// <summary>Called by the story itself: sleeps until a moment of simulated time.</summary>
    public Task SleepUntilAsync(DateTimeOffset moment)
    {
        WakeAt = moment;
        turn = New();
        var slept = turn.Task;
        parked.SetResult();
        return slept;
    }

    private async Task RunAsync()
    {
        try
        {
            await story();
        }
        catch (Exception failure)
        {
            Failure = failure;
        }

        (WakeAt, IsOver) = (null, true);
        parked.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
