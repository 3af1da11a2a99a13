using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Deadlines;

/// <summary>
/// When a deadline of n working days ends: at closing time on the n-th working day after the day it began, by the
/// office's calendar (domain.md, Deadlines and Working days and clocks).
/// </summary>
public static class OfficeClock
{
    /// <summary>Where Kumoten's office is; its calendar counts for Kumoten's own deadlines.</summary>
    public const MalaysianState Office = MalaysianState.Selangor;

    /// <summary>When a day's deadlines end: 18:00 Malaysia time.</summary>
    public static readonly TimeOnly Closing = new(18, 0);

    /// <summary>The moment at which a deadline ends.</summary>
    /// <param name="began">When the state that waits began.</param>
    /// <param name="n">How many working days; at least one, since closing time of the same day may be past already.</param>
    /// <param name="calendar">The working days.</param>
    /// <returns>18:00 Malaysia time on the n-th working day after the day of <paramref name="began"/>.</returns>
    public static DateTimeOffset DueAt(DateTimeOffset began, WorkingDays n, WorkCalendar calendar)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n.Count, 1, nameof(n));
        return MalaysiaTime.At(calendar.Add(Office, MalaysiaTime.DayOf(began), n), Closing);
    }
}
