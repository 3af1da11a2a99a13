using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kumoten.Functions.Domain.Refunds;

/// <summary>An amount of ringgit in whole sen; never floating point (domain.md, Money and account).</summary>
/// <param name="Sen">The amount in sen; negative for a debit.</param>
[JsonConverter(typeof(MoneyJson))]
public readonly record struct Money(long Sen) : IComparable<Money>
{
    /// <summary>The one currency of the account.</summary>
    public const string Currency = "MYR";

    /// <summary>No ringgit.</summary>
    public static readonly Money Zero;

    /// <summary>Reads an amount such as "129.90": digits, a point, two digits; at most RM 9,999,999.99.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="money">The amount when the answer is true.</param>
    /// <returns>Whether the text is an amount.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Money money)
    {
        money = Zero;
        // A sum of many amounts may be longer than any one of them.
        return text?.TrimStart('-').Length <= "9999999.99".Length && TryParseSum(text, out money);
    }

    private static bool TryParseSum([NotNullWhen(true)] string? text, out Money money)
    {
        money = Zero;
        var negative = text is ['-', ..];
        var digits = negative ? text![1..] : text ?? "";
        if (digits.Length < "0.00".Length || digits[^3] != '.')
            return false;
        if (!long.TryParse(digits.Remove(digits.Length - 3, 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sen))
            return false;
        money = new Money(negative ? -sen : sen);
        return true;
    }

    /// <summary>Adds two amounts.</summary>
    public static Money operator +(Money a, Money b) => new(checked(a.Sen + b.Sen));

    /// <summary>The amount with the other sign.</summary>
    public static Money operator -(Money a) => new(checked(-a.Sen));

    /// <summary>Whether a is less than b.</summary>
    public static bool operator <(Money a, Money b) => a.Sen < b.Sen;

    /// <summary>Whether a is more than b.</summary>
    public static bool operator >(Money a, Money b) => a.Sen > b.Sen;

    /// <summary>Whether a is at most b.</summary>
    public static bool operator <=(Money a, Money b) => a.Sen <= b.Sen;

    /// <summary>Whether a is at least b.</summary>
    public static bool operator >=(Money a, Money b) => a.Sen >= b.Sen;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Sen.CompareTo(other.Sen);

    /// <summary>The decimal text of the contract, "129.90".</summary>
    public override string ToString()
    {
        var sen = Math.Abs(Sen);
        return string.Create(CultureInfo.InvariantCulture, $"{(Sen < 0 ? "-" : "")}{sen / 100}.{sen % 100:D2}");
    }

    private sealed class MoneyJson : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParseSum(reader.GetString(), out var money)
                ? money
                : throw new JsonException("An amount is a text with two decimal places, such as \"129.90\".");

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
