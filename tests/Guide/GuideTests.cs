using System.Reflection;
using System.Text.RegularExpressions;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Guide;

/// <summary>Holds the tables in functions/GUIDE.md to the help page, and to the code and the tests they name.</summary>
public partial class GuideTests
{
    // What stands between the sentences and asks for nothing by itself.
    private static readonly HashSet<string> Headings =
    [
        "What does this means?", "What does this means", "What this means", "What do you need to do?", "What you need to do", "What you will get?", "What you will get",
        "Terms and Conditions", "What you need to do (ZTO)", "What you need to do (PosLaju)",
    ];

    public static TheoryData<string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string>();
        var heading = "";
        foreach (var line in File.ReadLines(Repository.Path("functions/GUIDE.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                heading = line[3..];
            else if (line.Split(" | ") is [['|', ' ', .. var sentence], var code, [.. var test, ' ', '|']] && code != "code")
                rows.Add(heading, sentence, code, test);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_sentence_of_the_guide_has_its_code_and_its_test(string heading, string sentence, string code, string test)
    {
        Assert.NotEqual("", heading);
        Assert.NotEqual("", sentence);
        var (file, name) = code.Split("` ") is [['`', .. var path], var symbol] ? (path, symbol) : throw new InvalidOperationException($"{code} names no file and symbol.");
        Assert.Contains(name, File.ReadAllText(Repository.Path("functions/" + file)), StringComparison.Ordinal);

        var parts = test.Split('.');
        var method = typeof(GuideTests).Assembly.GetTypes().SingleOrDefault(t => t.Name == parts[0])?.GetMethod(parts[1]);
        Assert.True(method?.GetCustomAttribute<FactAttribute>() is { Skip: null }, $"{test} is not a test.");
    }

    /// <summary>The help page's sentences under their headings, from its first heading to its foot.</summary>
    public static TheoryData<string, string> Sentences()
    {
        var headings = Rows().Select(row => (string)row[0]).ToHashSet();
        var sentences = new TheoryData<string, string>();
        var heading = "";
        foreach (var line in File.ReadLines(Repository.Path("tests/Guide/support-guide.txt")).Select(line => line.Trim()).TakeWhile(line => !line.StartsWith("Updated on", StringComparison.Ordinal)))
        {
            // The first heading has words of its own beside it.
            var title = line.Split(" *")[0];
            if (headings.Contains(title))
                heading = title;
            foreach (var sentence in Sentence().Split(line == title ? line : line[title.Length..].Trim(' ', '*')))
            {
                if (heading.Length > 0 && sentence.Length > 0 && sentence != heading && !Headings.Contains(sentence))
                    sentences.Add(heading, sentence);
            }
        }

        return sentences;
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Every_sentence_of_the_help_page_has_a_row(string heading, string sentence) =>
        Assert.Contains(Rows(), row => (string)row[0] == heading && (string)row[1] == sentence);

    [Fact]
    public void The_help_page_is_read_whole() => Assert.InRange(Sentences().Count, 50, 100);

    [GeneratedRegex(@"(?<=[.?!])\s+(?=[A-Z])")]
    private static partial Regex Sentence();
}
