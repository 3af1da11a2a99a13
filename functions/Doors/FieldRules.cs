using FluentValidation;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors;

/// <summary>What several doors ask of a field.</summary>
public static class FieldRules
{
    /// <summary>The field holds a tracking number as it is printed on a parcel.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <param name="rule">The field's rule.</param>
    /// <returns>The rule.</returns>
    public static IRuleBuilderOptions<T, string?> TrackingNumber<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(typed => Keys.IsKey(TrackingNumbers.Normalize(typed))).Says(FieldError.NoTrackingNumber);
}

/// <summary>What an address must have.</summary>
public sealed class AddressValidator : AbstractValidator<Address>
{
    /// <summary>The rules.</summary>
    public AddressValidator()
    {
        RuleFor(a => a.Line1).NotEmpty().MaximumLength(200).OneLine();
        RuleFor(a => a.Line2).MaximumLength(200).OneLine();
        RuleFor(a => a.Postcode).Must(p => p is { Length: 5 } && p.All(char.IsAsciiDigit)).Says("Five digits, such as \"88400\".", "Lima angka, seperti \"88400\".");
        RuleFor(a => a.City).NotEmpty().MaximumLength(100).OneLine();
        RuleFor(a => a.State).Must(s => MalaysianStates.TryParse(s ?? "", out _)).Says("A Malaysian state or territory, such as \"Sabah\".", "Negeri atau wilayah di Malaysia, seperti \"Sabah\".");
    }
}
