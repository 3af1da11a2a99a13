namespace Kumoten.Functions.Domain.Deadlines;

/// <summary>
/// A number of working days. Not a TimeSpan: how long it lasts depends on the state's weekends and holidays
/// (domain.md, Working days and clocks).
/// </summary>
/// <param name="Count">How many; never negative where a deadline is counted.</param>
public readonly record struct WorkingDays(int Count)
{
    /// <inheritdoc />
    public override string ToString() => Count == 1 ? "1 working day" : $"{Count} working days";
}
