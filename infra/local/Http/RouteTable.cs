using System.Diagnostics.CodeAnalysis;
using Kumoten.Local.Protocol;
using Microsoft.AspNetCore.Routing.Template;

namespace Kumoten.Local.Http;

/// <summary>
/// The HTTP functions' routes, tried as the real host tries them: in the alphabetical order of the functions' names,
/// first match wins, however precise another may be.
/// </summary>
public sealed class RouteTable(IEnumerable<Route> routes)
{
    private static readonly IInlineConstraintResolver Resolver = new DefaultInlineConstraintResolver(
        Microsoft.Extensions.Options.Options.Create(new RouteOptions()), new ServiceCollection().BuildServiceProvider());

    private readonly List<Route> routes = [.. routes];

    /// <summary>Makes the table.</summary>
    /// <param name="functions">All functions, in the order of their names.</param>
    /// <param name="prefix">host.json's routePrefix.</param>
    public static RouteTable Of(IEnumerable<WorkerFunction> functions, string prefix) =>
        new(functions.Where(f => f.Kind == "httpTrigger").Select(f => Route.Read(f, prefix, Resolver)));

    public IReadOnlyList<Route> Routes => routes;

    /// <summary>Finds the function for a request.</summary>
    public bool TryMatch(HttpRequest request, [NotNullWhen(true)] out WorkerFunction? function, out RouteValueDictionary values)
    {
        values = [];
        foreach (var route in routes)
        {
            if (route.Takes(request, values))
            {
                function = route.Function;
                return true;
            }

            if (values.Count > 0)
                values.Clear();
        }

        function = null;
        return false;
    }
}

/// <summary>The address of one function.</summary>
public sealed class Route
{
    private readonly TemplateMatcher matcher;
    private readonly Dictionary<string, IRouteConstraint> constraints = [];

    private Route(WorkerFunction function, string template, IReadOnlyList<string> methods, IInlineConstraintResolver resolver)
    {
        Function = function;
        Methods = methods;
        Template = TemplateParser.Parse(template);
        var defaults = new RouteValueDictionary();
        foreach (var parameter in Template.Parameters)
        {
            if (parameter.DefaultValue is not null)
                defaults[parameter.Name!] = parameter.DefaultValue;
        }

        matcher = new TemplateMatcher(Template, defaults);
        var builder = new RouteConstraintBuilder(resolver, template);
        foreach (var parameter in Template.Parameters)
        {
            if (parameter.IsOptional)
                builder.SetOptional(parameter.Name!);
            foreach (var constraint in parameter.InlineConstraints)
                builder.AddResolvedConstraint(parameter.Name!, constraint.Constraint);
        }

        foreach (var (name, constraint) in builder.Build())
            constraints[name] = constraint;
    }

    public WorkerFunction Function { get; }

    public RouteTemplate Template { get; }

    /// <summary>The methods it takes; none means all.</summary>
    public IReadOnlyList<string> Methods { get; }

    public static Route Read(WorkerFunction function, string prefix, IInlineConstraintResolver resolver)
    {
        var methods = function.Trigger["methods"]?.AsArray().Select(m => ((string)m!).ToUpperInvariant()).ToList() ?? [];
        var route = function.Text("route") ?? function.Name;
        return new Route(function, prefix.Length == 0 ? route : $"{prefix}/{route}", methods, resolver);
    }

    public bool Takes(HttpRequest request, RouteValueDictionary values)
    {
        if (Methods.Count > 0 && !Methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase))
            return false;
        if (!matcher.TryMatch(request.Path, values))
            return false;
        foreach (var (name, constraint) in constraints)
        {
            if (!constraint.Match(request.HttpContext, null, name, values, RouteDirection.IncomingRequest))
                return false;
        }

        return true;
    }

    /// <summary>Takes all that another takes, so that the other, tried later, is never asked.</summary>
    public bool Swallows(Route other)
    {
        if (Methods.Count > 0 && other.Methods.Count > 0 && !Methods.Intersect(other.Methods).Any())
            return false;
        for (var i = 0; i < Template.Segments.Count; i++)
        {
            var (mine, its) = (Template.Segments[i], i < other.Template.Segments.Count ? other.Template.Segments[i] : null);
            if (mine.IsSimple && mine.Parts[0].IsCatchAll && !mine.Parts[0].InlineConstraints.Any())
                return true;
            if (its is null || !TakesAll(mine, its))
                return false;
        }

        return Template.Segments.Count == other.Template.Segments.Count;
    }

    private static bool TakesAll(TemplateSegment mine, TemplateSegment its)
    {
        if (mine is { IsSimple: true, Parts: [{ IsParameter: true } parameter] } && !parameter.InlineConstraints.Any())
            return its is not { IsSimple: true, Parts: [{ IsCatchAll: true }] };
        return string.Equals(Text(mine), Text(its), StringComparison.OrdinalIgnoreCase);

        static string Text(TemplateSegment segment) => string.Concat(segment.Parts.Select(p =>
            p.IsParameter ? $"{{{string.Join(':', p.InlineConstraints.Select(c => c.Constraint))}}}" : p.Text));
    }
}
