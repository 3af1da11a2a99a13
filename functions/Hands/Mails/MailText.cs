using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Hands.Mails;

/// <summary>A rendered mail: a template's first line is the subject, the rest the body.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Body">The body.</param>
public sealed record MailText(string Subject, string Body)
{
    private const string Frame = "Hands/Mails/Html/frame.scriban";

    // What happened, in the words of whoever did it: the one fact of a mail that may have paragraphs.
    private const string News = "news";

    // What a phone still shows of a subject.
    private const int LongestHeadline = 120;

    /// <summary>A time as mails show it, in Malaysia.</summary>
    /// <param name="at">The time.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>"10 November 2026 18:00".</returns>
    public static string Time(DateTimeOffset at, string language = "en") =>
        $"{MalaysiaTime.InWords(MalaysiaTime.DayOf(at), language)} {MalaysiaTime.ClockAt(at)}";

    /// <summary>Renders a mail's template, each fact on one line: what stands by itself in a mail is Kumoten's own word.</summary>
    /// <param name="template">The template's name.</param>
    /// <param name="facts">Its facts.</param>
    /// <returns>Subject and body.</returns>
    public static MailText Render(string template, IReadOnlyDictionary<string, object?> facts)
    {
        var text = Templates.Render(template, facts.ToDictionary(fact => fact.Key, fact => fact.Value is string value && fact.Key != News ? SingleLine.Of(value) : fact.Value));
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return new MailText(text[..end].Trim(), text[(end + 1)..]);
    }

    /// <summary>A person's words on one line, short enough for a subject.</summary>
    /// <param name="words">The words, perhaps of several lines.</param>
    /// <returns>At most some hundred characters.</returns>
    public static string OneLine(string words)
    {
        var line = string.Join(' ', words.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestHeadline ? line : line[..(LongestHeadline - 3)].TrimEnd() + "...";
    }

    /// <summary>The body as HTML: the same words, one paragraph for each of the text's.</summary>
    /// <param name="language">en or ms.</param>
    /// <returns>A whole HTML page.</returns>
    public string ToHtml(string language) => Templates.Render(Frame, new Dictionary<string, object?>
    {
        ["language"] = language,
        ["subject"] = Subject,
        ["paragraphs"] = Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(paragraph => paragraph.Split('\n')).ToList(),
    });
}
