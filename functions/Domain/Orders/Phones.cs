using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Orders;

/// <summary>Malaysian phone numbers, which people write with or without +60, spaces and dashes.</summary>
public static class Phones
{
    /// <summary>What to write in a field that takes one.</summary>
    public static readonly FieldError NoPhone = new("A phone number, such as \"+60138881234\" or \"013-888 1234\".", "Nombor telefon, seperti \"+60138881234\" atau \"013-888 1234\".");

    // What marketplaces leave of a masked number ("*****34") is nobody's; the longest real one has 15 digits.
    private const int MinDigits = 7;
    private const int MaxDigits = 15;

    /// <summary>The number as digits with the country code.</summary>
    /// <param name="written">What was written.</param>
    /// <returns>The digits, such as "60138881234"; null when it is no whole number.</returns>
    public static string? Normalize(string? written)
    {
        if (written is null || written.Contains('*', StringComparison.Ordinal))
            return null;
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        if (digits.StartsWith("00", StringComparison.Ordinal))
            digits = digits[2..];
        else if (digits.StartsWith('0'))
            digits = "6" + digits;
        return digits.Length is >= MinDigits and <= MaxDigits ? digits : null;
    }
}
