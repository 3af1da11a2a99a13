using System.Globalization;
using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Kumoten.Functions.Hands.Mails;

/// <summary>A mail as the templates make it.</summary>
/// <param name="To">The address.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Body">Plain text.</param>
/// <param name="Id">Deterministic, so that a repeat carries the same Message-ID and a mail program shows one.</param>
/// <param name="Html">The same words for a program that shows HTML; null for plain text only.</param>
public sealed record Mail(string To, string Subject, string Body, string Id, string? Html = null);

/// <summary>The mail server is away or took the mail not now. It delays a mail and never a case.</summary>
/// <param name="message">What the server said.</param>
/// <param name="inner">How it came to be known.</param>
public sealed class MailTroubleException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The addresses that mails go to and point to.</summary>
public static class MailAddresses
{
    /// <summary>Kumoten's support desk.</summary>
    /// <param name="configuration">Kumoten__DeskMail.</param>
    /// <returns>The address.</returns>
    /// <exception cref="InvalidOperationException">It is missing.</exception>
    public static string DeskMail(this IConfiguration configuration) =>
        configuration["Kumoten:DeskMail"] ?? throw new InvalidOperationException("The setting Kumoten__DeskMail is missing, so the desk cannot be told.");

    /// <summary>The site whose pages mails link to.</summary>
    /// <param name="configuration">Kumoten__SiteUrl.</param>
    /// <returns>The address without a slash at its end; null where none is set.</returns>
    public static string? SiteUrl(this IConfiguration configuration) => configuration["Kumoten:SiteUrl"] is { Length: > 0 } site ? site.TrimEnd('/') : null;
}

/// <summary>Sends mails to the outside.</summary>
public interface IMailer
{
    /// <summary>Sends one mail; the same mail may be sent again after a crash.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the server took it.</returns>
    /// <exception cref="MailTroubleException">The server did not take it; later it may.</exception>
    Task SendAsync(Mail mail, CancellationToken cancel);
}

/// <summary>Sends mails over SMTP.</summary>
/// <param name="configuration">Mail__Host, Mail__Port, Mail__From, and Mail__User with Mail__Password where the server asks.</param>
/// <param name="clock">The application's clock.</param>
public sealed class SmtpMailer(IConfiguration configuration, TimeProvider clock) : IMailer
{
    private const int SmtpsPort = 465;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A setting is missing.</exception>
    public async Task SendAsync(Mail mail, CancellationToken cancel)
    {
        using var message = Compose(mail);
        var (host, port) = (Setting("Host"), int.Parse(Setting("Port"), CultureInfo.InvariantCulture));
        try
        {
            using var smtp = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
            var user = configuration["Mail:User"];
            // A password is never sent in the clear, whatever the server offers or somebody on the way leaves out.
            await smtp.ConnectAsync(host, port, string.IsNullOrEmpty(user) ? SecureSocketOptions.StartTlsWhenAvailable : port == SmtpsPort ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls, cancel);
            if (!string.IsNullOrEmpty(user))
                await smtp.AuthenticateAsync(user, Setting("Password"), cancel);
            await smtp.SendAsync(message, cancel);
            await smtp.DisconnectAsync(quit: true, cancel);
        }
        catch (Exception trouble) when (trouble is SmtpCommandException or SmtpProtocolException or SocketException or IOException or TimeoutException or AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            throw new MailTroubleException($"The mail server {host}:{port} did not take the mail to {mail.To}: {trouble.Message}", trouble);
        }
    }

    private MimeMessage Compose(Mail mail)
    {
        var from = MailboxAddress.Parse(Setting("From"));
        var message = new MimeMessage { MessageId = $"{mail.Id}@{from.Domain}", Subject = mail.Subject, Date = clock.GetUtcNow() };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(mail.To));
        message.Body = new BodyBuilder { TextBody = mail.Body, HtmlBody = mail.Html }.ToMessageBody();
        return message;
    }

    private string Setting(string name) => configuration["Mail:" + name] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"The setting Mail__{name} is missing, so no mail can be sent.");
}
