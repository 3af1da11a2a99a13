using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Kumoten.Functions.Desk.Figures;
using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Hands.Refunds;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Storms;

/// <summary>One seed's storm over an order and an appeal: calls, pushes, scans, people and sweeps at once, with crashes.</summary>
public sealed class Storm
{
    private const string OrderId = "KM-1001";
    private const string OtherOrderId = "KM-2002";

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

    /// <summary>Runs a seed.</summary>
    /// <returns>What is wrong at the end, null when all is right; and how often the program crashed.</returns>
    public static async Task<(string? Problem, int Crashes)> RunAsync(int seed, Action<IServiceCollection>? replace = null)
    {
        var weather = new Weather(seed);
        var transport = new StormyTransport(weather);
        await using var backend = await Backend.StartAsync(transport, replace);
        foreach (var role in Deeds.Values.Select(d => d.Role).Append("service").Distinct())
            await backend.GetAsync(role, "/api/health");
        var storm = new Storm(weather, transport, backend);
        storm.Brew();
        for (var round = 0; round < 25; round++)
            await storm.BlowAsync();
        await storm.CalmAsync();
        return (await storm.JudgeAsync(), weather.Crashes);
    }

    // What the outside does, in no order, and each of it perhaps twice: feeds, pushes of two marketplaces' making, scans, requests.
    private void Brew()
    {
        var unshipped = dice.Next(3) == 0;
        // In the warehouse with a label or without; of one unit, or of three of which some lines are cancelled.
        var (hasLabel, units) = (dice.Next(2) == 0, dice.Next(4) == 0 ? 3 : 1);
        List<Func<Task<Answer>>> outside = [() => backend.FeedAsync(OfUnits(unshipped ? InTheWarehouse(hasLabel) : Samples.Order(), units))];
        if (dice.Next(4) > 0)
            outside.Add(() => backend.PushAsync("lazada.trade-canceled"));
        for (var lines = units == 1 ? 0 : dice.Next(4); lines > 0; lines--)
            outside.Add(CancelLine(lines));
        if (unshipped && dice.Next(2) == 0)
            outside.Add(() => backend.FeedAsync(OfUnits(Samples.Order(), units)));
        // Another seller's parcel, whose number this seller may give as its own; and odd dates.
        if (dice.Next(3) == 0)
            outside.Add(() => backend.FeedAsync(Samples.Order().With("sellerId", "S-200").With("marketplaceOrderId", "2").With("trackingNumber", "JT99"), OtherOrderId));
        if (dice.Next(3) == 0)
            outside.Add(Scan(ScanKinds[dice.Next(ScanKinds.Length)], dice.Next(2) == 0 ? -24 * 365 * 20 : 24 * 400));
        for (var scans = dice.Next(4); scans > 0; scans--)
            outside.Add(Scan(ScanKinds[dice.Next(ScanKinds.Length)], dice.Next(600)));
        for (var requests = dice.Next(3); requests > 0; requests--)
            outside.Add(Request(Requests[dice.Next(Requests.Length)]));
        if (dice.Next(3) == 0)
            outside.Add(Appeal);
        while (dice.Next(3) > 0)
            outside.Add(outside[dice.Next(outside.Count)]);
        var shuffled = outside.ToArray();
        dice.Shuffle(shuffled);
        foreach (var call in shuffled)
            calls.Add(async () => Expect(await call(), HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity));
    }

    private static JsonObject InTheWarehouse(bool hasLabel) => hasLabel ? Samples.Order(o => (o["status"], o["shippedAt"]) = ("pending", null)) : Samples.UnshippedOrder();

    private static JsonObject OfUnits(JsonObject order, int units)
    {
        order["items"]![0]!["quantity"] = units;
        return order;
    }

    private Func<Task<Answer>> CancelLine(int line) => () =>
    {
        var body = Samples.Body("lazada.trade-canceled").Replace("260422900298363", $"26042290029836{line}", StringComparison.Ordinal);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("lazada-dev-secret"), Encoding.UTF8.GetBytes("100100" + body)));
        return backend.CallAsync(null, HttpMethod.Post, "/api/webhooks/lazada", body, [("Authorization", signature)]);
    };

    private Func<Task<Answer>> Scan(string kind, int hours) => () => backend.PostAsync("agent", "/api/scans", new
    {
        trackingNumber = "EN123456789MY",
        kind,
        at = Backend.Start.AddHours(-hours),
        place = "Kota Kinabalu",
    });

    // A request for an order not fed in yet is not found, and the seller asks again later.
    private Func<Task<Answer>> Request(string type) => () => backend.PostAsync("seller:S-100", "/api/cases", new
    {
        type,
        orderId = OrderId,
        reason = "storm",
        newAddress = new { line1 = "8 Jalan Baru", postcode = "50000", city = "Kuala Lumpur", state = "Kuala Lumpur" },
    });

    private async Task<Answer> Appeal()
    {
        var answer = await AskAppealAsync();
        // A repeat after a crash is told which case is open already.
        if ((answer.Location?.Split('/')[^1] ?? (answer.Status == HttpStatusCode.Conflict ? (string?)answer.Json["caseId"] : null)) is { } caseId
            && caseId.Split('.')[0] is var subject && !subjects.Contains(subject))
        {
            subjects.Add(subject);
        }

        return answer;
    }

    private Task<Answer> AskAppealAsync() => backend.PostAsync("seller:S-100", "/api/cases", new
    {
        type = "complianceAppeal",
        appeal = new
        {
            lazadaShop = "Selera Shop",
            productName = "Rice cooker",
            sku = "RC-18",
            lazadaSku = "LZ-1",
            violation = "other",
            noticeDate = "2026-11-02",
            penaltyPoints = 2,
            explanation = "We have mended it.",
            correctiveActions = new[] { "Mended." },
            language = "en",
        },
    });

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

    private async Task<string?> JudgeAsync()
    {
        // Everything delivered once more must change nothing; weeks later every deadline has been seen to.
        await backend.PushAsync("lazada.trade-canceled");
        await DeliverAllAsync();
        backend.Time.Advance(TimeSpan.FromDays(60));
        await SweepAsync();
        await DeliverAllAsync();
        var dossiers = await DossiersAsync();
        var order = dossiers.Find(d => d.Subject == OrderId);
        var cases = dossiers.SelectMany(d => d.Cases).ToList();
        foreach (var c in cases)
        {
            if (!c.IsEnded && (c.DueAt is null || DeadlineTable.For(c.State).Actor is null))
                return $"case {c.Id} is {c.State} and waits for nobody";
            if (!c.IsEnded && c.DueAt <= backend.Time.GetUtcNow() && c.EscalatedAt is null)
                return $"case {c.Id} is {c.State} past its deadline and nobody was told";
            if (!c.Pending.IsEmpty)
                return $"case {c.Id} still has to do {c.Pending[0].StepId} after {weather.Crashes} crashes";
        }

        if (cases.Where(c => !c.IsEnded && c.OrderId is not null).GroupBy(c => (c.OrderId, c.Type)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return $"two open cases of the kind {twice.Key.Type}";
        var lines = dossiers.SelectMany(WorkLine.AllOf).Select(line => line.Key).Order(StringComparer.Ordinal).ToList();
        var listed = (await backend.Storage.Worklist.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey).Order(StringComparer.Ordinal).ToList();
        if (!lines.SequenceEqual(listed))
            return $"the worklist shows [{string.Join(", ", listed)}] and is to show [{string.Join(", ", lines)}]";
        return await JudgeFiguresAsync(dossiers) ?? await JudgeMoneyAsync(order, cases);
    }

    // After all those repeats and crashes, each dossier was counted once, as it stands.
    private async Task<string?> JudgeFiguresAsync(List<Dossier> dossiers)
    {
        var expected = new Counts();
        foreach (var (page, names) in dossiers.SelectMany(d => CaseFigures.Of(d).Pages))
        {
            foreach (var (name, number) in names)
                expected.Add(page, name, number);
        }

        var counted = await backend.Services.GetRequiredService<FigureBook>().ReadAsync(DateOnly.MinValue, DateOnly.MaxValue, default);
        var difference = Counts.Between(counted, expected);
        return difference.Pages.Count == 0 ? null : $"the figures lack {string.Join(", ", difference.Pages.SelectMany(page => page.Value.Select(count => $"{page.Key} {count.Key} {count.Value}")))}";
    }

    private async Task<string?> JudgeMoneyAsync(Dossier? order, List<Case> cases)
    {
        var account = await backend.Services.GetRequiredService<Ledger>().ReadAsync("S-100", null, default);
        if (account.Entries.Sum(e => e.Amount.Sen) != account.Balance.Sen)
            return $"entries sum to {account.Entries.Sum(e => e.Amount.Sen)} sen, the balance is RM {account.Balance}";
        var refunds = account.Entries.Where(e => e.Kind == EntryKind.Refund).ToList();
        var approved = cases.Where(c => c.Refund is not null).ToList();
        if (approved.Count(c => !c.Refund!.IsPart) > 1 || approved.Sum(c => c.Refund!.Amount.Sen) > order?.Order?.Amount.Sen)
            return $"{approved.Count} refunds of {approved.Sum(c => c.Refund!.Amount.Sen)} sen were approved";
        if (refunds.Count != approved.Count || refunds.Any(r => approved.Find(c => c.Id == r.CaseId)?.Refund!.Amount != r.Amount))
            return $"{refunds.Count} refunds were paid and {approved.Count} approved, or not the same";
        if (order?.Order is { } known && cases.Select(c => (c, Why: RefundGrounds.Contradiction(c, known))).FirstOrDefault(odd => odd.Why is not null) is { c: { } bad, Why: var why })
            return $"case {bad.Id} paid {why}";
        if (approved.Any(c => c.Refund!.PaidAt is null))
            return "a refund in the ledger is not known to its case";
        if (await backend.Services.GetRequiredService<Reconciler>().RunAsync(default) is { Wrong: > 0 } report)
            return $"the reconciliation does not prove the books: {report.Findings[0].Text}";
        return cases.FirstOrDefault(c => account.Entries.Count(e => e.Kind == EntryKind.ReturnShipping && e.CaseId == c.Id) != (c.ReturnShipping is null ? 0 : 1)) is { } odd
            ? $"case {odd.Id} has return shipping of RM {odd.ReturnShipping} and the ledger does not"
            : null;
    }

    private async Task<List<Dossier>> DossiersAsync()
    {
        var dossiers = new List<Dossier>();
        foreach (var subject in subjects.Append(OtherOrderId))
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
