using System.Globalization;
using Kumoten.Functions.Deadlines;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Notices;

/// <summary>A rendered mail: a template's first line is the subject, the rest the body.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Body">The body.</param>
public sealed record MailText(string Subject, string Body)
{
    /// <summary>A time as mails show it, in Malaysia.</summary>
    /// <param name="at">The time.</param>
    /// <returns>"10 November 2026 18:00".</returns>
    public static string Time(DateTimeOffset at) => at.ToOffset(MalaysiaTime.Offset).ToString("d MMMM yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Renders a mail's template.</summary>
    /// <param name="template">The template's name.</param>
    /// <param name="facts">Its facts.</param>
    /// <returns>Subject and body.</returns>
    public static MailText Render(string template, IReadOnlyDictionary<string, object?> facts)
    {
        var text = Templates.Render(template, facts);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return new MailText(text[..end].Trim(), text[(end + 1)..]);
    }
}
