using System.Text;
using Kumoten.Functions.Ground;
using Microsoft.AspNetCore.WebUtilities;

namespace Kumoten.Functions.Platform;

/// <summary>The table's continuation token as the opaque cursor of the contract.</summary>
public static class Cursor
{
    /// <summary>Reads a cursor.</summary>
    /// <param name="cursor">The cursor of the page before; null or empty for the first page.</param>
    /// <returns>The continuation token.</returns>
    /// <exception cref="ProblemException">400 when it is no cursor.</exception>
    public static string? Read(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor));
        }
        catch (FormatException)
        {
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["cursor"] = [FieldError.NoCursor] });
        }
    }

    /// <summary>Makes a cursor.</summary>
    /// <param name="token">The continuation token; null at the end.</param>
    /// <returns>The cursor.</returns>
    public static string? Write(string? token) => token is null ? null : WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token));
}
