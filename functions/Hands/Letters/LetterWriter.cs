using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Hands.Letters;

/// <summary>Writes a letter as a page for the screen. The PDF is set from the same page, so both say the same.</summary>
public static class LetterWriter
{
    private const string Style =
        "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 'Noto Sans',sans-serif;color:#1a1a1a;overflow-wrap:anywhere}" +
        "header{border-bottom:2px solid #0f146d;margin-bottom:1.5rem}.shop{font-size:1.4rem;font-weight:700;margin:0}.small{font-size:.85rem;color:#555;margin:.2rem 0}" +
        "h1{font-size:1.25rem}h2{font-size:1.05rem;margin-bottom:.3rem}th{text-align:left;vertical-align:top;font-weight:600;padding:.15rem 1.5rem .15rem 0;white-space:nowrap}" +
        "td{padding:.15rem 0}.signature{margin-top:2rem}";

    /// <summary>Writes the letter.</summary>
    /// <param name="letter">What it says.</param>
    /// <returns>A page that is well-formed as XML, too.</returns>
    /// <exception cref="Scriban.Syntax.ScriptRuntimeException">A fact is missing.</exception>
    public static string Write(LetterContent letter) => Page(letter, Templates.Render(letter.Template, letter.ForTemplate()));

    private static string Page(LetterContent letter, string body) => string.Concat(
        [
            "<!DOCTYPE html>\n<html lang=\"", letter.Facts.Language, "\">\n<head><meta charset=\"utf-8\"/><title>", Html.Escape(letter.Reference),
            "</title><meta name=\"date\" content=\"", letter.Date.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            "\"/><meta name=\"viewport\" content=\"width=device-width\"/><style>", Style, "</style></head>\n<body>\n", body, "</body>\n</html>\n",
        ]);
}
