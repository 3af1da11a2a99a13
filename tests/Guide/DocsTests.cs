using System.Text.RegularExpressions;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Guide;

/// <summary>Whoever follows a document to a file finds it: moved files take their names in the documents along.</summary>
public partial class DocsTests
{
    // Beside the document's own folder, where a short path may begin.
    private static readonly string[] Bases = ["", "functions/", "tests/", "infra/"];

    public static TheoryData<string> Documents() => [.. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Where(file => !Built().IsMatch(file))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_file_that_a_document_names_is_there(string document)
    {
        var text = File.ReadAllText(Repository.Path(document));
        var folder = Path.GetDirectoryName(document) + "/";
        var links = Link().Matches(text).Select(link => link.Groups[1].Value).Where(path => !IsThere(folder + path));
        var named = Named().Matches(text).Select(name => name.Groups[1].Value).Where(path => !Bases.Append(folder).Any(start => IsThere(start + path)));
        Assert.Empty(links.Concat(named));
    }

    private static bool IsThere(string path) => Path.Exists(Repository.Path(path.TrimStart('/')));

    [GeneratedRegex(@"(^|/)(node_modules|bin|obj|publish|\.[^/]+)/")]
    private static partial Regex Built();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([A-Za-z]+/(?:[\w.-]+/)*[\w.-]+\.(?:cs|md|json|csv|scriban|bicep|targets|proto|mjs))`")]
    private static partial Regex Named();
}
