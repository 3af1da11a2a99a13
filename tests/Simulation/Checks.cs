using System.Collections.Concurrent;
using System.Globalization;
using Azure.Data.Tables;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Tests.Simulation;

/// <summary>Everything that is stored, read at one moment.</summary>
public sealed record Snapshot(IReadOnlyDictionary<string, Dossier> Dossiers, IReadOnlyList<LedgerEntry> Entries, IReadOnlyDictionary<string, Money> Balances, IReadOnlyDictionary<string, string> SellerOf)
{
    public IEnumerable<Case> Cases => Dossiers.Values.SelectMany(d => d.Cases);
}

/// <summary>A mail by its id, which is its step's: "KM-1001.1-3-TellDesk-overdue".</summary>
public sealed record MailOfStep(string CaseId, int Version, string What)
{
    /// <summary>Reads an id; null for a mail that is no step's.</summary>
    public static MailOfStep? Parse(string id)
    {
        var parts = id.Split('-');
        var version = Array.FindIndex(parts, 2, part => part.All(char.IsAsciiDigit));
        return version < 0 || !parts[version - 1].Contains('.', StringComparison.Ordinal)
            ? null
            : new MailOfStep(string.Join('-', parts[..version]), int.Parse(parts[version], CultureInfo.InvariantCulture), string.Join('-', parts[(version + 1)..]));
    }
}

/// <summary>
/// What must hold whatever happens. Much is checked on the answers that people get anyway; once a week and at the end all
/// tables are read through, and compared with what the world knows that it did.
/// </summary>
public sealed class Checks(World world)
{
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentDictionary<string, byte> known = new();

    /// <summary>What was found wrong, each once.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    public void Complain(Life? life, string what)
    {
        var who = life is null ? "" : $"{life.Subject} ({life.Behaviour.Name}): ";
        if (known.TryAdd(who + what, 0))
            complaints.Enqueue($"{world.Now:yyyy-MM-dd HH:mm} {who}{what}");
    }

    /// <summary>A case as somebody sees it: open, it says what happens next, who acts and by when.</summary>
    public void Look(Life life, CaseView shown)
    {
        var (actor, by, text) = (shown.Next.Actor, shown.Next.By, shown.Next.Text);
        if (string.IsNullOrWhiteSpace(text.En) || string.IsNullOrWhiteSpace(text.Ms))
            Complain(life, $"case {shown.Id} is {shown.State.ApiName()} and has no words for it");
        if (!shown.State.IsEnd() && (actor is null || by is null))
            Complain(life, $"case {shown.Id} is {shown.State.ApiName()} and waits for {actor?.ToString() ?? "nobody"} until {by?.ToString(CultureInfo.InvariantCulture) ?? "whenever"}");
        // What was paid follows from where the parcel truly was, as the world knows; what was told within this hour is not taken in yet.
        if (shown is { State: CaseState.Refunding or CaseState.Refunded, Refund: { Ground: { } ground, Status: not RefundStatus.Reversed } })
        {
            // Called back, an agent may let stand what was paid, and says why.
            if (ground == RefundGround.NotShipped && shown.Timeline?.Any(line => line.Event == CaseEvent.NameOf<Overruled>()) == false && life.SeenAt < world.Now && !life.IsReceived && life.Grounds.SetEquals([Ground.CancelledBeforeItShipped]) && life.SeenAt < world.Now.AddHours(-1))
                Complain(life, $"case {shown.Id} paid as not shipped, and the parcel was seen since {life.SeenAt:yyyy-MM-dd HH:mm}");
            if (ground == RefundGround.ReceivedIntact && !life.IsReceived)
                Complain(life, $"case {shown.Id} paid as received intact, and nobody received the parcel");
            if (ground == RefundGround.LostOutbound && !life.Grounds.Contains(Ground.LostOnItsWayOut))
                Complain(life, $"case {shown.Id} paid as lost, and nobody said so");
        }

        foreach (var line in shown.Timeline ?? [])
            world.Coverage.Saw(shown.Type, line.From, line.Event, line.To, line.Text.En);
    }

    /// <summary>An action that was answered 200 stands on the timeline.</summary>
    public void WasTold(Life life, CaseView shown, string deed)
    {
        if (shown.Timeline is { } lines && !lines.Any(line => line.At == world.Now && line.Event == Deeds.EventOf(deed).Name))
            Complain(life, $"the action '{deed}' on case {shown.Id} ({shown.State.ApiName()}) was answered 200 and left no trace");
    }

    /// <summary>A dossier's timelines, for the coverage.</summary>
    public void Look(Dossier dossier)
    {
        foreach (var c in dossier.Cases)
        {
            foreach (var line in dossier.TimelineOf(c.Id))
                world.Coverage.Saw(c.Type, line.From, line.Event, line.To, line.Text.En);
        }
    }

    /// <summary>Reads everything and checks it.</summary>
    /// <param name="isEnd">Whether the quarter is over: then nothing may be outstanding any more.</param>
    public async Task<Snapshot> CheckAllAsync(bool isEnd)
    {
        var all = await CountingTransport.UncountedAsync(ReadAllAsync);
        var lives = world.Lives.ToDictionary(life => life.Subject);
        var mails = world.Mail.Taken.Select(m => MailOfStep.Parse(m.Mail.Id)).OfType<MailOfStep>().ToLookup(m => m.CaseId);
        foreach (var (subject, dossier) in all.Dossiers)
        {
            var life = lives[subject];
            Look(dossier);
            foreach (var c in dossier.Cases)
            {
                Deadlines(life, c);
                Turns(life, c, dossier, mails[c.Id]);
                if (!MailWasAwayLately)
                    SellerIsTold(life, c, dossier, [.. mails[c.Id].Where(m => m.What.StartsWith(nameof(StepKind.TellSeller), StringComparison.Ordinal)).Select(m => m.Version)]);
                if (!c.Pending.IsEmpty && !life.HasSlowQueues && !MailWasAwayLately)
                    Complain(life, $"case {c.Id} still has to do {c.Pending[0].StepId}");
            }

            if (dossier.Cases.Where(c => !c.IsEnded).GroupBy(c => c.Type).FirstOrDefault(g => g.Count() > 1) is { } twice)
                Complain(life, $"two open cases of the kind {twice.Key}");
            LateParcels(life, dossier);
        }

        Money(all, lives, isEnd);
        Mails();
        if (isEnd)
            await CountingTransport.UncountedAsync(async () => await NothingLeftBehindAsync(all));
        return all;
    }

    private bool MailWasAwayLately => world.Settings.MailOutages.Any(span => world.Now >= world.Settings.Start.AddDays(span.Day) && world.Now <= span.End(world.Settings.Start).AddHours(1 + world.Settings.SweepEvery));

    // Every open case has a deadline and an actor; nothing waits past its deadline without an escalation. The sweep has just run.
    private void Deadlines(Life life, Case c)
    {
        if (c.IsEnded)
            return;
        if (c.DueAt is null || DeadlineTable.For(c.State).Actor is null)
            Complain(life, $"case {c.Id} is {c.State.ApiName()} and waits for nobody");
        if (c.DueAt < world.Now && c.EscalatedAt is null)
            Complain(life, $"case {c.Id} is {c.State.ApiName()} past its deadline of {c.DueAt:yyyy-MM-dd HH:mm} and nobody was told");
    }

    // One reminder and one escalation per turn, and no notice twice; an alarm is news each time.
    private void Turns(Life life, Case c, Dossier dossier, IEnumerable<MailOfStep> mails)
    {
        var turns = Turn.Of(c, dossier);
        if (turns.FirstOrDefault(t => t.Reminded > 1 || t.Missed > 1) is { } bad)
            Complain(life, $"case {c.Id} was reminded {bad.Reminded} times and escalated {bad.Missed} times in one turn of {bad.State.ApiName()}");
        // That a deadline passed may begin a turn, and that turn's own may pass as well.
        foreach (var notice in mails.Where(m => !m.What.EndsWith("alarm", StringComparison.Ordinal) && !m.What.EndsWith("noteAdded", StringComparison.Ordinal)).GroupBy(m => (Turn: turns.Last(t => t.Version <= m.Version), m.What, Begins: turns.Any(t => t.Version == m.Version))).Where(g => g.Count() > 1))
            Complain(life, $"case {c.Id} sent {notice.Count()} mails of the kind {notice.Key.What} in one turn of {notice.Key.Turn.State.ApiName()}");
    }

    // Each move that somebody else made is one mail to the seller. A decision may make several moves: its mail carries the last one's version.
    private void SellerIsTold(Life life, Case c, Dossier dossier, IReadOnlyCollection<int> mailed)
    {
        const int MostMovesOfOneDecision = 4;
        foreach (var (line, index) in dossier.TimelineOf(c.Id).Select((line, index) => (line, index)))
        {
            var isTold = line.Actor == Actor.Seller || line.From == line.To || line.To is CaseState.Refunding or CaseState.Drafting or CaseState.Superseded
                || mailed.Any(version => version > index && version <= index + MostMovesOfOneDecision);
            if (!isTold)
                Complain(life, $"the seller of case {c.Id} was not mailed that it is {line.To.ApiName()} since {line.At:yyyy-MM-dd HH:mm}");
        }
    }

    // No parcel is found late that is where it belongs, or whose courier's whole feed is silent.
    private void LateParcels(Life life, Dossier dossier)
    {
        foreach (var c in dossier.Cases.Where(c => c.Type == CaseType.StalledParcel && c.Courier is not null && !HasChangedCourier(c, dossier)))
        {
            var opened = dossier.TimelineOf(c.Id).First();
            if (opened.At > life.EndedAt)
                Complain(life, $"case {c.Id} about a late parcel was opened although the parcel had arrived, come home, or been paid back at {life.EndedAt:yyyy-MM-dd HH:mm}");
            if (opened.Actor == Actor.System && world.LastHeard(c.Courier!, opened.At) is { } heard && opened.At - heard > TimeSpan.FromHours(24))
                Complain(life, $"case {c.Id} was opened at {opened.At:yyyy-MM-dd HH:mm} although the feed of {c.Courier} was silent since {heard:yyyy-MM-dd HH:mm}");
        }
    }

    // Whose feed was silent when the case was opened is then not written on it any more.
    private static bool HasChangedCourier(Case c, Dossier dossier) => dossier.TimelineOf(c.Id).Any(line => line.Event == CaseEvent.NameOf<CourierChanged>());

    /// <summary>Whether a late parcel's case was opened only when a silent feed spoke again: late it is from midnight.</summary>
    public bool WasHeldBack(Case c, Dossier dossier)
    {
        if (c.Type != CaseType.StalledParcel || c.Courier is null || HasChangedCourier(c, dossier) || dossier.TimelineOf(c.Id).First() is not { Actor: Actor.System, At: var opened })
            return false;
        var midnight = MalaysiaTime.At(MalaysiaTime.DayOf(opened), TimeOnly.MinValue);
        return opened - midnight >= TimeSpan.FromHours(1) && midnight - world.LastHeard(c.Courier, midnight) > TimeSpan.FromHours(24);
    }

    private void Money(Snapshot all, Dictionary<string, Life> lives, bool isEnd)
    {
        foreach (var seller in all.Entries.GroupBy(e => all.SellerOf[e.Id]))
        {
            if (seller.Sum(e => e.Amount.Sen) != all.Balances[seller.Key].Sen)
                Complain(null, $"the entries of {seller.Key} sum to {seller.Sum(e => e.Amount.Sen)} sen and the balance is RM {all.Balances[seller.Key]}");
        }

        var refunds = all.Entries.Where(e => e.Kind == EntryKind.Refund).ToLookup(e => e.OrderId!);
        foreach (var ofOrder in refunds)
        {
            var life = lives[ofOrder.Key];
            var sum = ofOrder.Sum(e => e.Amount.Sen);
            var isInPart = ofOrder.Any(e => all.Dossiers[ofOrder.Key].Case(e.CaseId!)?.Refund is { IsPart: true });
            if (isInPart ? sum > life.Sen : ofOrder.Count() > 1 || sum != life.Sen)
                Complain(life, $"{ofOrder.Count()} refunds of {sum} sen were paid for an order of {life.Sen} sen");
            if (life.Grounds.IsEmpty)
                Complain(life, "a refund was paid without receipt and intact inspection, loss on its way out, no shipment, or an agent's word");
        }

        foreach (var c in all.Cases)
        {
            if (c.Refund?.PaidAt is not null && !refunds[c.OrderId!].Any(e => e.CaseId == c.Id))
                Complain(lives[c.OrderId!], $"case {c.Id} says that its refund is paid, and the ledger does not");
            if (c.Refund is not null && c.Refund.PaidAt is null && isEnd)
                Complain(lives[c.OrderId!], $"the refund of case {c.Id} was approved at {c.Refund.ApprovedAt:yyyy-MM-dd HH:mm} and never paid");
            var charges = all.Entries.Count(e => e.Kind == EntryKind.ReturnShipping && e.CaseId == c.Id);
            if (charges > 1 || (isEnd && charges != (c.ReturnShipping is null ? 0 : 1)))
                Complain(lives[c.OrderId!], $"case {c.Id} has return shipping of RM {c.ReturnShipping} and {charges} debits");
        }

        foreach (var life in isEnd ? world.Lives.Where(life => life.Grounds.Contains(Ground.ReceivedAndIntact) && !refunds.Contains(life.OrderId)) : [])
            Complain(life, "the item came back intact and no refund was paid");
    }

    // Nothing crashes here, so no mail goes out twice.
    private void Mails()
    {
        foreach (var (mail, times) in world.Mail.Taken.Where(m => m.Times > 1))
            Complain(null, $"the mail {mail.Id} to {mail.To} went out {times} times");
    }

    // No message left behind: no queue holds one, no dead letter is still needed, no push waits, and what was accepted is kept.
    private async Task<bool> NothingLeftBehindAsync(Snapshot all)
    {
        var storage = world.Backend.Storage;
        foreach (var queue in Queues.All.Distinct())
        {
            if ((await storage.Queue(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount is > 0 and var left)
                Complain(null, $"{left} messages are left in {queue}");
        }

        var pending = all.Cases.SelectMany(c => c.Pending.Select(step => step.StepId)).ToHashSet();
        foreach (var (queue, message) in world.Host.DeadLetters.Where(letter => pending.Any(step => letter.Message.Contains($"\"{step}\"", StringComparison.Ordinal)) || letter.Queue.StartsWith(Queues.Pushes, StringComparison.Ordinal)))
            Complain(null, $"the dead letter {message} in {queue} was never made up for");

        var fed = world.Lives.Where(life => life.IsFed).SelectMany(life => new[] { OrderLinks.MarketplaceKey(life.Marketplace, life.MarketplaceOrderId), OrderLinks.ParcelKey(life.TrackingNumber) }).ToHashSet();
        await foreach (var row in storage.Links.QueryAsync<TableEntity>("RowKey ge 'push.' and RowKey lt 'push/'", 1000, ["PartitionKey", "RowKey"]))
        {
            if (fed.Contains(row.PartitionKey))
                Complain(null, $"a push waits under {row.PartitionKey} although its order is known");
        }

        var kept = new HashSet<string>();
        await foreach (var row in storage.Orders.QueryAsync<TableEntity>("RowKey ge 'push.'", 1000, ["PartitionKey", "RowKey"]))
            kept.Add($"{row.PartitionKey}/{row.RowKey}");
        foreach (var life in world.Lives.Where(life => life.IsFed))
        {
            foreach (var key in life.AcceptedPushes.Select(k => "push." + k).Concat(life.AcceptedScans.Select(k => "scan." + k)))
            {
                if (!kept.Contains($"{life.OrderId}/{key}"))
                    Complain(life, $"{key} was accepted and is not kept");
            }
        }

        return true;
    }

    private async Task<Snapshot> ReadAllAsync()
    {
        var storage = world.Backend.Storage;
        var orders = new Dictionary<string, Order>();
        var cases = new List<(string Subject, Case Case)>();
        var lines = new List<(string Subject, string CaseId, TimelineEntry Entry)>();
        await foreach (var row in storage.Orders.QueryAsync<TableEntity>("RowKey ge 'case.' and RowKey le 'order'", 1000))
        {
            if (row.RowKey == "order")
                orders[row.PartitionKey] = row.Read<Order>();
            else if (row.RowKey.Length == "case.0001".Length)
                cases.Add((row.PartitionKey, row.Read<Case>()));
            else
                lines.Add((row.PartitionKey, CaseId.Of(row.PartitionKey, int.Parse(row.RowKey.AsSpan("case.".Length, 4), CultureInfo.InvariantCulture)), row.Read<TimelineEntry>()));
        }

        var (casesOf, linesOf) = (cases.ToLookup(c => c.Subject, c => c.Case), lines.ToLookup(l => l.Subject, l => (l.CaseId, l.Entry)));
        var dossiers = orders.Keys.Union(casesOf.Select(c => c.Key))
            .ToDictionary(s => s, s => new Dossier(s, orders.GetValueOrDefault(s), [.. casesOf[s]]) { Timeline = [.. linesOf[s]] });
        var (entries, balances, sellerOf) = (new List<LedgerEntry>(), new Dictionary<string, Money>(), new Dictionary<string, string>());
        await foreach (var row in storage.Ledger.QueryAsync<TableEntity>(maxPerPage: 1000))
        {
            if (row.RowKey == "balance")
            {
                balances[row.PartitionKey] = new Money(row.GetInt64("Sen") ?? 0);
            }
            else if (row.RowKey.StartsWith("entry.", StringComparison.Ordinal))
            {
                entries.Add(row.Read<LedgerEntry>());
                sellerOf[entries[^1].Id] = row.PartitionKey;
            }
        }

        return new Snapshot(dossiers, entries, balances, sellerOf);
    }
}
