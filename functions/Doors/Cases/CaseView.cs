using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Cases;

/// <summary>A case as the contract shows it to one reader.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Which of the five.</param>
/// <param name="State">Where it stands.</param>
/// <param name="OrderId">The order; null for an appeal.</param>
/// <param name="SellerId">Whose.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="Version">One more with every change.</param>
/// <param name="Next">What happens next, who acts, by when.</param>
/// <param name="Actions">The actions open to this reader.</param>
/// <param name="EastMalaysia">Whether the parcel goes to Sabah, Sarawak or Labuan.</param>
/// <param name="Courier">The courier.</param>
/// <param name="TrackingNumbers">The numbers the parcel is known by.</param>
/// <param name="CourierTicket">The courier's ticket.</param>
/// <param name="Contacts">Every talk with the courier.</param>
/// <param name="OldAddress">The address an address change leaves.</param>
/// <param name="NewAddress">The address it goes to.</param>
/// <param name="LinkedCases">Cases before or after this one.</param>
/// <param name="Inspection">What the warehouse found.</param>
/// <param name="Refund">The refund; null for a case without one.</param>
/// <param name="Checklist">The papers a case of its type takes, and which are there.</param>
/// <param name="Documents">What was uploaded.</param>
/// <param name="Letters">The letters written.</param>
/// <param name="Timeline">What happened; absent in a list.</param>
public sealed record CaseView(
    string Id, CaseType Type, CaseState State, string? OrderId, string SellerId, DateTimeOffset OpenedAt, int Version,
    NextView Next, IReadOnlyList<string> Actions, bool EastMalaysia, string? Courier, IReadOnlyList<string> TrackingNumbers,
    string? CourierTicket, IReadOnlyList<Contact> Contacts, Address? OldAddress, Address? NewAddress, IReadOnlyList<string> LinkedCases, Inspection? Inspection, RefundView? Refund,
    IReadOnlyList<ChecklistLine> Checklist, IReadOnlyList<DocumentView> Documents, IReadOnlyList<LetterView> Letters, IReadOnlyList<TimelineView>? Timeline)
{
    /// <summary>The marketplace that the order was sold on; null for an appeal.</summary>
    public string? Marketplace { get; init; }

    /// <summary>Why the seller asked, in the seller's words.</summary>
    public string? Reason { get; init; }

    /// <summary>What failed for good on Kumoten's side and needs somebody; null when the case goes on by itself.</summary>
    public Text? NeedsAttention { get; init; }

    /// <summary>Shows a case.</summary>
    /// <param name="c">The case.</param>
    /// <param name="dossier">Its dossier.</param>
    /// <param name="reader">Who reads.</param>
    /// <param name="now">The application's clock.</param>
    /// <param name="timeline">Its timeline; null in a list.</param>
    /// <returns>The view.</returns>
    public static CaseView Of(Case c, Dossier dossier, Actor reader, DateTimeOffset now, IEnumerable<TimelineEntry>? timeline = null)
    {
        var east = dossier.Order?.Destination.IsEast() == true;
        var next = WhatsNext.Of(c, now);
        return new(
            c.Id, c.Type, c.State, c.OrderId, c.SellerId, c.OpenedAt, c.Version,
            new(next.Actor, next.By, next.Overdue, next.Text, [.. WarningsOf(c, next.By).Select(warning => warning.En)]),
            [.. CaseActions.OpenTo(reader, c, new(dossier.Order, now, WorkCalendar.Malaysia))],
            east, c.Courier, c.TrackingNumbers, c.CourierTicket, c.Contacts, c.OldAddress, c.NewAddress, c.LinkedCases, c.Inspection, RefundView.Of(c, dossier.Order is { } order ? RefundRules.LeftFor(c, order) : null),
            Domain.Papers.Checklist.Of(c, dossier.Order), [.. c.Documents.Select(DocumentView.Of)], [.. c.Letters.Select(l => new LetterView(l.Version, l.WrittenAt, $"/api/cases/{c.Id}/letters/{l.Version}.html", $"/api/cases/{c.Id}/letters/{l.Version}.pdf"))],
            timeline?.Where(t => !t.Internal || reader != Actor.Seller).Select(t => new TimelineView(t.At, t.Actor, t.Who, t.Event, t.From, t.To, reader == Actor.Seller ? t.Text : t.ForStaff ?? t.Text, t.Internal)).ToList())
        {
            Marketplace = dossier.Order?.Marketplace,
            Reason = c.Reason,
            NeedsAttention = Sentences.Attention(c, reader),
        };
    }

    /// <summary>What is uncertain about a case's date.</summary>
    /// <param name="c">The case.</param>
    /// <param name="by">The date; null for none.</param>
    /// <returns>A sentence for each year whose holidays are not known.</returns>
    internal static IReadOnlyList<Text> WarningsOf(Case c, DateTimeOffset? by) =>
        by is { } date ? WorkCalendar.Malaysia.WarningsFor(MalaysiaTime.DayOf(c.StateSince), MalaysiaTime.DayOf(date)) : [];
}

/// <summary>What happens next.</summary>
/// <param name="Actor">Who acts; null when the case is over.</param>
/// <param name="By">By when.</param>
/// <param name="Overdue">Whether that has passed.</param>
/// <param name="Text">One plain sentence.</param>
/// <param name="Warnings">What is uncertain about the date: a year whose holidays are not known.</param>
public sealed record NextView(Actor? Actor, DateTimeOffset? By, bool Overdue, Text Text, IReadOnlyList<string> Warnings);

/// <summary>Where the refund stands.</summary>
public enum RefundStatus
{
    /// <summary>The cancellation is to be proved first.</summary>
    WaitingForDocuments,

    /// <summary>Nothing is paid before Kumoten has the parcel.</summary>
    WaitingForParcel,

    /// <summary>The warehouse looks at the item.</summary>
    WaitingForInspection,

    /// <summary>An agent decides.</summary>
    WaitingForDecision,

    /// <summary>Approved and on its way to the account.</summary>
    Approved,

    /// <summary>In the account.</summary>
    Paid,

    /// <summary>It was in the account, and an agent took it back.</summary>
    Reversed,

    /// <summary>The terms refuse it.</summary>
    Refused,

    /// <summary>The case ended without one.</summary>
    None,
}

/// <summary>The refund of a case.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Amount">What was approved; before, what is left of the order amount.</param>
/// <param name="ReturnShipping">What sending back cost, debited as its own entry.</param>
/// <param name="Currency">MYR.</param>
/// <param name="Ground">The term that allowed it.</param>
/// <param name="PaidAt">When it was credited.</param>
public sealed record RefundView(RefundStatus Status, Money Amount, Money? ReturnShipping, string Currency, RefundGround? Ground, DateTimeOffset? PaidAt)
{
    /// <summary>Shows the refund of a case.</summary>
    /// <param name="c">The case.</param>
    /// <param name="orderAmount">What is left of the order's amount.</param>
    /// <returns>The refund; null for a case that is about no money.</returns>
    public static RefundView? Of(Case c, Money? orderAmount)
    {
        // A late parcel or a new address is about no money, until the parcel turns out to be lost.
        if (c.Refund is null && !c.IsClaim)
            return null;
        RefundStatus status = c switch
        {
            { Refund.ReversedAt: not null } => RefundStatus.Reversed,
            { Refund.PaidAt: not null } => RefundStatus.Paid,
            { Refund: not null } => RefundStatus.Approved,
            { State: CaseState.Refused } => RefundStatus.Refused,
            { State: CaseState.AwaitingInspection } => RefundStatus.WaitingForInspection,
            { State: CaseState.AwaitingDecision } => RefundStatus.WaitingForDecision,
            { State: CaseState.AwaitingDocuments } => RefundStatus.WaitingForDocuments,
            { IsEnded: true } => RefundStatus.None,
            _ => RefundStatus.WaitingForParcel,
        };
        return new(status, c.Refund?.Amount ?? orderAmount ?? Money.Zero, c.ReturnShipping, Money.Currency, c.Refund?.Ground, c.Refund?.PaidAt);
    }
}

/// <summary>A letter of a case.</summary>
/// <param name="Version">Its version.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="Html">Where it can be read.</param>
/// <param name="Pdf">Where the file for the upload is.</param>
public sealed record LetterView(int Version, DateTimeOffset WrittenAt, string Html, string Pdf);

/// <summary>A line of the timeline.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Who">The person, where known.</param>
/// <param name="Event">What.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="Text">In words.</param>
/// <param name="Internal">Whether sellers do not see it.</param>
public sealed record TimelineView(DateTimeOffset At, Actor Actor, string? Who, string Event, CaseState? From, CaseState To, Text Text, bool Internal);
