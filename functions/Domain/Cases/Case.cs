using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Cases;

/// <summary>One support matter about one order (an appeal: about one Lazada violation), as it stands now.</summary>
public sealed record Case
{
    /// <summary>The subject's id and the case's number within it, "KM-1001.1".</summary>
    public required string Id { get; init; }

    /// <summary>Which of the five kinds.</summary>
    public required CaseType Type { get; init; }

    /// <summary>Where it stands.</summary>
    public required CaseState State { get; init; }

    /// <summary>Whose case it is.</summary>
    public required string SellerId { get; init; }

    /// <summary>The order; null for an appeal.</summary>
    public string? OrderId { get; init; }

    /// <summary>The marketplace that the order was sold on; null for an appeal, and in rows of earlier versions.</summary>
    public string? Marketplace { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the present state began; its deadline counts from here.</summary>
    public required DateTimeOffset StateSince { get; init; }

    /// <summary>One more with every save.</summary>
    public int Version { get; init; }

    /// <summary>When the present state's deadline passes; null when it has none.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When whoever must act is reminded; null when not, or no more.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>When the passed deadline was escalated; null while it was not.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>The state the case ended from, so that it can be reopened there.</summary>
    public CaseState? EndedFrom { get; init; }

    /// <summary>Why the seller asked.</summary>
    public string? Reason { get; init; }

    /// <summary>The courier that has the parcel.</summary>
    public string? Courier { get; init; }

    /// <summary>The report or ticket number the courier gave.</summary>
    public string? CourierTicket { get; init; }

    /// <summary>Every tracking number the parcel may come back under.</summary>
    public ImmutableList<string> TrackingNumbers { get; init; } = [];

    /// <summary>The numbers of the parcels that the warehouse received for this case.</summary>
    public ImmutableList<string> ParcelsReceived { get; init; } = [];

    /// <summary>Where it stood when its first parcel came, and stands again should that be another's; null once it has gone on.</summary>
    public CaseState? ReceivedFrom { get; init; }

    /// <summary>True once the parcel was seen on its way back: then "out for delivery" is good news, not an alarm.</summary>
    public bool OnItsWayBack { get; init; }

    /// <summary>True once a scan or the marketplace said that the parcel is lost.</summary>
    public bool LossReported { get; init; }

    /// <summary>True once a scan or the marketplace said that the parcel is damaged: then an agent may decide before it comes.</summary>
    public bool DamageReported { get; init; }

    /// <summary>The tracking number that a courier was asked about last; null while none was, and once the parcel left under another.</summary>
    public string? AskedAbout { get; init; }

    /// <summary>How many outbound parcels the order has, for whoever inspects.</summary>
    public int Parcels { get; init; } = 1;

    /// <summary>The order amount when the case was opened: what a refund pays at the most. Null in rows of earlier versions.</summary>
    public Money? Amount { get; init; }

    /// <summary>For an order that was cancelled in part: how much of it; null for a case about the whole order.</summary>
    public CancelledPart? Part { get; init; }

    /// <summary>The latest talks with the courier, oldest first; the timeline, in rows of its own, tells of every one.</summary>
    public ImmutableList<Contact> Contacts { get; init; } = [];

    /// <summary>The address an address change leaves.</summary>
    public Address? OldAddress { get; init; }

    /// <summary>The address an address change goes to.</summary>
    public Address? NewAddress { get; init; }

    /// <summary>What the warehouse found.</summary>
    public Inspection? Inspection { get; init; }

    /// <summary>The refund approved by this case.</summary>
    public Refund? Refund { get; init; }

    /// <summary>What sending the parcel back cost the seller.</summary>
    public Money? ReturnShipping { get; init; }

    /// <summary>The facts of a compliance appeal.</summary>
    public AppealFacts? Appeal { get; init; }

    /// <summary>The letters written so far, oldest first.</summary>
    public ImmutableList<Letter> Letters { get; init; } = [];

    /// <summary>How many of the documents go with the letter that is being written, or was written last: the first ones.</summary>
    public int Enclosed { get; init; }

    /// <summary>What was uploaded, oldest first.</summary>
    public ImmutableList<Document> Documents { get; init; } = [];

    /// <summary>Cases this one took over from, or that took over from it.</summary>
    public ImmutableList<string> LinkedCases { get; init; } = [];

    /// <summary>Steps saved with the case and not yet known to be done; a repeat sends them again.</summary>
    public ImmutableList<PendingStep> Pending { get; init; } = [];

    /// <summary>The lines of the worklist that the case has left lately; after a crash or a race they may still stand there.</summary>
    public ImmutableList<LeftLine> LeftLines { get; init; } = [];

    /// <summary>The pending steps that a repeat sends again. One that failed for good is not among them: it waits for its replay.</summary>
    [JsonIgnore]
    public IEnumerable<PendingStep> Sendable => Pending.Where(step => step.FailedAt is null);

    /// <summary>The first step that failed for good and was not done since: the case needs somebody; null when there is none.</summary>
    [JsonIgnore]
    public PendingStep? Failed => Pending.Find(step => step.FailedAt is not null);

    /// <summary>The latest actions taken, newest last, each with a hash of its content and the beginning of the state it led to: a repeat is answered like the first.</summary>
    public ImmutableList<string> ActionsTaken { get; init; } = [];

    /// <summary>The most talks that a case's row holds.</summary>
    public const int MostContacts = 50;

    /// <summary>The most actions that a case's row remembers, so that a repeat is known for one.</summary>
    public const int MostActionsTaken = 200;

    /// <summary>The most numbers of parcels, received parcels and linked cases that a case's row holds.</summary>
    public const int MostNumbers = 100;

    /// <summary>The most letters of one appeal; a correction beyond them is refused.</summary>
    public const int MostLetters = 50;

    /// <summary>The most steps that may be under way, or have failed, before people can do nothing more in a case.</summary>
    public const int MostPending = 200;

    /// <summary>The case without what is too old for its one row, which storage bounds at 1 MiB.</summary>
    /// <returns>The case as it is kept.</returns>
    public Case WithinItsRow() => this with
    {
        Contacts = Latest(Contacts, MostContacts),
        ActionsTaken = Latest(ActionsTaken, MostActionsTaken),
        TrackingNumbers = Latest(TrackingNumbers, MostNumbers),
        ParcelsReceived = Latest(ParcelsReceived, MostNumbers),
        LinkedCases = Latest(LinkedCases, MostNumbers),
    };

    private static ImmutableList<T> Latest<T>(ImmutableList<T> all, int most) => all.Count <= most ? all : [.. all.TakeLast(most)];

    /// <summary>Whether nothing more happens by itself.</summary>
    [JsonIgnore]
    public bool IsEnded => State.IsEnd();

    /// <summary>Whether it claims the order's refund, of the whole or of a part: a cancellation, or a failed delivery.</summary>
    [JsonIgnore]
    public bool IsClaim => Type is CaseType.BuyerCancellation or CaseType.FailedDelivery;
}

/// <summary>A line of the worklist that a case has left.</summary>
/// <param name="Key">The line's key.</param>
/// <param name="At">When it was left.</param>
public sealed record LeftLine(string Key, DateTimeOffset At);

/// <summary>A talk with the courier.</summary>
/// <param name="At">When.</param>
/// <param name="Channel">phone, mail or other.</param>
/// <param name="Note">What the courier said.</param>
/// <param name="Ticket">The ticket it gave, if any.</param>
public sealed record Contact(DateTimeOffset At, string Channel, string? Note, string? Ticket = null);

/// <summary>What the warehouse found in the parcel.</summary>
/// <param name="Condition">The item's condition.</param>
/// <param name="Note">The warehouse's words, which the seller can read.</param>
/// <param name="At">When.</param>
public sealed record Inspection(ItemCondition Condition, string? Note, DateTimeOffset At);

/// <summary>A step that was decided and saved, and is to be carried out behind a queue.</summary>
/// <param name="StepId">Deterministic, <c>{case}-{version}-{kind}</c>: the far side deduplicates by it.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Since">When it was decided.</param>
/// <param name="Occasion">For a mail: which one.</param>
/// <param name="News">For a mail to the seller: what happened.</param>
/// <param name="FailedAt">When the host gave it up; null while it is under way. A replay still carries it out.</param>
/// <param name="Why">Why it failed.</param>
/// <param name="Turn">For a mail: what was to happen next at that turn; null in rows of earlier versions.</param>
public sealed record PendingStep(
    string StepId, StepKind Kind, DateTimeOffset Since, string? Occasion = null, Text? News = null, DateTimeOffset? FailedAt = null, string? Why = null, Turn? Turn = null);

/// <summary>What a mail tells of the turn it was written for, however late it goes out: two truths in one mail are none.</summary>
/// <param name="State">Where the case stood.</param>
/// <param name="Next">What was to happen next.</param>
/// <param name="Actor">Who was to act; null when the case was over.</param>
/// <param name="By">By when; null for no date.</param>
public sealed record Turn(CaseState State, Text Next, Actor? Actor, DateTimeOffset? By)
{
    /// <summary>Whether a case has gone on since.</summary>
    /// <param name="c">The case now.</param>
    /// <param name="since">When the turn was.</param>
    /// <returns>Whether it has.</returns>
    public bool IsOver(Case c, DateTimeOffset since) => c.State != State || c.StateSince > since;
}

/// <summary>What happens outside a case on its behalf. Each kind has its queue, listed in Program.cs.</summary>
public enum StepKind
{
    /// <summary>Mail the courier.</summary>
    AskCourier,

    /// <summary>Credit the seller's Kumoten account.</summary>
    PayRefund,

    /// <summary>Debit what sending back cost.</summary>
    ChargeReturnShipping,

    /// <summary>Render an appeal letter to blob storage.</summary>
    WriteLetter,

    /// <summary>Mail Kumoten's support desk.</summary>
    TellDesk,

    /// <summary>Mail the seller.</summary>
    TellSeller,
}

/// <summary>One line of a case's history; written once, in the transaction of the move it tells of.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Who">The person's name from the token, when a person did it.</param>
/// <param name="Event">The event's name.</param>
/// <param name="From">The state before; null when the case was opened.</param>
/// <param name="To">The state after.</param>
/// <param name="Text">What happened, in both languages.</param>
/// <param name="Internal">True for a note that only staff may read.</param>
public sealed record TimelineEntry(
    DateTimeOffset At, Actor Actor, string? Who, string Event, CaseState? From, CaseState To, Text Text, bool Internal = false)
{
    /// <summary>What staff read instead; null when all read the same.</summary>
    public Text? ForStaff { get; init; }
}
