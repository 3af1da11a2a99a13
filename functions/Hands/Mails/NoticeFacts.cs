using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Words;

namespace Kumoten.Functions.Hands.Mails;

/// <summary>What the mails about a case tell. Pure: what was next is the turn's that the mail was planned for, not the present's.</summary>
public static class NoticeFacts
{
    // A phone shows three lines; the case lists all.
    private const int ProductsNamed = 3;

    /// <summary>The facts of a mail to the desk, in both languages: a desk has no language of its own.</summary>
    /// <param name="step">The step.</param>
    /// <param name="c">The case now.</param>
    /// <param name="order">Its order; null for an appeal.</param>
    /// <param name="link">The case's page; null where no site is set.</param>
    /// <returns>The facts for a template.</returns>
    public static Dictionary<string, object?> ForDesk(PendingStep step, Case c, Order? order, string? link)
    {
        var turn = step.Turn ?? WhatsNext.Of(c, c.StateSince).ToTurn(c);
        var done = new Text("It has been done in the meantime.", "Perkara ini telah diselesaikan.");
        var facts = new Dictionary<string, object?>
        {
            ["case_id"] = c.Id,
            ["order_id"] = c.OrderId,
            ["sold_on"] = SoldOn(order),
            ["seller_id"] = c.SellerId,
            ["courier"] = c.Courier is null ? null : CourierList.WithHotline(c.Courier),
            ["tracking_number"] = order?.TrackingNumber,
            ["link"] = link,
            ["is_over"] = turn.IsOver(c, step.Since),
        };
        foreach (var language in new[] { "en", "ms" })
        {
            facts["state_" + language] = StateWords.Of(turn.State).In(language);
            facts["state_now_" + language] = StateWords.Of(c.State).In(language);
            facts["next_" + language] = turn.Next.In(language);
            facts["who_" + language] = turn.Actor is { } actor ? Sentences.Name(actor).In(language) : null;
            facts["due_" + language] = turn.By is { } by ? MailText.Time(by, language) : null;
            facts["failure_" + language] = (Sentences.Attention(c, Actor.Agent) ?? done).In(language);
        }

        return facts;
    }

    /// <summary>The facts of a mail to the seller.</summary>
    /// <param name="step">The step.</param>
    /// <param name="c">The case now.</param>
    /// <param name="order">Its order; null for an appeal.</param>
    /// <param name="link">The case's page; null where no site is set.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>The facts for a template.</returns>
    public static Dictionary<string, object?> ForSeller(PendingStep step, Case c, Order? order, string? link, string language)
    {
        var turn = step.Turn ?? WhatsNext.Of(c, c.StateSince).ToTurn(c);
        return new()
        {
            ["headline"] = MailText.OneLine(step.News!.In(language)),
            ["news"] = step.News.In(language),
            ["next"] = turn.Next.In(language),
            ["who"] = turn.Actor is { } actor ? Sentences.Of(actor).In(language) : null,
            ["due_at"] = turn.By is { } by ? MailText.Time(by, language) : null,
            ["is_over"] = turn.IsOver(c, step.Since),
            ["order_id"] = c.OrderId,
            ["sold_on"] = SoldOn(order),
            ["shop"] = c.Appeal is null ? null : MailText.OneLine(c.Appeal.LazadaShop),
            ["product"] = c.Appeal is null ? Products(order, language) : MailText.OneLine(c.Appeal.ProductName),
            ["case_id"] = c.Id,
            ["link"] = link,
        };
    }

    private static string? SoldOn(Order? order) => order is null ? null : $"{MarketplaceNames.Of(order.Marketplace)} {order.MarketplaceOrderId}";

    private static string? Products(Order? order, string language)
    {
        if (order is null || order.Items.Count == 0)
            return null;
        var named = string.Join("; ", order.Items.Take(ProductsNamed).Select(item => MailText.OneLine(item.Name)));
        var more = order.Items.Count - ProductsNamed;
        return more <= 0 ? named : named + (language == "ms" ? $" dan {more} lagi" : $" and {more} more");
    }
}
