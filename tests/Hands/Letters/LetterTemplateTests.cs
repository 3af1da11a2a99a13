using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Hands.Letters;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Platform.Printing;
using Kumoten.Tests.Support;
using Scriban.Syntax;

namespace Kumoten.Tests.Hands.Letters;

/// <summary>
/// Every letter against its approved words. After a change that is meant: look at the difference, then
/// <c>APPROVE_LETTERS=1 dotnet test tests --filter LetterTemplateTests</c> writes the files anew, and git shows what changed.
/// </summary>
public class LetterTemplateTests
{
    private static readonly bool Approve = Environment.GetEnvironmentVariable("APPROVE_LETTERS") == "1";

    public static TheoryData<Violation, string> Letters
    {
        get
        {
            var letters = new TheoryData<Violation, string>();
            foreach (var violation in Enum.GetValues<Violation>())
            {
                letters.Add(violation, "en");
                letters.Add(violation, "ms");
            }

            return letters;
        }
    }

    [Theory, MemberData(nameof(Letters))]
    public void Each_letter_says_what_was_approved(Violation violation, string language)
    {
        var words = LetterMarkup.Read(LetterWriter.Write(LetterTools.Sample(violation, language))).ToPlainText();
        var approved = Repository.Path($"tests/Hands/Letters/Approved/{violation.ApiName()}.{language}.txt");
        if (Approve)
            File.WriteAllText(approved, words);
        Assert.Equal(File.ReadAllText(approved), words);
    }

    [Theory, MemberData(nameof(Letters))]
    public void A_letter_with_the_fewest_facts_has_no_empty_places(Violation violation, string language)
    {
        var letter = LetterTools.Sample(violation, language);
        letter = letter with { Evidence = [], Declined = null, Facts = letter.Facts with { PenaltyPoints = 0, Deadline = null, PreventiveActions = [] } };

        var markup = LetterMarkup.Read(LetterWriter.Write(letter));

        Assert.All(markup.Blocks.Where(block => block.Kind != BlockKind.Rule), block => Assert.All(block.Lines, line => Assert.NotEqual("", string.Concat(line.Select(span => span.Text)).Trim())));
        var words = markup.ToPlainText();
        Assert.DoesNotContain(language == "en" ? "Annex" : "Lampiran", words, StringComparison.Ordinal);
        Assert.DoesNotContain(language == "en" ? "remove the" : "membatalkan", words, StringComparison.Ordinal);
        Assert.DoesNotContain(language == "en" ? "declined" : "ditolak", words, StringComparison.Ordinal);
    }

    [Fact]
    public void One_penalty_point_is_not_points()
    {
        var letter = LetterTools.Sample(Violation.Other, "en");
        letter = letter with { Facts = letter.Facts with { PenaltyPoints = 1 } };
        Assert.Contains("remove the 1 penalty point from our shop", LetterWriter.Write(letter), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_template_parses()
    {
        Assert.Equal(14, Templates.Names.Count(name => name.StartsWith("Hands/Letters/", StringComparison.Ordinal) && !name.Contains("/Shared/", StringComparison.Ordinal)));
        Assert.All(Templates.Names, name => Assert.False(Templates.Parse(name).HasErrors));
    }

    [Theory, MemberData(nameof(Letters))]
    public void A_missing_fact_is_an_error_and_never_an_empty_place(Violation violation, string language)
    {
        var letter = LetterTools.Sample(violation, language);
        var facts = letter.ForTemplate();
        Assert.All(facts.Keys, missing => Assert.Throws<ScriptRuntimeException>(() =>
            Templates.Render(letter.Template, facts.Where(fact => fact.Key != missing).ToDictionary(fact => fact.Key, fact => fact.Value))));
    }

    [Fact]
    public void A_member_that_is_missing_is_an_error_too()
    {
        var letter = LetterTools.Sample(Violation.Other, "en");
        var facts = letter.ForTemplate().ToDictionary(fact => fact.Key, fact => fact.Value);
        facts["declined"] = new Dictionary<string, object?> { ["reference"] = "AP-1.1/1" };
        Assert.Throws<ScriptRuntimeException>(() => Templates.Render(letter.Template, facts));
    }

    [Theory]
    [InlineData("AP-1.1/1", "AP-1.1/1", true)]
    [InlineData("AP-1.1/1", "AP-1.1/2", false)]
    public void The_hash_of_facts_changes_with_the_facts(string first, string second, bool isSame)
    {
        var letter = LetterTools.Sample(Violation.Other, "en");
        string Hash(string reference) => (letter with { Declined = new(reference, letter.Date) }).Hash();
        Assert.Equal(isSame, Hash(first) == Hash(second));
    }

    [Fact]
    public void Templates_have_versions_of_their_own()
    {
        var versions = LetterTools.Samples.Select(letter => Templates.VersionOf(letter.Template)).ToList();
        Assert.Equal(versions.Count, versions.Distinct().Count());
        Assert.Equal(versions[0], Templates.VersionOf(LetterTools.Samples.First().Template));
    }
}
