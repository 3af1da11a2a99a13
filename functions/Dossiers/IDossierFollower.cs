using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;

namespace Kumoten.Functions.Dossiers;

/// <summary>
/// Whoever keeps something that is made of dossiers, such as the worklist and the figures. A follower is told in this
/// order, and each word may come twice: what it keeps can always be made again of the dossier.
/// </summary>
public interface IDossierFollower
{
    /// <summary>Before the save: notes in the decision what the follower must find again after a crash.</summary>
    /// <param name="draft">The decision.</param>
    void Plan(Draft draft)
    {
    }

    /// <summary>After the save: brings up to it what the follower keeps.</summary>
    /// <param name="before">The dossier before.</param>
    /// <param name="after">The dossier as saved.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored.</returns>
    Task FollowAsync(Dossier before, Dossier after, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>At the sweep's look: makes anew what the follower keeps, whatever a crash left out.</summary>
    /// <param name="dossier">The dossier as stored.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored.</returns>
    Task RenewAsync(Dossier dossier, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>After the sweep has looked at some dossiers, and before they are crossed off the agenda.</summary>
    /// <param name="subjects">Their subjects, at most a hundred.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the follower cannot forget them any more.</returns>
    Task LookedAtAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel) => Task.CompletedTask;
}
