using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kumoten.Tests.Doors.Operations.Contract;

/// <summary>What the XML docs say of the functions.</summary>
internal static partial class OpenApiWords
{
    private static readonly ILookup<string, XElement> Members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Kumoten.Functions.xml"))
        .Descendants("member").ToLookup(member => member.Attribute("name")!.Value.Split('(')[0], StringComparer.Ordinal);

    public static string SummaryOf(Type type) => Text(Members[$"T:{type.FullName}"].Single().Element("summary"));

    /// <summary>What is said of the parameter that holds the request.</summary>
    public static string RequestOf(MethodInfo method) => Text(Of(method).Elements("param").First(param => param.Attribute("name")!.Value == "request"));

    /// <summary>What is said of each answer by its status, as in "201 with the case; 409 when it is open already".</summary>
    public static Dictionary<int, string> AnswersOf(MethodInfo method, int first)
    {
        var (answers, status) = (new Dictionary<int, string>(), first);
        foreach (var clause in Clauses().Split(Text(Of(method).Element("returns")).TrimEnd('.')))
        {
            // What names no status is said of the one before.
            if (Status().Match(clause) is { Success: true } named)
                status = int.Parse(named.Groups[1].Value, CultureInfo.InvariantCulture);
            var words = Status().Replace(clause, "");
            answers[status] = $"{answers.GetValueOrDefault(status)} {char.ToUpperInvariant(words[0])}{words[1..]}.".TrimStart();
        }

        return answers;
    }

    private static XElement Of(MethodInfo method) => Members[$"M:{method.DeclaringType!.FullName}.{method.Name}"].Single();

    // "<c>?format=pdf</c>" is its words; a line break of the source is a space.
    private static string Text(XElement? element) => Spaces().Replace(element?.Value.Trim() ?? "", " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"; |, (?=\d{3} )")]
    private static partial Regex Clauses();

    [GeneratedRegex(@"^([1-5]\d\d) (?:with )?")]
    private static partial Regex Status();
}
