using System.Globalization;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Kumoten.Functions.Notices;

/// <summary>A mail as the templates make it.</summary>
/// <param name="To">The address.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Body">Plain text.</param>
/// <param name="Id">Deterministic, so that a repeat carries the same Message-ID and a mail program shows one.</param>
public sealed record Mail(string To, string Subject, string Body, string Id);

/// <summary>Sends mails to the outside.</summary>
public interface IMailer
{
    /// <summary>Sends one mail; the same mail may be sent again after a crash.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the server took it.</returns>
    Task SendAsync(Mail mail, CancellationToken cancel);
}

/// <summary>Sends mails over SMTP.</summary>
/// <param name="configuration">Mail__Host, Mail__Port, Mail__From, and Mail__User with Mail__Password where the server asks.</param>
/// <param name="clock">The application's clock.</param>
public sealed class SmtpMailer(IConfiguration configuration, TimeProvider clock) : IMailer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A setting is missing.</exception>
    public async Task SendAsync(Mail mail, CancellationToken cancel)
    {
        var message = new MimeMessage { MessageId = $"{mail.Id}@{MailboxAddress.Parse(Setting("From")).Domain}", Subject = mail.Subject, Date = clock.GetUtcNow() };
        message.From.Add(MailboxAddress.Parse(Setting("From")));
        message.To.Add(MailboxAddress.Parse(mail.To));
        message.Body = new TextPart("plain") { Text = mail.Body };

        using var smtp = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        await smtp.ConnectAsync(Setting("Host"), int.Parse(Setting("Port"), CultureInfo.InvariantCulture), SecureSocketOptions.StartTlsWhenAvailable, cancel);
        if (configuration["Mail:User"] is { Length: > 0 } user)
            await smtp.AuthenticateAsync(user, Setting("Password"), cancel);
        await smtp.SendAsync(message, cancel);
        await smtp.DisconnectAsync(quit: true, cancel);
    }

    private string Setting(string name) => configuration["Mail:" + name] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"The setting Mail__{name} is missing, so no mail can be sent.");
}
