using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Dossiers;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.Mails;

/// <summary>The watch over silent feeds.</summary>
/// <param name="silence">Tells of them.</param>
public sealed class FeedFunctions(SilentFeeds silence)
{
    /// <summary>Tells Kumoten's desk of couriers whose feed fell silent.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the desk is told.</returns>
    [Function("WatchFeeds")]
    public Task WatchFeeds([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return silence.TellAsync(cancel);
    }
}

/// <summary>Tells Kumoten's desk of couriers whose whole feed fell silent (domain.md, Working days and clocks).</summary>
/// <param name="feeds">When which feed was last heard from.</param>
/// <param name="mailer">Sends mails.</param>
/// <param name="configuration">Kumoten__DeskMail.</param>
public sealed class SilentFeeds(FeedClock feeds, IMailer mailer, IConfiguration configuration)
{
    /// <summary>Tells of each silence, once.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the desk is told.</returns>
    public async Task TellAsync(CancellationToken cancel)
    {
        foreach (var feed in (await feeds.ReadAsync(cancel)).Where(feed => feed.IsSilent && feed.Told != feed.Heard))
        {
            var to = configuration.DeskMail();
            var courier = CourierList.Find(feed.Courier);
            var text = MailText.Render("Hands/Mails/desk.silentFeed.scriban", new Dictionary<string, object?>
            {
                ["courier"] = courier?.Name ?? feed.Courier,
                ["hotline"] = courier?.Hotline ?? "-",
                ["heard_at_en"] = MailText.Time(feed.Heard),
                ["heard_at_ms"] = MailText.Time(feed.Heard, "ms"),
            });
            // Sent, then noted: after a crash between the two the same mail goes out again under the same id.
            await mailer.SendAsync(new Mail(to, text.Subject, text.Body, $"silent-{feed.Courier}-{feed.Heard.ToUnixTimeSeconds()}"), cancel);
            await feeds.ToldAsync(feed, cancel);
        }
    }
}
