using System.Collections.Immutable;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Ground;
using static Kumoten.Functions.Domain.Actor;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>The JSON of an action: each uses some of these fields.</summary>
public sealed record ActionBody
{
    /// <summary>The courier's report or ticket number.</summary>
    public string? Ticket { get; init; }

    /// <summary>phone, mail or other.</summary>
    public string? Channel { get; init; }

    /// <summary>outbound or return.</summary>
    public string? Leg { get; init; }

    /// <summary>accepted or declined.</summary>
    public string? Outcome { get; init; }

    /// <summary>Words for the timeline.</summary>
    public string? Note { get; init; }

    /// <summary>Whether only staff may read the note.</summary>
    public bool Internal { get; init; }

    /// <summary>The courier of a return parcel.</summary>
    public string? Courier { get; init; }

    /// <summary>A tracking number.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>What the warehouse found.</summary>
    public string? Condition { get; init; }

    /// <summary>What sending back cost, decimal text.</summary>
    public string? ReturnShipping { get; init; }

    /// <summary>An amount, decimal text.</summary>
    public string? Amount { get; init; }

    /// <summary>refund or refuse.</summary>
    public string? Decision { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>An appeal's corrected facts.</summary>
    public AppealFacts? Appeal { get; init; }
}

/// <summary>An action on a case: who may take it, and the event it is. In which states it is open is the map's to say.</summary>
/// <param name="Name">The contract's word.</param>
/// <param name="Who">The roles that may take it.</param>
/// <param name="Sample">An event of its kind, to ask the map with.</param>
/// <param name="Read">Makes the event of the action's JSON.</param>
public sealed record CaseAction(string Name, ImmutableArray<Actor> Who, CaseEvent Sample, Func<FieldReader, CaseEvent> Read);

/// <summary>All actions.</summary>
public static class CaseActions
{
    /// <summary>The list: a new action is a line here, and a row of the map.</summary>
    public static readonly IReadOnlyList<CaseAction> All =
    [
        new("buyerReceived", [Seller, Agent], new BuyerReceived(), _ => new BuyerReceived()),
        new("buyerNotReceived", [Seller, Agent], new BuyerNotReceived(), _ => new BuyerNotReceived()),
        new("recordTicket", [Agent], new TicketRecorded("", "", null), b => new TicketRecorded(b.Line("ticket", x => x.Ticket), b.Channel(), b.OptionalText("note", x => x.Note))),
        new("recordContact", [Agent], new ContactRecorded("", ""), b => new ContactRecorded(b.Channel(), b.Text("note", x => x.Note))),
        new("confirmLost", [Agent], new LossConfirmed(Leg.Outbound, "", null), b => new LossConfirmed(b.Word<Leg>("leg", x => x.Leg), b.OptionalLine("ticket", x => x.Ticket), b.OptionalText("note", x => x.Note))),
        new("newAddressConfirmed", [Agent], new NewAddressConfirmed(), _ => new NewAddressConfirmed()),
        new("letterSubmitted", [Seller, Agent], new LetterSubmitted(), _ => new LetterSubmitted()),
        new("appealOutcome", [Seller, Agent], new AppealDecided(AppealOutcome.Accepted, null), b => new AppealDecided(b.Word<AppealOutcome>("outcome", x => x.Outcome), b.OptionalText("note", x => x.Note))),
        new("reviseAppeal", [Seller, Agent], new AppealRevised(new AppealFacts()), b => new AppealRevised(b.Appeal())),
        new("reopen", [Agent], new Reopened(), _ => new Reopened()),
        new("holdConfirmed", [Agent], new HoldConfirmed(""), b => new HoldConfirmed(b.Line("ticket", x => x.Ticket))),
        new("cannotHold", [Agent], new CannotHold(""), b => new CannotHold(b.Text("note", x => x.Note))),
        new("buyerRejected", [Seller, Agent], new BuyerRejected(), _ => new BuyerRejected()),
        new("reachedBuyer", [Seller, Agent], new ReachedBuyer(), _ => new ReachedBuyer()),
        new("returnShipped", [Seller, Agent], new ReturnShipped("", ""), b => new ReturnShipped(b.Line("courier", x => x.Courier), b.Tracking())),
        new("receiveParcel", [Warehouse], new ParcelReceived(""), b => new ParcelReceived(b.Tracking())),
        new("unmatchParcel", [Warehouse, Agent], new ParcelUnmatched(""), b => new ParcelUnmatched(b.Tracking())),
        new("inspect", [Warehouse], new ParcelInspected(ItemCondition.Intact, null, null), b => new ParcelInspected(b.Word<ItemCondition>("condition", x => x.Condition), b.OptionalText("note", x => x.Note), b.OptionalMoney("returnShipping", x => x.ReturnShipping))),
        new("setReturnShipping", [Warehouse, Agent], new ReturnShippingSet(Money.Zero), b => new ReturnShippingSet(b.Money("amount", x => x.Amount))),
        new("overrule", [Agent], new Overruled(Verdict.Refund, ""), b => b.Overruled()),
        new("withdraw", [Seller], new Withdrawn(), _ => new Withdrawn()),
        new("close", [Agent], new Closed(""), b => new Closed(b.Text("reason", x => x.Reason))),
        new("addNote", [Seller, Agent, Warehouse], new NoteAdded("", false), b => new NoteAdded(b.Text("note", x => x.Note), b.Body.Internal)),
    ];

    /// <summary>The actions open to a reader now, asked of the map itself.</summary>
    /// <param name="c">The case.</param>
    /// <param name="reader">The reader's role.</param>
    /// <param name="facts">The order and the clock.</param>
    /// <returns>Their words.</returns>
    public static IEnumerable<string> OpenTo(Actor reader, Case c, Facts facts) => All
        .Where(action => action.Who.Contains(reader) && CaseFlow.Next(c, action.Sample, facts) is not Move.Refused { Code: Move.Refused.NoMove })
        .Select(action => action.Name);

    /// <summary>Finds an action.</summary>
    /// <param name="name">Its word.</param>
    /// <returns>The action; null when there is none.</returns>
    public static CaseAction? Find(string name) => All.FirstOrDefault(action => action.Name == name);
}

/// <summary>Reads an action's fields and gathers what is wrong with them, so that one answer names them all.</summary>
/// <param name="body">The action's JSON.</param>
/// <param name="judgeAppeal">Judges an appeal's facts like those of the form, and does not return when they are wrong.</param>
public sealed class FieldReader(ActionBody body, Action<AppealFacts> judgeAppeal)
{
    private const int MaxText = 2000;
    private const int MaxLine = 200;
    private static readonly string[] Channels = ["phone", "mail", "other"];

    /// <summary>The action's JSON.</summary>
    public ActionBody Body => body;

    /// <summary>What is wrong with the fields read so far: an answer per field.</summary>
    public Dictionary<string, FieldError[]> Errors { get; } = [];

    /// <summary>A text that must be there.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="of">Where it is.</param>
    /// <returns>The text, trimmed.</returns>
    public string Text(string field, Func<ActionBody, string?> of)
    {
        var text = OptionalText(field, of);
        if (text is null)
            Mark(field, FieldError.Needed);
        return text ?? "";
    }

    /// <summary>A text that may be absent.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="of">Where it is.</param>
    /// <returns>The text, trimmed; null when absent or blank.</returns>
    public string? OptionalText(string field, Func<ActionBody, string?> of)
    {
        var text = of(body)?.Trim();
        if (text?.Length > MaxText)
            Mark(field, FieldError.AtMost(MaxText));
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A text of one line that must be there: a name, a number.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="of">Where it is.</param>
    /// <returns>The text, trimmed.</returns>
    public string Line(string field, Func<ActionBody, string?> of) => OnOneLine(field, Text(field, of)) ?? "";

    /// <summary>A text of one line that may be absent.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="of">Where it is.</param>
    /// <returns>The text, trimmed; null when absent or blank.</returns>
    public string? OptionalLine(string field, Func<ActionBody, string?> of) => OnOneLine(field, OptionalText(field, of));

    /// <summary>How the courier was talked to; by phone when it is not said.</summary>
    /// <returns>The channel.</returns>
    public string Channel()
    {
        var channel = OptionalText("channel", x => x.Channel) ?? Channels[0];
        if (!Channels.Contains(channel))
            Mark("channel", FieldError.OneOf(Channels));
        return channel;
    }

    /// <summary>An appeal's facts, judged like those of the form.</summary>
    /// <returns>The facts.</returns>
    public AppealFacts Appeal()
    {
        if (body.Appeal is not { } facts)
        {
            Mark("appeal", new("All facts of the appeal, corrected.", "Semua fakta rayuan, setelah dibetulkan."));
            return new AppealFacts();
        }

        judgeAppeal(facts);
        return facts;
    }

    /// <summary>An agent's decision, with the amount of a refund in part.</summary>
    /// <returns>The decision.</returns>
    public Overruled Overruled()
    {
        var verdict = new Overruled(Word<Verdict>("decision", x => x.Decision), Text("reason", x => x.Reason), OptionalMoney("amount", x => x.Amount));
        if (verdict is { Decision: Verdict.Refuse, Amount: not null })
            Mark("amount", new("Leave it empty: a refusal pays nothing.", "Biarkan kosong: penolakan tidak membayar apa-apa."));
        return verdict;
    }

    /// <summary>The tracking number, normalised.</summary>
    /// <returns>The number.</returns>
    public string Tracking()
    {
        var number = TrackingNumbers.Normalize(body.TrackingNumber);
        if (!Keys.IsKey(number))
            Mark("trackingNumber", FieldError.NoTrackingNumber);
        return number ?? "";
    }

    /// <summary>An amount above zero that must be there.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="of">Where it is.</param>
    /// <returns>The amount.</returns>
    public Money Money(string field, Func<ActionBody, string?> of)
    {
        if (!Refunds.Money.TryParse(of(body), out var amount) || amount <= Refunds.Money.Zero)
            Mark(field, new("An amount above zero with two decimal places, such as \"7.50\".", "Jumlah lebih daripada sifar dengan dua tempat perpuluhan, seperti \"7.50\"."));
        return amount;
    }

    /// <summary>An amount above zero that may be absent.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="of">Where it is.</param>
    /// <returns>The amount; null when absent.</returns>
    public Money? OptionalMoney(string field, Func<ActionBody, string?> of) => of(body) is null ? null : Money(field, of);

    /// <summary>One of an enum's words.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="field">The field's name.</param>
    /// <param name="of">Where it is.</param>
    /// <returns>The value.</returns>
    public T Word<T>(string field, Func<ActionBody, string?> of)
        where T : struct, Enum
    {
        if (ApiWords.FromApiName<T>(of(body)) is { } value)
            return value;
        Mark(field, FieldError.OneOf(ApiWords.ApiNames<T>()));
        return default;
    }

    private string? OnOneLine(string field, string? text)
    {
        if (text?.Length > MaxLine)
            Mark(field, FieldError.AtMost(MaxLine));
        if (!SingleLine.Is(text))
            Mark(field, FieldError.NotOneLine);
        return text;
    }

    private void Mark(string field, FieldError error) => Errors[field] = [error];
}
