using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Platform;

/// <summary>Reads a JSON body and judges it field by field.</summary>
public static class Validation
{
    /// <summary>At most this much JSON is read; forms and feeds are far smaller.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Reads the request's JSON and validates it.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="validator">The field rules.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>The body.</returns>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public static async Task<T> ReadAsync<T>(this HttpRequest request, IValidator<T> validator, CancellationToken cancel)
        where T : class
    {
        var body = await request.ReadAsync<T>(cancel);
        Check(body, validator);
        return body;
    }

    /// <summary>Reads the request's JSON.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>The body.</returns>
    /// <exception cref="ProblemException">400 when it is not such JSON, by field where that is known; 413 when it is too long.</exception>
    public static async Task<T> ReadAsync<T>(this HttpRequest request, CancellationToken cancel)
        where T : class
    {
        var bytes = await request.ReadBytesAsync(MaxBytes, cancel);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Length == 0 ? "{}"u8 : bytes.Span, Json.Options) ?? throw Problem.BadBody(new("The body is null; send a JSON object.", "Kandungan ialah null; hantar objek JSON."));
        }
        catch (JsonException wrong)
        {
            var field = wrong.Path?.TrimStart('$', '.');
            throw string.IsNullOrEmpty(field)
                ? Problem.BadBody(new("The body is not a JSON object as this address takes it.", "Kandungan bukan objek JSON yang diterima oleh alamat ini."))
                : Problem.BadFields(new Dictionary<string, FieldError[]> { [field] = [new("The value is not of the kind this field takes.", "Nilai ini bukan daripada jenis yang diterima oleh ruangan ini.")] });
        }
    }

    /// <summary>Reads the raw body, bounded.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The bound.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>The bytes as they came.</returns>
    /// <exception cref="ProblemException">413 when it is longer.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(this HttpRequest request, int maxBytes, CancellationToken cancel)
    {
        if (request.ContentLength > maxBytes)
            throw TooLarge(maxBytes);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancel)) > 0)
        {
            if (buffer.Length + read > maxBytes)
                throw TooLarge(maxBytes);
            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Judges a value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="validator">The field rules.</param>
    /// <param name="within">The field that holds the value; null when it is the whole body.</param>
    /// <param name="unread">Answers for fields that could not even be read; they stand for what the rules say of those.</param>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public static void Check<T>(T value, IValidator<T> validator, string? within = null, IReadOnlyDictionary<string, FieldError[]>? unread = null)
    {
        var errors = validator.Validate(value).Errors
            .GroupBy(e => CamelCase(within is null ? e.PropertyName : $"{within}.{e.PropertyName}"))
            .ToDictionary(g => g.Key, g => g.Select(Words).ToArray());
        foreach (var (field, sentences) in unread ?? new Dictionary<string, FieldError[]>())
            errors[field] = sentences;
        if (errors.Count > 0)
            throw Problem.BadFields(errors);
    }

    /// <summary>The value is one of a few words.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <param name="rule">The field's rule.</param>
    /// <param name="words">The words.</param>
    /// <returns>The rule.</returns>
    public static IRuleBuilderOptions<T, string?> OneOf<T>(this IRuleBuilder<T, string?> rule, params string[] words) =>
        rule.Must(value => value is not null && words.Contains(value))
            .WithMessage((_, value) => FieldError.OneOf(words, value).ForPrograms).WithState((_, value) => FieldError.OneOf(words, value));

    /// <summary>The value stands on one line.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <param name="rule">The field's rule.</param>
    /// <returns>The rule.</returns>
    public static IRuleBuilderOptions<T, string?> OneLine<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(SingleLine.Is).Says(FieldError.NotOneLine);

    /// <summary>The value can be a key in the tables: as <see cref="Keys.IsKey"/> says.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <param name="rule">The field's rule.</param>
    /// <returns>The rule.</returns>
    public static IRuleBuilderOptions<T, string?> Key<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(Keys.IsKey).Says(FieldError.NoKey);

    /// <summary>What is said where the rule is broken.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <typeparam name="TProperty">The field's type.</typeparam>
    /// <param name="rule">The rule.</param>
    /// <param name="en">What the field takes, in English.</param>
    /// <param name="ms">The same in Malay.</param>
    /// <returns>The rule.</returns>
    public static IRuleBuilderOptions<T, TProperty> Says<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, string en, string ms) => rule.Says(new FieldError(en, ms));

    /// <summary>What is said where the rule is broken.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <typeparam name="TProperty">The field's type.</typeparam>
    /// <param name="rule">The rule.</param>
    /// <param name="error">What the field takes.</param>
    /// <returns>The rule.</returns>
    public static IRuleBuilderOptions<T, TProperty> Says<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, FieldError error) => rule.WithState((_, _) => error);

    // The library's own rules name a field as the program does, and in English only.
    private static FieldError Words(ValidationFailure failure) => failure switch
    {
        { CustomState: FieldError error } => error,
        { ErrorCode: "NotEmptyValidator" or "NotNullValidator" } => FieldError.Needed,
        { ErrorCode: "MaximumLengthValidator" } => FieldError.AtMost((int)failure.FormattedMessagePlaceholderValues["MaxLength"]),
        _ => throw new InvalidOperationException($"The rule {failure.ErrorCode} of {failure.PropertyName} has no words for people: give it some by Says."),
    };

    private static ProblemException TooLarge(int maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "body.tooLarge", new($"What was sent is larger than {maxBytes / 1024} KiB.", $"Apa yang dihantar melebihi {maxBytes / 1024} KiB."));

    // "Recipient.Address.Postcode" is recipient.address.postcode in the reader's JSON.
    private static string CamelCase(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
