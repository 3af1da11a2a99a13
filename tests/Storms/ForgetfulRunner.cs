using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Dossiers;

namespace Kumoten.Tests.Storms;

/// <summary>
/// A runner with the mistake that stranded a case at the first seed of the prototype: on a repeat it returns
/// early, and it looks at nothing again. Kept to show that the storm can fail.
/// </summary>
public sealed class ForgetfulRunner(CaseStore store, Agenda agenda, StepQueues steps, IEnumerable<IDossierFollower> followers, TimeProvider clock) : CaseRunner(store, agenda, steps, followers, clock)
{
    private readonly CaseStore store = store;
    private readonly StepQueues steps = steps;
    private readonly TimeProvider clock = clock;

    public override async Task<RunResult> RunAsync(string subject, Func<Draft, Move.Refused?> decide, CancellationToken cancel, Loaded? loaded = null, bool resend = false)
    {
        loaded ??= await store.LoadAsync(subject, cancel);
        var draft = new Draft(loaded.Dossier, clock.GetUtcNow(), WorkCalendar.Malaysia);
        if (decide(draft) is { } refusal)
            return new RunResult(loaded.Dossier, refusal);
        if (!draft.IsChanged)
            return new RunResult(loaded.Dossier, null);
        if (!await store.TrySaveAsync(loaded, draft, cancel))
            return await RunAsync(subject, decide, cancel, null, resend);
        foreach (var c in draft.ChangedCases)
        {
            foreach (var step in c.Pending)
                await steps.SendAsync(step.Kind, new StepMessage(c.Id, step.StepId), cancel);
        }

        return new RunResult(draft.Saved(), null);
    }
}
