using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.Mails;

/// <summary>Mails about a case: to the people of Kumoten, and to its seller.</summary>
/// <param name="runner">Carries out steps.</param>
/// <param name="post">Sends the mails of steps.</param>
/// <param name="mailboxes">Where sellers read.</param>
/// <param name="configuration">Kumoten__DeskMail, and Kumoten__SiteUrl for the link to a case.</param>
public sealed class NoticeFunctions(CaseRunner runner, StepPost post, SellerMailboxes mailboxes, IConfiguration configuration)
{
    /// <summary>Mails Kumoten's support desk.</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the mail is out and the case knows.</returns>
    [Function("TellDesk")]
    public Task TellDesk([QueueTrigger(Queues.DeskNotices)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, (step, c, dossier) =>
        {
            var to = configuration.DeskMail();
            var text = MailText.Render($"Hands/Mails/desk.{step.Occasion}.scriban", new Dictionary<string, object?>
            {
                ["case_id"] = c.Id,
                ["state"] = c.State.ApiName(),
                ["due_at"] = c.DueAt is { } due ? MailText.Time(due) : "-",
                ["next"] = WhatsNext.Of(c, c.StateSince).Text.En,
                ["failure"] = Sentences.Attention(c, Actor.Agent)?.En ?? "It has been done in the meantime.",
                ["order_id"] = c.OrderId ?? "-",
                ["seller_id"] = c.SellerId,
                ["courier"] = CourierList.NameOf(c.Courier),
                ["hotline"] = CourierList.Find(c.Courier)?.Hotline ?? "-",
                ["tracking_number"] = dossier.Order?.TrackingNumber ?? "-",
            });
            return post.SendAsync(step, new Mail(to, text.Subject, text.Body, step.StepId), new DeskTold(step.Occasion!), cancel);
        }, cancel);

    /// <summary>Mails a case's seller: what happened, what happens next, who acts, and by when.</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the mail is out and the case knows.</returns>
    [Function("TellSeller")]
    public Task TellSeller([QueueTrigger(Queues.SellerNotices)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, async (step, c, _) =>
        {
            if (await mailboxes.FindAsync(c.SellerId, cancel) is not { Email: { } to, Language: { } language })
                return new SellerNotTold(step.Occasion!, SellerNotTold.NoAddress);
            var text = MailText.Render($"Hands/Mails/seller.{language}.scriban", SellerFacts(step, c, language));
            var mail = new Mail(to, text.Subject, text.Body, step.StepId, text.ToHtml(language));
            return await post.SendAsync(step, mail, new SellerTold(step.Occasion!, to), cancel, new SellerNotTold(step.Occasion!, SellerNotTold.NotTaken));
        }, cancel);

    private Dictionary<string, object?> SellerFacts(PendingStep step, Case c, string language)
    {
        var next = WhatsNext.Of(c, c.StateSince);
        return new()
        {
            ["headline"] = MailText.OneLine(step.News!.In(language)),
            ["news"] = step.News.In(language),
            ["next"] = next.Text.In(language),
            ["who"] = next.Actor is { } actor ? Sentences.Of(actor).In(language) : null,
            ["due_at"] = next.By is { } by ? MailText.Time(by, language) : null,
            ["order_id"] = c.OrderId,
            ["case_id"] = c.Id,
            ["link"] = configuration["Kumoten:SiteUrl"] is { Length: > 0 } site ? $"{site.TrimEnd('/')}/cases/{c.Id}" : null,
        };
    }
}
