using FluentValidation;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Accounts;

/// <summary>Which entry an agent takes back, and why.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Reason">Why; the account shows it.</param>
public sealed record ReversalRequest(string? EntryId, string? Reason);

/// <summary>A correction by an agent.</summary>
/// <param name="Amount">Such as "-5.00"; negative for a debit.</param>
/// <param name="Reason">Why; the account shows it.</param>
/// <param name="Reference">What it is about, such as a ticket's number; each is entered once.</param>
public sealed record AdjustmentRequest(string? Amount, string? Reason, string? Reference);

/// <summary>What a reversal must say.</summary>
public sealed class ReversalRequestValidator : AbstractValidator<ReversalRequest>
{
    /// <summary>The rules.</summary>
    public ReversalRequestValidator()
    {
        // Longer than a key: it begins with one, a case's or a reference.
        RuleFor(r => r.EntryId).Must(id => id is { Length: > 0 and <= 128 } && id.Split('-').All(part => part.Length == 0 || Keys.IsKey(part)))
            .Says("The id of the entry, such as \"KM-1001.1-refund\".", "ID catatan akaun, seperti \"KM-1001.1-refund\".");
        RuleFor(r => r.Reason).Reason();
    }
}

/// <summary>What an adjustment must say.</summary>
public sealed class AdjustmentRequestValidator : AbstractValidator<AdjustmentRequest>
{
    /// <summary>The rules.</summary>
    public AdjustmentRequestValidator()
    {
        RuleFor(r => r.Amount).Must(a => Money.TryParse(a, out var money) && money != Money.Zero).Says("An amount other than zero with two decimal places, such as \"-5.00\".", "Jumlah selain sifar dengan dua tempat perpuluhan, seperti \"-5.00\".");
        RuleFor(r => r.Reason).Reason();
        RuleFor(r => r.Reference).Key();
    }
}

/// <summary>Field rules that the requests share.</summary>
internal static class AccountRules
{
    public static IRuleBuilderOptions<T, string?> Reason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(reason => reason?.Trim() is { Length: > 0 and <= 500 }).Says("Say why, in 1 to 500 characters; the seller reads it.", "Nyatakan sebabnya dalam 1 hingga 500 aksara; penjual akan membacanya.");
}
