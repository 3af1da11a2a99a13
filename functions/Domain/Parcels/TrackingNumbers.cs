using FluentValidation;
using Kumoten.Functions.Platform;

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

    /// <summary>The field holds a tracking number as it is printed on a parcel.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <param name="rule">The field's rule.</param>
    /// <returns>The rule.</returns>
    public static IRuleBuilderOptions<T, string?> TrackingNumber<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(typed => Validation.IsKey(Normalize(typed))).WithMessage("The number on the parcel, such as \"EN123456789MY\".");
}
