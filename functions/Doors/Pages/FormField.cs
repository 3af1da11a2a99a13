using System.Collections.Immutable;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>How a field of a form is filled in.</summary>
public enum FieldKind
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>Several lines of prose.</summary>
    Text,

    /// <summary>A list: one line for each.</summary>
    Lines,

    /// <summary>An amount in ringgit.</summary>
    Money,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A day.</summary>
    Day,

    /// <summary>One of a few words, in a list that opens.</summary>
    Choice,

    /// <summary>One of a few words, each a large button: for a thumb.</summary>
    Buttons,

    /// <summary>Yes or no.</summary>
    Tick,

    /// <summary>A number that a scanner types.</summary>
    Scan,

    /// <summary>Photos; a phone opens its camera.</summary>
    Photos,
}

/// <summary>A word that a field takes.</summary>
/// <param name="Value">The contract's word.</param>
/// <param name="Label">What people read.</param>
public sealed record Choice(string Value, Text Label);

/// <summary>A field of a form, as its page describes it.</summary>
/// <param name="Name">The contract's name, "newAddress.line1".</param>
/// <param name="Label">What people read.</param>
/// <param name="Kind">How it is filled in.</param>
/// <param name="IsNeeded">Whether it may not be left empty.</param>
/// <param name="Hint">What helps to fill it in; null where the label says enough.</param>
public sealed record FormField(string Name, Text Label, FieldKind Kind = FieldKind.Line, bool IsNeeded = false, Text? Hint = null)
{
    /// <summary>The words that it takes, for a choice.</summary>
    public ImmutableArray<Choice> Choices { get; init; } = [];

    /// <summary>Whether only staff is asked it.</summary>
    public bool IsForStaff { get; init; }

    /// <summary>Whether it is asked only where an order was cancelled in part.</summary>
    public bool IsForPart { get; init; }

    /// <summary>What a browser may fill in by itself (HTML's autocomplete); null for nothing.</summary>
    public string? Autocomplete { get; init; }

    /// <summary>The field as the template shows it.</summary>
    /// <param name="form">The form's name; ids on a page with several forms begin with it.</param>
    /// <param name="language">en or ms.</param>
    /// <param name="filled">What was typed, and what was wrong with it.</param>
    /// <returns>The facts.</returns>
    public Dictionary<string, object?> Facts(string form, string language, Filled filled)
    {
        var value = filled.Value(Name);
        return new()
        {
            ["id"] = IdOf(form, Name),
            ["name"] = Name,
            ["kind"] = Kind.ToString(),
            ["label"] = Label.In(language),
            ["hint"] = Hint?.In(language),
            ["is_needed"] = IsNeeded,
            ["autocomplete"] = Autocomplete ?? "off",
            ["value"] = value,
            ["error"] = filled.Error(Name, language),
            ["choices"] = Choices.Select(choice => new Dictionary<string, object?> { ["value"] = choice.Value, ["label"] = choice.Label.In(language), ["is_chosen"] = choice.Value == value }).ToList(),
        };
    }

    /// <summary>The id of a field on its page, for its label and for links to it.</summary>
    /// <param name="form">The form.</param>
    /// <param name="name">The field.</param>
    /// <returns>The id.</returns>
    public static string IdOf(string form, string name) => $"{form}-{name.Replace('.', '-')}";
}

/// <summary>What was typed into a form, and what was wrong with it: a form that is refused comes back as it was sent.</summary>
/// <param name="Values">What was typed, by field.</param>
/// <param name="Refused">Why it was refused; null for a form that is new.</param>
public sealed record Filled(IReadOnlyDictionary<string, string> Values, ProblemException? Refused)
{
    /// <summary>A form that nobody has filled in yet.</summary>
    public static readonly Filled Empty = new(new Dictionary<string, string>(), null);

    /// <summary>A form as it was sent.</summary>
    /// <param name="form">The form, as far as it could be read; null when it could not.</param>
    /// <returns>What was typed.</returns>
    public static Filled Of(PostedForm? form) => form is null ? Empty : new(form.Names.ToDictionary(field => field, field => string.Join('\n', form.Values(field))), null);

    private IReadOnlyDictionary<string, FieldError[]> Errors => Refused?.Extensions.GetValueOrDefault(Problem.Errors) as IReadOnlyDictionary<string, FieldError[]> ?? new Dictionary<string, FieldError[]>();

    /// <summary>What was typed into a field.</summary>
    /// <param name="name">The field.</param>
    /// <returns>The text; empty when nothing was.</returns>
    public string Value(string name) => Values.GetValueOrDefault(name, "");

    /// <summary>What is wrong with a field; an item of a list counts with its list.</summary>
    /// <param name="name">The field.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>The sentence; null when nothing is.</returns>
    public string? Error(string name, string language) => Errors.Where(error => IsOf(error.Key, name)).SelectMany(error => error.Value).FirstOrDefault()?.Text.In(language);

    /// <summary>The summary above a form: each line leads to its field.</summary>
    /// <param name="form">The form.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>Its facts; null when nothing was refused.</returns>
    public Dictionary<string, object?>? Summary(string form, IEnumerable<FormField> fields, string language)
    {
        if (Refused is null)
            return null;
        var shown = fields.ToList();
        return new()
        {
            // Where fields are wrong, their own sentences say all.
            ["sentence"] = Errors.Count == 0 ? Refused.Sentence.In(language) : null,
            ["holds_from"] = Refused.Extensions.TryGetValue("holdsFrom", out var from) && from is DateTimeOffset at ? PageTime.Moment(at, language) : null,
            ["case_in_the_way"] = Refused.Extensions.GetValueOrDefault("caseId"),
            ["errors"] = Errors.SelectMany(error => error.Value.Take(1).Select(wrong =>
            {
                var field = shown.Find(field => IsOf(error.Key, field.Name));
                return new Dictionary<string, object?> { ["id"] = field is null ? null : FormField.IdOf(form, field.Name), ["label"] = (field?.Label ?? FieldLabels.Of(error.Key)).In(language), ["sentence"] = wrong.Text.In(language) };
            })).ToList(),
        };
    }

    // "appeal.correctiveActions[2]" is of the field "appeal.correctiveActions".
    private static bool IsOf(string key, string name) => key == name || key.StartsWith(name + "[", StringComparison.Ordinal);
}
