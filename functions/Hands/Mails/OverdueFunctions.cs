using Azure.Data.Tables;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.Mails;

/// <summary>The reminder of what stays overdue.</summary>
/// <param name="reminder">Tells of it.</param>
public sealed class OverdueFunctions(OverdueReminder reminder)
{
    /// <summary>Tells Kumoten's desk each working day of what is still overdue. It tries from 9:00 to 18:00 in Malaysia, so that a mail server that is away costs minutes and not the day.</summary>
    /// <param name="timer">The schedule, in UTC.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the desk is told.</returns>
    [Function("RemindDesk")]
    public Task RemindDesk([TimerTrigger("0 */15 1-9 * * *")] TimerInfo timer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return reminder.TellAsync(cancel);
    }
}

/// <summary>One mail a working day with all that stays overdue: "to the desk each working day" (domain.md, Deadlines).</summary>
/// <param name="overdue">What is overdue.</param>
/// <param name="storage">Keeps the day that the desk was told on.</param>
/// <param name="mailer">Sends mails.</param>
/// <param name="configuration">Kumoten__DeskMail, and Kumoten__SiteUrl for the links.</param>
/// <param name="clock">The application's clock.</param>
public sealed class OverdueReminder(IOverdueCases overdue, Storage storage, IMailer mailer, IConfiguration configuration, TimeProvider clock)
{
    private const string Partition = "overdue";
    private const string Told = "told";
    private const string Day = "Day";

    // Nobody reads further in a mail; the worklist has all of them.
    private const int MostInMail = 50;

    /// <summary>Tells the desk, unless it is a day off, the desk was told today, or nothing is overdue.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is told.</returns>
    /// <exception cref="MailTroubleException">The mail server did not take it; the next run tries again.</exception>
    public async Task TellAsync(CancellationToken cancel)
    {
        var today = MalaysiaTime.DayOf(clock.GetUtcNow());
        if (!WorkCalendar.Malaysia.IsWorkingDay(OfficeClock.Office, today))
            return;
        var day = $"{today:yyyy-MM-dd}";
        if (await storage.Settings.GetEntityIfExistsAsync<TableEntity>(Partition, Told, cancellationToken: cancel) is { HasValue: true, Value: { } row } && row.GetString(Day) == day)
            return;
        if (await overdue.OverdueAsync(MostInMail + 1, cancel) is { Count: > 0 } cases)
        {
            var text = Write(cases, configuration.SiteUrl());
            // Sent, then noted: after a crash between the two the same mail goes out again under the same id.
            await mailer.SendAsync(new Mail(configuration.DeskMail(), text.Subject, text.Body, $"overdue-{day}"), cancel);
        }

        await storage.Settings.UpsertEntityAsync(new TableEntity(Partition, Told) { [Day] = day }, TableUpdateMode.Replace, cancel);
    }

    internal static MailText Write(IReadOnlyList<OverdueCase> cases, string? site)
    {
        var facts = new Dictionary<string, object?>
        {
            ["count"] = cases.Count > MostInMail ? $"{MostInMail}+" : $"{cases.Count}",
            ["has_more"] = cases.Count > MostInMail,
            ["worklist"] = site is null ? null : site + "/desk",
        };
        foreach (var language in new[] { "en", "ms" })
        {
            facts["cases_" + language] = cases.Take(MostInMail).Select(c => new Dictionary<string, object?>
            {
                ["id"] = c.CaseId,
                ["state"] = StateWords.Of(c.State).In(language),
                ["due"] = MailText.Time(c.Due, language),
                ["todo"] = SingleLine.Of(c.Todo.In(language)),
                ["link"] = site is null ? null : $"{site}/cases/{c.CaseId}",
            }).ToList();
        }

        return MailText.Render("Hands/Mails/desk.stillOverdue.scriban", facts);
    }
}
