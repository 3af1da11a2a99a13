using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;

namespace Kumoten.Tests.Simulation;

/// <summary>A turn of a case: somebody has something to do, from when a state begins until it ends or begins anew.</summary>
/// <param name="State">The state.</param>
/// <param name="Version">The case's version that began it.</param>
/// <param name="Reminded">How often somebody was reminded in it.</param>
/// <param name="Missed">How often its deadline passed.</param>
/// <param name="IsOver">Whether it has ended.</param>
public sealed record Turn(CaseState State, int Version, int Reminded = 0, int Missed = 0, bool IsOver = false)
{
    /// <summary>The turns of a case in their order. A case's n-th line on its timeline is its n-th version.</summary>
    public static IReadOnlyList<Turn> Of(Case c, Dossier dossier)
    {
        var turns = new List<Turn>();
        foreach (var (line, index) in dossier.TimelineOf(c.Id).Select((line, index) => (line, index)))
        {
            if (turns.Count > 0)
            {
                var present = turns[^1];
                turns[^1] = line.Event switch
                {
                    "reminded" => present with { Reminded = present.Reminded + 1 },
                    "deadlinePassed" => present with { Missed = present.Missed + 1 },
                    _ => present,
                };
            }

            if (turns.Count > 0 && !Coverage.BeginsTurn(c.Type, line))
                continue;
            if (turns.Count > 0)
                turns[^1] = turns[^1] with { IsOver = true };
            turns.Add(new Turn(line.To, index + 1));
        }

        return turns;
    }
}
