using System.Reflection;
using System.Text.Json.Nodes;
using Kumoten.Functions;
using Kumoten.Local.Http;
using Kumoten.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Tests.Platform;

/// <summary>What is true of the list of functions as a whole.</summary>
public class FunctionListTests(Azurite azurite) : IClassFixture<Azurite>
{
    private static readonly MethodInfo[] Methods =
        [.. typeof(Wiring).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(FunctionAttribute)))];

    [Fact]
    public void Every_http_function_says_who_may_call_it()
    {
        var silent = Methods
            .Where(method => method.GetParameters().Any(p => p.IsDefined(typeof(HttpTriggerAttribute))))
            .Where(method => !method.IsDefined(typeof(AuthorizeAttribute)) && !method.IsDefined(typeof(AllowAnonymousAttribute)));
        Assert.Empty(silent.Select(method => method.Name));
    }

    [Fact]
    public void Every_http_function_answers_with_a_result_that_is_written_in_the_pipeline() => Assert.All(
        Methods.Where(method => method.GetParameters().Any(p => p.IsDefined(typeof(HttpTriggerAttribute)))),
        method => Assert.Equal(typeof(Task<IResult>), method.ReturnType));

    [Fact]
    public async Task The_build_and_the_worker_list_every_function()
    {
        _ = azurite;
        var named = Methods.Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name).Order(StringComparer.Ordinal).ToList();
        var built = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Application, "functions.metadata")))!.AsArray();
        Assert.Equal(named, built.Select(function => (string)function!["name"]!).Order(StringComparer.Ordinal));
        await using var backend = await Backend.StartAsync();
        Assert.Equal(named, backend.Functions.Select(function => function.Name).Order(StringComparer.Ordinal));
    }

    // The host tries routes by the alphabet of their functions' names: of two that overlap, the name would decide.
    [Fact]
    public async Task No_two_routes_overlap_but_for_the_one_that_takes_everything_and_its_name_sorts_last()
    {
        await using var backend = await Backend.StartAsync();
        var routes = RouteTable.Of(backend.Functions, prefix: "").Routes;
        Assert.Equal("{*path}", routes[^1].Template.TemplateText);
        Assert.Equal(routes[^1].Function.Name, backend.Functions.Select(f => f.Name).Max(StringComparer.OrdinalIgnoreCase));
        var others = routes.SkipLast(1).ToList();
        var overlaps = others.SelectMany((one, i) => others.Skip(i + 1).Where(other => Overlap(one, other)).Select(other => $"{one.Function.Name} and {other.Function.Name}"));
        Assert.Empty(overlaps);
        Assert.DoesNotContain(routes, route => route.Template.TemplateText is "" or "/");
    }

    [Fact]
    public void The_application_is_an_ordinary_worker()
    {
        var host = JsonNode.Parse(File.ReadAllText(Repository.Path("host.json")))!.AsObject();
        Assert.False(host.ContainsKey("customHandler"));
        Assert.DoesNotContain(typeof(Wiring).Assembly.GetTypes(), type => type.Name == nameof(FunctionAttribute));
    }

    private static bool Overlap(Route one, Route other) =>
        one.Methods.Intersect(other.Methods).Any()
        && one.Template.Segments.Count == other.Template.Segments.Count
        && one.Template.Segments.Zip(other.Template.Segments).All(pair => IsOpen(pair.First) || IsOpen(pair.Second) || Text(pair.First) == Text(pair.Second));

    private static bool IsOpen(TemplateSegment segment) => segment.Parts.Any(part => part.IsParameter);

    private static string Text(TemplateSegment segment) => string.Concat(segment.Parts.Select(part => part.Text)).ToLowerInvariant();
}
