using System.Buffers;
using System.Text;

namespace Kumoten.Functions.Platform;

/// <summary>Escapes text for HTML, so that it also reads back as XML.</summary>
public static class Html
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

    /// <summary>Escapes a text for an element or a quoted attribute. Text of any script stays readable.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The same text, in which nothing is markup.</returns>
    public static string Escape(string text)
    {
        var next = text.AsSpan().IndexOfAny(Special);
        if (next < 0)
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        for (; next >= 0; next = rest.IndexOfAny(Special))
        {
            escaped.Append(rest[..next]).Append(rest[next] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => "&#39;" });
            rest = rest[(next + 1)..];
        }

        return escaped.Append(rest).ToString();
    }
}
