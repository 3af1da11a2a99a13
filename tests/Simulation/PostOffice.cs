using System.Collections.Concurrent;
using Kumoten.Functions.Hands.Mails;

namespace Kumoten.Tests.Simulation;

/// <summary>The mail server: it counts what it takes, and may be away for hours.</summary>
public sealed class PostOffice : IMailer
{
    private readonly ConcurrentDictionary<string, (Mail Mail, int Times)> taken = new();
    private int refused;

    /// <summary>While it is away, every mail fails.</summary>
    public bool IsAway { get; set; }

    /// <summary>How many mails it refused.</summary>
    public int Refused => refused;

    /// <summary>Every mail it took, without the body, and how often.</summary>
    public IReadOnlyCollection<(Mail Mail, int Times)> Taken => [.. taken.Values];

    public Task SendAsync(Mail mail, CancellationToken cancel)
    {
        if (IsAway)
        {
            Interlocked.Increment(ref refused);
            throw new MailTroubleException("The mail server does not answer.");
        }

        taken.AddOrUpdate(mail.Id, (mail with { Body = "" }, 1), (_, before) => (before.Mail, before.Times + 1));
        return Task.CompletedTask;
    }
}
