using System.Text.Json;

namespace Kumoten.Functions.Ground;

/// <summary>The words of the contract: an enum's value is its name in camel case, in JSON, in tables and in addresses.</summary>
public static class ApiWords
{
    /// <summary>The word the contract uses for an enum's value: its name in camel case.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The word, such as "awaitingCourierHold".</returns>
    public static string ApiName<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The enum's value of a word.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="word">The word.</param>
    /// <returns>The value; null when the enum has no such word.</returns>
    public static T? FromApiName<T>(string? word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ApiName() == word)
                return value;
        }

        return null;
    }

    /// <summary>All words of an enum.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <returns>The words, in the enum's order.</returns>
    public static IEnumerable<string> ApiNames<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => value.ApiName());
}
