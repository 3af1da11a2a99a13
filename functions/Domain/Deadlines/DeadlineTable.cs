using static Kumoten.Functions.Domain.Actor;
using static Kumoten.Functions.Domain.CaseState;
using static Kumoten.Functions.Domain.Deadlines.WhenPassed;

namespace Kumoten.Functions.Domain.Deadlines;

/// <summary>What happens when a state's deadline passes.</summary>
public enum WhenPassed
{
    /// <summary>The state has no deadline.</summary>
    Nothing,

    /// <summary>The case stays, is marked overdue, and Kumoten's desk is mailed.</summary>
    Escalate,

    /// <summary>The case goes on without an answer.</summary>
    GoOn,

    /// <summary>The courier is mailed again, and the time begins anew.</summary>
    Chase,

    /// <summary>The case ends; uploading reopens it.</summary>
    Expire,
}

/// <summary>One row of the table.</summary>
/// <param name="State">The state that waits.</param>
/// <param name="Actor">Who must act; null when the case is over.</param>
/// <param name="Due">How long they have; null for no deadline.</param>
/// <param name="Remind">When they are reminded, once; null for never.</param>
/// <param name="WhenPassed">What happens when it passes.</param>
public sealed record DeadlineRule(CaseState State, Actor? Actor, WorkingDays? Due, WorkingDays? Remind, WhenPassed WhenPassed);

/// <summary>
/// Every state's deadline, in working days of the office (domain.md, Deadlines). A deadline ends at 18:00
/// Malaysia time on its last working day. Change a number here and it is changed everywhere.
/// </summary>
public static class DeadlineTable
{
    /// <summary>All rows, one for each state.</summary>
    public static readonly IReadOnlyList<DeadlineRule> Rules =
    [
        //   state                      who acts      due   remind  when it passes
        Row(AwaitingBuyerConfirmation,  Seller,         4,     3,   GoOn),
        Row(AwaitingCourierTicket,      Agent,          1,  null,   Escalate),
        Row(FollowingUp,                Agent,          2,  null,   Chase),
        Row(AwaitingDocuments,          Seller,         5,     2,   Expire),
        Row(AwaitingCourierHold,        Agent,          1,  null,   Escalate),
        Row(AwaitingBuyerRejection,     Seller,         5,  null,   Escalate),
        Row(AwaitingSellerReturn,       Seller,        10,  null,   Escalate),
        Row(Returning,                  Courier,       14,  null,   Escalate),
        Row(Redirecting,                Courier,       14,  null,   Escalate),
        Row(AwaitingReshipment,         Warehouse,      1,  null,   Escalate),
        Row(AwaitingAgent,              Agent,          1,  null,   Escalate),
        Row(AwaitingInspection,         Warehouse,      1,  null,   Escalate),
        Row(AwaitingDecision,           Agent,          1,  null,   Escalate),
        Row(Refunding,                  Actor.System,   1,  null,   Escalate),
        Row(Drafting,                   Actor.System,   1,  null,   Escalate),
        Row(LetterReady,                Seller,         5,     2,   Escalate),
        Row(Submitted,                  Seller,        10,     5,   Escalate),
        .. Enum.GetValues<CaseState>().Where(state => state.IsEnd()).Select(end => Row(end, null, null, null, Nothing)),
    ];

    private static readonly Dictionary<CaseState, DeadlineRule> ByState = Rules.ToDictionary(rule => rule.State);

    /// <summary>The row of a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Its deadline.</returns>
    public static DeadlineRule For(CaseState state) => ByState[state];

    private static DeadlineRule Row(CaseState state, Actor? actor, int? due, int? remind, WhenPassed then) =>
        new(state, actor, due is { } d ? new WorkingDays(d) : null, remind is { } r ? new WorkingDays(r) : null, then);
}
