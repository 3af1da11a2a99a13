using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Hands.Mails;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.Diversion;

/// <summary>Asks couriers to divert parcels (guide: How to Divert Parcel).</summary>
/// <param name="runner">Carries out steps.</param>
/// <param name="post">Sends the mails of steps.</param>
/// <param name="configuration">Couriers__{code}__Mail, and Kumoten__OfficeAddress.</param>
public sealed class DiversionFunctions(CaseRunner runner, StepPost post, IConfiguration configuration)
{
    /// <summary>Mails the courier of a case's parcel.</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the mail is out and the case knows.</returns>
    [Function("AskCourier")]
    public Task AskCourier([QueueTrigger(Queues.CourierRequests)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, (step, c, dossier) =>
        {
            // A parcel that is home, with the buyer or on its way back is not to be held any more; one that is found not to be traced.
            if (!CourierOccasion.IsStillDue(step.Occasion!, c.State))
                return Task.FromResult<CaseEvent?>(new StepOvertaken(step.Occasion!));
            var courier = CourierList.Find(c.Courier) ?? throw new InvalidOperationException($"Case {c.Id} has a parcel with the courier '{c.Courier}', which is not known.");
            var to = Setting($"Couriers:{courier.Code}:Mail");
            var text = MailText.Render($"Hands/Diversion/Mails/{step.Occasion}.scriban", Facts(courier, c, dossier, Setting("Kumoten:OfficeAddress")));
            return post.SendAsync(step, new Mail(to, text.Subject, text.Body, step.StepId), new CourierAsked(step.Occasion!, to, courier.Code), cancel);
        }, cancel);

    /// <summary>The facts of a mail to a courier.</summary>
    /// <param name="courier">The courier.</param>
    /// <param name="c">The case.</param>
    /// <param name="dossier">Its dossier.</param>
    /// <param name="office">The office's address.</param>
    /// <returns>The facts for a template.</returns>
    internal static Dictionary<string, object?> Facts(Courier courier, Case c, Dossier dossier, string office)
    {
        var order = dossier.Order!;
        return new()
        {
            ["courier"] = courier.Name,
            ["return_words"] = courier.ReturnWords.En,
            ["patience"] = ParcelClock.Patience.Count,
            // Only what is known: nobody may have asked the buyer, or nobody answered.
            ["buyer_has_it_not"] = dossier.TimelineOf(c.Id).Any(line => line.Event == CaseEvent.NameOf<BuyerNotReceived>()),
            ["is_lost"] = c.LossReported,
            ["tracking_number"] = order.TrackingNumber,
            ["old_address"] = (c.OldAddress ?? order.Recipient.Address).ToString(),
            ["new_address"] = c.NewAddress?.ToString(),
            ["ticket"] = c.CourierTicket,
            ["office_address"] = office,
            ["order_id"] = order.Id,
            ["recipient"] = order.Recipient.Name,
            ["case_id"] = c.Id,
        };
    }

    private string Setting(string key) => configuration[key] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"The setting {key.Replace(":", "__", StringComparison.Ordinal)} is missing, so the courier cannot be asked.");
}
