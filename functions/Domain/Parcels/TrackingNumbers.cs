namespace Kumoten.Functions.Domain.Parcels;

/// <summary>Tracking numbers as couriers print them: people type them in small letters and with spaces.</summary>
public static class TrackingNumbers
{
    /// <summary>The number in capitals without spaces.</summary>
    /// <param name="typed">What was typed or scanned.</param>
    /// <returns>The number; null for none.</returns>
    public static string? Normalize(string? typed)
    {
        var number = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return number.Length == 0 ? null : number;
    }
}
