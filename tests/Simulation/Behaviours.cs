using System.Text.Json.Nodes;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Doors.Cases;

namespace Kumoten.Tests.Simulation;

/// <summary>What an order lives through until its first case; from there people and fate see it through, or curiosity does.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Share">How many of a hundred orders.</param>
/// <param name="Story">The story.</param>
public sealed record Behaviour(string Name, int Share, Func<Life, Task> Story)
{
    /// <summary>The mix of the quarter. Every behaviour is lived at least once, and the rest by its share.</summary>
    public static readonly IReadOnlyList<Behaviour> Mix =
    [
        new("the quiet order", 11, QuietAsync),
        new("the courier that scans late, twice and out of order", 6, MessyScansAsync),
        new("cancelled in the warehouse", 6, CancelledInTheWarehouseAsync),
        new("cancelled in the warehouse, but it had shipped", 3, ShippedAllTheSameAsync),
        new("cancelled on its way", 9, CancelledOnItsWayAsync),
        new("cancelled by the seller's form", 4, AskedForAsync),
        new("the parcel that nobody scans", 5, StalledAsync),
        new("the parcel that is lost", 3, LostAsync),
        new("the delivery that fails", 4, FailedDeliveryAsync),
        new("more than 14 days on its way", 2, TooLongAsync),
        new("cancelled after delivery", 3, CancelledAfterDeliveryAsync),
        new("the push that comes before its order", 2, PushFirstAsync),
        new("a new address", 3, NewAddressAsync),
        new("a penalty of Lazada", 3, life => AppealAsync(life, People.SeeThroughAsync)),
        new("delivered, and nobody said shipped", 2, UnsaidAsync),
        new("a label first", 3, LabelFirstAsync),
        new("cancelled line by line", 2, LineByLineAsync),
        new("lost before any case", 1, life => KnownBeforeAsync(life, "lost")),
        new("turned back before any case", 2, life => KnownBeforeAsync(life, "returning")),
        new("out for delivery before the cancellation", 2, life => KnownBeforeAsync(life, "outForDelivery")),
        new("scans of odd dates", 1, OddDatesAsync),
        new("sent back under somebody else's number", 2, ForeignNumberAsync),
        new("a number used again", 1, UsedAgainAsync),
        new("pushes in any order before the order", 1, AnyOrderAsync),
        new("the paper that came too late", 3, LatePaperAsync),
        new("lost, says its courier, when it is there", 1, LostWhenItIsThereAsync),
        new("paid as lost, then cancelled and delivered", 1, PaidAsLostAsync),
        new("at the door while its refund is under way", 1, AtTheDoorUnpaidAsync),
        new("an older delivery told after a failure", 1, OlderDeliveryAsync),
        new("a new address taken up again, and delivered to the old", 1, TakenUpAgainAsync),
        // From here on: what is rare. Each begins where a map begins, and then goes where no case has been yet.
        new("curious: late", 2, life => CuriousAsync(life, UntilStalledAsync)),
        new("curious: cancelled in the warehouse", 2, CuriouslyCancelledInTheWarehouseAsync),
        new("curious: cancelled on its way", 1, life => CuriousAsync(life, l => l.SayAsync("cancelled"))),
        new("curious: asked for", 1, life => CuriousAsync(life, l => l.AskAsync("buyerCancellation"))),
        new("curious: asked for at the door or turned back", 2, life => CuriousAsync(life, NearAnEndAsync)),
        new("curious: asked for after delivery", 1, CuriouslyAfterDeliveryAsync),
        new("curious: a new address, by ZTO", 1, life => CuriousAsync(life, l => l.AskAsync("addressChange"), Zto.Courier)),
        new("curious: a new address, by PosLaju", 1, life => CuriousAsync(life, l => l.AskAsync("addressChange"), PosLaju.Courier)),
        new("curious: at the warehouse again", 3, life => CuriousAsync(life, AtTheWarehouseAsync, Zto.Courier)),
        new("curious: a penalty", 1, life => AppealAsync(life, Curiosity.BeCuriousAsync)),
        new("curious: opened again after the cancellation", 4, OpenedAgainAsync),
    ];

    /// <summary>How sellers are, of a hundred.</summary>
    public static readonly IReadOnlyList<(Temper Temper, int Share)> Sellers = [(Temper.Prompt, 82), (Temper.Slow, 12), (Temper.NeverAnswers, 6)];

    /// <summary>Of a hundred pieces of work, how many the staff does days late.</summary>
    public const int LateStaff = 10;

    /// <summary>Waits for the order's day, and lives.</summary>
    public async Task LiveAsync(Life life)
    {
        // Late enough in the quarter nothing begins that could not end; what is curious needs longest.
        var days = life.World.Settings.Days * (Name.StartsWith("curious", StringComparison.Ordinal) ? 0.5 : 0.7);
        await life.AfterAsync(life.Dice.Next(1, Math.Max(2, (int)(days * 24))));
        await Story(life);
    }

    private static async Task QuietAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, life.Dice.Next(1, 3));
        await life.AfterAsync(life.Dice.Next(10, 40));
        await life.ScanAsync("delivered");
        if (life.Chance(50))
            await life.SayAsync("delivered");
        await life.SeeThroughAsync();
    }

    private static async Task MessyScansAsync(Life life)
    {
        await ShipAsync(life);
        await life.AfterAsync(30);
        await life.ScanAsync("inTransit", hoursAgo: 2);
        await life.ScanAsync("inTransit", hoursAgo: 20);
        await life.AfterAsync(30);
        await life.ScanAsync("attemptFailed", hoursAgo: 10);
        await life.ScanAsync("outForDelivery", hoursAgo: 14);
        await life.AfterAsync(40);
        await life.ScanAsync("delivered", hoursAgo: 30);
        await life.ScanAsync("other", hoursAgo: 35);
        await life.SeeThroughAsync();
    }

    private static async Task CancelledInTheWarehouseAsync(Life life)
    {
        await life.FeedAsync();
        await life.AfterAsync(life.Dice.Next(2, 30));
        await CancelAsync(life);
        await life.AfterAsync(24);
        await life.SeeThroughAsync();
    }

    private static async Task ShippedAllTheSameAsync(Life life)
    {
        await life.FeedAsync();
        await life.AfterAsync(5);
        await CancelAsync(life);
        await life.AfterAsync(life.Dice.Next(1, 40));
        await life.ShipAsync();
        await life.SeeThroughAsync();
    }

    private static async Task CancelledOnItsWayAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, life.Dice.Next(0, 3));
        await life.AfterAsync(life.Dice.Next(5, 60));
        await life.SayAsync("cancelled");
        await life.SeeThroughAsync();
    }

    private static async Task AskedForAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, 1);
        await life.AskAsync("buyerCancellation");
        await life.SeeThroughAsync();
    }

    private static async Task StalledAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, life.Dice.Next(0, 2));
        // Some ask before the rule holds, and hear from when it does.
        if (life.Chance(20))
            await life.AskAsync("stalledParcel");
        await UntilStalledAsync(life);
        await life.SeeThroughAsync();
    }

    private static async Task LostAsync(Life life)
    {
        await ShipAsync(life);
        await UntilStalledAsync(life);
        await life.ScanAsync("lost");
        var found = await life.LookAsync("agent");
        await life.AfterAsync(30);
        if (found is { State: var state } && state.IsStalled())
            await life.ActAsync("agent", found.Id, "confirmLost", state);
        await life.SeeThroughAsync();
    }

    private static async Task FailedDeliveryAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, 1);
        await life.AfterAsync(20);
        if (Outside.CanSay(life.Marketplace, "failed") && life.Chance(50))
            await life.SayAsync("failed");
        else
            await life.ScanAsync("attemptFailed");
        await life.AfterAsync(life.Dice.Next(4, 50));
        if (life.Chance(50))
            await life.SayAsync("cancelled");
        else
            await life.AskAsync("failedDelivery");
        await life.SeeThroughAsync();
    }

    private static async Task TooLongAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, 4);
        // Refused with the date from which the rule holds, and asked again.
        await life.AskAsync("failedDelivery");
        await life.UntilAsync(life.ShippedAt!.Value.AddDays(14).AddHours(2));
        if (life.Chance(50))
            await life.SayAsync("cancelled");
        else
            await life.AskAsync("failedDelivery");
        await life.SeeThroughAsync();
    }

    private static async Task CancelledAfterDeliveryAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, 1);
        await life.ScanAsync("delivered");
        await life.AfterAsync(life.Dice.Next(10, 80));
        await life.SayAsync("cancelled");
        await life.SeeThroughAsync();
    }

    private static async Task PushFirstAsync(Life life)
    {
        await life.SayAsync(life.Chance(50) ? "cancelled" : "shipped");
        await life.AfterAsync(life.Dice.Next(1, 20));
        await life.FeedAsync();
        await life.AfterAsync(10);
        if (!life.IsCancelled)
        {
            await life.ShipAsync();
            await TravelAsync(life, 1);
            await life.ScanAsync("delivered");
        }

        await life.SeeThroughAsync();
    }

    // The feed says it at last, when all is over.
    private static async Task UnsaidAsync(Life life)
    {
        life.HasLabel = true;
        await life.FeedAsync();
        await life.AfterAsync(20);
        await life.ScanAsync(life.Chance(50) ? "inTransit" : "attemptFailed");
        await life.AfterAsync(20);
        if (life.Chance(60))
            await life.ScanAsync("delivered");
        await life.AfterAsync(5);
        await CancelAsync(life);
        await life.AfterAsync(10);
        await life.ShipAsync();
        await life.SeeThroughAsync();
    }

    private static readonly string[] SeenAfterAll = ["inTransit", "delivered", "outForDelivery", "returning"];

    private static async Task LabelFirstAsync(Life life)
    {
        life.HasLabel = true;
        await life.FeedAsync();
        await life.ScanAsync("labelMade");
        await life.AfterAsync(10);
        life.HasSlowQueues = life.Chance(40);
        await CancelAsync(life);
        await life.AfterAsync(10);
        if (life.Chance(70))
            await life.ScanAsync(life.Pick(SeenAfterAll));
        await life.AfterAsync(2);
        (life.HasSlowQueues, life.LetsGo) = (false, true);
        await life.SeeThroughAsync();
    }

    private static async Task LineByLineAsync(Life life)
    {
        (life.Marketplace, life.Quantity) = ("lazada", 3);
        if (life.Chance(50))
            await ShipAsync(life);
        else
            await life.FeedAsync();
        for (var lines = life.Dice.Next(1, 4); lines > 0; lines--)
        {
            await life.AfterAsync(5);
            await life.CancelLineAsync();
            if (life.Chance(50) && await life.LookAsync("agent") is { State: CaseState.AwaitingDecision } part)
                await life.ActAsync("agent", part.Id, life.Chance(70) ? "overrule: a part" : "overrule: refuse", part.State);
        }

        await life.SeeThroughAsync();
    }

    private static async Task KnownBeforeAsync(Life life, string kind)
    {
        await ShipAsync(life);
        await TravelAsync(life, 1);
        await life.ScanAsync(kind);
        await life.AfterAsync(2);
        await (life.Chance(25) ? life.AskAsync("addressChange") : CancelAsync(life));
        await life.SeeThroughAsync();
    }

    private static async Task OddDatesAsync(Life life)
    {
        await ShipAsync(life);
        await life.ScanAsync("delivered", hoursAgo: 24 * 365);
        await life.ScanAsync("delivered", hoursAgo: -24 * 365 * 20);
        await life.AfterAsync(20);
        await life.ScanAsync("inTransit");
        await CancelAsync(life);
        await life.SeeThroughAsync();
    }

    private static async Task ForeignNumberAsync(Life life)
    {
        await ShipAsync(life);
        await life.ScanAsync("delivered");
        await life.AfterAsync(5);
        await life.SayAsync("cancelled");
        await life.AfterAsync(5);
        if (await life.LookAsync("agent") is { State: CaseState.AwaitingSellerReturn } open)
            await life.SendBackByForeignNumberAsync(open.Id);
        await life.SeeThroughAsync();
    }

    private static async Task UsedAgainAsync(Life life)
    {
        life.UseNumberAgain();
        await ShipAsync(life);
        await TravelAsync(life, 1);
        await life.AfterAsync(5);
        await life.SayAsync("cancelled");
        await life.SeeThroughAsync();
    }

    private static async Task AnyOrderAsync(Life life)
    {
        await life.SayAsync("cancelled");
        await life.SayAsync("delivered");
        await life.SayAsync("shipped");
        await life.AfterAsync(5);
        await life.FeedAsync();
        await life.AfterAsync(5);
        await life.ShipAsync();
        await life.SeeThroughAsync();
    }

    // Meanwhile the parcel goes on.
    private static async Task LatePaperAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, 1);
        if (await life.AskAsync("buyerCancellation") is not { State: CaseState.AwaitingDocuments, Next.By: { } by } asked)
            return;
        await life.UntilAsync(by.AddHours(-5));
        await life.ScanAsync("inTransit");
        await life.UntilAsync(by.AddHours(2));
        await life.ScanAsync(life.Pick(WhileItWaited));
        await life.AfterAsync(2);
        await life.UploadAsync(asked.Id, "cancellationProof");
        await life.SeeThroughAsync();
    }

    private static readonly string[] WhileItWaited = ["outForDelivery", "delivered", "returning"];

    private static async Task LostWhenItIsThereAsync(Life life)
    {
        await ShipAsync(life);
        await life.ScanAsync("delivered");
        await life.AfterAsync(5);
        await life.SayAsync("cancelled");
        await life.AfterAsync(5);
        if (await life.LookAsync("agent") is not { State: CaseState.AwaitingSellerReturn } open)
            return;
        await life.ActAsync("seller", open.Id, "returnShipped", open.State);
        await life.AfterAsync(30);
        await life.ActAsync("warehouse", open.Id, "receiveParcel", CaseState.Returning);
        await life.ScanAsync("lost", number: life.ReturnNumber);
        await life.SeeThroughAsync();
    }

    private static async Task PaidAsLostAsync(Life life)
    {
        life.HasSlowQueues = true;
        await ShipAsync(life);
        await UntilStalledAsync(life);
        await life.ScanAsync("lost");
        await life.AfterAsync(2);
        if (await life.LookAsync("agent") is { } late && late.State.IsStalled())
            await life.ActAsync("agent", late.Id, "confirmLost", late.State);
        await life.SayAsync("cancelled");
        await life.AfterAsync(1);
        await life.SayAsync("delivered");
        await life.AfterAsync(1);
        // Found, an agent pays all the same; before that is done, the courier tries once more and delivers.
        if (await life.LookAsync("agent") is { State: CaseState.AwaitingDecision } found)
            await life.ActAsync("agent", found.Id, "overrule", found.State);
        await life.ScanAsync("attemptFailed");
        await life.AfterAsync(2);
        await life.SayAsync("delivered");
        await life.AfterAsync(1);
        (life.HasSlowQueues, life.LetsGo) = (false, true);
        await life.SeeThroughAsync();
    }

    private static async Task AtTheDoorUnpaidAsync(Life life)
    {
        (life.HasLabel, life.HasSlowQueues) = (true, true);
        await life.FeedAsync();
        await life.AfterAsync(5);
        await life.SayAsync("cancelled");
        await life.AfterAsync(5);
        await life.ScanAsync("outForDelivery");
        await life.AfterAsync(2);
        (life.HasSlowQueues, life.LetsGo) = (false, true);
        await life.SeeThroughAsync();
    }

    private static async Task OlderDeliveryAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, 1);
        await life.AfterAsync(10);
        await life.SayAsync("cancelled");
        await life.AfterAsync(10);
        await life.ScanAsync("attemptFailed");
        await life.SayAsync("delivered", hoursAgo: 4);
        await life.SeeThroughAsync();
    }

    // An agent takes the change of address up again although the order was cancelled meanwhile.
    private static async Task TakenUpAgainAsync(Life life)
    {
        await ShipAsync(life);
        await TravelAsync(life, 1);
        if (await life.AskAsync("addressChange") is not { } asked)
            return;
        await life.ActAsync("agent", asked.Id, "cannotHold", asked.State);
        await CloseAsync(life);
        await life.SayAsync("cancelled");
        await life.AfterAsync(1);
        await CloseAsync(life);
        await life.ActAsync("agent", asked.Id, "reopen", CaseState.Closed);
        await life.AfterAsync(10);
        await life.ScanAsync("attemptFailed");
        await life.SayAsync("delivered", hoursAgo: 4);
        await life.SeeThroughAsync();
    }

    private static async Task NewAddressAsync(Life life)
    {
        var where = life.Dice.Next(4);
        if (where == 0)
            await life.FeedAsync();
        else
            await ShipAsync(life);
        await life.AfterAsync(10);
        if (where == 1)
            await life.ScanAsync("delivered");
        await life.AskAsync("addressChange");
        if (where == 0)
        {
            await life.AfterAsync(20);
            await life.ShipAsync();
            await TravelAsync(life, 1);
            await life.ScanAsync("delivered");
        }

        await life.SeeThroughAsync();
    }

    private static async Task AppealAsync(Life life, Func<Life, Task> goOnAsync)
    {
        life.HasSlowQueues = goOnAsync == Curiosity.BeCuriousAsync;
        await life.AskAsync("complianceAppeal", Deeds.AppealOf(life));
        await life.AfterAsync(1);
        await goOnAsync(life);
    }

    // Shipped, brought to where the map begins, and then curious.
    private static async Task CuriousAsync(Life life, Func<Life, Task> begin, Courier? courier = null)
    {
        life.HasSlowQueues = true;
        life.Courier = courier ?? life.Courier;
        await ShipAsync(life);
        await begin(life);
        await life.AfterAsync(1);
        await life.BeCuriousAsync();
    }

    private static async Task CuriouslyCancelledInTheWarehouseAsync(Life life)
    {
        life.HasSlowQueues = true;
        await life.FeedAsync();
        await life.AfterAsync(2);
        await CancelAsync(life);
        await life.AfterAsync(1);
        await life.BeCuriousAsync();
    }

    private static Task CuriouslyAfterDeliveryAsync(Life life) => CuriousAsync(life, async l =>
    {
        await l.AfterAsync(5);
        await l.ScanAsync("delivered");
        await l.AfterAsync(5);
        await (l.Chance(30) ? l.SayAsync("cancelled") : l.AskAsync(l.Chance(50) ? "addressChange" : "buyerCancellation"));
    });

    private static async Task NearAnEndAsync(Life life)
    {
        await life.AfterAsync(5);
        await life.ScanAsync(life.Chance(60) ? "outForDelivery" : "returning");
        await life.AfterAsync(2);
        await life.AskAsync("buyerCancellation");
    }

    // ZTO brings the parcel home for a new address; before it leaves again, somebody changes their mind.
    private static async Task AtTheWarehouseAsync(Life life)
    {
        if (await life.AskAsync("addressChange") is not { } asked)
            return;
        await life.ActAsync("agent", asked.Id, "holdConfirmed", asked.State);
        await life.AfterAsync(20);
        if (await life.ActAsync("warehouse", asked.Id, "receiveParcel", CaseState.Returning) is not { State: CaseState.AwaitingReshipment })
            return;
        await life.AfterAsync(5);
        switch (life.Dice.Next(3))
        {
            case 0:
                await life.SayAsync("cancelled");
                break;
            case 1:
                await CloseAsync(life);
                await life.AskAsync("addressChange");
                break;
            default:
                await life.AskAsync("buyerCancellation");
                break;
        }
    }

    // An agent closes a case, the order is cancelled, that case is closed, too, and the first is opened again: an order that
    // is cancelled and whose case knows nothing of it.
    private static Task OpenedAgainAsync(Life life) => CuriousAsync(life, async l =>
    {
        switch (l.Dice.Next(4))
        {
            case 0:
                await UntilStalledAsync(l);
                break;
            case 1:
                await l.AskAsync("buyerCancellation");
                break;
            default:
                await l.AskAsync("addressChange");
                break;
        }

        await l.AfterAsync(1);
        if (await CloseAsync(l) is not { } first)
            return;
        await l.SayAsync("cancelled");
        await l.AfterAsync(1);
        await CloseAsync(l);
        await l.ActAsync("agent", first.Id, "reopen", CaseState.Closed);
    });

    private static async Task<CaseView?> CloseAsync(Life life)
    {
        var open = await life.LookAsync("agent");
        return open is null || !open.Actions.Contains("close") ? null : await life.ActAsync("agent", open.Id, "close", open.State);
    }

    private static async Task ShipAsync(Life life)
    {
        if (life.Chance(35))
        {
            await life.FeedAsync();
            await life.AfterAsync(life.Dice.Next(4, 30));
            if (life.Chance(40))
                await life.SayAsync("shipped");
        }

        await life.ShipAsync();
    }

    private static async Task TravelAsync(Life life, int scans)
    {
        for (; scans > 0; scans--)
        {
            await life.AfterAsync(life.Dice.Next(12, 40));
            await life.ScanAsync("inTransit");
        }
    }

    private static Task CancelAsync(Life life) => life.Chance(60) ? life.SayAsync("cancelled") : life.AskAsync("buyerCancellation");

    // Until the application has found the parcel late; while the courier's whole feed is silent it does not.
    private static async Task UntilStalledAsync(Life life)
    {
        for (var looks = 0; looks < 12; looks++)
        {
            var order = JsonNode.Parse((await life.World.Backend.GetAsync("service", $"/api/orders/{life.OrderId}")).Body)!;
            if (order["cases"]!.AsArray().Count > 0)
                return;
            var from = (DateTimeOffset?)order["stalledFrom"];
            await life.UntilAsync(from > life.Now ? from.Value.AddHours(1 + life.Dice.Next(12)) : life.Now.AddHours(8));
        }
    }
}
