using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>
/// A request once more before it is sent: every answer, a way back to change it, and the files that go along, which no page could hand
/// on to the next. Nothing is kept meanwhile: the answers travel in the page.
/// </summary>
/// <param name="frame">What stands around the page.</param>
public sealed class CheckPage(PageFrame frame)
{
    /// <summary>The field that says which step of a form is meant; a form without it is sent at once.</summary>
    public const string Step = "step";

    /// <summary>The step that shows this page.</summary>
    public const string Check = "check";

    /// <summary>The step that leads back to the form.</summary>
    public const string Change = "change";

    /// <summary>The step that sends the request.</summary>
    public const string Send = "send";

    // Read before any file, unlike the button that was pressed: who chose a file that cannot be taken comes back to this page.
    private const string Checked = "checked";
    private const string Kind = "kind";
    private const string Form = "check";

    // What a page adds by itself, and what is chosen on this one.
    private static readonly string[] NoAnswers = [Step, Checked, FormBody.KeyField, Kind];

    /// <summary>Shows it.</summary>
    /// <param name="request">The form as it was sent.</param>
    /// <param name="form">The form's word in the address.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="filled">What was typed; and why it was refused, when the files were.</param>
    /// <param name="asks">What else the page says and asks.</param>
    /// <returns>The page.</returns>
    public IResult Show(HttpRequest request, string form, IReadOnlyCollection<FormField> fields, Filled filled, Asked asks)
    {
        var language = Browser.Language(request);
        return frame.Show(
            request, "check",
            new()
            {
                ["form"] = form,
                ["type"] = filled.Value("type"),
                ["order_id"] = filled.Value("orderId"),
                ["hidden"] = filled.Values.Where(value => !NoAnswers.Contains(value.Key)).Select(value => new Dictionary<string, object?> { ["name"] = value.Key, ["value"] = value.Value }).ToList(),
                ["answers"] = fields.Where(field => filled.Value(field.Name).Length > 0).Select(field => new Dictionary<string, object?>
                {
                    ["label"] = field.Label.In(language),
                    ["lines"] = Words(field, filled.Value(field.Name), language).ReplaceLineEndings("\n").Split('\n'),
                }).ToList(),
                ["summary"] = filled.Summary(Form, fields, language),
                ["product"] = asks.Product,
                ["takes_files"] = asks.TakesFiles,
                ["kinds"] = asks.Kinds,
                ["speaks_of_enclosures"] = asks.SpeaksOfEnclosures,
            },
            filled.Refused?.Status ?? StatusCodes.Status200OK, $"/forms/{form}");
    }

    /// <summary>Whether a form that was refused came from this page, and for a file.</summary>
    /// <param name="filled">What was typed.</param>
    /// <param name="refused">Why it was refused.</param>
    /// <returns>Whether it is shown here again.</returns>
    public static bool IsOfItsFiles(Filled filled, ProblemException refused) =>
        filled.Value(Checked).Length > 0 && refused.Status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType;

    // As its choice reads; a day as people write it.
    private static string Words(FormField field, string value, string language) =>
        field.Choices.FirstOrDefault(choice => choice.Value == value)?.Label.In(language)
        ?? (field.Kind == FieldKind.Day && DateOnly.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var day) ? PageTime.Day(day, language) : value);
}

/// <summary>What the page of a request says and asks beside its answers.</summary>
/// <param name="TakesFiles">Whether files may go along.</param>
/// <param name="Product">The order's product; null for none.</param>
/// <param name="Kinds">What a file may be, where that is to be said; null where it is plain.</param>
/// <param name="SpeaksOfEnclosures">Whether the answers speak of a file that goes along.</param>
public sealed record Asked(bool TakesFiles, string? Product = null, IReadOnlyCollection<string>? Kinds = null, bool SpeaksOfEnclosures = false);
