using System.Globalization;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>What the page of a case tells, made of what the contract shows the same reader.</summary>
public static class CasePage
{
    /// <summary>The facts of the page.</summary>
    /// <param name="view">The case as its reader may see it.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>The facts for the template.</returns>
    public static Dictionary<string, object?> Facts(CaseView view, string language) => new()
    {
        ["id"] = view.Id,
        ["type"] = view.Type.ApiName(),
        ["state"] = view.State.ApiName(),
        ["order_id"] = view.OrderId,
        ["sentence"] = view.Next.Text.In(language),
        ["actor"] = view.Next.Actor?.ApiName(),
        ["by"] = Time(view.Next.By, language),
        ["overdue"] = view.Next.Overdue,
        ["courier"] = view.Courier is null ? null : CourierList.NameOf(view.Courier),
        ["marketplace"] = MarketplaceNames.Of(view.Marketplace, language),
        ["tracking_numbers"] = view.TrackingNumbers,
        ["ticket"] = view.CourierTicket,
        ["reason"] = view.Reason,
        ["old_address"] = view.OldAddress?.ToString(),
        ["new_address"] = view.NewAddress?.ToString(),
        ["linked_cases"] = view.LinkedCases,
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
        }).ToList(),
        // The map has the last word; this only spares whoever cannot be helped by a file a form that is refused.
        ["may_upload"] = !view.State.IsEnd() || view.State is CaseState.Expired or CaseState.Refused,
        ["kinds"] = PaperKinds.For(view.Type),
        ["letters"] = view.Letters.Select(letter => new Dictionary<string, object?>
        {
            ["version"] = letter.Version,
            ["html"] = letter.Html,
            ["pdf"] = letter.Pdf,
            ["at"] = Time(letter.WrittenAt, language),
        }).ToList(),
        ["refund"] = view.Refund is not { } refund ? null : new Dictionary<string, object?>
        {
            ["status"] = refund.Status.ApiName(),
            ["amount"] = refund.Amount.ToString(),
            ["return_shipping"] = refund.ReturnShipping?.ToString(),
        },
        // The newest first: on a phone that is what one sees. That a mail tells of a turn says nothing beside the turn itself.
        ["timeline"] = (view.Timeline ?? []).Where(line => line.Event != CaseEvent.NameOf<SellerTold>() && line.Event != CaseEvent.NameOf<DeskTold>()).Reverse().Select(line => new Dictionary<string, object?>
        {
            ["at"] = Time(line.At, language),
            ["actor"] = line.Actor.ApiName(),
            ["text"] = line.Text.In(language),
            ["internal"] = line.Internal,
        }).ToList(),
    };

    /// <summary>A moment as a page shows it, in Malaysia's time.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>"10 November 2026, 18:00"; null when there is none.</returns>
    public static string? Time(DateTimeOffset? at, string language) => at is not { } time
        ? null
        : $"{MalaysiaTime.InWords(MalaysiaTime.DayOf(time), language)}, {MalaysiaTime.ClockAt(time)}";

    private static string Size(long bytes) => bytes < 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1024)} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.0} MB");
}
