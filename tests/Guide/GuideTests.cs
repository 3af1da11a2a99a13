using System.Reflection;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Guide;

/// <summary>Holds the table in functions/GUIDE.md to the code and the tests it names.</summary>
public class GuideTests
{
    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var cells in File.ReadLines(Repository.Path("functions/GUIDE.md")).Select(line => line.Split(" | ")).Where(cells => cells.Length == 4 && cells[0] != "| heading"))
            rows.Add(cells[1], cells[2], cells[3].TrimEnd(' ', '|'));
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_sentence_of_the_guide_has_its_code_and_its_test(string sentence, string code, string test)
    {
        Assert.NotEqual("", sentence);
        var (file, name) = code.Split("` ") is [['`', .. var path], var symbol] ? (path, symbol) : throw new InvalidOperationException($"{code} names no file and symbol.");
        Assert.Contains(name, File.ReadAllText(Repository.Path("functions/" + file)), StringComparison.Ordinal);

        var parts = test.Split('.');
        var method = typeof(GuideTests).Assembly.GetTypes().SingleOrDefault(t => t.Name == parts[0])?.GetMethod(parts[1]);
        Assert.True(method?.GetCustomAttribute<FactAttribute>() is { Skip: null }, $"{test} is not a test.");
    }

    [Fact]
    public void Every_heading_of_the_guide_is_there()
    {
        var text = File.ReadAllText(Repository.Path("functions/GUIDE.md"));
        string[] headings = ["Late Shipment", "Late or Failed Delivery", "Terms and Conditions", "Cancelled by Buyer", "Divert (ZTO)", "Divert (PosLaju)", "Change Address", "Lazada Compliance Penalty"];
        Assert.All(headings, heading => Assert.Contains($"| {heading} |", text, StringComparison.Ordinal));
    }
}
