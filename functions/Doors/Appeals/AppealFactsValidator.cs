using System.Globalization;
using FluentValidation;
using FluentValidation.Results;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Platform.Printing;

namespace Kumoten.Functions.Doors.Appeals;

/// <summary>What an appeal must have, with an answer per field.</summary>
public sealed class AppealFactsValidator : AbstractValidator<AppealFacts>
{
    /// <summary>The rules.</summary>
    public AppealFactsValidator()
    {
        RuleFor(a => a.LazadaShop).Cascade(CascadeMode.Stop).NotEmpty().MaximumLength(200).CanBePrinted().OneLine();
        RuleFor(a => a.ProductName).Cascade(CascadeMode.Stop).NotEmpty().MaximumLength(300).CanBePrinted().OneLine();
        RuleFor(a => a.Sku).Cascade(CascadeMode.Stop).NotEmpty().MaximumLength(100).CanBePrinted().OneLine();
        RuleFor(a => a.LazadaSku).Cascade(CascadeMode.Stop).NotEmpty().MaximumLength(100).CanBePrinted().OneLine();
        RuleFor(a => a.Violation).OneOf([.. Enum.GetValues<Violation>().Select(v => v.ApiName())]);
        RuleFor(a => a.NoticeDate).NotNull().Says("The date of Lazada's notice, such as \"2026-11-02\".", "Tarikh notis Lazada, seperti \"2026-11-02\".");
        RuleFor(a => a.PenaltyPoints).Must(points => points is >= 0 and <= 100).Says("The points issued, 0 to 100; 0 for none.", "Mata yang dikenakan, 0 hingga 100; 0 jika tiada.");
        RuleFor(a => a.Explanation).Cascade(CascadeMode.Stop).NotEmpty().MaximumLength(5000).CanBePrinted();
        RuleFor(a => a.CorrectiveActions).NotEmpty().Says("At least one action you have taken.", "Sekurang-kurangnya satu tindakan yang telah anda ambil.");
        RuleFor(a => a.CorrectiveActions).Must(a => a is null || a.Count <= 20).Says("At most 20 actions.", "Paling banyak 20 tindakan.");
        RuleForEach(a => a.CorrectiveActions).Cascade(CascadeMode.Stop).NotEmpty().MaximumLength(1000).CanBePrinted();
        RuleFor(a => a.PreventiveActions).Must(a => a.Count <= 20).Says("At most 20 actions.", "Paling banyak 20 tindakan.");
        RuleForEach(a => a.PreventiveActions).Cascade(CascadeMode.Stop).NotEmpty().MaximumLength(1000).CanBePrinted();
        RuleFor(a => a.Language).OneOf("en", "ms");
    }
}

/// <summary>The rule that a text can stand in a letter.</summary>
public static class PrintableRule
{
    // Enough to find them in the text; a pasted page of another script would fill the answer otherwise.
    private const int Named = 10;

    /// <summary>Every character can be set in one of the letter's fonts, and something of the text is visible.</summary>
    /// <typeparam name="T">The facts.</typeparam>
    /// <param name="rule">The field's rule.</param>
    /// <returns>The rule.</returns>
    public static IRuleBuilderOptionsConditions<T, string?> CanBePrinted<T>(this IRuleBuilder<T, string?> rule) => rule.Custom((text, context) =>
    {
        text ??= "";
        var missing = LetterFonts.Shared.CannotSet(text);
        if (missing.Count > 0)
            Fail(context, Unprintable(string.Join(", ", missing.Take(Named).Select(Show)), missing.Count > Named));
        else if (LetterText.Line(text).Length == 0)
            Fail(context, new("Nothing of this text is visible.", "Teks ini tidak kelihatan langsung."));
    });

    private static FieldError Unprintable(string characters, bool more) => new(
        $"These characters cannot be printed in the letter; please replace them: {characters}{(more ? " and others" : "")}.",
        $"Aksara ini tidak dapat dicetak dalam surat; sila gantikan: {characters}{(more ? " dan lain-lain" : "")}.");

    private static void Fail<T>(ValidationContext<T> context, FieldError error) => context.AddFailure(new ValidationFailure(context.PropertyPath, error.En) { CustomState = error });

    // A control character or half a character would do harm in the answer, too: it is named by its number only.
    private static string Show(int codePoint)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"U+{codePoint:X4}");
        return System.Text.Rune.IsValid(codePoint) && !System.Text.Rune.IsControl(new System.Text.Rune(codePoint)) ? $"{new System.Text.Rune(codePoint)} ({name})" : name;
    }
}
