using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Ground;
using Kumoten.Tests.Domain.Flow;

namespace Kumoten.Tests.Simulation;

/// <summary>A way a case can begin (from nowhere), or an arrow of the map, by the names that the drawing uses.</summary>
public sealed record Way(string Map, CaseState? From, string Event, CaseState To)
{
    public override string ToString() => $"{Map}: {(From is { } from ? from.ApiName() : "[*]")} --{Event}--> {To.ApiName()}";
}

/// <summary>
/// Which ways of the map were taken. Timelines tell of events by their own names; the map names them after the action
/// that brings them. Where two of its names are one event with one outcome, the words on the timeline tell them apart.
/// </summary>
public sealed class Coverage
{
    private const string Opened = "caseOpened";

    /// <summary>Arrows that the map has and life has not, each with the reason.</summary>
    private static readonly IReadOnlyList<(Func<Way, bool> Fits, string Why)> Impossible =
    [
        (way => way.Map == "Appeal" && way.Event is "lossReported" or "sourcesContradict", "An appeal has no parcel."),
        (way => way is { From: CaseState.AwaitingSellerReturn, Event: "buyerNotReceived", To: CaseState.AwaitingInspection }, "What the seller is to send back is not at Kumoten."),
        (way => way is { From: CaseState.AwaitingReshipment, Event: "lossReported" }, "What lies at Kumoten to leave once more is lost by nobody, and nothing else is on its way."),
        (way => way.Event == "sourcesContradict" && way.From is CaseState.AwaitingBuyerConfirmation or CaseState.AwaitingCourierTicket or CaseState.FollowingUp or CaseState.Redirecting,
            "What contradicts a cancellation is a delivery, and its news has ended these states already."),
    ];

    private static readonly FrozenDictionary<CaseType, string> Maps = CaseMap.Beginnings.GroupBy(b => b.Type).ToFrozenDictionary(g => g.Key, g => g.First().Map);

    private static readonly FrozenSet<string> OnlyTold = CaseMap.Events.Where(e => CaseMap.IsOnlyTold(e.Event)).Select(e => e.Event.Name).ToFrozenSet();

    // The map's names of each line that a timeline can show, with the words that such a line begins with.
    private static readonly ILookup<Way, (Way Way, string Words)> Named = CaseMap.Arrows.ToLookup(
        a => new Way(a.Key.Map, a.Key.From, a.Value.Event.Name, a.Key.To),
        a => (new Way(a.Key.Map, a.Key.From, a.Key.Event, a.Key.To), WordsOf(a.Value.Case, a.Value.Event, a.Value.Facts)));

    // The lines that begin a turn anew although the state stays, as a chased courier's does.
    private static readonly FrozenSet<Way> TurnsAnew = CaseMap.Arrows
        .Where(a => a.Key.From == a.Key.To && After(a.Value.Case with { StateSince = a.Value.Facts.Now.AddDays(-1) }, a.Value.Event, a.Value.Facts).StateSince == a.Value.Facts.Now)
        .Select(a => new Way(a.Key.Map, a.Key.From, a.Value.Event.Name, a.Key.To)).ToFrozenSet();

    private readonly ConcurrentDictionary<Way, byte> fresh = new();

    /// <summary>All ways there are in the life of a case.</summary>
    public static ImmutableHashSet<Way> Wanted { get; } =
    [
        .. CaseMap.Beginnings.Select(b => new Way(b.Map, null, Opened, b.First)),
        .. Named.SelectMany(of => of.Select(n => n.Way)).Where(way => !Impossible.Any(i => i.Fits(way))),
    ];

    /// <summary>What was seen up to the last hour. What is seen meanwhile shows at the next, so that nobody's choice depends on who was faster.</summary>
    public ImmutableHashSet<Way> Seen { get; private set; } = [];

    /// <summary>What was never seen.</summary>
    public IReadOnlyList<Way> Missing => [.. Wanted.Except(Seen).OrderBy(way => way.ToString(), StringComparer.Ordinal)];

    /// <summary>What was seen and is not on the map: the drawing is wrong then.</summary>
    public IReadOnlyList<Way> Undrawn => [.. Seen.Except(Wanted).OrderBy(way => way.ToString(), StringComparer.Ordinal)];

    /// <summary>The states that no case was in.</summary>
    public IReadOnlyList<CaseState> StatesMissing => [.. Enum.GetValues<CaseState>().Except(Seen.Select(way => way.To))];

    /// <summary>How many of the wanted ways were seen.</summary>
    public int Count => Seen.Intersect(Wanted).Count;

    /// <summary>The map's drawing that a kind of case is in.</summary>
    public static string MapOf(CaseType type) => Maps[type];

    /// <summary>Whether a line of a timeline begins a turn: somebody has something to do from there, until a deadline.</summary>
    public static bool BeginsTurn(CaseType type, TimelineEntry line) => line.From != line.To || TurnsAnew.Contains(new Way(MapOf(type), line.From, line.Event, line.To));

    /// <summary>Notes a line of a timeline.</summary>
    public void Saw(CaseType type, CaseState? from, string happened, CaseState to, string words)
    {
        if (NameOf(type, from, happened, to, words) is { } way && !Seen.Contains(way))
            fresh.TryAdd(way, 0);
    }

    /// <summary>The map's name of a line of a timeline; null for one that is only told.</summary>
    public static Way? NameOf(CaseType type, CaseState? from, string happened, CaseState to, string words)
    {
        // Of several parcels one was another's: the case stays, for the others.
        if ((OnlyTold.Contains(happened) || happened == CaseEvent.NameOf<ParcelUnmatched>()) && from == to)
            return null;
        var line = new Way(MapOf(type), from, happened, to);
        var names = Named[line].ToList();
        return names.Count == 0 ? line : names.MaxBy(n => CommonLength(n.Words, words)).Way;
    }

    /// <summary>Shows what was seen since the last call.</summary>
    public void Publish()
    {
        Seen = Seen.Union(fresh.Keys);
        fresh.Clear();
    }

    private static string WordsOf(Case c, CaseEvent e, Facts facts) => Sentences.Of(e, After(c, e, facts)).En;

    private static Case After(Case c, CaseEvent e, Facts facts) => ((Move.Moved)CaseFlow.Next(c, e, facts)).After;

    private static int CommonLength(string a, string b) => a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
}
