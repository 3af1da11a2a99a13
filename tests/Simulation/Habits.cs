using Kumoten.Functions.Domain;
using Kumoten.Functions.Doors.Cases;
using static Kumoten.Functions.Domain.CaseState;

namespace Kumoten.Tests.Simulation;

/// <summary>What commonly comes next in a state, and how often: change the world here.</summary>
/// <param name="State">The state of the case.</param>
/// <param name="Deeds">What happens, by the map's names, with its weight; <see cref="Wait"/> lets the deadline pass, <see cref="Leave"/> leaves an ended case alone.</param>
public sealed record Habit(CaseState State, params (string Deed, int Weight)[] Deeds)
{
    public const string Wait = "wait";
    public const string Leave = "leave";

    public static readonly IReadOnlyList<Habit> All =
    [
        new(AwaitingBuyerConfirmation, ("buyerNotReceived", 45), ("buyerReceived", 15), ("parcelMoved", 12), ("parcelDelivered", 8), ("parcelTurnedBack", 3), ("withdraw", 2), (Wait, 15)),
        new(AwaitingCourierTicket, ("recordTicket", 75), ("recordContact", 10), ("parcelMoved", 8), ("lossReported", 3), (Wait, 4)),
        new(FollowingUp, ("parcelMoved", 28), ("recordContact", 18), ("parcelDelivered", 15), ("confirmLost", 12), ("lossReported", 8), ("supersededBy", 8), (Wait, 11)),
        new(AwaitingDocuments, ("documentAdded", 60), ("cancellationProved", 15), ("withdraw", 5), (Wait, 20)),
        new(AwaitingCourierHold, ("holdConfirmed", 55), ("cannotHold", 14), ("outForDelivery", 8), ("parcelDelivered", 6), ("parcelTurnedBack", 5), ("recordTicket", 4), ("confirmLost", 3), (Wait, 5)),
        new(AwaitingBuyerRejection, ("buyerRejected", 48), ("reachedBuyer", 20), ("parcelDelivered", 12), ("parcelTurnedBack", 10), (Wait, 10)),
        new(AwaitingSellerReturn, ("returnShipped", 66), ("buyerNotReceived", 5), ("receiveParcel", 10), ("withdraw", 4), (Wait, 20)),
        new(Returning, ("receiveParcel", 68), ("parcelTurnedBack", 8), ("parcelDelivered", 5), ("outForDelivery", 4), ("setReturnShipping", 4), ("confirmLost", 2), ("confirmLost: return", 3), (Wait, 6)),
        new(Redirecting, ("parcelDelivered", 68), ("cannotHold", 10), ("receiveParcel", 8), ("recordContact", 4), (Wait, 10)),
        new(AwaitingReshipment, ("orderShipped", 77), ("supersededBy", 8), (Wait, 15)),
        new(AwaitingAgent, ("newAddressConfirmed", 60), ("receiveParcel", 20), ("close", 10), (Wait, 10)),
        new(AwaitingInspection, ("inspect", 66), ("inspect: not intact", 26), ("unmatchParcel", 3), (Wait, 5)),
        new(AwaitingDecision, ("overrule: a part", 10), ("overrule", 45), ("overrule: refuse", 40), (Wait, 15)),
        new(LetterReady, ("letterSubmitted", 78), ("reviseAppeal", 8), (Wait, 14)),
        new(Submitted, ("appealOutcome", 50), ("appealOutcome: declined", 30), (Wait, 20)),
        new(Refused, ("overrule: a part", 5), ("overrule", 15), ("setReturnShipping", 15), (Leave, 70)),
        new(Refunded, ("setReturnShipping", 15), (Leave, 85)),
        new(Declined, ("reviseAppeal", 40), (Leave, 60)),
        new(Expired, ("documentAdded", 40), ("reopen", 10), (Leave, 50)),
        new(CaseState.Withdrawn, ("reopen", 10), (Leave, 90)),
        new(CaseState.Closed, ("reopen", 10), (Leave, 90)),
    ];

    /// <summary>What comes next in a case. In a state that the table does not know, people wait; an end it does not know is left alone.</summary>
    public static string Choose(Life life, CaseState state, int waits)
    {
        var deeds = All.FirstOrDefault(habit => habit.State == state)?.Deeds ?? [(state.IsEnd() ? Leave : Wait, 1)];
        var roll = life.Dice.Next(deeds.Sum(d => d.Weight));
        var chosen = deeds.First(d => (roll -= d.Weight) < 0).Deed;
        // A case that was waited for in vain twice is at last closed by an agent, where that can be.
        return chosen == Wait && waits >= 2 && state is not (Refunding or Drafting) ? "close" : chosen;
    }
}

/// <summary>People and fate see a case through: whoever must act does, soon or late or never, and the parcel has a will of its own.</summary>
public static class People
{
    /// <summary>Follows the newest case until nothing more comes of it, and the parcel to its end.</summary>
    public static async Task SeeThroughAsync(this Life life)
    {
        // What was said in this hour is taken in by the next.
        await life.AfterAsync(1);
        var shown = await life.LookAsync("agent");
        for (var (deeds, waits) = (0, 0); shown is not null && deeds < 60; deeds++)
        {
            var deed = Habit.Choose(life, shown.State, waits);
            if (deed == Habit.Leave && !await GoesOnAsync(life))
                return;
            if (deed == Habit.Leave)
            {
                shown = await life.LookAsync("agent");
                continue;
            }

            var role = Deeds.RoleOf(deed, life);
            // Whoever never answers is waited for, whatever they would have said.
            if (role == "seller" && life.Seller == Temper.NeverAnswers)
                (deed, role) = (Habit.Wait, null);
            await life.UntilAsync(When(life, deed, role, shown));
            var now = await life.LookAsync(role ?? "agent");
            var isSame = now is not null && (now.Id, now.State) == (shown.Id, shown.State);
            waits = isSame && deed == Habit.Wait ? waits + 1 : isSame ? waits : 0;
            shown = isSame && deed != Habit.Wait && (role is null || now!.Actions.Contains(deed.Split(':')[0])) && IsPossible(life, deed)
                ? await Deeds.DoAsync(life, deed, role, now!.Id, now.State) ?? now
                : now;
        }
    }

    // The case is over and the parcel still on its way: most arrive, and some stand still until they are late once more.
    private static async Task<bool> GoesOnAsync(Life life)
    {
        if (life.ShippedAt is null || life.IsDelivered || life.IsReceived || !life.Grounds.IsEmpty)
            return false;
        await life.AfterAsync(10 + life.Dice.Next(80));
        if (life.Chance(75))
            await life.ScanAsync("delivered");
        else
            await life.AfterAsync(24 * 9);
        return !life.IsDelivered;
    }

    // A parcel that has no number yet is scanned by nobody.
    private static bool IsPossible(Life life, string deed) => deed switch
    {
        "parcelMoved" or "outForDelivery" or "parcelDelivered" or "parcelTurnedBack" or "lossReported" => life.ShippedAt is not null,
        _ => true,
    };

    private static DateTimeOffset When(Life life, string deed, string? role, CaseView shown)
    {
        if (deed == Habit.Wait)
            return shown.Next.By is { } by && by > life.Now ? by.AddHours(1) : life.Now.AddDays(4);
        var hours = (deed, role) switch
        {
            ("receiveParcel", _) => 24 + life.Dice.Next(120),
            (_, "seller") => life.Seller == Temper.Slow ? 48 + life.Dice.Next(72) : 1 + life.Dice.Next(20),
            ("setReturnShipping", _) => 20 + life.Dice.Next(100),
            (_, "warehouse") => life.Chance(Behaviour.LateStaff) ? 60 + life.Dice.Next(60) : 2 + life.Dice.Next(26),
            (_, "agent") => life.Chance(Behaviour.LateStaff) ? 60 + life.Dice.Next(80) : 1 + life.Dice.Next(9),
            _ => 6 + life.Dice.Next(54),
        };
        var moment = life.Now.AddHours(hours);
        // On leave, nobody does an agent's work.
        return role == "agent" && life.World.LeaveEnds(moment) is { } back ? back.AddHours(1) : moment;
    }
}
