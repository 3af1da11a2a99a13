using System.Text.RegularExpressions;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Infra;

/// <summary>The application's sources as text, for what only they say: the names of functions and settings.</summary>
internal static class Sources
{
    private static readonly string Root = Repository.Path("functions");

    /// <summary>Each file below functions/, by its path from there, without comments and without what a build makes.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(Root, file).Replace('\\', '/'), file => Regex.Replace(File.ReadAllText(file), @"(?m)^\s*//.*$", ""))
        .Where(file => !file.Key.StartsWith("obj/", StringComparison.Ordinal) && !file.Key.StartsWith("bin/", StringComparison.Ordinal))
        .ToDictionary();

    /// <summary>Looks for a pattern in all of them.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>Each match, and the file it is in.</returns>
    public static IEnumerable<(string File, Match Match)> Matches(string pattern) =>
        Files.SelectMany(file => Regex.Matches(file.Value, pattern).Select(match => (file.Key, match)));
}
