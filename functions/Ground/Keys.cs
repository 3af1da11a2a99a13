using System.Security.Cryptography;
using System.Text;

namespace Kumoten.Functions.Ground;

/// <summary>Ids as the contract and the tables take them.</summary>
public static class Keys
{
    // A key of the tables holds 512 characters; its prefix and what else is in it need some.
    private const int MaxForeign = 256;

    /// <summary>Whether a text can be a key: 1 to 64 letters, digits, dots, dashes and underscores. It may name a folder of blobs, too, where "." and ".." lead elsewhere.</summary>
    /// <param name="value">The text.</param>
    /// <returns>Whether it can.</returns>
    public static bool IsKey(string? value) =>
        value is { Length: > 0 and <= 64 } && value[^1] != '.' && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>A part of a key made of text from outside, which may be of any length and hold characters that no key can.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, escaped; what is too long, by its beginning and its hash.</returns>
    public static string OfForeign(string text)
    {
        var escaped = Uri.EscapeDataString(text).Replace('%', '~');
        return escaped.Length <= MaxForeign ? escaped : $"{escaped[..64]}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
