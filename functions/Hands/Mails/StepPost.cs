using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;

namespace Kumoten.Functions.Hands.Mails;

/// <summary>
/// Sends the mails of steps. Mail trouble delays a mail and never a case: the step stays pending, the sweep sends it
/// again ever more patiently (<see cref="Agenda.ResendAt"/>), for a day.
/// </summary>
/// <param name="mailer">Sends mails.</param>
/// <param name="clock">The application's clock.</param>
/// <param name="log">Where a delayed mail is told of.</param>
public sealed class StepPost(IMailer mailer, TimeProvider clock, ILogger<StepPost> log)
{
    /// <summary>How long a mail is tried for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Sends a step's mail.</summary>
    /// <param name="step">The step.</param>
    /// <param name="mail">Its mail.</param>
    /// <param name="sent">The answer when it is out.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="givenUp">The answer when it did not go out for a day; null for a mail that somebody must see to, which then fails.</param>
    /// <returns>The answer; null while the mail is to be tried again later.</returns>
    /// <exception cref="MailTroubleException">A mail that must go out did not for a day: the message becomes a dead letter.</exception>
    public async Task<CaseEvent?> SendAsync(PendingStep step, Mail mail, CaseEvent sent, CancellationToken cancel, CaseEvent? givenUp = null)
    {
        try
        {
            await mailer.SendAsync(mail, cancel);
            return sent;
        }
        catch (MailTroubleException trouble) when (clock.GetUtcNow() - step.Since < Patience)
        {
            log.LogWarning("The mail {Step} waits: {Trouble}", step.StepId, trouble.Message);
            return null;
        }
        catch (MailTroubleException trouble) when (givenUp is not null)
        {
            log.LogError("The mail {Step} is given up: {Trouble}", step.StepId, trouble.Message);
            return givenUp;
        }
    }
}
