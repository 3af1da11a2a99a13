using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Cases;

/// <summary>Something that happened to a case: an action, an answer to a step, news of the order, or a deadline.</summary>
public abstract record CaseEvent
{
    /// <summary>Who did it.</summary>
    public Actor By { get; init; } = Actor.System;

    /// <summary>The person's name from the token, when a person did it.</summary>
    public string? Who { get; init; }

    /// <summary>The step that this event answers, which is then no longer pending.</summary>
    public string? AnswersStep { get; init; }

    /// <summary>The event's name on the timeline: the type's name in camel case.</summary>
    public string Name => NameOf(GetType());

    /// <summary>The name that a kind of event has on the timeline.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <returns>The name.</returns>
    public static string NameOf<T>()
        where T : CaseEvent => NameOf(typeof(T));

    private static string NameOf(Type kind) => char.ToLowerInvariant(kind.Name[0]) + kind.Name[1..];
}

/// <summary>The courier was mailed.</summary>
/// <param name="Occasion">Which mail.</param>
/// <param name="To">The address it went to.</param>
/// <param name="Courier">The code of the courier that was asked; null in what earlier versions sent.</param>
public sealed record CourierAsked(string Occasion, string To, string? Courier = null) : CaseEvent;

/// <summary>Kumoten's support desk was mailed.</summary>
/// <param name="Occasion">Which mail.</param>
public sealed record DeskTold(string Occasion) : CaseEvent;

/// <summary>The seller was mailed.</summary>
/// <param name="About">The event the mail tells of.</param>
/// <param name="To">The address it went to.</param>
public sealed record SellerTold(string About, string To) : CaseEvent;

/// <summary>The seller could not be mailed; the case shows everything all the same.</summary>
/// <param name="About">The event the mail was to tell of.</param>
/// <param name="Why">Why not.</param>
public sealed record SellerNotTold(string About, string Why) : CaseEvent
{
    /// <summary>No address is known.</summary>
    public const string NoAddress = "noAddress";

    /// <summary>The mail server did not take the mail for a day.</summary>
    public const string NotTaken = "notTaken";
}

/// <summary>The courier said that it holds the parcel.</summary>
/// <param name="Ticket">The courier's report or ticket number.</param>
public sealed record HoldConfirmed(string Ticket) : CaseEvent;

/// <summary>The courier said that it cannot hold the parcel.</summary>
/// <param name="Note">What the courier said.</param>
public sealed record CannotHold(string Note) : CaseEvent;

/// <summary>The buyer rejected the parcel at the door.</summary>
public sealed record BuyerRejected : CaseEvent;

/// <summary>The parcel reached the buyer all the same.</summary>
public sealed record ReachedBuyer : CaseEvent;

/// <summary>The seller sent the parcel to Kumoten's office.</summary>
/// <param name="Courier">Any courier's name: the seller chooses.</param>
/// <param name="TrackingNumber">The return parcel's tracking number.</param>
public sealed record ReturnShipped(string Courier, string TrackingNumber) : CaseEvent;

/// <summary>The warehouse has the parcel. Only the warehouse receives; a courier's scan does not.</summary>
/// <param name="TrackingNumber">The number on the parcel.</param>
public sealed record ParcelReceived(string TrackingNumber) : CaseEvent;

/// <summary>A parcel was another's: it lies at the dock again, unidentified, and the case waits as before.</summary>
/// <param name="TrackingNumber">The number on the parcel.</param>
public sealed record ParcelUnmatched(string TrackingNumber) : CaseEvent;

/// <summary>The warehouse looked at the item.</summary>
/// <param name="Condition">What it found.</param>
/// <param name="Note">Its words, which the seller can read.</param>
/// <param name="ReturnShipping">What sending back cost, when known already.</param>
public sealed record ParcelInspected(ItemCondition Condition, string? Note, Money? ReturnShipping) : CaseEvent;

/// <summary>The cost of sending the parcel back became known.</summary>
/// <param name="Amount">The cost, above zero.</param>
public sealed record ReturnShippingSet(Money Amount) : CaseEvent;

/// <summary>The ledger holds the return shipping's debit.</summary>
public sealed record ReturnShippingCharged : CaseEvent;

/// <summary>The ledger holds the refund.</summary>
/// <param name="PaidAt">When it was entered.</param>
public sealed record RefundPaid(DateTimeOffset PaidAt) : CaseEvent;

/// <summary>An agent decides what no rule decides, or overrules an inspection, and says why.</summary>
/// <param name="Decision">Refund or refuse.</param>
/// <param name="Reason">Why; the timeline shows it.</param>
/// <param name="Amount">What is refunded, where an order was cancelled in part; null for all that is left.</param>
public sealed record Overruled(Verdict Decision, string Reason, Money? Amount = null) : CaseEvent;

/// <summary>An agent's decision on a refund.</summary>
public enum Verdict
{
    /// <summary>Pay.</summary>
    Refund,

    /// <summary>Do not pay.</summary>
    Refuse,
}

/// <summary>The order's feed says that the parcel left the warehouse after all.</summary>
public sealed record OrderShipped : CaseEvent;

/// <summary>The appeal letter is in blob storage.</summary>
/// <param name="Version">The letter's version.</param>
/// <param name="Template">The template it was written from.</param>
/// <param name="WrittenAt">When.</param>
/// <param name="NotEnclosed">The names of documents that could not be appended; null when all were.</param>
public sealed record LetterWritten(int Version, string Template, DateTimeOffset WrittenAt, IReadOnlyList<string>? NotEnclosed = null) : CaseEvent;

/// <summary>The seller took the request back.</summary>
public sealed record Withdrawn : CaseEvent;

/// <summary>An agent closed the case.</summary>
/// <param name="Reason">Why.</param>
public sealed record Closed(string Reason) : CaseEvent;

/// <summary>A remark on the timeline.</summary>
/// <param name="Note">The words.</param>
/// <param name="Internal">True when only staff may read it.</param>
public sealed record NoteAdded(string Note, bool Internal) : CaseEvent;

/// <summary>The present state's deadline passed.</summary>
public sealed record DeadlinePassed : CaseEvent;

/// <summary>Facts for a new version of the appeal letter.</summary>
/// <param name="Facts">All facts, corrected.</param>
public sealed record AppealRevised(AppealFacts Facts) : CaseEvent;

/// <summary>A file was uploaded.</summary>
/// <param name="Document">The file.</param>
public sealed record DocumentAdded(Document Document) : CaseEvent;

/// <summary>The buyer has the parcel, as the seller learned.</summary>
public sealed record BuyerReceived : CaseEvent;

/// <summary>The buyer does not have the parcel, as the seller learned.</summary>
public sealed record BuyerNotReceived : CaseEvent;

/// <summary>The courier gave a report or ticket number.</summary>
/// <param name="Ticket">The number.</param>
/// <param name="Channel">phone, mail or other.</param>
/// <param name="Note">What the courier said.</param>
public sealed record TicketRecorded(string Ticket, string Channel, string? Note) : CaseEvent;

/// <summary>A human talked with the courier.</summary>
/// <param name="Channel">phone, mail or other.</param>
/// <param name="Note">What the courier said.</param>
public sealed record ContactRecorded(string Channel, string Note) : CaseEvent;

/// <summary>A newer scan: the parcel moves.</summary>
public sealed record ParcelMoved : CaseEvent;

/// <summary>The parcel goes out to the buyer while it is to come back: an alarm.</summary>
public sealed record OutForDelivery : CaseEvent;

/// <summary>The parcel was delivered, by scan or marketplace.</summary>
/// <param name="At">When; null for now.</param>
public sealed record ParcelDelivered(DateTimeOffset? At = null) : CaseEvent;

/// <summary>The parcel was seen on its way back.</summary>
public sealed record ParcelTurnedBack : CaseEvent;

/// <summary>A scan or the marketplace says that the parcel is lost; an agent confirms it with the courier.</summary>
/// <param name="Source">Who says so.</param>
public sealed record LossReported(Text Source) : CaseEvent;

/// <summary>The courier and the marketplace say different things; an agent looks.</summary>
/// <param name="Contradiction">What they say.</param>
/// <param name="IsAlarmed">Whether the same news has alarmed already.</param>
public sealed record SourcesContradict(Text Contradiction, bool IsAlarmed = false) : CaseEvent;

/// <summary>The courier's word that the parcel is lost, recorded by an agent.</summary>
/// <param name="Leg">On the way out, or on the way back.</param>
/// <param name="Ticket">The courier's ticket; may be absent after an explicit "lost" scan.</param>
/// <param name="Note">What the courier said.</param>
public sealed record LossConfirmed(Leg Leg, string? Ticket, string? Note) : CaseEvent;

/// <summary>The journeys of a parcel.</summary>
public enum Leg
{
    /// <summary>From Kumoten to the buyer.</summary>
    Outbound,

    /// <summary>Back to Kumoten.</summary>
    Return,
}

/// <summary>The marketplace proves the cancellation that the seller was to prove.</summary>
public sealed record CancellationProved : CaseEvent;

/// <summary>Another case takes this one's place.</summary>
/// <param name="CaseId">That case.</param>
public sealed record SupersededBy(string CaseId) : CaseEvent;

/// <summary>The courier took the new address.</summary>
public sealed record NewAddressConfirmed : CaseEvent;

/// <summary>The seller uploaded the letter to Lazada.</summary>
public sealed record LetterSubmitted : CaseEvent;

/// <summary>Lazada decided on the appeal.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Note">Lazada's words.</param>
public sealed record AppealDecided(AppealOutcome Outcome, string? Note) : CaseEvent;

/// <summary>Lazada's decision.</summary>
public enum AppealOutcome
{
    /// <summary>The penalty is lifted.</summary>
    Accepted,

    /// <summary>It stays.</summary>
    Declined,
}

/// <summary>An agent opens an ended case again.</summary>
public sealed record Reopened : CaseEvent;

/// <summary>A step failed for good; somebody has to see to it.</summary>
/// <param name="StepId">The pending step.</param>
/// <param name="Why">Why it failed.</param>
public sealed record StepFailed(string StepId, string Why) : CaseEvent;

/// <summary>The time to remind whoever must act.</summary>
public sealed record Reminded : CaseEvent;
