using Kumoten.Functions.Domain;

namespace Kumoten.Functions.Dossiers;

/// <summary>What staff is late with, for the hand that tells the desk of it: the worklist is the desk's own, and hands do not know it.</summary>
public interface IOverdueCases
{
    /// <summary>Lists them, most overdue first in each list.</summary>
    /// <param name="most">How many at the most.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The cases.</returns>
    Task<IReadOnlyList<OverdueCase>> OverdueAsync(int most, CancellationToken cancel);
}

/// <summary>A case whose deadline passed and that waits for staff now.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Due">When its deadline passed.</param>
/// <param name="Todo">What to do about it.</param>
public sealed record OverdueCase(string CaseId, CaseState State, DateTimeOffset Due, Text Todo);
