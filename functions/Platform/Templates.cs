using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Scriban;
using Scriban.Functions;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Kumoten.Functions.Platform;

/// <summary>
/// Scriban templates built into the program. A fact that is missing is an error, never an empty place in a
/// letter; facts are data and are never evaluated; loops and recursion are bounded. Every value is escaped for
/// HTML where it is written, so that no template has to remember it; only mails, which lie in a folder Mails, are
/// plain text. A template includes a shared part of its folder by name: <c>{{ include "closing.en" }}</c> is
/// <c>Shared/closing.en.scriban</c>.
/// </summary>
public static class Templates
{
    // More than the longest letter needs (5,000 characters may be 2,500 paragraphs), and little enough that a slip in a template is an error and not a full disk.
    private const int LoopLimit = 3000;
    private const int RecursionLimit = 10;
    private const int OutputLimit = 1024 * 1024;

    private static readonly ConcurrentDictionary<string, Template> Parsed = new();

    // Making these by reflection costs more than rendering a letter; they hold no state of a letter.
    private static readonly ScriptObject Functions = SafeFunctions();

    /// <summary>The names of all templates, "Hands/Letters/counterfeit.en.scriban".</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(Templates).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".scriban", StringComparison.Ordinal)).Select(name => name.Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Renders a template.</summary>
    /// <param name="name">The template's name.</param>
    /// <param name="facts">Its facts by name, in the template's snake_case.</param>
    /// <returns>The text.</returns>
    /// <exception cref="Scriban.Syntax.ScriptRuntimeException">A fact is missing.</exception>
    /// <exception cref="InvalidOperationException">There is no such template, or it does not parse.</exception>
    public static string Render(string name, IReadOnlyDictionary<string, object?> facts) =>
        Parse(name).Render(NewContext(name, facts, isPlainText: FolderOf(name).EndsWith("/Mails/", StringComparison.Ordinal)));

    /// <summary>Renders a template without escaping: what Scriban alone would do. For measuring; its output is not safe.</summary>
    /// <param name="name">The template's name.</param>
    /// <param name="facts">Its facts by name.</param>
    /// <returns>The text, unescaped.</returns>
    internal static string RenderBare(string name, IReadOnlyDictionary<string, object?> facts) =>
        Parse(name).Render(NewContext(name, facts, isPlainText: true));

    /// <summary>Parses a template, once.</summary>
    /// <param name="name">The template's name.</param>
    /// <returns>The template.</returns>
    /// <exception cref="InvalidOperationException">There is no such template, or it does not parse.</exception>
    public static Template Parse(string name) => Parsed.GetOrAdd(name, static name =>
    {
        var template = Template.Parse(Source(name), name);
        return template.HasErrors ? throw new InvalidOperationException(string.Join('\n', template.Messages)) : template;
    });

    /// <summary>
    /// The version of a template: a hash of its words and of all shared parts of its folder. Whoever edits a
    /// template makes a new version without having to remember it.
    /// </summary>
    /// <param name="name">The template's name.</param>
    /// <returns>Twelve hexadecimal digits.</returns>
    public static string VersionOf(string name)
    {
        var shared = SharedFolder(name);
        var words = Names.Where(other => other == name || other.StartsWith(shared, StringComparison.Ordinal)).Select(other => other + "\n" + Source(other));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', words))))[..12];
    }

    private static string Source(string name)
    {
        using var stream = typeof(Templates).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no template {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string FolderOf(string name) => name[..(name.LastIndexOf('/') + 1)];

    private static string SharedFolder(string name) => FolderOf(name) + "Shared/";

    private static TemplateContext NewContext(string name, IReadOnlyDictionary<string, object?> facts, bool isPlainText)
    {
        var globals = new ScriptObject();
        foreach (var (fact, value) in facts)
            globals.Add(fact, value);
        var context = new Context(name, isPlainText)
        {
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            LoopLimit = LoopLimit,
            RecursiveLimit = RecursionLimit,
            LimitToString = OutputLimit,
            MemberRenamer = member => StandardMemberRenamer.Rename(member.Name),
        };
        context.PushCulture(CultureInfo.InvariantCulture);
        context.PushGlobal(globals);
        return context;
    }

    // What reads a clock, evaluates text as a template or runs a seller's text as a pattern has no place in a letter.
    private static ScriptObject SafeFunctions()
    {
        var functions = new BuiltinFunctions();
        foreach (var unsafeOne in new[] { "date", "timespan", "regex", "include_join" })
            functions.Remove(unsafeOne);
        foreach (var evaluator in new[] { "eval", "eval_template" })
            ((ScriptObject)functions["object"]!).Remove(evaluator);
        functions.SetValue("include", DelegateCustomFunction.CreateFunc<TemplateContext, string, object?>(Include), readOnly: true);
        return functions;
    }

    // Renders the part straight into the page: what it writes is escaped there, once.
    private static object? Include(TemplateContext context, string part)
    {
        context.EnterRecursive(context.CurrentNode!);
        context.Evaluate(Parse(SharedFolder(((Context)context).Page) + part + ".scriban").Page!);
        context.ExitRecursive(context.CurrentNode!);
        return null;
    }

    private sealed class Context(string page, bool isPlainText) : TemplateContext(Functions)
    {
        public string Page => page;

        // The one way of a value into the page; a template's own words go another.
        public override TemplateContext Write(SourceSpan span, object? textAsObject)
        {
            if (isPlainText || textAsObject is null)
                return base.Write(span, textAsObject);
            Write(Html.Escape(ObjectToString(textAsObject) ?? ""));
            return this;
        }
    }
}
