using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Platform;

/// <summary>Reads the fields of a query and gathers what is wrong with them, so that one answer names them all.</summary>
/// <param name="query">The query.</param>
public sealed class QueryReader(IQueryCollection query)
{
    private readonly Dictionary<string, FieldError[]> errors = [];

    /// <summary>A text that may be absent.</summary>
    /// <param name="field">The field's name.</param>
    /// <returns>The text; null when absent or empty.</returns>
    public string? Text(string field) => query[field].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>One of a few words, which may be absent.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="words">The words.</param>
    /// <returns>The word; null when absent or wrong.</returns>
    public string? OneOf(string field, IEnumerable<string> words)
    {
        if (Text(field) is not { } text)
            return null;
        if (words.Contains(text))
            return text;
        Wrong(field, FieldError.OneOf(words));
        return null;
    }

    /// <summary>One of an enum's words, which may be absent.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="field">The field's name.</param>
    /// <returns>The value; null when absent or wrong.</returns>
    public T? Word<T>(string field)
        where T : struct, Enum =>
        OneOf(field, ApiWords.ApiNames<T>()) is { } word ? ApiWords.FromApiName<T>(word) : null;

    /// <summary>A key, which may be absent.</summary>
    /// <param name="field">The field's name.</param>
    /// <returns>The key; null when absent or wrong.</returns>
    public string? Key(string field)
    {
        if (Text(field) is not { } key)
            return null;
        if (Keys.IsKey(key))
            return key;
        Wrong(field, FieldError.NoKey);
        return null;
    }

    /// <summary>Notes what is wrong with a field.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="error">What to write there.</param>
    public void Wrong(string field, FieldError error) => errors[field] = [error];

    /// <summary>Refuses the request if a field was wrong.</summary>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public void ThrowIfWrong()
    {
        if (errors.Count > 0)
            throw Problem.BadFields(errors);
    }
}
