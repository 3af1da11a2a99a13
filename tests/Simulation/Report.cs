using System.Globalization;
using System.Text;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Ground;

namespace Kumoten.Tests.Simulation;

/// <summary>What came of a simulated quarter.</summary>
public sealed class Report(World world, Snapshot all, long operations, TimeSpan took)
{
    private readonly List<Case> cases = [.. all.Cases];

    public IReadOnlyCollection<string> Complaints => world.Checks.Complaints;

    public Coverage Coverage => world.Coverage;

    public Snapshot All => all;

    /// <summary>How many mails the server refused, and how many late parcels a silent feed held back: without any, their checks prove nothing.</summary>
    public (int MailsRefused, int HeldBack) Trouble => (world.Mail.Refused, all.Dossiers.Values.Sum(d => d.Cases.Count(c => world.Checks.WasHeldBack(c, d))));

    /// <summary>Whether everything held and everything was reached.</summary>
    public bool IsGood => Complaints.Count == 0 && Coverage.Missing.Count == 0 && Coverage.Undrawn.Count == 0;

    /// <summary>One line for a week.</summary>
    public static string Progress(World world, Snapshot all, int week, TimeSpan took) => string.Create(CultureInfo.InvariantCulture,
        $"week {week,2}: {all.Dossiers.Values.Count(d => d.Order is not null),5} orders, {all.Cases.Count(),5} cases, {all.Cases.Count(c => !c.IsEnded),4} open, RM {Sum(all, EntryKind.Refund),10} refunded, {world.Coverage.Count} of {Coverage.Wanted.Count} ways, {world.Checks.Complaints.Count} complaints, {took.TotalSeconds:F0} s");

    /// <summary>The whole report as plain text.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        var orders = all.Dossiers.Values.Where(d => d.Order is not null).ToList();
        Line(text, $"A simulated quarter: seed {world.Settings.Seed}, {world.Settings.Orders} lives, {world.Settings.Days} days from {world.Settings.Start:d MMMM yyyy}.");
        text.AppendLine();
        Line(text, $"{"Orders fed",-44}{orders.Count,9}");
        Line(text, $"{"Cases",-44}{cases.Count,9}");
        Line(text, $"{"  of which open at the end",-44}{cases.Count(c => !c.IsEnded),9}");
        foreach (var kind in Enum.GetValues<EntryKind>())
            Line(text, $"{$"Account entries: {kind.ApiName()}",-44}{all.Entries.Count(e => e.Kind == kind),9}   RM {Sum(all, kind)}");
        foreach (var ground in cases.Where(c => c.Refund is not null).GroupBy(c => c.Refund!.Ground).OrderBy(g => g.Key))
            Line(text, $"{$"  refunds by the term {ground.Key.ApiName()}",-44}{ground.Count(),9}");
        var turns = all.Dossiers.Values.SelectMany(d => d.Cases.SelectMany(c => Turn.Of(c, d))).Where(t => !t.State.IsEnd()).ToList();
        Line(text, $"{"Deadlines kept",-44}{turns.Count(t => t.IsOver && t.Missed == 0),9}");
        Line(text, $"{"Deadlines missed, and escalated or gone on",-44}{turns.Count(t => t.Missed > 0),9}");
        Line(text, $"{"Reminders",-44}{turns.Sum(t => t.Reminded),9}");
        Line(text, $"{"Late parcels held back by a silent feed",-44}{Trouble.HeldBack,9}");
        foreach (var to in world.Mail.Taken.GroupBy(m => m.Mail.To).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(3))
            Line(text, $"{$"Mails to {to.Key}",-44}{to.Count(),9}");
        Line(text, $"{"Mails in all",-44}{world.Mail.Taken.Count,9}");
        Line(text, $"{"Mails that the server refused while away",-44}{world.Mail.Refused,9}");
        Line(text, $"{"Messages delivered",-44}{world.Host.Delivered,9}");
        Line(text, $"{"Dead letters",-44}{world.Host.DeadLetters.Count,9}");
        foreach (var (type, times) in world.Refusals.OrderBy(r => r.Key, StringComparer.Ordinal))
            Line(text, $"{$"Refused: {type.Split(':')[^1]}",-44}{times,9}");
        Operated(text);
        Line(text, $"{"Wall time, seconds",-44}{took.TotalSeconds,9:F0}");
        Lived(text);
        Ended(text);
        Verdict(text);
        return text.ToString();
    }

    private static Money Sum(Snapshot all, EntryKind kind) => new(all.Entries.Where(e => e.Kind == kind).Sum(e => e.Amount.Sen));

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture).TrimEnd());

    private void Operated(StringBuilder text)
    {
        var withCases = world.Lives.Where(life => all.Dossiers.GetValueOrDefault(life.Subject)?.Cases.IsEmpty == false).ToList();
        var quiet = world.Lives.Where(life => life.IsFed).Except(withCases).ToList();
        Line(text, $"{"Storage operations in all",-44}{operations,9}");
        Line(text, $"{"  per order without a case",-44}{quiet.Select(l => l.Operations).DefaultIfEmpty().Average(),9:F1}");
        Line(text, $"{"  per order or appeal with a case",-44}{withCases.Select(l => l.Operations).DefaultIfEmpty().Average(),9:F1}");
        Line(text, $"{"  by timers and the taking of messages",-44}{operations - world.Lives.Sum(l => (long)l.Operations),9}");
        Line(text, $"{"  in all per case",-44}{(double)operations / Math.Max(1, cases.Count),9:F1}");
    }

    private void Lived(StringBuilder text)
    {
        text.AppendLine().AppendLine("What they lived through                                lives    cases   refunded");
        foreach (var behaviour in world.Settings.Mix)
        {
            var lives = world.Lives.Where(life => life.Behaviour == behaviour).ToList();
            var theirs = lives.SelectMany(life => all.Dossiers.GetValueOrDefault(life.Subject)?.Cases ?? []).ToList();
            Line(text, $"{behaviour.Name,-52}{lives.Count,8}{theirs.Count,9}{theirs.Count(c => c.Refund?.PaidAt is not null),11}");
        }
    }

    private void Ended(StringBuilder text)
    {
        var types = Enum.GetValues<CaseType>();
        text.AppendLine();
        Line(text, $"{"Where they stand at the end",-26}{string.Concat(types.Select(t => $"{t.ApiName(),19}"))}");
        foreach (var state in Enum.GetValues<CaseState>().Where(state => cases.Exists(c => c.State == state)))
            Line(text, $"{state.ApiName(),-26}{string.Concat(types.Select(t => $"{cases.Count(c => c.Type == t && c.State == state),19}"))}");
    }

    private void Verdict(StringBuilder text)
    {
        text.AppendLine();
        Line(text, $"Ways of the map reached: {Coverage.Count} of {Coverage.Wanted.Count}; states: {Enum.GetValues<CaseState>().Length - Coverage.StatesMissing.Count} of {Enum.GetValues<CaseState>().Length}.");
        foreach (var way in Coverage.Missing)
            Line(text, $"  not reached: {way}");
        foreach (var way in Coverage.Undrawn)
            Line(text, $"  not on the map: {way}");
        foreach (var complaint in Complaints)
            Line(text, $"  WRONG: {complaint}");
        text.AppendLine(IsGood ? "Everything held, and everything was reached." : "This quarter failed.");
    }
}
