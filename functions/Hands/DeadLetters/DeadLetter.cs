using System.Text.Json;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Hands.DeadLetters;

/// <summary>A message that failed for good, kept until the cause is gone and it is replayed.</summary>
/// <param name="Id">Made from queue and message, so that the same message failing again is the same dead letter.</param>
/// <param name="Queue">The queue it failed on, and goes back to.</param>
/// <param name="Message">The message as it came.</param>
/// <param name="Why">The last failure, in words.</param>
/// <param name="Failures">How often the host gave it up, each time after its five tries.</param>
/// <param name="FirstFailedAt">When it was given up first.</param>
/// <param name="LastFailedAt">When it was given up last.</param>
/// <param name="ReplayedAt">When it was put back on its queue; null while it is open.</param>
/// <param name="ReplayedBy">The agent who did it.</param>
public sealed record DeadLetter(
    string Id, string Queue, string Message, string Why, int Failures, DateTimeOffset FirstFailedAt, DateTimeOffset LastFailedAt,
    DateTimeOffset? ReplayedAt = null, string? ReplayedBy = null)
{
    // Five minutes, ten, twenty, then two hours each: half a day in all.
    private const int MostReturns = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    /// <summary>Whether storage was at fault when it failed last, or nobody could write down what was.</summary>
    public bool IsByStorage { get; init; }

    /// <summary>When it goes back on its queue by itself: what storage was at fault for mostly goes well once storage does.</summary>
    /// <returns>The moment; null when it waits for an agent.</returns>
    public DateTimeOffset? ComesBackAt() => IsOpen() && IsByStorage && Failures <= MostReturns
        ? LastFailedAt + TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << (Failures - 1)))
        : null;

    /// <summary>Whether it is to be told: not of what storage was at fault for before it came back twice.</summary>
    /// <returns>Whether it is.</returns>
    public bool IsToBeTold() => ComesBackAt() is null || Failures > 2;

    /// <summary>Whether it waits for somebody.</summary>
    public bool IsOpen() => ReplayedAt is null;

    /// <summary>The kind of step that its queue carries.</summary>
    /// <returns>The kind; null for another queue.</returns>
    public StepKind? Kind() => Enum.GetValues<StepKind>().Where(kind => Queues.Of(kind) == Queue).Cast<StepKind?>().FirstOrDefault();

    /// <summary>The step of a case that it is.</summary>
    /// <returns>The step; null when it is none, or cannot be read.</returns>
    public StepMessage? Step() => Kind() is not null && Read<StepMessage>() is { CaseId: not null, StepId: not null } step ? step : null;

    /// <summary>Who pushed, when it is a push.</summary>
    /// <returns>The source's word; null when it is none, or cannot be read.</returns>
    public string? Source() => Queue == Queues.Pushes ? Read<PushHead>()?.Source : null;

    private T? Read<T>()
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Message, Json.Options);
        }
        catch (JsonException)
        {
            // A message that nobody can read is kept all the same; perhaps that is why it failed.
            return null;
        }
    }

    private sealed record PushHead(string? Source);
}

/// <summary>A dead letter as an agent sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Queue">The queue it failed on.</param>
/// <param name="What">What could not be done.</param>
/// <param name="Why">The last failure.</param>
/// <param name="CaseId">The case it is a step of.</param>
/// <param name="OrderId">That case's order.</param>
/// <param name="Failures">How often it was given up.</param>
/// <param name="FirstFailedAt">When first.</param>
/// <param name="LastFailedAt">When last.</param>
/// <param name="ReplayedAt">When it was replayed; null while it waits for somebody.</param>
/// <param name="ReplayedBy">Who replayed it.</param>
/// <param name="ComesBackAt">When it is sent again by itself; null when it is not.</param>
/// <param name="Message">The message itself.</param>
public sealed record DeadLetterView(
    string Id, string Queue, Text What, string Why, string? CaseId, string? OrderId, int Failures, DateTimeOffset FirstFailedAt, DateTimeOffset LastFailedAt,
    DateTimeOffset? ReplayedAt, string? ReplayedBy, DateTimeOffset? ComesBackAt, string Message)
{
    /// <summary>Shows a dead letter.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="pushers">Who pushes.</param>
    /// <returns>The view.</returns>
    public static DeadLetterView Of(DeadLetter letter, IReadOnlyList<Pusher> pushers)
    {
        var caseId = letter.Step()?.CaseId;
        return new(
            letter.Id, letter.Queue, DeadLetterWords.What(letter, pushers), letter.Why, caseId, Domain.Cases.CaseId.OrderOf(caseId), letter.Failures, letter.FirstFailedAt, letter.LastFailedAt,
            letter.ReplayedAt, letter.ReplayedBy, letter.ComesBackAt(), letter.Message);
    }
}

/// <summary>Which dead letters are to be sent again; what is left out asks for any.</summary>
/// <param name="Queue">The queue they failed on.</param>
/// <param name="From">Those that failed last at this moment or later.</param>
/// <param name="Until">Those that failed last before this moment.</param>
public sealed record ReplayRequest(string? Queue, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>What became of them.</summary>
/// <param name="Replayed">How many were sent again.</param>
/// <param name="More">Whether the same call has more to do.</param>
public sealed record ReplayView(int Replayed, bool More);
