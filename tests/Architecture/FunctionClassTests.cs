using System.Text.RegularExpressions;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Notices;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Infra;

namespace Kumoten.Tests.Architecture;

/// <summary>
/// A trigger is a doorway: a class of Doors or Hands whose name ends in Functions parses, calls and answers. Checked is that it
/// uses none of the domain's deciding classes (by the compiled code), and that it branches on no word of the business
/// (by its source, since a constant of an enum is a mere number once it is compiled): no comparison, pattern or arm of a switch
/// names a constant of one of the domain's enums. Branching on HTTP, on what was answered and on what is missing is parsing and answering.
/// </summary>
public sealed partial class FunctionClassTests
{
    private static readonly Type[] Deciders =
        [typeof(CaseFlow), typeof(OrderFlow), typeof(CaseRequests), typeof(Draft), typeof(RefundTerms), typeof(DeadlineTable), typeof(Checklist), typeof(ParcelRules), typeof(SellerNotices)];

    private static readonly string Enums =
        string.Join('|', typeof(Storage).Assembly.GetTypes().Where(type => type.IsEnum && type.Namespace?.StartsWith("Kumoten.Functions.Domain", StringComparison.Ordinal) == true).Select(type => type.Name));

    public static TheoryData<string> Files() => [.. Sources.Files.Keys.Where(file => FunctionClass().IsMatch(file))];

    [Fact]
    public void No_function_class_decides()
    {
        var deciders = Deciders.Select(type => type.FullName).ToHashSet();
        var classes = House.Application.Classes.Where(type => House.RoomOf(type) is { } room && House.FloorOf(room) is "Doors" or "Hands" && type.FullName.Split('+')[0].EndsWith("Functions", StringComparison.Ordinal)).ToList();
        Assert.True(classes.Count > 15);
        Assert.Empty(classes.SelectMany(type => type.Dependencies.Where(dependency => deciders.Contains(dependency.Target.FullName)).Select(dependency => $"{type.Name} uses {dependency.Target.Name}")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_function_class_branches_on_a_word_of_the_business(string file)
    {
        var source = Sources.Files[file];
        Assert.DoesNotContain("using static", source, StringComparison.Ordinal);
        Assert.Empty(Regex.Matches(source, $@"(?:[=!]=|\bis\b|\bnot\b|\bor\b|\bcase\b|\{{ \w+:)\s*(?:{Enums})\.\w+|\b(?:{Enums})\.\w+\s*(?:=>|[=!]=|\bor\b|\bwhen\b)").Select(branch => branch.Value));
    }

    [GeneratedRegex("^(?:Doors|Hands)/.*Functions\\.cs$")]
    private static partial Regex FunctionClass();
}
