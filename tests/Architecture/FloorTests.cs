using System.Reflection;
using ArchUnitNET.Fluent;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Doors.Orders;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Kumoten.Tests.Architecture;

/// <summary>
/// The house has floors, and arrows go down only; rooms of one floor use each other one way, where it is listed.
/// <see cref="House"/> says what counts as an arrow.
/// </summary>
public sealed class FloorTests
{
    // The ground is no floor of the issue's: it holds what domain and platform must agree on and neither may take from the other.
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Ground"] = [],
        ["Platform"] = ["Ground"],
        ["Domain"] = ["Ground"],
        ["Dossiers"] = ["Domain", "Platform", "Ground"],
        // The pages show staff what the desk has ready for them to read.
        ["Doors"] = ["Desk", "Dossiers", "Domain", "Platform", "Ground"],
        ["Hands"] = ["Dossiers", "Domain", "Platform", "Ground"],
        ["Desk"] = ["Dossiers", "Domain", "Platform", "Ground"],
    };

    // Rooms of one floor that use another, one way. Whoever adds a line here says why it is no other floor's thing.
    private static readonly Dictionary<string, string[]> Beside = new()
    {
        // From facts (money, calendars, orders) over what a case is to what happens (the flow). The floor's own: states, actors, Text.
        ["Domain/Cases"] = ["Domain", "Domain/Appeals", "Domain/Orders", "Domain/Parcels", "Domain/Refunds"],
        // Which mail to a courier is still due depends on the case's state, which is the floor's own.
        ["Domain/Couriers"] = ["Domain"],
        ["Domain/Deadlines"] = ["Domain"],
        ["Domain/Flow"] = ["Domain", "Domain/Appeals", "Domain/Cases", "Domain/Couriers", "Domain/Deadlines", "Domain/Notices", "Domain/Orders", "Domain/Papers", "Domain/Parcels", "Domain/Refunds", "Domain/Words"],
        ["Domain/Notices"] = ["Domain", "Domain/Cases", "Domain/Deadlines"],
        // An order remembers the facts of its parcels.
        ["Domain/Orders"] = ["Domain/Deadlines", "Domain/Parcels", "Domain/Refunds"],
        ["Domain/Papers"] = ["Domain", "Domain/Appeals", "Domain/Cases", "Domain/Orders", "Domain/Refunds"],
        ["Domain/Refunds"] = ["Domain"],
        ["Domain/Words"] = ["Domain", "Domain/Appeals", "Domain/Cases", "Domain/Couriers", "Domain/Deadlines", "Domain/Orders", "Domain/Papers", "Domain/Refunds"],
        // The engine is the floor's own; the ledger is by itself, and the dock brings parcels to dossiers.
        ["Dossiers/Parcels"] = ["Dossiers"],
        // A case is opened with files and an appeal's facts, and whoever shows a case shows it as that door does.
        ["Doors/Cases"] = ["Doors", "Doors/Appeals", "Doors/Documents", "Doors/Marketplaces"],
        ["Doors/Documents"] = ["Doors"],
        ["Doors/Orders"] = ["Doors", "Doors/Marketplaces"],
        ["Doors/Pages"] = ["Doors/Accounts", "Doors/Appeals", "Doors/Cases", "Doors/Documents", "Doors/Marketplaces", "Doors/Parcels"],
        // A number becomes known in one place, where pushes that waited for it are read.
        ["Doors/Parcels"] = ["Doors", "Doors/Cases", "Doors/Marketplaces"],
        ["Doors/Tracking"] = ["Doors", "Doors/Marketplaces"],
        // The index's lines are written with the worklist's, in one transaction.
        ["Desk/Worklist"] = ["Desk/Cases"],
        // Hands tell people by mail.
        ["Hands/DeadLetters"] = ["Hands/Mails"],
        ["Hands/Diversion"] = ["Hands/Mails"],
        ["Hands/Refunds"] = ["Hands/Mails"],
        ["Hands/Forgetting"] = ["Hands/DeadLetters"],
    };

    private static readonly string Doc = Repository.Path("functions/ARCHITECTURE.md");

    [Fact]
    public void Arrows_between_floors_go_down_only()
    {
        Assert.Equal(Below.Keys.Order(), House.Rooms.Select(floor => floor.Key).Order());
        Assert.DoesNotContain(House.Arrows, arrow => House.FloorOf(arrow.Key.From) is var from && House.FloorOf(arrow.Key.To) is var to && from != to && !Below[from].Contains(to));
    }

    [Fact]
    public void Rooms_of_a_floor_use_each_other_one_way_and_only_where_it_is_listed()
    {
        Assert.Empty(House.RoomArrows.Where(arrow => !Beside.GetValueOrDefault(arrow.From, []).Contains(arrow.To)).Select(arrow => $"{arrow.From} -> {arrow.To}: {House.Arrows[arrow]}"));
        Assert.Empty(Beside.SelectMany(room => room.Value.Select(to => (From: room.Key, To: to))).Except(House.RoomArrows));
    }

    /// <summary>Not even over several rooms does an arrow come back.</summary>
    [Fact]
    public void No_room_is_reached_from_itself()
    {
        foreach (var start in House.Rooms.SelectMany(floor => floor))
        {
            var reached = new HashSet<string>();
            var next = new Queue<string>([start]);
            while (next.TryDequeue(out var room))
            {
                foreach (var (_, to) in House.Arrows.Keys.Where(arrow => arrow.From == room && reached.Add(arrow.To)))
                    next.Enqueue(to);
            }

            Assert.DoesNotContain(start, reached);
        }
    }

    [Fact]
    public void The_domain_is_pure() => Check(Types().That().ResideInNamespaceMatching(@"^Kumoten\.Functions\.(Domain|Ground)(\.|$)")
        .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^(Azure|Microsoft|FluentValidation|System\.Threading|System\.Net)(\.|$)"))
        .AndShould().NotDependOnAny(typeof(TimeProvider))
        .Because("what is true follows from what is given: no storage, no HTTP, no clock, nothing to wait for"));

    /// <summary>The same once more by reflection, since a signature's generic arguments may hide what is waited for.</summary>
    [Fact]
    public void Nothing_of_the_domain_is_waited_for_or_asks_the_time()
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var named = typeof(Storage).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Kumoten.Functions.Domain", StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetMethods(all).SelectMany(method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType))
                .Concat(type.GetConstructors(all).SelectMany(c => c.GetParameters()).Select(p => p.ParameterType)).Concat(type.GetFields(all).Select(f => f.FieldType)).Select(used => (type, used)))
            .SelectMany(pair => Parts(pair.used).Select(part => (pair.type.FullName, Part: part.FullName ?? "")));
        Assert.DoesNotContain(named, use => use.Part.StartsWith("System.Threading.", StringComparison.Ordinal) || use.Part == "System.TimeProvider" || use.Part.StartsWith("System.Collections.Generic.IAsyncEnumerable", StringComparison.Ordinal));

        static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    /// <summary>That these tests see into async methods and lambdas: this class uses the other nowhere else.</summary>
    [Fact]
    public void Arrows_are_seen_in_lambdas_of_async_methods_too() => Assert.Contains(
        House.Application.Classes.Where(type => type.FullName.StartsWith(typeof(OrderIntake).FullName!, StringComparison.Ordinal)).SelectMany(type => type.Dependencies),
        dependency => dependency.Target.FullName == typeof(OrderFlow).FullName);

    [Fact]
    public void The_floors_in_the_docs_are_the_floors_of_the_code()
    {
        const string begin = "<!-- drawn by FloorTests; UPDATE_FLOORS=1 draws it anew -->\n", end = "<!-- drawn until here -->";
        var page = File.ReadAllText(Doc);
        var at = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var until = page.IndexOf(end, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_FLOORS") == "1")
            File.WriteAllText(Doc, page[..at] + House.Draw() + page[until..]);
        else
            Assert.Equal(House.Draw(), page[at..until]);
    }

    private static void Check(IArchRule rule) => Assert.Empty(rule.Evaluate(House.Application).Where(result => !result.Passed).Select(result => result.Description));
}
