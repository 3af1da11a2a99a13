using System.Net;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Dossiers;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Storms;

/// <summary>One seed's storm over an order and an appeal: calls, pushes, scans, people and sweeps at once, with crashes.</summary>
public sealed partial class Storm
{
    private const string OrderId = "KM-1001";
    private const string OtherOrderId = "KM-2002";
    private const string FormerOrderId = "KM-3003";
    private const string Number = "EN123456789MY";

    // While one seed waits for storage the other works; more at once are no faster on two cores.
    private const int AtOnce = 2;

    // So long before, the courier used the number for somebody else's parcel.
    private static readonly TimeSpan LongBefore = TimeSpan.FromDays(200);

    private static readonly Dictionary<string, (string Role, object Body)> Deeds = new()
    {
        ["buyerReceived"] = ("seller:S-100", new { }),
        ["buyerNotReceived"] = ("seller:S-100", new { }),
        ["recordTicket"] = ("agent", new { ticket = "T-1", channel = "phone" }),
        ["recordContact"] = ("agent", new { channel = "phone", note = "they look for it" }),
        ["confirmLost"] = ("agent", new { leg = "outbound", ticket = "T-2" }),
        ["newAddressConfirmed"] = ("agent", new { }),
        ["holdConfirmed"] = ("agent", new { ticket = "PL-7781" }),
        ["cannotHold"] = ("agent", new { note = "already on the van" }),
        ["reachedBuyer"] = ("seller:S-100", new { }),
        ["buyerRejected"] = ("seller:S-100", new { }),
        ["returnShipped"] = ("seller:S-100", new { courier = "J&T", trackingNumber = "JT99" }),
        ["receiveParcel"] = ("warehouse", new { trackingNumber = "EN123456789MY" }),
        ["unmatchParcel"] = ("warehouse", new { trackingNumber = "JT99" }),
        ["inspect"] = ("warehouse", new { condition = "intact", returnShipping = "7.50" }),
        ["setReturnShipping"] = ("agent", new { amount = "7.50" }),
        ["overrule"] = ("agent", new { decision = "refund", reason = "goodwill" }),
        ["letterSubmitted"] = ("seller:S-100", new { }),
        ["appealOutcome"] = ("seller:S-100", new { outcome = "accepted" }),
        ["withdraw"] = ("seller:S-100", new { }),
        ["close"] = ("agent", new { reason = "asked for" }),
        ["reopen"] = ("agent", new { }),
        ["addNote"] = ("agent", new { note = "called the hotline" }),
    };

    private static readonly (Actor Actor, string Role)[] People = [(Actor.Agent, "agent"), (Actor.Seller, "seller:S-100"), (Actor.Warehouse, "warehouse")];
    private static readonly string[] ScanKinds = ["inTransit", "outForDelivery", "attemptFailed", "delivered", "returning", "returned", "lost", "damaged", "refused", "readyForPickup", "labelMade", "other"];
    private static readonly string[] Sayings = ["shipped", "delivered", "failed_delivery", "returned", "lost_by_3pl", "damaged_by_3pl"];
    private static readonly string[] Requests = ["stalledParcel", "failedDelivery", "buyerCancellation", "addressChange"];

    private readonly Weather weather;
    private readonly StormyTransport transport;
    private readonly Backend backend;
    private readonly Random dice;
    private readonly List<Func<Task>> calls = [];
    private readonly List<Delivery> inHand = [];
    private readonly List<string> subjects = [OrderId];

    private Storm(Weather weather, StormyTransport transport, Backend backend)
    {
        this.transport = transport;
        this.weather = weather;
        this.backend = backend;
        dice = weather.Dice;
    }

    /// <summary>Runs seeds, two at once.</summary>
    /// <param name="seeds">Which.</param>
    /// <param name="complain">Told what is wrong with a seed.</param>
    /// <param name="tell">Told of each seed that is over.</param>
    /// <returns>How often the program crashed.</returns>
    public static async Task<int> RunAllAsync(IEnumerable<int> seeds, Action<string> complain, Action<int>? tell = null)
    {
        var gate = new Lock();
        var crashes = 0;
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) =>
        {
            var (problem, crashed) = await RunAsync(seed);
            lock (gate)
            {
                crashes += crashed;
                if (problem is not null)
                    complain($"Seed {seed}: {problem}");
                tell?.Invoke(seed);
            }
        });
        return crashes;
    }

    /// <summary>Runs a seed.</summary>
    /// <returns>What is wrong at the end, null when all is right; and how often the program crashed.</returns>
    public static async Task<(string? Problem, int Crashes)> RunAsync(int seed, Action<IServiceCollection>? replace = null)
    {
        var weather = new Weather(seed);
        var transport = new StormyTransport(weather);
        var isUsedAgain = weather.Dice.Next(3) == 0;
        await using var backend = await Backend.StartAsync(transport, replace, isUsedAgain ? Backend.Start - LongBefore : Backend.Start);
        foreach (var role in Deeds.Values.Select(d => d.Role).Append("service").Distinct())
            await backend.GetAsync(role, "/api/health");
        var storm = new Storm(weather, transport, backend);
        if (isUsedAgain)
            await storm.UseNumberBeforeAsync();
        storm.Brew();
        for (var round = 0; round < 25; round++)
            await storm.BlowAsync();
        await storm.CalmAsync();
        return (await storm.JudgeAsync(), weather.Crashes);
    }

    // One round: up to four things at once, each of which may crash and comes again later.
    private async Task BlowAsync()
    {
        weather.CrashRate = 0.15;
        inHand.AddRange(await backend.ReceiveAsync());
        var work = new List<Func<Task>>();
        var redo = new List<Action>();
        for (var i = 0; i < 1 + dice.Next(4); i++)
        {
            var (doing, again) = Choose();
            work.Add(doing);
            redo.Add(again);
        }

        var failures = await weather.AtOnceAsync(work);
        weather.CrashRate = 0;
        for (var i = 0; i < failures.Length; i++)
        {
            if (failures[i] is not null)
                redo[i]();
        }
    }

    private (Func<Task> Doing, Action Again) Choose()
    {
        switch (dice.Next(6))
        {
            case 0 or 1 when calls.Count > 0:
                var call = Take(calls);
                return (call, () => calls.Add(call));
            case 2 or 3 when inHand.Count > 0:
                var delivery = Take(inHand);
                // The queue delivers at least once: sometimes twice.
                if (dice.Next(5) == 0)
                    inHand.Add(delivery);
                return (() => DeliverAsync(delivery), () => inHand.Add(delivery));
            case 4:
                backend.Time.Advance(TimeSpan.FromSeconds(dice.Next(90)));
                return (SweepAsync, () => { });
            default:
                var person = dice.Next(People.Length);
                var choice = dice.Next(100);
                return (() => PersonAsync(person, choice), () => { });
        }
    }

    private T Take<T>(List<T> from)
    {
        var index = dice.Next(from.Count);
        var taken = from[index];
        from.RemoveAt(index);
        return taken;
    }

    // The weather clears: whatever is outstanding comes in, people do their work, and the sweep makes up for crashes.
    private async Task CalmAsync()
    {
        weather.CrashRate = 0;
        await backend.FeedAsync(Samples.Order());
        foreach (var call in calls)
            await call();
        for (var (round, quiet) = (0, 0); round < 8 && quiet < 2; round++)
        {
            var before = transport.Requests.Count(IsWrite);
            await DeliverAllAsync();
            for (var person = 0; person < People.Length; person++)
                await PersonAsync(person, round * 7, isDiligent: true);
            backend.Time.Advance(TimeSpan.FromSeconds(60));
            await SweepAsync();
            // Whoever looked found nothing to do: the same looks again would find the same.
            quiet = transport.Requests.Count(IsWrite) == before ? quiet + 1 : 0;
        }

        await DeliverAllAsync();
    }

    private async Task<List<Dossier>> DossiersAsync()
    {
        var dossiers = new List<Dossier>();
        foreach (var subject in subjects.Concat([OtherOrderId, FormerOrderId]))
            dossiers.Add(await LoadAsync(subject));
        return dossiers;
    }

    private async Task<Dossier> LoadAsync(string subject) => (await backend.Services.GetRequiredService<CaseStore>().LoadAsync(subject, default)).Dossier;

    private static bool IsWrite(string request) => !request.StartsWith("GET", StringComparison.Ordinal);

    private async Task DeliverAllAsync()
    {
        do
        {
            foreach (var delivery in inHand)
                await DeliverAsync(delivery);
            inHand.Clear();
            inHand.AddRange(await backend.ReceiveAsync());
        }
        while (inHand.Count > 0);
    }

    private async Task DeliverAsync(Delivery delivery)
    {
        Expect(await backend.TryDeliverAsync(delivery), HttpStatusCode.OK);
        try
        {
            await delivery.Queue.DeleteMessageAsync(delivery.Message.MessageId, delivery.Message.PopReceipt);
        }
        catch (Azure.RequestFailedException gone) when (gone.Status == 404)
        {
            // Its twin was delivered before.
        }
    }

    private async Task SweepAsync() => Expect(await backend.RunTimerAsync("WatchDeadlines"), HttpStatusCode.OK);

    // Somebody looks at a case and does one of the things open to them, perhaps with a nervous second click.
    private async Task PersonAsync(int person, int choice, bool isDiligent = false)
    {
        var (actor, role) = People[person];
        var dossier = await LoadAsync(subjects[choice % subjects.Count]);
        if (dossier.Cases.IsEmpty)
            return;
        // The newest one mostly: that is where the work is.
        var c = dossier.Cases[choice % 5 == 0 ? choice % dossier.Cases.Count : dossier.Cases.Count - 1];
        var open = CaseActions.OpenTo(actor, c, new(dossier.Order, backend.Time.GetUtcNow(), WorkCalendar.Malaysia))
            .Where(a => Deeds.TryGetValue(a, out var deed) && deed.Role == role).ToList();
        // People seldom give up on a case.
        if (choice % 10 != 0)
            open.RemoveAll(action => action is "withdraw" or "close");
        // And words alone bring no case on.
        if (isDiligent)
            open.RemoveAll(action => action is "addNote" or "recordContact");
        if (open.Count == 0)
            return;
        var action = open[choice % open.Count];
        var body = action == "overrule" && c.Part is not null ? new { decision = "refund", reason = "one came too late", amount = "43.30" } : Deeds[action].Body;
        for (var clicks = 0; clicks < 1 + (choice % 2); clicks++)
            Expect(await backend.PostAsync(role, $"/api/cases/{c.Id}/actions/{action}", body), HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity);
    }

    private static void Expect(Answer answer, params HttpStatusCode[] statuses)
    {
        if (!statuses.Contains(answer.Status))
            throw new InvalidOperationException($"{(int)answer.Status}: {answer.Body}");
    }
}
