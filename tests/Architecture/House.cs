using System.Text;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Infra;

namespace Kumoten.Tests.Architecture;

/// <summary>
/// The house as the code shows it: which room uses which, by every dependency of its compiled types (ArchUnitNET: signatures,
/// fields, attributes and method bodies, those of async methods and lambdas too) and by every line <c>using</c> of its files, which
/// also shows what a compiler leaves no trace of: constants.
/// </summary>
internal static class House
{
    private const string Root = "Kumoten.Functions.";

    /// <summary>The application.</summary>
    public static ArchUnitNET.Domain.Architecture Application { get; } = new ArchLoader().LoadAssemblies(typeof(Storage).Assembly).Build();

    /// <summary>Each arrow between two rooms, with one of the types that make it.</summary>
    public static IReadOnlyDictionary<(string From, string To), string> Arrows { get; } = Application.Types
        .Where(type => RoomOf(type) is not null)
        .SelectMany(type => type.Dependencies.Select(dependency => (From: RoomOf(type)!, To: RoomOf(dependency.Target), What: $"{type.Name} uses {dependency.Target.Name}")))
        .Concat(Sources.Matches(@"(?m)^using (?:(?<space>Kumoten[\w.]+)|static (?<space>Kumoten[\w.]+)\.\w+);")
            .Where(use => use.File.Contains('/', StringComparison.Ordinal))
            .Select(use => (From: string.Join('/', use.File.Split('/')[..^1].Take(2)), To: RoomOf(use.Match.Groups["space"].Value), What: $"{use.File} has a line using")))
        .Where(arrow => arrow.To is not null && arrow.To != arrow.From)
        .GroupBy(arrow => (arrow.From, arrow.To!))
        .ToDictionary(arrows => arrows.Key, arrows => arrows.Select(arrow => arrow.What).Order(StringComparer.Ordinal).First());

    /// <summary>The arrows between two floors.</summary>
    public static IEnumerable<(string From, string To)> FloorArrows =>
        Arrows.Keys.Select(arrow => (From: FloorOf(arrow.From), To: FloorOf(arrow.To))).Where(arrow => arrow.From != arrow.To).Distinct().Order();

    /// <summary>The arrows inside a floor.</summary>
    public static IEnumerable<(string From, string To)> RoomArrows => Arrows.Keys.Where(arrow => FloorOf(arrow.From) == FloorOf(arrow.To)).Order();

    /// <summary>The rooms of each floor; what stands on a floor outside of its rooms is the floor's own.</summary>
    public static ILookup<string, string> Rooms { get; } = Application.Types.Select(RoomOf).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToLookup(FloorOf);

    /// <summary>The floor of a room.</summary>
    public static string FloorOf(string room) => room.Split('/')[0];

    /// <summary>The room of a type, "Domain/Cases"; null for what is not the application's, or lies over all floors (Program.cs).</summary>
    public static string? RoomOf(IType type) => RoomOf(type.FullName[..Math.Max(0, type.FullName.Split('+')[0].LastIndexOf('.'))]);

    private static string? RoomOf(string space) =>
        space.StartsWith(Root, StringComparison.Ordinal) ? string.Join('/', space[Root.Length..].Split('.').Take(2)) : null;

    /// <summary>The floors and rooms as ARCHITECTURE.md draws them.</summary>
    public static string Draw()
    {
        var text = new StringBuilder("```mermaid\nflowchart TD\n");
        foreach (var floor in Rooms)
        {
            var rooms = floor.Where(room => room.Contains('/', StringComparison.Ordinal)).Select(room => room.Split('/')[1]).ToList();
            text.Append($"  {floor.Key}[\"<b>{floor.Key}</b>{(rooms.Count == 0 ? "" : "<br>" + string.Join(" · ", rooms))}\"]\n");
        }

        foreach (var (from, to) in FloorArrows)
            text.Append($"  {from} --> {to}\n");
        text.Append("```\n\nInside a floor, each one way:\n\n| room | uses |\n|---|---|\n");
        foreach (var room in RoomArrows.GroupBy(arrow => arrow.From, arrow => arrow.To))
            text.Append($"| {room.Key} | {string.Join(", ", room.Select(to => to.Contains('/', StringComparison.Ordinal) ? to.Split('/')[1] : to))} |\n");
        return text.ToString();
    }
}
