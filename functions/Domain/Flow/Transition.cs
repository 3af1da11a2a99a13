using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Notices;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Ground;
using static Kumoten.Functions.Domain.CaseState;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>What a row of the map may do: change facts, then stay, go to a state, or decide on the refund.</summary>
/// <param name="Case">The case with the changes so far.</param>
/// <param name="Facts">The order and the clock.</param>
internal sealed record Transition(Case Case, Facts Facts)
{
    public Transition With(Func<Case, Case> change) => this with { Case = change(Case) };

    public Move Stay() => new Move.Moved(Case);

    public Move To(CaseState state)
    {
        var rule = DeadlineTable.For(state);
        var entered = Case with
        {
            State = state,
            StateSince = Facts.Now,
            DueAt = LazadasDeadline(state) ?? DueAfter(rule.Due),
            RemindAt = DueAfter(rule.Remind),
            EscalatedAt = null,
            EndedFrom = state.IsEnd() ? Case.State : null,
            ReceivedFrom = state is AwaitingInspection or AwaitingReshipment ? Case.ReceivedFrom : null,
        };
        return new Move.Moved(state switch
        {
            AwaitingCourierTicket => entered.Asking(Facts, CourierOccasion.Trace),
            AwaitingCourierHold => entered.Asking(Facts, HoldOccasion()),
            AwaitingAgent => entered.Then(Facts.Now, StepKind.TellDesk, DeskOccasion.TakeOver),
            Refunding => entered.Then(Facts.Now, StepKind.PayRefund),
            Drafting => (entered with { Enclosed = entered.Documents.Count }).Then(Facts.Now, StepKind.WriteLetter),
            _ => entered,
        });
    }

    // Where a diversion begins depends on where the parcel is.
    public Move Divert() => Begin(Cancellations.ClaimBegins(Facts.Order!));

    // Paid as not shipped, and it has left: from where it is it is brought home.
    public Move CallBack() => Cancellations.ClaimBegins(Facts.Order!) is var first && first == Refunding ? To(AwaitingCourierHold) : Begin(first);

    // What was known before counts now: lost and damaged are told at once, and so is a parcel that may reach the buyer any moment.
    public Move Begin(CaseState first)
    {
        // A claim that may begin with its refund has not shipped.
        if (first == Refunding)
            return Refund(new RefundDecision.Due(RefundGround.NotShipped));
        var (where, known) = (Facts.Order?.Whereabouts, this);
        if (where?.Place == Place.Lost && !Case.LossReported)
            known = known.With(x => x with { LossReported = true }).Alarm();
        if (where?.DamagedAt is not null && !Case.DamageReported)
            known = known.With(x => x with { DamageReported = true }).Alarm();
        return first switch
        {
            AwaitingBuyerRejection => known.Alarm().With(x => x.Asking(Facts, HoldOccasion())).To(first),
            Returning => known.With(x => x with { OnItsWayBack = true }).To(first),
            _ => known.To(first),
        };
    }

    // PosLaju takes the parcel to the new address; ZTO brings it home first, also for an address change.
    public Move Held() => To(Case.Type == CaseType.AddressChange && CourierList.Find(Case.Courier) is { Redirects: true } ? Redirecting : Returning);

    public Transition Talked(string channel, string? note, string? ticket = null) => With(x => x with
    {
        CourierTicket = ticket ?? x.CourierTicket,
        Contacts = x.Contacts.Add(new Contact(Facts.Now, channel, note, ticket)),
    });

    public Transition Alarm() => With(x => x.Then(Facts.Now, StepKind.TellDesk, DeskOccasion.Alarm));

    public Move Unmatched(string number) =>
        With(x => x.Without(number)) is var rest && rest.Case.ParcelsReceived.IsEmpty ? rest.To(Case.ReceivedFrom!.Value) : rest.Stay();

    // Return shipping is its own entry in the account, never netted into the refund (Terms and Conditions).
    public Transition Charge(Money? cost) =>
        cost is { Sen: > 0 } && Case.ReturnShipping is null
            ? With(x => (x with { ReturnShipping = cost }).Then(Facts.Now, StepKind.ChargeReturnShipping))
            : this;

    // One refund per order: approved once, whatever ground comes second.
    public Move Refund(RefundDecision decision) => (decision, Case.Refund) switch
    {
        (RefundDecision.Due due, { PaidAt: not null }) => With(x => x with { Refund = x.Refund! with { Ground = due.Ground } }).To(Refunded),
        (RefundDecision.Due due, { PaidAt: null }) => With(x => x with { Refund = x.Refund! with { Ground = due.Ground } }).Resume(),
        (RefundDecision.Due due, null) when Facts.Order is { } order => order.RefundCase is null || order.RefundCase == Case.Id
            ? RefundRules.LeftFor(Case, order) is { Sen: > 0 } left
                ? With(x => x with { Refund = new(left, due.Ground, Facts.Now) }).To(Refunding)
                : RefusalWords.NothingLeft(order)
            : RefusalWords.RefundAlreadyApproved(order),
        // The item came back as the terms do not allow, after the money was paid: no rule takes it back.
        (RefundDecision.Refused, not null) => To(AwaitingDecision),
        (RefundDecision.Refused, null) => To(Refused),
        _ => throw new InvalidOperationException($"Case {Case.Id} has no order to refund."),
    };

    // "Refund an amount that the agent names, up to what is left of the order amount."
    public Move PayPart(Money? amount) => (amount, Facts.Order) switch
    {
        (_, { RefundCase: not null } order) => RefusalWords.RefundAlreadyApproved(order),
        (null, _) => RefusalWords.PartNeedsAmount(),
        ({ } named, { } order) when RefundRules.LeftFor(Case, order) is var left && named > left => RefusalWords.AboveWhatIsLeft(named, left),
        ({ } named, _) => With(x => x with { Refund = new(named, RefundGround.Overruled, Facts.Now) { IsPart = true } }).To(Refunding),
    };

    // Told of once: the same failure of the same step again says nothing new, and neither does that of a step done meanwhile.
    public Move GaveUp(StepFailed failed)
    {
        if (Case.Pending.Find(step => step.StepId == failed.StepId) is not { } step || step.Why == failed.Why)
            return new Move.Unchanged();
        var marked = With(x => x with { Pending = x.Pending.Replace(step, step with { FailedAt = Facts.Now, Why = failed.Why }) });
        // A mail to the desk that failed is not followed by another, which would fail as well and be followed by another.
        return step.FailedAt is not null || step.Kind == StepKind.TellDesk ? marked.Stay() : marked.With(x => x.Then(Facts.Now, StepKind.TellDesk, DeskOccasion.StepFailed)).Stay();
    }

    public Move Remind() => Case.RemindAt is { } at && at <= Facts.Now ? new Move.Moved(Case with { RemindAt = null }) : new Move.Unchanged();

    public Move Overdue(WhenPassed then)
    {
        if (Case.EscalatedAt is not null || Case.DueAt is null || Case.DueAt > Facts.Now)
            return new Move.Unchanged();
        return then switch
        {
            WhenPassed.Escalate => new Move.Moved((Case with { EscalatedAt = Facts.Now, RemindAt = null }).Then(Facts.Now, StepKind.TellDesk, DeskOccasion.Overdue)),
            WhenPassed.GoOn => To(AwaitingCourierTicket),
            WhenPassed.Chase => With(x => x.Asking(Facts, CourierOccasion.FollowUp)).To(Case.State),
            WhenPassed.Expire => To(Expired),
            _ => throw new InvalidOperationException($"{then} has no move."),
        };
    }

    // The refund's step is still pending from the first approval; it pays from here.
    private Move Resume() => new Move.Moved(Case with { State = Refunding, StateSince = Facts.Now, DueAt = DueAfter(DeadlineTable.For(Refunding).Due), RemindAt = null, EscalatedAt = null });

    private DateTimeOffset? DueAfter(WorkingDays? days) => days is { } n ? OfficeClock.DueAt(Facts.Now, n, Facts.Calendar) : null;

    // Lazada may give a deadline of its own for the appeal; it ends with that day's office hours.
    private DateTimeOffset? LazadasDeadline(CaseState state) =>
        state == LetterReady && Case.Appeal?.Deadline is { } day ? MalaysiaTime.At(day, OfficeClock.Closing) : null;

    private string HoldOccasion() =>
        Case.Type == CaseType.AddressChange && CourierList.Find(Case.Courier) is { Redirects: true } ? CourierOccasion.Redirect : CourierOccasion.Hold;
}

/// <summary>Small changes of facts that several rows of the map make.</summary>
internal static class CaseChanges
{
    public static Case Answered(this Case c, string? stepId) => stepId is null ? c : c with { Pending = c.Pending.RemoveAll(step => step.StepId == stepId) };

    public static Case KnownAs(this Case c, string trackingNumber) =>
        c.TrackingNumbers.Contains(trackingNumber) ? c : c with { TrackingNumbers = c.TrackingNumbers.Add(trackingNumber) };

    public static Case Without(this Case c, string trackingNumber) =>
        c with { ParcelsReceived = c.ParcelsReceived.RemoveAll(number => number == trackingNumber), TrackingNumbers = c.TrackingNumbers.Remove(trackingNumber) };

    public static Case WithCourierOf(this Case c, Order order)
    {
        var known = order.Numbers.Aggregate(c, (so, number) => so.KnownAs(number));
        return (known.Courier, known.Parcels) == (order.Courier, Math.Max(1, order.Numbers.Count)) ? known : known with { Courier = order.Courier, Parcels = Math.Max(1, order.Numbers.Count) };
    }

    public static Case With(this Case c, Document document) => c with { Documents = c.Documents.Add(document) };

    public static Case Paid(this Case c, DateTimeOffset at) => c with { Refund = c.Refund! with { PaidAt = at } };

    public static bool IsAppeal(this Case c) => c.Type == CaseType.ComplianceAppeal;

    // A marketplace may know that a parcel left before Kumoten's feed names its courier: then an agent finds out.
    public static Case Asking(this Case c, Facts facts, string occasion) => c.Courier is null
        ? c.Then(facts.Now, StepKind.TellDesk, DeskOccasion.TakeOver)
        : (c with { AskedAbout = facts.Order?.TrackingNumber }).Then(facts.Now, StepKind.AskCourier, occasion);

    // One step of a kind and occasion for each version: the same id for the same decision, whoever repeats it.
    public static Case Then(this Case c, DateTimeOffset now, StepKind kind, string? occasion = null, Text? news = null, Turn? turn = null)
    {
        var step = new PendingStep($"{c.Id}-{c.Version}-{kind}{(occasion is null ? "" : "-" + occasion)}", kind, now, occasion, news, Turn: turn);
        return c.Pending.Exists(pending => pending.StepId == step.StepId) ? c : c with { Pending = c.Pending.Add(step) };
    }
}
