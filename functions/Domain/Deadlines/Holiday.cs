namespace Kumoten.Functions.Domain.Deadlines;

/// <summary>A public holiday as gazetted, without the day that replaces it where it falls on a weekly rest day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">What is celebrated.</param>
/// <param name="States">The states that keep it; all of them for a federal holiday that none leaves out.</param>
public sealed record Holiday(DateOnly Date, string Name, IReadOnlyList<MalaysianState> States);
