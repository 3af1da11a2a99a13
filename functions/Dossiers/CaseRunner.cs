using System.Text.Json;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>What came of a run.</summary>
/// <param name="Dossier">The dossier as it is stored now.</param>
/// <param name="Refusal">The rule that forbade it; null when none did.</param>
public sealed record RunResult(Dossier Dossier, Move.Refused? Refusal);

/// <summary>
/// Load, decide, save, send: the only way a dossier changes. The order of its writes is what keeps the three promises:
/// 1. the agenda says when to look again, before anything is saved, so that a crash is noticed;
/// 2. state, timeline and pending steps in one transaction, so that all or nothing happened;
/// 3. the steps to their queues; a crash before leaves them pending, and a repeat or the agenda sends them again;
/// 4. whatever follows the dossiers, such as the worklist; a crash before leaves it a look of the agenda behind.
/// </summary>
/// <param name="store">The dossiers.</param>
/// <param name="agenda">When to look again.</param>
/// <param name="steps">The queues.</param>
/// <param name="followers">Whatever follows the dossiers.</param>
/// <param name="clock">The application's clock.</param>
public class CaseRunner(CaseStore store, Agenda agenda, StepQueues steps, IEnumerable<IDossierFollower> followers, TimeProvider clock)
{
    /// <summary>Decides on a dossier and makes it so.</summary>
    /// <param name="subject">The order's or appeal's id.</param>
    /// <param name="decide">A pure decision on the draft; an answer other than null refuses and nothing is saved.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="loaded">The dossier as the caller has just loaded it, which saves loading it again; its ETags guard against rivals.</param>
    /// <param name="resend">Whether every pending step that did not fail for good is sent, not only the new ones: the sweep's way to make up for a crash.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ProblemException">503 when rivals were faster each time; nothing was saved.</exception>
    public virtual async Task<RunResult> RunAsync(string subject, Func<Draft, Move.Refused?> decide, CancellationToken cancel, Loaded? loaded = null, bool resend = false)
    {
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++, loaded = null)
        {
            loaded ??= await store.LoadAsync(subject, cancel);
            var draft = new Draft(loaded.Dossier, clock.GetUtcNow(), WorkCalendar.Malaysia);
            var refusal = decide(draft);
            if (refusal is not null)
                return new RunResult(loaded.Dossier, refusal);
            if (!draft.IsChanged)
            {
                // A repeat: whatever a crash left unsent is sent now; what was sent a moment ago is on its way.
                await SendAsync(PendingOf(loaded.Dossier).Where(pending => resend || draft.Now - pending.Item2.Since >= Agenda.FirstResend), cancel);
                if (resend)
                    await RenewAsync(loaded.Dossier, cancel);
                return new RunResult(loaded.Dossier, null);
            }

            draft.PlanStallLook();
            draft.PlanNotices();
            foreach (var follower in followers)
                follower.Plan(draft);
            var looks = Agenda.LooksAfter(draft).ToList();
            await agenda.RegisterAsync(subject, looks, cancel);
            // A rival was faster: what it did is read again, and decided upon afresh.
            if (!await store.TrySaveAsync(loaded, draft, cancel))
                continue;

            // What came due meanwhile may have been looked at, and crossed off, before there was anything to see.
            await agenda.RegisterAsync(subject, looks.Where(look => look <= clock.GetUtcNow()), cancel);
            await SendAsync(resend ? PendingOf(draft.After) : draft.ChangedCases.SelectMany(c => NewSteps(draft.Before.Case(c.Id), c)), cancel);
            await (resend ? RenewAsync(draft.After, cancel) : FollowAsync(draft.Before, draft.After, cancel));
            return new RunResult(draft.Saved(), null);
        }

        throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "case.busy", new("Others are changing this case at the same moment. Try again; the same request is safe to repeat.", "Kes ini sedang diubah oleh orang lain pada masa yang sama. Cuba lagi; permintaan yang sama selamat diulang."));
    }

    /// <summary>
    /// Carries out a pending step: its effect, which must be safe to repeat, and then the answer as an event.
    /// A step that is no longer pending was done before, and nothing happens.
    /// </summary>
    /// <param name="message">The step's message.</param>
    /// <param name="effect">The effect; its event answers the step. Null when it could not be done now: the step stays pending, and the sweep sends it again.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the answer is saved.</returns>
    public async Task CarryOutAsync(StepMessage message, Func<PendingStep, Case, Dossier, Task<CaseEvent?>> effect, CancellationToken cancel)
    {
        if (!CaseId.TryParse(message.CaseId, out var subject, out _))
            throw new JsonException($"{message.CaseId} is not a case's id.");
        var loaded = await store.LoadAsync(subject, cancel);
        var dossier = loaded.Dossier;
        var c = dossier.Case(message.CaseId) ?? throw new InvalidOperationException($"The case {message.CaseId} of step {message.StepId} is not there.");
        if (c.Pending.Find(step => step.StepId == message.StepId) is not { } pending)
            return;

        if (await effect(pending, c, dossier) is not { } done)
            return;
        var answer = done with { AnswersStep = pending.StepId };
        await RunAsync(subject, draft => draft.After.Case(c.Id) is { } current && current.Pending.Exists(step => step.StepId == pending.StepId)
            ? draft.Apply(current, answer) is Move.Refused refused ? throw new InvalidOperationException(refused.Sentence.En) : null
            : null, cancel, loaded);
    }

    private static IEnumerable<(Case, PendingStep)> PendingOf(Dossier dossier) => dossier.Cases.SelectMany(c => c.Sendable.Select(step => (c, step)));

    private static IEnumerable<(Case, PendingStep)> NewSteps(Case? before, Case after) =>
        after.Sendable.Where(step => before?.Pending.Exists(old => old.StepId == step.StepId) != true).Select(step => (after, step));

    private async Task FollowAsync(Dossier before, Dossier after, CancellationToken cancel)
    {
        foreach (var follower in followers)
            await follower.FollowAsync(before, after, cancel);
    }

    private async Task RenewAsync(Dossier dossier, CancellationToken cancel)
    {
        foreach (var follower in followers)
            await follower.RenewAsync(dossier, cancel);
    }

    private async Task SendAsync(IEnumerable<(Case Case, PendingStep Step)> pending, CancellationToken cancel)
    {
        foreach (var (c, step) in pending)
            await steps.SendAsync(step.Kind, new StepMessage(c.Id, step.StepId), cancel);
    }
}

/// <summary>A step on its way. No property may be named like one of a queue message's own (id, dequeueCount ...): the host mixes them.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="StepId">The pending step.</param>
public sealed record StepMessage(string CaseId, string StepId);

/// <summary>Which queue carries which kind of step.</summary>
/// <param name="storage">The storage account.</param>
public sealed class StepQueues(Storage storage)
{
    /// <summary>Sends a step's message to its queue.</summary>
    /// <param name="kind">The kind of step.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the queue holds it.</returns>
    public Task SendAsync(StepKind kind, StepMessage message, CancellationToken cancel) =>
        storage.SendAsync(Queues.Of(kind), BinaryData.FromObjectAsJson(message, Json.Options), cancel);
}
