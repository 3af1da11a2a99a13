namespace Kumoten.Functions.Ground;

/// <summary>Ids as the contract and the tables take them.</summary>
public static class Keys
{
    /// <summary>Whether a text can be a key: 1 to 64 letters, digits, dots, dashes and underscores.</summary>
    /// <param name="value">The text.</param>
    /// <returns>Whether it can.</returns>
    public static bool IsKey(string? value) =>
        value is { Length: > 0 and <= 64 } && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
