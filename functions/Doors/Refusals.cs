using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors;

/// <summary>What the map refuses, as the contract answers it.</summary>
public static class Refusals
{
    /// <summary>409 with the state when a case has no such move there; 422 with the rule when one forbids it.</summary>
    /// <param name="c">The case.</param>
    /// <param name="refusal">The refusal.</param>
    /// <returns>The problem.</returns>
    public static ProblemException Of(Case c, Move.Refused refusal) => refusal.Code == Move.Refused.NoMove
        ? new ProblemException(StatusCodes.Status409Conflict, refusal.Code, refusal.Sentence).With("state", c.State.ApiName())
        : ByRule(refusal);

    /// <summary>422: a rule forbids it, perhaps only until a date.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <returns>The problem.</returns>
    public static ProblemException ByRule(Move.Refused refusal) =>
        new ProblemException(StatusCodes.Status422UnprocessableEntity, refusal.Code, refusal.Sentence).With("holdsFrom", refusal.HoldsFrom);
}
