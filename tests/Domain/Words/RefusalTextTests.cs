using System.Reflection;
using System.Text.RegularExpressions;
using FluentValidation;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Ground;
using Kumoten.Tests.Domain.Flow;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Domain.Words;

/// <summary>Whatever is refused is refused in English and in Malay, in people's words.</summary>
public partial class RefusalTextTests
{
    // What programs call things: camelCase, dotted identifiers, snake_case. What stands in quotation marks is an example or a file's own word.
    [GeneratedRegex(@"\b[a-z]+[A-Z]\w*|\b[a-z]\w*\.[a-z]\w*|\b[a-z]+_[a-z_]+")]
    private static partial Regex MachineName();

    [GeneratedRegex(@"\\?""[^""\\]*\\?""|'[^']*'|“[^”]*”|multipart/form-data|WebP|TikTok|PosLaju")]
    private static partial Regex Quoted();

    // A C# string with its interpolations, in which strings may stand again.
    private const string Literal = @"\$?""(?:[^""\\{]|\\.|\{(?:[^{}""]|""[^""]*"")*\})*""";

    [GeneratedRegex($@"(?:ProblemException\((?:StatusCodes\.\w+,\s*)?|\bnew(?: Move\.Refused| Posted\.Refused)?\(|Refuse\()(?<code>""\w+(?:\.\w+)?""|[\w.]+\.(?:NoMove|Contradiction|CaseIsOpen)|CaseIsOpen),\s*new\(\s*(?<en>{Literal}),\s*(?<ms>{Literal})")]
    private static partial Regex Refusal();

    [GeneratedRegex(@"(?:ProblemException\(StatusCodes\.\w+,\s*|Refuse\(|(?<!RefundDecision\.)Refused\()""(?<code>[a-z]\w*\.\w+)""")]
    private static partial Regex Code();

    [GeneratedRegex($@"(?:Says\(|BadBody\(new\(|NotFound\(new\(|FieldError\(|NoPhone = new\(|\[new\(|Wrong\(\w+, new\(|Fail\(context, new\(|\{{ get; \}} = new\()\s*(?<en>{Literal}),\s*(?<ms>{Literal})")]
    private static partial Regex FieldSentence();

    [Fact]
    public void Every_refusal_in_the_sources_is_a_sentence_in_both_languages()
    {
        var sources = Sources().Select(File.ReadAllText).ToList();
        var found = sources.SelectMany(source => Refusal().Matches(source)).ToList();
        // Annexes are judged for the program alone: a letter goes without them, and the seller is told so in other words.
        var codes = sources.SelectMany(source => Code().Matches(source)).Select(match => match.Groups["code"].Value).Where(code => !code.StartsWith("annex.", StringComparison.Ordinal)).ToHashSet();
        Assert.Empty(codes.Except(found.Select(match => match.Groups["code"].Value.Trim('"'))));
        Assert.True(found.Count > 40, $"{found.Count} refusals were found.");
        Assert.All(found, match => InBoth(Unquoted(match.Groups["en"]), Unquoted(match.Groups["ms"])));
    }

    [Fact]
    public void Every_answer_for_a_field_is_a_sentence_in_both_languages()
    {
        var found = Sources().Select(File.ReadAllText).SelectMany(source => FieldSentence().Matches(source)).ToList();
        Assert.True(found.Count > 60, $"{found.Count} sentences were found.");
        Assert.All(found, match => InBoth(Unquoted(match.Groups["en"]), Unquoted(match.Groups["ms"])));
        InBoth(FieldError.OneOf(["a", "b"]).En, FieldError.OneOf(["a", "b"]).Ms);
        // English alone, and the library's names for fields.
        Assert.DoesNotContain(Sources(), file => !file.EndsWith("/Validation.cs", StringComparison.Ordinal) && File.ReadAllText(file).Contains(".WithMessage(", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_refusal_of_the_domain_says_so_of_every_case_event_and_order()
    {
        var asked = typeof(RefusalWords).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == typeof(Move.Refused)).ToList();
        Assert.True(asked.Count > 15);
        foreach (var method in asked)
        {
            foreach (var (c, e, facts) in CaseMap.Arrows.Values)
            {
                foreach (var order in Orders(facts.Order))
                {
                    var refused = (Move.Refused)method.Invoke(null, [.. method.GetParameters().Select(parameter => Sample(parameter.ParameterType, c, e, order))])!;
                    InBoth(refused.Sentence.En, refused.Sentence.Ms);
                }
            }
        }
    }

    [Fact]
    public void The_names_of_states_and_actions_are_peoples_words_and_the_pages_own()
    {
        foreach (var language in new[] { "en", "ms" })
        {
            var page = File.ReadAllText(Repository.Path($"functions/Doors/Pages/Shared/words.{language}.scriban"));
            Assert.All(Enum.GetValues<CaseState>(), state => Assert.Contains($"{state.ApiName()}: \"{StateWords.Of(state).In(language)}\"", page, StringComparison.Ordinal));
        }

        Assert.All(Enum.GetValues<OrderStatus>(), status => InBoth(StateWords.Of(status).En, StateWords.Of(status).Ms));
        var actions = CaseActions.All.Select(action => ActionWords.Of(action.Sample)).ToList();
        Assert.All(actions, words => InBoth(words.En, words.Ms));
        Assert.Equal(CaseActions.All.Count, actions.Distinct().Count());
    }

    [Fact]
    public void Every_field_that_can_be_wrong_has_a_label()
    {
        var validated = typeof(FieldLabels).Assembly.GetTypes().Where(type => type is { IsAbstract: false, ContainsGenericParameters: false } && typeof(IValidator).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null)
            .SelectMany(type => ((IValidator)Activator.CreateInstance(type)!).CreateDescriptor().GetMembersWithValidators().Select(member => member.Key));
        var acted = typeof(ActionBody).GetProperties().Select(property => property.Name);
        var named = Sources().Select(File.ReadAllText).SelectMany(source => FieldKey().Matches(source)).Select(match => match.Groups["field"].Value);
        var unnamed = validated.Concat(acted).Select(name => string.Join('.', name.Split('.').Select(part => char.ToLowerInvariant(part[0]) + part[1..]))).Concat(named).Where(path => !FieldLabels.Knows(path));
        Assert.Empty(unnamed.Distinct());
    }

    [Theory]
    [InlineData("newAddress.postcode", "Postcode", "Poskod")]
    [InlineData("recipient.address.state", "State", "Negeri")]
    [InlineData("state", "Status", "Status")]
    [InlineData("appeal.correctiveActions[0]", "Corrective actions", "Tindakan pembetulan")]
    [InlineData("somethingNew", "somethingNew", "somethingNew")]
    public void A_field_is_called_by_its_last_name(string path, string en, string ms) => Assert.Equal(new Text(en, ms), FieldLabels.Of(path));

    [GeneratedRegex(@"(?:FieldError\[\]> \{ \[|errors\[|Wrong\(|Mark\()""(?<field>\w+)""")]
    private static partial Regex FieldKey();

    private static void InBoth(string en, string ms)
    {
        Assert.NotEqual(en, ms);
        foreach (var sentence in new[] { en, ms })
        {
            Assert.False(string.IsNullOrWhiteSpace(sentence));
            var name = MachineName().Match(Quoted().Replace(sentence, ""));
            Assert.False(name.Success, $"{name.Value}: {sentence}");
        }
    }

    // The words of a literal, without what is put in from outside.
    private static string Unquoted(Group literal) => Regex.Replace(literal.Value.TrimStart('$').Trim('"'), @"\{(?:[^{}""]|""[^""]*"")*\}", "…");

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Repository.Path("functions"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static IEnumerable<Order> Orders(Order? order)
    {
        var known = order ?? CaseMap.Shipped;
        return [known, known with { LastScanAt = CaseMap.Now }, known with { CancelledAt = CaseMap.Now }];
    }

    private static object Sample(Type type, Case c, CaseEvent e, Order order) => type switch
    {
        _ when type == typeof(Case) => c,
        _ when type == typeof(CaseEvent) => e,
        _ when type == typeof(Order) => order,
        _ when type == typeof(string) => "KM-1.2",
        _ when type == typeof(Money) => new Money(4990),
        _ when type == typeof(DateTimeOffset) => CaseMap.Now,
        _ when type == typeof(Text) => new Text("proof that the order was cancelled", "bukti pembatalan pesanan"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No sample of this type: add one."),
    };
}
