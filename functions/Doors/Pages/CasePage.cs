using System.Globalization;
using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>Who reads a case's page, when, and what was refused there.</summary>
/// <param name="Reader">Who reads.</param>
/// <param name="Language">en or ms.</param>
/// <param name="Now">The application's clock.</param>
/// <param name="Office">The office's address.</param>
/// <param name="Tried">The form that was refused, "addNote" or <see cref="CasePage.UploadForm"/>; null for none.</param>
/// <param name="Filled">What was typed into it.</param>
public sealed record Reading(Actor Reader, string Language, DateTimeOffset Now, string Office, string? Tried, Filled Filled);

/// <summary>What the page of a case tells, made of what the contract shows the same reader.</summary>
public static class CasePage
{
    /// <summary>The name of the form that adds documents.</summary>
    public const string UploadForm = "document";

    private static readonly FormField[] UploadFields = [new(PostedForm.FileField, new("File", "Fail"), FieldKind.Photos, IsNeeded: true)];
    private static readonly string[] Channels = [.. ActionForms.Channels.Select(channel => channel.Value)];
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/webp"];

    /// <summary>The facts of the page.</summary>
    /// <param name="view">The case as its reader may see it.</param>
    /// <param name="dossier">Its dossier.</param>
    /// <param name="scans">The scans of its parcels.</param>
    /// <param name="entries">What the account has of it.</param>
    /// <param name="reading">Who reads.</param>
    /// <returns>The facts for the template.</returns>
    public static Dictionary<string, object?> Facts(CaseView view, Dossier dossier, IReadOnlyList<Scan> scans, IReadOnlyList<LedgerEntry> entries, Reading reading)
    {
        var language = reading.Language;
        var c = dossier.Case(view.Id)!;
        var work = reading.Reader == Actor.Agent ? Work(dossier, view.Id, reading) : null;
        var forms = ActionForms.All.Where(form => view.Actions.Contains(form.Action)).Select(form => Form(form, c, view.Next.Actor == reading.Reader || work is not null, reading)).ToList();
        return new()
        {
            ["id"] = view.Id,
            ["reader"] = reading.Reader.ApiName(),
            ["type"] = view.Type.ApiName(),
            ["state"] = view.State.ApiName(),
            ["order_id"] = view.OrderId,
            ["seller_id"] = view.SellerId,
            ["is_east"] = view.EastMalaysia,
            ["opened_at"] = PageTime.Moment(view.OpenedAt, language),
            ["steps"] = CaseSteps.Of(view.Type, view.State, view.Courier, (view.Timeline ?? []).Select(line => line.To).ToHashSet())
                .Select(step => new Dictionary<string, object?> { ["name"] = step.Name?.In(language), ["standing"] = step.Standing }).ToList(),
            ["sentence"] = view.Next.Text.In(language),
            ["actor"] = view.Next.Actor?.ApiName(),
            ["is_readers_turn"] = view.Next.Actor == reading.Reader,
            ["by"] = PageTime.Moment(view.Next.By, language),
            ["left"] = PageTime.Left(view.Next.By, reading.Now, language),
            ["overdue"] = view.Next.Overdue,
            ["warnings"] = CaseView.WarningsOf(c, view.Next.By).Select(warning => warning.In(language)).ToList(),
            ["attention"] = view.NeedsAttention?.In(language),
            ["work"] = work,
            ["office"] = reading.Office,
            ["summary"] = reading.Tried is null ? null : reading.Filled.Summary(reading.Tried, reading.Tried == UploadForm ? UploadFields : ActionForms.Of(reading.Tried).Fields, language),
            ["main_forms"] = forms.Where(form => (bool)form["is_main"]!).ToList(),
            ["more_forms"] = forms.Where(form => !(bool)form["is_main"]!).ToList(),
            ["reason"] = view.Reason,
            ["order"] = dossier.Order is { } order ? OrderFacts(order, reading.Reader) : null,
            ["old_address"] = view.OldAddress?.ToString(),
            ["new_address"] = view.NewAddress?.ToString(),
            ["marketplace"] = MarketplaceNames.Of(view.Marketplace, language),
            ["courier"] = view.Courier is null ? null : CourierList.NameOf(view.Courier),
            ["hotline"] = CourierList.Find(view.Courier)?.Hotline,
            ["tracking_numbers"] = view.TrackingNumbers,
            ["ticket"] = string.IsNullOrEmpty(view.CourierTicket) ? null : view.CourierTicket,
            ["contacts"] = view.Contacts.Select(contact => new Dictionary<string, object?> { ["at"] = PageTime.Moment(contact.At, language), ["channel"] = Channels.Contains(contact.Channel) ? contact.Channel : null, ["other_channel"] = contact.Channel.Length > 0 ? contact.Channel : "-", ["note"] = contact.Note, ["ticket"] = string.IsNullOrEmpty(contact.Ticket) ? null : contact.Ticket }).ToList(),
            ["scans"] = scans.OrderByDescending(scan => scan.At).Select(scan => new Dictionary<string, object?>
            {
                ["at"] = PageTime.Moment(scan.At, language),
                ["kind"] = scan.Kind.ApiName(),
                ["message"] = scan.Message,
                ["place"] = scan.Place,
            }).ToList(),
            ["linked_cases"] = view.LinkedCases,
            ["goes_on_in"] = view.State == CaseState.Superseded && view.LinkedCases is [.., var last] ? last : null,
            ["inspection"] = view.Inspection is not { } found ? null : new Dictionary<string, object?> { ["condition"] = found.Condition.ApiName(), ["note"] = found.Note, ["at"] = PageTime.Moment(found.At, language) },
            ["checklist"] = view.Checklist.Select(line => new Dictionary<string, object?>
            {
                ["text"] = line.Text.In(language),
                ["needed"] = line.Needed,
                ["satisfied"] = line.Satisfied,
                ["by_marketplace"] = line.By == Checklist.Marketplace,
            }).ToList(),
            ["documents"] = view.Documents.Select(document => new Dictionary<string, object?>
            {
                ["href"] = $"/api/cases/{view.Id}/documents/{document.Id}",
                ["name"] = document.Name,
                ["kind"] = document.Kind,
                ["size"] = Size(document.Size),
                ["is_picture"] = Pictures.Contains(document.ContentType),
            }).ToList(),
            // The map has the last word; this only spares whoever cannot be helped by a file a form that is refused.
            ["may_upload"] = !view.State.IsEnd() || view.State is CaseState.Expired or CaseState.Refused,
            ["is_upload_open"] = reading.Tried == UploadForm || (reading.Reader == Actor.Seller && view.Next.Actor == Actor.Seller),
            ["kinds"] = reading.Reader == Actor.Warehouse ? [PaperKinds.Photo] : PaperKinds.For(view.Type),
            ["letters"] = view.Letters.Select(letter => new Dictionary<string, object?>
            {
                ["version"] = letter.Version,
                ["html"] = letter.Html,
                ["pdf"] = letter.Pdf,
                ["at"] = PageTime.Moment(letter.WrittenAt, language),
            }).ToList(),
            ["refund"] = view.Refund is not { } refund ? null : new Dictionary<string, object?>
            {
                ["status"] = refund.Status.ApiName(),
                ["amount"] = refund.Amount.ToString(),
                ["return_shipping"] = refund.ReturnShipping?.ToString(),
                ["paid_at"] = PageTime.Moment(refund.PaidAt, language),
            },
            ["entries"] = entries.Select(entry => EntryFacts.Of(entry, language)).ToList(),
            // The newest first: on a phone that is what one sees. That a seller was mailed of a turn says nothing to them beside the turn itself.
            ["timeline"] = (view.Timeline ?? []).Where(line => reading.Reader != Actor.Seller || !IsMail(line)).Reverse().Select(line => new Dictionary<string, object?>
            {
                ["at"] = PageTime.Moment(line.At, language),
                ["actor"] = line.Actor.ApiName(),
                ["text"] = line.Text.In(language),
                ["internal"] = line.Internal,
            }).ToList(),
        };
    }

    private static bool IsMail(TimelineView line) => line.Event == CaseEvent.NameOf<SellerTold>() || line.Event == CaseEvent.NameOf<DeskTold>();

    private static Dictionary<string, object?> Form(ActionForm form, Case c, bool isReadersTurn, Reading reading)
    {
        var isTried = reading.Tried == form.Action;
        var filled = isTried ? reading.Filled : Offered(form, c);
        return new()
        {
            ["action"] = form.Action,
            ["title"] = form.Title.In(reading.Language),
            ["hint"] = form.Hint?.In(reading.Language),
            ["send"] = form.Send.In(reading.Language),
            ["is_main"] = isReadersTurn && form.For.Contains(c.State),
            ["is_ending"] = form.IsEnding,
            ["previews"] = form.Fields == AppealFields.All && reading.Reader == Actor.Seller,
            ["is_open"] = isTried,
            ["shows_office"] = form.ShowsOffice,
            ["takes_files"] = form.TakesFiles,
            ["fields"] = form.Fields.Where(field => IsAsked(field, c, reading.Reader)).Select(field => field.Facts(form.Action, reading.Language, filled)).ToList(),
        };
    }

    private static bool IsAsked(FormField field, Case c, Actor reader) => (!field.IsForStaff || reader != Actor.Seller) && (!field.IsForPart || c.Part is not null);

    // A correction begins with what was said before; everything else with an empty form.
    private static Filled Offered(ActionForm form, Case c) => form.Action switch
    {
        "reviseAppeal" when c.Appeal is { } facts => new Filled(AppealFields.ValuesOf(facts), null),
        // The one that came last is the one that somebody has just taken for another's.
        "unmatchParcel" => new Filled(new Dictionary<string, string> { ["trackingNumber"] = c.ParcelsReceived[^1] }, null),
        _ => Filled.Empty,
    };

    private static Dictionary<string, object?>? Work(Dossier dossier, string caseId, Reading reading)
    {
        if (WorkLine.OfStaff(dossier).FirstOrDefault(line => line.CaseId == caseId) is not { } line)
            return null;
        var work = WhatToDo.Of(line, reading.Office);
        return new()
        {
            ["todo"] = work.Todo.In(reading.Language),
            ["callee"] = work.Callee?.Name.In(reading.Language),
            ["phone"] = work.Callee?.Phone,
            ["say_en"] = work.Say?.En,
            ["say_ms"] = work.Say?.Ms,
        };
    }

    private static Dictionary<string, object?> OrderFacts(Order order, Actor reader)
    {
        // The dock compares a label; whom the parcel was for is not its business beyond that.
        var isMasked = reader == Actor.Warehouse;
        return new()
        {
            ["items"] = order.Items.Select(item => new Dictionary<string, object?> { ["name"] = item.Name, ["sku"] = item.Sku, ["quantity"] = item.Quantity }).ToList(),
            ["amount"] = order.Amount.ToString(),
            ["marketplace"] = order.Marketplace,
            ["marketplace_id"] = order.MarketplaceOrderId,
            ["buyer"] = isMasked ? MaskName(order.Recipient.Name) : order.Recipient.Name,
            ["phone"] = isMasked ? MaskPhone(order.Recipient.Phone) : order.Recipient.Phone,
            ["address"] = isMasked ? $"{order.Recipient.Address.City}, {order.Recipient.Address.State}" : order.Recipient.Address.ToString(),
        };
    }

    /// <summary>A name that can be compared with a label and is not told: "Aminah b... Y...".</summary>
    /// <param name="name">The name.</param>
    /// <returns>Its first word and the first letters of the others.</returns>
    internal static string MaskName(string name) =>
        string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) => i == 0 ? word : $"{StringInfo.GetNextTextElement(word)}..."));

    /// <summary>A phone number of which only the last four digits are told.</summary>
    /// <param name="phone">The number.</param>
    /// <returns>"...1234".</returns>
    internal static string MaskPhone(string phone) => phone.Length <= 4 ? phone : "..." + phone[^4..];

    private static string Size(long bytes) => bytes < 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1024)} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.0} MB");
}
