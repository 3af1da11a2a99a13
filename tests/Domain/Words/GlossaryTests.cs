using System.Text.RegularExpressions;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Words;
using Kumoten.Tests.Domain.Flow;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Domain.Words;

public class GlossaryTests
{
    // What reads like a translation, or like another word for a thing that has one; whoever finds one more adds it here.
    private static readonly string[] Bad =
    [
        "dipanggil balik", "diemel", @"\bemel\b", @"bertanya (PosLaju|ZTO|\{)", "Sebelum:", "Kepada penjual", "Ini tidak berjaya", "Ini tidak dibuka", "Apa yang ditunjukkan",
        @"\belok\b", "Gudang memeriksa barang", "(?i)pasaran dalam talian", "(?i)pasaran menyatakan", "Siapa yang bertindak", "Gambar",
        "it is called back", "deadline comes near", "What it shows", "This did not work", "This is not open to you",
    ];

    public static TheoryData<string> BadPhrases => [.. Bad];

    [Theory, MemberData(nameof(BadPhrases))]
    public void No_phrase_that_reads_badly_stands_in_any_words(string phrase) =>
        Assert.Empty(Words().Where(words => Regex.IsMatch(words.Text, phrase)).Select(words => words.File));

    [Fact]
    public void Every_term_of_the_glossary_is_the_one_that_is_used()
    {
        var all = string.Join('\n', Words().Select(words => words.Text));
        var terms = File.ReadAllLines(Repository.Path("functions/Domain/Words/README.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| English", StringComparison.Ordinal))
            .Select(line => line.Split('|')[2].Trim()).SelectMany(terms => terms.Split(", ").Take(terms.Contains(':', StringComparison.Ordinal) ? 1 : 9));
        Assert.All(terms, term => Assert.Contains(term, all, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_courier_that_is_not_known_yet_is_named_in_the_sentences_own_language()
    {
        foreach (var (_, (c, e, _)) in CaseMap.Arrows)
        {
            var unknown = c with { Courier = null };
            foreach (var text in new[] { WhatsNext.Of(unknown, CaseMap.Now).Text, Sentences.Of(e, unknown) })
            {
                Assert.DoesNotContain("the courier", text.Ms, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("(-)", text.En + text.Ms, StringComparison.Ordinal);
                Assert.True(e is NoteAdded or DocumentAdded || !char.IsLower(text.En[0]), text.En);
            }
        }
    }

    [Fact]
    public void A_reminder_says_by_when()
    {
        var c = CaseMap.Arrows.Values.First(arrow => arrow.Case.State == CaseState.AwaitingDocuments).Case with { DueAt = CaseMap.Now.AddHours(9) };
        Assert.Equal(new Text("Reminder: please act by 10 November 2026, 18:00.", "Peringatan: sila bertindak selewat-lewatnya pada 10 November 2026, 18:00."), Sentences.Of(new Reminded(), c));
    }

    [Fact]
    public void A_courier_is_named_with_the_number_to_call_where_there_is_one()
    {
        Assert.Equal("PosLaju (1300-300-300)", CourierList.WithHotline("poslaju"));
        Assert.Equal("kurier", CourierList.WithHotline(null, "ms"));
    }

    // Templates whole, and the sources without their comments. What reads Lazada's mails must know the words of others.
    private static IEnumerable<(string File, string Text)> Words() =>
        Directory.EnumerateFiles(Repository.Path("functions"), "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/Appeals/Mail/", StringComparison.Ordinal) && (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".scriban", StringComparison.Ordinal)))
            .Select(file => (file, string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)))));
}
