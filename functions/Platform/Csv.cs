using System.Buffers;

namespace Kumoten.Functions.Platform;

/// <summary>Comma-separated values (RFC 4180) that a spreadsheet opens as what they say.</summary>
public static class Csv
{
    /// <summary>The content type of such a file.</summary>
    public const string ContentType = "text/csv; charset=utf-8";

    // The wide ones begin a formula in spreadsheets with East Asian settings.
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r\n＝＋－＠");
    private static readonly SearchValues<char> ToQuote = SearchValues.Create(",\"\r\n");

    /// <summary>Makes a line of the file.</summary>
    /// <param name="cells">Its cells: numbers as they are, people's words through <see cref="Words"/>.</param>
    /// <returns>The line with its end.</returns>
    public static string Line(params IEnumerable<string> cells) => string.Join(',', cells.Select(Quote)) + "\r\n";

    /// <summary>Makes words a cell that is never taken for a formula: =HYPERLINK(...) is shown and not run.</summary>
    /// <param name="words">The words; null for an empty cell.</param>
    /// <returns>The cell.</returns>
    public static string Words(string? words) =>
        // Some programs take off spaces before they look for a formula.
        words?.TrimStart(' ') is { Length: > 0 } start && FormulaStarts.Contains(start[0]) ? "'" + words : words ?? "";

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(ToQuote) || cell is [' ', ..] or [.., ' '] ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
