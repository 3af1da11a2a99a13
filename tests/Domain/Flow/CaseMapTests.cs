using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Ground;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Domain.Flow;

public class CaseMapTests
{
    private static readonly string Doc = Repository.Path("functions/Domain/Flow/MAP.md");

    [Fact]
    public void The_map_in_the_docs_is_the_map_of_the_code()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_MAP") == "1")
            File.WriteAllText(Doc, CaseMap.Draw());
        Assert.Equal(CaseMap.Draw(), File.ReadAllText(Doc));
    }

    /// <summary>The arrows as the docs list them: what was read and agreed upon, not what the code says today.</summary>
    public static TheoryData<string, string, string, string> Agreed()
    {
        var rows = new TheoryData<string, string, string, string>();
        var map = "";
        foreach (var line in File.ReadLines(Doc))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                map = line[3..];
            else if (line.Split(" | ") is [['|', ' ', .. var from], var happened, [.. var to, ' ', '|']] && from != "from")
                rows.Add(map, from, happened, to);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Agreed))]
    public void An_arrow_leads_where_the_docs_say(string map, string from, string happened, string to)
    {
        var (c, e, facts) = Assert.Single(CaseMap.Arrows, a => (a.Key.Map, a.Key.From.ApiName(), a.Key.Event, a.Key.To.ApiName()) == (map, from, happened, to)).Value;
        var after = Assert.IsType<Move.Moved>(CaseFlow.Next(c, e, facts)).After;
        Assert.Equal(to, after.State.ApiName());
        Assert.Equal(c.Version + 1, after.Version);
        // Whatever happens has words in both languages, and whoever reads the case knows what comes next.
        Assert.NotEqual("", Sentences.Of(e, after).Ms);
        Assert.NotEqual("", WhatsNext.Of(after, CaseMap.Now).Text.Ms);
    }

    [Fact]
    public void No_arrow_goes_without_its_test()
    {
        var agreed = Agreed().Select(row => string.Join(' ', row)).ToHashSet();
        Assert.DoesNotContain(CaseMap.Arrows.Keys, a => !agreed.Contains($"{a.Map} {a.From.ApiName()} {a.Event} {a.To.ApiName()}"));
    }

    [Fact]
    public void Every_state_is_reached_and_every_open_one_can_be_left()
    {
        var reached = CaseMap.Arrows.Keys.SelectMany(a => new[] { a.From, a.To }).ToHashSet();
        Assert.Empty(Enum.GetValues<CaseState>().Except(reached));
        var left = CaseMap.Arrows.Keys.Where(a => a.From != a.To).Select(a => a.From).ToHashSet();
        Assert.Empty(Enum.GetValues<CaseState>().Where(state => !state.IsEnd()).Except(left));
    }

    [Fact]
    public void No_ended_case_comes_back_beside_an_open_one()
    {
        // That an order shipped after all, or was found, is news, which nobody can refuse; and beside an approved refund no other case is opened.
        var back = CaseMap.Arrows.Where(a => a.Key.From.IsEnd() && !a.Key.To.IsEnd() && a.Value.Event is not (OrderShipped or ParcelFound)).ToList();
        Assert.Equal(["closed", "completed", "declined", "expired", "refused", "resolved", "withdrawn"], back.Select(a => a.Key.From.ApiName()).Distinct().Order(StringComparer.Ordinal));
        Assert.All(back, a => Assert.Equal(
            "case.otherIsOpen", Assert.IsType<Move.Refused>(CaseFlow.Next(a.Value.Case, a.Value.Event, a.Value.Facts with { OpenCase = "KM-1.9" })).Code));
    }

    [Fact]
    public void Every_event_is_tried()
    {
        var tried = CaseMap.Events.Select(e => e.Event.GetType()).ToHashSet();
        Assert.Empty(typeof(CaseEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CaseEvent))).Except(tried));
    }

    [Fact]
    public void No_walk_over_the_map_approves_a_refund_twice()
    {
        Assert.All(CaseMap.Arrows, arrow => Assert.True(arrow.Value.Case.Pending.Count(step => step.Kind == StepKind.PayRefund) <= 1));
        Assert.All(
            CaseMap.Arrows.Where(a => a.Value.Case.Refund is not null),
            arrow => Assert.Equal(arrow.Value.Case.Refund!.ApprovedAt, Assert.IsType<Move.Moved>(CaseFlow.Next(arrow.Value.Case, arrow.Value.Event, arrow.Value.Facts)).After.Refund!.ApprovedAt));
    }
}
