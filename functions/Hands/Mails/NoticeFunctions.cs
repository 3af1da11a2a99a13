using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;
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
            var text = MailText.Render($"Hands/Mails/desk.{step.Occasion}.scriban", NoticeFacts.ForDesk(step, c, dossier.Order, Link(c)));
            return post.SendAsync(step, new Mail(to, text.Subject, text.Body, step.StepId), new DeskTold(step.Occasion!), cancel);
        }, cancel);

    /// <summary>Mails a case's seller: what happened, what happens next, who acts, and by when.</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the mail is out and the case knows.</returns>
    [Function("TellSeller")]
    public Task TellSeller([QueueTrigger(Queues.SellerNotices)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, async (step, c, dossier) =>
        {
            if (await mailboxes.FindAsync(c.SellerId, cancel) is not { Email: { } to, Language: { } language })
                return new SellerNotTold(step.Occasion!, SellerNotTold.NoAddress);
            var text = MailText.Render($"Hands/Mails/seller.{language}.scriban", NoticeFacts.ForSeller(step, c, dossier.Order, Link(c), language));
            var mail = new Mail(to, text.Subject, text.Body, step.StepId, text.ToHtml(language));
            return await post.SendAsync(step, mail, new SellerTold(step.Occasion!, to), cancel, new SellerNotTold(step.Occasion!, SellerNotTold.NotTaken));
        }, cancel);

    private string? Link(Case c) => configuration.SiteUrl() is { } site ? $"{site}/cases/{c.Id}" : null;
}
