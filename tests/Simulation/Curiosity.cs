using System.Collections.Immutable;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Tests.Domain.Flow;

namespace Kumoten.Tests.Simulation;

/// <summary>A step of a plan: what is to happen to which case, and the way that it should take.</summary>
public sealed record Step(string CaseId, string Deed, Way Way);

/// <summary>
/// Some lives look for what was not seen yet. They ask the map itself which steps lead from where their case stands to a
/// way that no case took so far, and go there; what does not come as planned is not tried again in the same life.
/// </summary>
public static class Curiosity
{
    private const int Farthest = 14;
    private const int Choices = 8;

    /// <summary>Lives curiously until nothing new is in reach, and then like everybody.</summary>
    public static async Task BeCuriousAsync(this Life life)
    {
        life.HasSlowQueues = true;
        var steps = new Queue<Step>();
        for (var done = 0; done < 80; done++)
        {
            var dossier = await life.World.LoadAsync(life.Subject);
            life.World.Checks.Look(dossier);
            if (steps.Count == 0)
            {
                if (Plan(life, dossier) is not { } plan)
                    break;
                steps = new Queue<Step>(plan);
            }

            var step = steps.Dequeue();
            if (!await TakeAsync(life, dossier, step, steps.FirstOrDefault()))
            {
                life.Tried.Add(step.Way);
                steps.Clear();
            }
        }

        life.HasSlowQueues = false;
        life.MistakesParcel = false;
        life.LetsGo = true;
        await life.AfterAsync(1);
        await life.SeeThroughAsync();
    }

    // Whether the case took the way it was to take.
    private static async Task<bool> TakeAsync(Life life, Dossier dossier, Step step, Step? next)
    {
        var c = dossier.Case(step.CaseId)!;
        if (c.State != step.Way.From)
            return false;
        var before = dossier.TimelineOf(c.Id).Count();
        if (Deeds.IsWaitedFor(step.Deed))
        {
            await life.UntilAsync((step.Deed == "reminded" ? c.RemindAt : c.DueAt)?.AddHours(1) ?? life.Now.AddHours(1));
        }
        else
        {
            life.MistakesParcel = next is { Deed: "unmatchParcel" };
            await Deeds.DoAsync(life, step.Deed, Deeds.RoleOf(step.Deed, life), c.Id, c.State);
            await life.AfterAsync(1 + life.Dice.Next(3));
        }

        var after = await life.World.LoadAsync(life.Subject);
        return after.TimelineOf(c.Id).Skip(before).Any(t => Coverage.NameOf(c.Type, t.From, t.Event, t.To, t.Text.En) == step.Way);
    }

    // The newest case first, an open one before all others.
    private static ImmutableList<Step>? Plan(Life life, Dossier dossier) => dossier.Cases
        .OrderBy(c => c.IsEnded).ThenByDescending(c => c.OpenedAt)
        .Select(c => PlanFor(life, dossier, c)).FirstOrDefault(plan => plan is not null);

    // The nearest ways not seen yet, of which the life's dice choose one: lives that stand at one place do not all go to another.
    private static ImmutableList<Step>? PlanFor(Life life, Dossier dossier, Case c)
    {
        var openCase = dossier.Cases.Find(other => !other.IsEnded && other.Id != c.Id)?.Id;
        var queue = new PriorityQueue<(Case Case, Order? Order, ImmutableList<Step> Steps), int>([((c, dossier.Order, []), 0)]);
        var passed = new HashSet<string>();
        var found = new List<ImmutableList<Step>>();
        while (found.Count < Choices && queue.TryDequeue(out var place, out var cost) && cost <= Farthest)
        {
            if (!passed.Add(ShapeOf(place.Case, place.Order)))
                continue;
            foreach (var deed in CaseMap.Events.Select(e => e.Name))
            {
                var happened = Deeds.EventOf(deed, place.Case, place.Order);
                if (CaseMap.IsOnlyTold(happened) || !Deeds.CanHappen(deed, place.Order, place.Case))
                    continue;
                var due = place.Case with { DueAt = place.Case.DueAt is null ? null : life.Now, RemindAt = place.Case.RemindAt is null ? null : life.Now };
                due = CaseMap.WithPhoto(due, happened);
                if (CaseFlow.Next(due, happened, new Facts(place.Order, life.Now, WorkCalendar.Malaysia, openCase)) is not Move.Moved moved)
                    continue;
                var way = new Way(Coverage.MapOf(c.Type), place.Case.State, deed, moved.After.State);
                if (life.Tried.Contains(way))
                    continue;
                var steps = place.Steps.Add(new Step(c.Id, deed, way));
                if (Coverage.Wanted.Contains(way) && !life.World.Coverage.Seen.Contains(way))
                    found.Add(steps);
                queue.Enqueue((moved.After, Deeds.After(deed, place.Order, place.Case, life.Now), steps), cost + CostOf(deed));
            }
        }

        return found.Count == 0 ? null : life.Pick(found);
    }

    // Days of waiting are dear in a quarter.
    private static int CostOf(string deed) => deed switch { "deadlinePassed" => 4, "reminded" => 2, _ => 1 };

    private static string ShapeOf(Case c, Order? order) =>
        $"{CaseMap.Shape(c)} {c.RemindAt is null} {order?.ShippedAt is null} {order?.DeliveredAt is null} {order?.CancelledAt is null} {order?.CameHomeAt is null} {order?.Whereabouts.Place}";
}
