using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Simulation;

/// <summary>Why a refund may be due, as the world knows it: what was done, not what the application says of it.</summary>
public enum Ground
{
    CancelledBeforeItShipped,
    ReceivedAndIntact,
    LostOnItsWayOut,
    OverruledByAnAgent,
}

/// <summary>
/// The life of one order, or of one appeal: its story, its dice, and what the world knows of it. Everything it does goes
/// through the contract, with signatures and tokens; what the world did is noted here, so that the checks need not ask
/// the application whether the application is right.
/// </summary>
public sealed class Life
{
    private static readonly AsyncLocal<Life?> Acting = new();
    private static readonly string[] Marketplaces = ["lazada", "shopee", "tiktok"];
    private static readonly MalaysianState[] East = [.. MalaysianStates.All.Where(s => s.IsEast())];
    private readonly World world;
    private readonly List<Checkpoint> checkpoints = [];
    private readonly List<SignedPush> pushes = [];
    private int operations;
    private int counter;
    private int cancelledLines;
    private readonly Dictionary<string, (string Deed, DateTimeOffset Since)> lastOf = [];

    public Life(World world, int number, Behaviour behaviour)
    {
        (this.world, Number, Behaviour) = (world, number, behaviour);
        Dice = new Random(unchecked((world.Settings.Seed * 1_000_003) + number));
        Subject = OrderId = $"KM-{number + 10_000}";
        SellerId = $"S-{100 + (number % world.Settings.Sellers)}";
        Marketplace = Pick(Marketplaces);
        MarketplaceOrderId = $"{26_0422_9000 + number}";
        Courier = Pick(CourierList.All);
        TrackingNumber = $"EN{number + 100_000_000}MY";
        Sen = Dice.Next(1990, 29_990);
        State = MalaysianStates.NameOf(Dice.Next(3) == 0 ? Pick(East) : Pick(MalaysianStates.All));
        Seller = Pick([.. Behaviour.Sellers.SelectMany(s => Enumerable.Repeat(s.Temper, s.Share))]);
        Strand = StrandOf(behaviour.LiveAsync);
    }

    /// <summary>Whose doing the present storage operation is.</summary>
    public static Life? Current => Acting.Value;

    public int Number { get; }

    public Behaviour Behaviour { get; }

    public Random Dice { get; }

    public Strand Strand { get; private set; }

    public World World => world;

    public DateTimeOffset Now => world.Now;

    public string OrderId { get; }

    /// <summary>The order's number; for an appeal, the number that the application gave it.</summary>
    public string Subject { get; private set; }

    public string SellerId { get; }

    public string Marketplace { get; set; }

    public string MarketplaceOrderId { get; }

    public Courier Courier { get; set; }

    public string TrackingNumber { get; private set; }

    /// <summary>The number the seller sent the parcel back under, once known.</summary>
    public string? ReturnNumber { get; private set; }

    public int Sen { get; }

    public string State { get; }

    public Temper Seller { get; set; }

    /// <summary>How many units the order has.</summary>
    public int Quantity { get; set; } = 1;

    /// <summary>Whether Kumoten's order system knows courier and number before the parcel leaves.</summary>
    public bool HasLabel { get; set; }

    /// <summary>When somebody first told the application of a parcel that had truly left; null while nobody did.</summary>
    public DateTimeOffset? SeenAt { get; private set; }

    public bool IsFed { get; private set; }

    public DateTimeOffset? ShippedAt { get; private set; }

    public DateTimeOffset? StalledFrom { get; private set; }

    public bool IsCancelled { get; private set; }

    public bool IsDelivered { get; private set; }

    /// <summary>When the parcel's way came to its end, as people said: it is with the buyer, with Kumoten, or paid back; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsReceived { get; private set; }

    public ImmutableHashSet<Ground> Grounds { get; private set; } = [];

    /// <summary>Ways that this life tried and could not take.</summary>
    public HashSet<Way> Tried { get; } = [];

    /// <summary>While it is set, the queues of refunds and letters keep this life's messages until it asks for them.</summary>
    public bool HasSlowQueues { get; set; }

    /// <summary>Set when the slow queues are to let go of what they keep.</summary>
    public bool LetsGo { get; set; }

    public int Operations => operations;

    /// <summary>The keys of the pushes that were answered 200.</summary>
    public IEnumerable<string> AcceptedPushes => pushes.Select(push => push.Key);

    /// <summary>The keys of the scans that were answered 200.</summary>
    public HashSet<string> AcceptedScans { get; } = [];

    public T Pick<T>(IReadOnlyList<T> from) => from[Dice.Next(from.Count)];

    public bool Chance(int percent) => Dice.Next(100) < percent;

    /// <summary>A number that this life has not used yet.</summary>
    public int Next() => ++counter;

    public void CountOperation() => Interlocked.Increment(ref operations);

    /// <summary>Runs something as this life's doing.</summary>
    public async Task AsDoingAsync(Func<Task> work)
    {
        Acting.Value = this;
        await work();
    }

    /// <summary>People take up a case again that was opened after the story was over.</summary>
    public void TakeUpAgain() => Strand = StrandOf(People.SeeThroughAsync);

    public Task AfterAsync(double hours) => Strand.SleepUntilAsync(Now.AddHours(hours));

    public Task UntilAsync(DateTimeOffset moment) => moment <= Now ? AfterAsync(1) : Strand.SleepUntilAsync(moment);

    /// <summary>Feeds the order in, with what Kumoten's order system knows now.</summary>
    public async Task FeedAsync(string status = "pending")
    {
        var isOut = ShippedAt is not null;
        var answer = (await world.Backend.PutAsync("service", $"/api/orders/{OrderId}", new
        {
            sellerId = SellerId,
            marketplace = Marketplace,
            marketplaceOrderId = MarketplaceOrderId,
            amount = new Functions.Domain.Refunds.Money(Sen).ToString(),
            currency = "MYR",
            items = new[] { new { sku = "TS-BLK-M", name = "T-shirt, black, M", quantity = Quantity } },
            recipient = new { name = "Aminah binti Yusof", phone = "+60138881234", address = new { line1 = $"Lot {Number}, Jalan Tuaran", line2 = "", postcode = "88400", city = "Bandar", state = State } },
            status = isOut ? status : "pending",
            courier = isOut || HasLabel ? Courier.Code : null,
            trackingNumber = isOut || HasLabel ? TrackingNumber : null,
            shippedAt = ShippedAt,
        })).ExpectOneOf(HttpStatusCode.Created, HttpStatusCode.OK);
        IsFed = true;
        StalledFrom = (DateTimeOffset?)answer.Json["stalledFrom"];
    }

    /// <summary>The parcel leaves Kumoten; shipping again, it has a new number.</summary>
    public async Task ShipAsync()
    {
        var isAgain = ShippedAt is not null;
        if (isAgain)
            (EndedAt, IsReceived, TrackingNumber) = (null, false, $"EN{Number + 200_000_000 + (Next() * 100_000)}MY");
        // The feed may be late with it; but nothing leaves before it came home.
        ShippedAt = isAgain ? Now : Now.AddHours(-Dice.Next(3));
        checkpoints.Clear();
        SeenAt ??= Now;
        await FeedAsync("shipped");
    }

    /// <summary>The feed names another courier for the parcel, which goes on under its number.</summary>
    public async Task ChangeCourierAsync()
    {
        Courier = CourierList.All.First(courier => courier != Courier);
        await FeedAsync("shipped");
    }

    /// <summary>The parcel goes by a number that another parcel had, which came home long ago; by its own where there is none.</summary>
    public void UseNumberAgain()
    {
        var before = world.Lives.FirstOrDefault(life => life.Number < Number && life.IsReceived && life.EndedAt < Now.AddDays(-20) && life.TrackingNumber.StartsWith("EN1", StringComparison.Ordinal));
        if (before is not null && world.UsedAgain.TryAdd(before.TrackingNumber, Number))
            TrackingNumber = before.TrackingNumber;
    }

    /// <summary>The seller gives the number of somebody else's parcel as its own: refused by name.</summary>
    public async Task SendBackByForeignNumberAsync(string caseId)
    {
        var other = world.Lives.FirstOrDefault(life => life.Number < Number && life.ShippedAt is not null && life.EndedAt is null && life.ShippedAt < Now.AddHours(-2) && life.ShippedAt > Now.AddDays(-30));
        if (other is null)
            return;
        var answer = await world.Backend.PostAsync(SellerRole, $"/api/cases/{caseId}/actions/returnShipped", new { courier = "J&T", trackingNumber = other.TrackingNumber });
        answer.ExpectOneOf(HttpStatusCode.UnprocessableEntity, HttpStatusCode.Conflict);
        if (answer.Status == HttpStatusCode.UnprocessableEntity)
            world.CountRefusal((string)answer.Json["type"]!);
    }

    /// <summary>The marketplace cancels the next of the order's lines, and with the last one the order.</summary>
    public async Task CancelLineAsync()
    {
        if (cancelledLines == Quantity)
            return;
        var push = world.Outside.Say(Marketplace, MarketplaceOrderId, "cancelled", Now.AddMinutes(-Dice.Next(50)), line: ++cancelledLines);
        if (cancelledLines == Quantity)
            NoteCancellation();
        await PushAsync(push);
    }

    /// <summary>The marketplace says something of the order.</summary>
    public async Task SayAsync(string status, double hoursAgo = 0)
    {
        var push = world.Outside.Say(Marketplace, MarketplaceOrderId, status, Now.AddHours(-hoursAgo).AddMinutes(-Dice.Next(50)));
        IsDelivered |= status == "delivered";
        if (status != "cancelled")
            SeenAt ??= Now;
        // A push that names a line cancels that line; the whole order is cancelled line by line.
        if (status == "cancelled" && Quantity > 1)
        {
            while (cancelledLines < Quantity)
                await CancelLineAsync();
            return;
        }

        if (status == "cancelled")
            NoteCancellation();
        // Marketplaces repeat a push that they think was not answered.
        for (var times = Chance(10) ? 2 : 1; times > 0; times--)
            await PushAsync(push);
    }

    /// <summary>A scan of the parcel, by the tracking feed or entered by hand; a silent feed brings it when it speaks again.</summary>
    public async Task ScanAsync(string kind, double hoursAgo = 0, string? number = null)
    {
        var scan = new Checkpoint(Now.AddHours(-hoursAgo).AddMinutes(-Dice.Next(59)), kind, "Bandar", State);
        if (world.SilenceEnds(Courier) is { } end)
            await UntilAsync(end.AddHours(1 + Dice.Next(6)));
        IsDelivered |= kind == "delivered";
        if (kind != "labelMade" && hoursAgo is >= 0 and < 24 * 30)
            SeenAt ??= Now;
        AcceptedScans.Add(new Scan(scan.At, Enum.GetValues<ScanKind>().Single(k => k.ApiName() == kind), null, $"{scan.City}, {scan.State}", "").Key);
        if (number is not null || Chance(25))
        {
            (await world.Backend.PostAsync(Chance(50) ? "service" : "agent", "/api/scans", new { trackingNumber = number ?? TrackingNumber, kind, at = scan.At, place = $"{scan.City}, {scan.State}" })).ExpectOneOf(HttpStatusCode.OK);
            return;
        }

        checkpoints.Add(scan);
        var push = world.Outside.Track(TrackingNumber, Courier.FeedSlug, Chance(10) ? [scan, .. checkpoints] : checkpoints, Now);
        for (var times = Chance(10) ? 2 : 1; times > 0; times--)
            await PushAsync(push);
        world.Heard(Courier.Code);
    }

    /// <summary>Somebody asks for a case; null when a rule refuses it.</summary>
    public async Task<CaseView?> AskAsync(string type, object? appeal = null)
    {
        var answer = await world.Backend.PostAsync(Chance(85) ? SellerRole : "agent", "/api/cases", new
        {
            type,
            orderId = appeal is null ? OrderId : null,
            sellerId = SellerId,
            reason = "The buyer asks for it.",
            newAddress = type == "addressChange" ? new { line1 = "8 Jalan Baru", line2 = "", postcode = "50000", city = "Kuala Lumpur", state = "Kuala Lumpur" } : null,
            appeal,
        });
        answer.ExpectOneOf(HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity);
        if (answer.Status != HttpStatusCode.Created)
            return null;
        if (type == "buyerCancellation")
            NoteCancellation();
        if (appeal is not null)
            Subject = answer.Location!.Split('/')[^1].Split('.')[0];
        return Show(answer);
    }

    /// <summary>Uploads a document that differs from all others.</summary>
    // Named as the map names its two kinds of document: the timeline's words tell them apart (Coverage).
    public async Task UploadAsync(string caseId, string kind) =>
        (await world.Backend.Client.UploadAsync(SellerRole, "/api/cases/" + caseId, TinyFiles.JpegWith(System.Text.Encoding.ASCII.GetBytes($"{Subject} {Next()}")), kind == "cancellationProof" ? "a.jpg" : "b.jpg", kind)).ExpectOneOf(HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity);

    /// <summary>The newest case, an open one before others, as a role sees it: one storage operation.</summary>
    public async Task<CaseView?> LookAsync(string role)
    {
        var reader = role == "seller" ? SellerRole : role;
        // An appeal is about no order, so it is asked for by its own id.
        if (Subject != OrderId)
            return Show((await world.Backend.GetAsync(reader, $"/api/cases/{Subject}.1")).ExpectOneOf(HttpStatusCode.OK));
        var answer = (await world.Backend.GetAsync(reader, $"/api/cases?orderId={Subject}")).ExpectOneOf(HttpStatusCode.OK);
        var cases = JsonSerializer.Deserialize<Page<CaseView>>(answer.Body, Json.Options)!.Items;
        foreach (var shown in cases)
            world.Checks.Look(this, shown);
        return cases.LastOrDefault(c => !c.State.IsEnd()) ?? (cases.Count == 0 ? null : cases[^1]);
    }

    /// <summary>Takes an action, perhaps with a nervous second click; null when a rule refuses it.</summary>
    public async Task<CaseView?> ActAsync(string role, string caseId, string deed, CaseState state)
    {
        var (action, body) = Deeds.ActionOf(this, deed);
        // Whoever refuses shows the item as it came.
        if (deed == "inspect: not intact")
            (await world.Backend.Client.UploadAsync("warehouse", "/api/cases/" + caseId, TinyFiles.JpegWith(System.Text.Encoding.ASCII.GetBytes($"{Subject} {Next()}")), "b.jpg", "photo")).ExpectOneOf(HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Conflict);
        // At the dock a parcel is found by its number, which an order has once it has a label.
        var atTheDock = action == "receiveParcel" && !MistakesParcel && state.IsDiverting() && Chance(50) && (ShippedAt is not null || HasLabel);
        var path = atTheDock ? "/api/parcels/receive" : $"/api/cases/{caseId}/actions/{action}";
        var answer = await world.Backend.PostAsync(role == "seller" ? SellerRole : role, path, body);
        if (answer.Status == HttpStatusCode.UnprocessableEntity)
        {
            world.CountRefusal((string)answer.Json["type"]!);
            return null;
        }

        answer.ExpectOneOf(HttpStatusCode.OK);
        NoteDeed(deed);
        var shown = Show(answer);
        // The same word twice in one state of a case says nothing new.
        var now = (deed, shown.Timeline!.Last(line => line.From != line.To).At);
        if (lastOf.GetValueOrDefault(caseId) != now)
            world.Checks.WasTold(this, shown, deed);
        lastOf[caseId] = now;
        if (Chance(5))
        {
            var again = Show((await world.Backend.PostAsync(role == "seller" ? SellerRole : role, path, body)).ExpectOneOf(HttpStatusCode.OK));
            if (again.Version != shown.Version)
                world.Checks.Complain(this, $"a second click on {action} changed case {caseId} again");
        }

        return shown;
    }

    /// <summary>The number on the parcel that was received last.</summary>
    public string? AtHand { get; private set; }

    /// <summary>Whether the next parcel that is received is somebody else's, taken for this case's by mistake.</summary>
    public bool MistakesParcel { get; set; }

    /// <summary>The number on the parcel that is received.</summary>
    public string NumberAtHand() => AtHand = MistakesParcel ? $"XX{Number}{Next():D3}" : ReturnNumber ?? TrackingNumber;

    /// <summary>A number for the parcel that comes back by the seller's own courier.</summary>
    public string NewReturnNumber() => ReturnNumber = $"JT{Number}{Next():D3}";

    private string SellerRole => "seller:" + SellerId;

    private Strand StrandOf(Func<Life, Task> story) => new(() =>
    {
        Acting.Value = this;
        return story(this);
    });

    private CaseView Show(Answer answer)
    {
        var shown = JsonSerializer.Deserialize<CaseView>(answer.Body, Json.Options)!;
        world.Checks.Look(this, shown);
        return shown;
    }

    private async Task PushAsync(SignedPush push)
    {
        world.Sent(push, this);
        (await world.Backend.CallAsync(null, HttpMethod.Post, push.Path, push.Body, [(push.Header, push.Signature)])).ExpectOneOf(HttpStatusCode.OK);
        pushes.Add(push);
    }

    private void NoteCancellation()
    {
        IsCancelled = true;
        if (SeenAt is null)
            Grounds = Grounds.Add(Ground.CancelledBeforeItShipped);
    }

    private void NoteDeed(string deed)
    {
        IsReceived = deed == "receiveParcel" || (IsReceived && deed != "unmatchParcel");
        if (deed == "unmatchParcel" && AtHand == ReturnNumber)
            ReturnNumber = null;
        IsDelivered |= deed == "buyerReceived";
        if (deed is "receiveParcel" or "buyerReceived" or "confirmLost" or "overrule")
            EndedAt = Now;
        var ground = deed switch
        {
            "inspect" when IsReceived => Ground.ReceivedAndIntact,
            "confirmLost" => Ground.LostOnItsWayOut,
            "overrule" or "overrule: a part" => Ground.OverruledByAnAgent,
            _ => (Ground?)null,
        };
        if (ground is { } given)
            Grounds = Grounds.Add(given);
    }
}

/// <summary>How soon a seller answers.</summary>
public enum Temper
{
    Prompt,
    Slow,
    NeverAnswers,
}
