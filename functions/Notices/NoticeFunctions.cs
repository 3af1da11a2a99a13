using Kumoten.Functions.Cases;
using Kumoten.Functions.Diversion;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Worker;

namespace Kumoten.Functions.Notices;

/// <summary>The mails that Kumoten's desk can get; each has a template <c>desk.{occasion}.scriban</c>.</summary>
public static class DeskOccasion
{
    /// <summary>A deadline passed.</summary>
    public const string Overdue = "overdue";

    /// <summary>Something happened that must not: a parcel goes out that is to come back, or sources contradict.</summary>
    public const string Alarm = "alarm";

    /// <summary>The parcel reached the old address ("please contact our customer support").</summary>
    public const string TakeOver = "takeOver";

    /// <summary>A step of the case failed for good.</summary>
    public const string StepFailed = "stepFailed";
}

/// <summary>Mails about a case to the people of Kumoten.</summary>
/// <param name="runner">Carries out steps.</param>
/// <param name="mailer">Sends mails.</param>
/// <param name="configuration">Kumoten__DeskMail.</param>
public sealed class NoticeFunctions(CaseRunner runner, IMailer mailer, IConfiguration configuration)
{
    /// <summary>The queue of mails to the desk.</summary>
    public const string Queue = "desk-notices";

    /// <summary>Mails Kumoten's support desk.</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the mail is out and the case knows.</returns>
    [Function("TellDesk")]
    public Task TellDesk([QueueTrigger(Queue)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, async (step, c, dossier) =>
        {
            var to = configuration["Kumoten:DeskMail"] ?? throw new InvalidOperationException("The setting Kumoten__DeskMail is missing, so the desk cannot be told.");
            var text = MailText.Render($"Notices/Mails/desk.{step.Occasion}.scriban", new Dictionary<string, object?>
            {
                ["case_id"] = c.Id,
                ["state"] = c.State.ApiName(),
                ["due_at"] = c.DueAt is { } due ? MailText.Time(due) : "-",
                ["next"] = WhatsNext.Of(c, c.StateSince).Text.En,
                ["failure"] = Words.Attention(c, Actor.Agent)?.En ?? "It has been done in the meantime.",
                ["order_id"] = c.OrderId ?? "-",
                ["seller_id"] = c.SellerId,
                ["courier"] = Couriers.NameOf(c.Courier),
                ["hotline"] = Couriers.Find(c.Courier)?.Hotline ?? "-",
                ["tracking_number"] = dossier.Order?.TrackingNumber ?? "-",
            });
            await mailer.SendAsync(new Mail(to, text.Subject, text.Body, step.StepId), cancel);
            return new DeskTold(step.Occasion!);
        }, cancel);
}
