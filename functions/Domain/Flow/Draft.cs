using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Notices;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Words;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>A body kept as it came, beside the order it is about.</summary>
/// <param name="Key">Its deterministic key: a repeat writes the same row again.</param>
/// <param name="Source">Who sent it.</param>
/// <param name="ReceivedAt">When it was taken in.</param>
/// <param name="Body">The raw body.</param>
public sealed record KeptBody(string Key, string Source, DateTimeOffset ReceivedAt, string Body);

/// <summary>A dossier while a decision is made of it: what changed, and what is to be told of it. Touches no storage.</summary>
/// <param name="before">The dossier as loaded.</param>
/// <param name="now">The application's clock.</param>
/// <param name="calendar">The working days.</param>
public sealed class Draft(Dossier before, DateTimeOffset now, WorkCalendar calendar)
{
    private readonly Dictionary<string, (string About, Text News)> news = [];
    private Dossier? changed;

    /// <summary>The clock of this decision.</summary>
    public DateTimeOffset Now => now;

    /// <summary>The working days.</summary>
    public WorkCalendar Calendar => calendar;

    /// <summary>The dossier as loaded.</summary>
    public Dossier Before => before;

    /// <summary>The dossier with all changes so far.</summary>
    public Dossier After => changed ?? before;

    /// <summary>New timeline entries, with the case each belongs to.</summary>
    public List<(Case Case, TimelineEntry Entry)> Timeline { get; } = [];

    /// <summary>Raw bodies to keep.</summary>
    public List<KeptBody> Kept { get; } = [];

    /// <summary>Scans to keep.</summary>
    public List<Scan> Scans { get; } = [];

    /// <summary>The cases that are new or changed.</summary>
    public IEnumerable<Case> ChangedCases => After.Cases.Where(c => !ReferenceEquals(c, before.Case(c.Id)));

    /// <summary>Whether there is anything to save.</summary>
    public bool IsChanged => changed is not null || Kept.Count > 0 || Scans.Count > 0;

    /// <summary>The order; for decisions about an order that is known.</summary>
    public Order Order => After.Order ?? throw new InvalidOperationException($"{After.Subject} has no order.");

    private Facts FactsOf(Case? c) =>
        new(After.Order, now, calendar, c is null ? null : After.Cases.Find(other => !other.IsEnded && other.Id != c.Id && (CaseRequests.IsInTheWay(other, c.Type) || (other.Part is not null && c.Part is not null)))?.Id);

    /// <summary>The dossier as it is once this draft is saved.</summary>
    /// <returns>The dossier with its whole timeline.</returns>
    public Dossier Saved() => After with { Timeline = before.Timeline.AddRange(Timeline.Select(line => (line.Case.Id, line.Entry))) };

    /// <summary>Changes the order's facts.</summary>
    /// <param name="order">The order after.</param>
    public void Set(Order order)
    {
        if (order != After.Order)
            changed = After with { Order = order.WithinItsRow() };
    }

    /// <summary>Applies an event to one case.</summary>
    /// <param name="c">The case as it stands in <see cref="After"/>.</param>
    /// <param name="e">The event.</param>
    /// <param name="change">A further change of facts that belongs to the same save.</param>
    /// <returns>The map's answer; a move is in <see cref="After"/> already.</returns>
    public Move Apply(Case c, CaseEvent e, Func<Case, Case>? change = null)
    {
        var move = CaseFlow.Next(c, e, FactsOf(c));
        if (move is Move.Moved moved)
        {
            var after = change is null ? moved.After : change(moved.After);
            Put(after);
            if (After.Order is { } order)
                Set(order.After(e, c, now));
            var text = Sentences.Of(e, after);
            Timeline.Add((after, new(now, e.By, e.Who, e.Name, c.State, after.State, text, e is NoteAdded { Internal: true }) { ForStaff = Sentences.ForStaff(e, after) }));
            if (SellerNotices.IsDue(e, c, after))
                Tell(c.Id, e.Name, text);
            // Whichever case it comes to: another may have paid for it as lost.
            if (e is ParcelReceived or BuyerReceived or ReachedBuyer)
                ParcelNews.Found(this, e.By);
            if (c.IsEnded && after is { IsEnded: false, Part: null, IsClaim: true })
                TakePlace(after.Id, e.By);
        }

        return move;
    }

    /// <summary>Changes facts of a case that no event tells of.</summary>
    /// <param name="changedCase">The case after; as it was, nothing changes.</param>
    public void ChangeFacts(Case changedCase)
    {
        if (!ReferenceEquals(changedCase, After.Case(changedCase.Id)))
            Put(changedCase);
    }

    // A claim that goes on after all takes the place of a late parcel's case or a change of address that was opened meanwhile.
    private void TakePlace(string claimId, Actor by)
    {
        foreach (var replaced in After.Cases.Where(other => !other.IsEnded && other.Id != claimId && other.Refund is null).ToList())
        {
            var claim = After.Case(claimId)!;
            Put(claim with
            {
                LinkedCases = claim.LinkedCases.Add(replaced.Id),
                CourierTicket = replaced.CourierTicket ?? claim.CourierTicket,
                Contacts = claim.Contacts.AddRange(replaced.Contacts),
                ParcelsReceived = [.. claim.ParcelsReceived.Union(replaced.ParcelsReceived)],
            });
            Apply(replaced, new SupersededBy(claimId) { By = by });
        }
    }

    /// <summary>Opens a case.</summary>
    /// <param name="opening">Type, seller and facts; its id, times and state are given here.</param>
    /// <param name="first">The state it begins in.</param>
    /// <param name="by">Who opened it.</param>
    /// <param name="who">The person, when a person did.</param>
    /// <returns>The opened case.</returns>
    public Case Open(CaseOpening opening, CaseState first, Actor by, string? who = null)
    {
        var number = After.Cases.Count + 1;
        var opened = CaseFlow.Open(
            new Case
            {
                Id = CaseId.Of(After.Subject, number),
                Type = opening.Type,
                State = first,
                SellerId = opening.SellerId,
                OrderId = After.Order?.Id,
                Marketplace = After.Order?.Marketplace,
                OpenedAt = now,
                StateSince = now,
                Reason = opening.Reason,
                Appeal = opening.Appeal,
                OldAddress = opening.NewAddress is null ? null : After.Order?.Recipient.Address,
                NewAddress = opening.NewAddress,
                CourierTicket = opening.TakesOver?.CourierTicket,
                Contacts = opening.TakesOver?.Contacts ?? [],
                Documents = opening.TakesOver?.Documents ?? [],
                LinkedCases = opening.TakesOver is { } before ? [before.Id] : [],
                Courier = After.Order?.Courier,
                TrackingNumbers = After.Order?.Numbers ?? [],
                Parcels = Math.Max(1, After.Order?.Numbers.Count ?? 1),
                Amount = After.Order?.Amount,
                Part = opening.Part,
                // At the warehouse already: scanned there once more, it leads to the newest case.
                ParcelsReceived = After.Order?.CameHomeAt is null ? [] : [.. After.Cases.SelectMany(c => c.ParcelsReceived).Distinct()],
            },
            first,
            FactsOf(null));
        // Counting cases on the order's row makes two openers collide there: one case per claim, whoever is first.
        if (After.Order is { } order)
            Set(order with { CasesOpened = number });
        Put(opened);
        Timeline.Add((opened, new(now, by, who, "caseOpened", null, opened.State, Sentences.Opened(opened))));
        if (SellerNotices.IsDue(opened, by))
            Tell(opened.Id, "caseOpened", Sentences.Opened(opened));
        return opened;
    }

    /// <summary>Plans one mail to the seller for each case that took a turn: all of this decision's news in one. Every mail keeps what was next at its turn.</summary>
    public void PlanNotices()
    {
        foreach (var (caseId, (about, text)) in news)
            Put(After.Case(caseId)!.Then(now, StepKind.TellSeller, about, text, WhatsNext.AtTurn(After.Case(caseId)!, now, calendar)));
        news.Clear();
        foreach (var c in ChangedCases.Where(c => c.Pending.Exists(IsUntold)).ToList())
            Put(c with { Pending = [.. c.Pending.Select(step => IsUntold(step) ? step with { Turn = WhatsNext.Of(c, now).ToTurn(c) } : step)] });
    }

    private static bool IsUntold(PendingStep step) => step is { Kind: StepKind.TellDesk, Turn: null };

    // A mail tells the beginning of long words; the case, which it leads to, shows them whole.
    private void Tell(string caseId, string about, Text words)
    {
        var text = new Text(Excerpt.Of(words.En), Excerpt.Of(words.Ms));
        news[caseId] = news.TryGetValue(caseId, out var before) ? (about, new($"{before.News.En} {text.En}", $"{before.News.Ms} {text.Ms}")) : (about, text);
    }

    /// <summary>Plans when the sweep looks whether the parcel stands still. Scans only move that moment on, so one look at a time is planned.</summary>
    public void PlanStallLook()
    {
        if (After.Order is not { IsUnderWay: true } order || order.StalledFrom(calendar) is not { } from || After.Cases.Exists(c => !c.IsEnded && c.Part is null))
            return;
        // A stall that somebody has dealt with is not opened again; the next one begins with the next scan.
        var dealtWith = After.Cases.FindLast(c => c.Type == CaseType.StalledParcel)?.StateSince >= from;
        if (!dealtWith && (order.StallLookAt is null || order.StallLookAt <= now))
            Set(order with { StallLookAt = from > now ? from : now });
    }

    private void Put(Case c)
    {
        c = c.WithinItsRow();
        var index = After.Cases.FindIndex(other => other.Id == c.Id);
        changed = After with { Cases = index < 0 ? After.Cases.Add(c) : After.Cases.SetItem(index, c) };
        // The order's row carries the claim on its one refund, and those on its parts, guarded by that row's ETag.
        if (c.Refund is { IsPart: true, Amount: var part } && After.Order is { } ofParts && !ofParts.PartRefunds.Exists(paid => paid.CaseId == c.Id))
            Set(ofParts with { PartRefunds = ofParts.PartRefunds.Add(new PartRefund(c.Id, part)) });
        if (c.Refund is { IsPart: false } && After.Order is { RefundCase: null } order)
            Set(order with { RefundCase = c.Id });
    }
}

/// <summary>What a case is opened with.</summary>
/// <param name="Type">Which of the five.</param>
/// <param name="SellerId">Whose.</param>
/// <param name="Reason">Why, in the seller's words.</param>
/// <param name="Appeal">An appeal's facts.</param>
/// <param name="NewAddress">Where an address change goes.</param>
/// <param name="TakesOver">The case whose place it takes.</param>
/// <param name="Part">How much of the order was cancelled; null for all of it.</param>
public sealed record CaseOpening(
    CaseType Type, string SellerId, string? Reason = null, Appeals.AppealFacts? Appeal = null, Address? NewAddress = null, Case? TakesOver = null, CancelledPart? Part = null);
