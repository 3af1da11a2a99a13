using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Notices;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Hands.Diversion;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Tests.Domain.Flow;

namespace Kumoten.Tests.Hands.Mails;

/// <summary>A mail as somebody reads it.</summary>
/// <param name="Name">What it is about, fit for a file's name.</param>
/// <param name="Language">en or ms; both for a mail that has both.</param>
/// <param name="Text">Its words.</param>
public sealed record ReadMail(string Name, string Language, MailText Text);

/// <summary>Every mail that the map can bring about, made by the program's own words and templates: for reading them all through.</summary>
public static class AllMails
{
    private const string Link = "https://support.kumoten.example/cases/KM-1001.1";
    private const string Office = "Kumoten, 12 Jalan Teknologi, 47810 Petaling Jaya, Selangor";

    private static readonly Address Home = new("Lot 5, Jalan Tuaran", null, "88400", "Kota Kinabalu", "Sabah");
    private static readonly Address NewHome = new("7 Jalan Gaya", null, "88000", "Kota Kinabalu", "Sabah");

    /// <summary>Makes them.</summary>
    /// <returns>Each kind once in each of its languages.</returns>
    public static IReadOnlyList<ReadMail> Make()
    {
        var opened = CaseMap.Beginnings.SelectMany(b => Opened(b.Type, b.First, b.Order));
        var moved = CaseMap.Arrows.SelectMany(arrow => Moved(arrow.Key, arrow.Value.Case, arrow.Value.Event, arrow.Value.Facts));
        return [.. opened.Concat(moved).Concat(OfTheDay()).DistinctBy(mail => (mail.Language, mail.Text.Subject, mail.Text.Body)).OrderBy(mail => mail.Name, StringComparer.Ordinal)];
    }

    /// <summary>Writes them into a folder, a file each.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>How many there are.</returns>
    public static async Task<int> WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var mails = Make().GroupBy(mail => (mail.Name, mail.Language)).SelectMany(same => same.Select((mail, n) => (Name: n == 0 ? mail.Name : $"{mail.Name}-{n + 1}", mail.Language, mail.Text))).ToList();
        foreach (var (name, language, text) in mails)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.{language}.txt"), $"Subject: {text.Subject}\n\n{text.Body}");
        return mails.Count;
    }

    // What tells of no one turn of a case.
    private static IEnumerable<ReadMail> OfTheDay()
    {
        var overdue = new[] { CaseState.AwaitingCourierHold, CaseState.AwaitingInspection }.Select((state, n) => new OverdueCase($"KM-100{n}.1", state, CaseMap.Now.AddDays(-3 + n), WhatToDo.Of(WorkLine.OfStaff(new Dossier("KM-1", null, [Real(CaseMap.Arrows.First().Value.Case) with { Id = $"KM-100{n}.1", Type = CaseType.BuyerCancellation, State = state, Courier = "poslaju", TrackingNumbers = ["EN123456789MY"] }])).Single(), Office).Todo));
        return [new ReadMail("desk.stillOverdue", "both", OverdueReminder.Write([.. overdue], "https://support.kumoten.example"))];
    }

    private static IEnumerable<ReadMail> Opened(CaseType type, CaseState first, Order? order)
    {
        var c = CaseFlow.Open(Real(new Case { Id = "KM-1001.1", Type = type, State = first, SellerId = "S-100", OpenedAt = CaseMap.Now, StateSince = CaseMap.Now, Part = first == CaseState.AwaitingDecision ? new CancelledPart(1, 3) : null }), first, new(Real(order), CaseMap.Now, WorkCalendar.Malaysia));
        return SellerNotices.IsDue(c, Actor.Marketplace) && type is not (CaseType.AddressChange or CaseType.ComplianceAppeal)
            ? ToSeller($"{type.ApiName()}.caseOpened-{c.State.ApiName()}", "caseOpened", Sentences.Opened(c), c, Real(order)).Concat(Planned(type, "caseOpened", null, c, Real(order)))
            : Planned(type, "caseOpened", null, c, Real(order));
    }

    private static IEnumerable<ReadMail> Moved(Arrow arrow, Case before, CaseEvent e, Facts facts)
    {
        var c = Real(before) with { Version = 7 };
        e = Spoken(e);
        if (CaseFlow.Next(c, e, facts with { Order = Real(facts.Order) }) is not Move.Moved { After: var after })
            return [];
        var by = CaseActions.All.FirstOrDefault(action => action.Sample.GetType() == e.GetType())?.Who is [.., var last] ? last : Actor.System;
        var mails = Planned(after.Type, arrow.Event, c, after, Real(facts.Order));
        return SellerNotices.IsDue(e with { By = by }, c, after)
            ? mails.Concat(ToSeller($"{after.Type.ApiName()}.{e.Name}-{after.State.ApiName()}", e.Name, Sentences.Of(e, after), after, Real(facts.Order)))
            : mails;
    }

    // As people say it; the map's own samples are empty.
    private static CaseEvent Spoken(CaseEvent e) => e switch
    {
        HoldConfirmed => new HoldConfirmed("PL-7781"),
        CannotHold => new CannotHold("On a van already."),
        TicketRecorded => new TicketRecorded("PL-7781", "phone", "They look for it in Kota Kinabalu."),
        Closed => new Closed("Asked for by phone."),
        ReturnShipped => new ReturnShipped("J&T", "JT630012345678"),
        ParcelReceived => new ParcelReceived("EN123456789MY"),
        ParcelUnmatched => new ParcelUnmatched("JT630012345678"),
        ParcelInspected look => look with { Note = look.Condition == ItemCondition.Intact ? null : "The seal is broken." },
        Overruled ruling => ruling with { Reason = "Broken on its way." },
        DamageReported => new DamageReported(new("The courier's scan", "Imbasan kurier")),
        LossReported => new LossReported(new("The courier's scan", "Imbasan kurier")),
        NoteAdded note => note with { Note = "PosLaju promised an answer by Friday." },
        _ => e,
    };

    private static IEnumerable<ReadMail> ToSeller(string name, string about, Text news, Case c, Order? order)
    {
        var step = new PendingStep("s", StepKind.TellSeller, CaseMap.Now, about, news, Turn: WhatsNext.AtTurn(c, CaseMap.Now, WorkCalendar.Malaysia));
        return new[] { "en", "ms" }.Select(language => new ReadMail("seller." + name, language, MailText.Render($"Hands/Mails/seller.{language}.scriban", NoticeFacts.ForSeller(step, c, order, Link, language))));
    }

    // The mails of steps that a move plans: to the desk, and to couriers.
    private static IEnumerable<ReadMail> Planned(CaseType type, string what, Case? before, Case c, Order? order) =>
        c.Pending.Where(step => before?.Pending.Exists(old => old.StepId == step.StepId) != true).SelectMany(step => step.Kind switch
        {
            StepKind.TellDesk => [new ReadMail($"desk.{step.Occasion}.{type.ApiName()}-{c.State.ApiName()}", "both", MailText.Render($"Hands/Mails/desk.{step.Occasion}.scriban", NoticeFacts.ForDesk(step with { Turn = WhatsNext.Of(c, CaseMap.Now).ToTurn(c) }, c, order, Link)))],
            StepKind.AskCourier => CourierList.All.Where(courier => courier.Redirects || step.Occasion != CourierOccasion.Redirect).SelectMany(courier => ToCourier(step, courier, c, order!)),
            _ => Array.Empty<ReadMail>(),
        });

    private static IEnumerable<ReadMail> ToCourier(PendingStep step, Courier courier, Case c, Order order) => new[] { false, true }.Select(isAsked =>
    {
        var dossier = new Dossier("KM-1001", order, [c]) { Timeline = isAsked ? [(c.Id, new(CaseMap.Now, Actor.Seller, null, "buyerNotReceived", null, c.State, new("", "")))] : [] };
        return new ReadMail($"courier.{step.Occasion}.{courier.Code}", "en", MailText.Render($"Hands/Diversion/Mails/{step.Occasion}.scriban", DiversionFunctions.Facts(courier, c, dossier, Office)));
    });

    private static Order? Real(Order? order) => order is null ? null : order with
    {
        Id = "KM-1001",
        SellerId = "S-100",
        MarketplaceOrderId = "260422900198363",
        Items = [new("TS-BLK-M", "T-shirt, black, M", 1)],
        Recipient = new Recipient("Aminah binti Yusof", "+60138881234", Home),
        TrackingNumber = order.TrackingNumber is null ? null : "EN123456789MY",
    };

    private static Case Real(Case c) => c with
    {
        Id = c.Type == CaseType.ComplianceAppeal ? "AP-4f1c2d3e5a6b.1" : "KM-1001.1",
        SellerId = "S-100",
        OrderId = c.Type == CaseType.ComplianceAppeal ? null : "KM-1001",
        Marketplace = c.Type == CaseType.ComplianceAppeal ? null : "lazada",
        CourierTicket = string.IsNullOrEmpty(c.CourierTicket) ? null : "PL-7781",
        OldAddress = c.Type == CaseType.AddressChange ? Home : null,
        NewAddress = c.Type == CaseType.AddressChange ? NewHome : null,
        Appeal = c.Type == CaseType.ComplianceAppeal ? new AppealFacts { LazadaShop = "Aminah Fashion", ProductName = "T-shirt, black", Explanation = "Invois dilampirkan." } : null,
    };
}
