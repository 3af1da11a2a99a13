using static Kumoten.Local.Demo.DemoDeeds;

namespace Kumoten.Local.Demo;

/// <summary>What happens to some orders.</summary>
/// <param name="Plot">It in a few words.</param>
/// <param name="Copies">How many orders live it.</param>
/// <param name="Born">The days on which the first and the last of them become known, 0 to 11; a life that falls on a weekend waits for Monday.</param>
/// <param name="Ends">The state of their newest case at the end; null where none was opened.</param>
/// <param name="Deeds">What happens, each so many days after the birth; 0.5 is the afternoon.</param>
public sealed record Life(string Plot, int Copies, (double First, double Last) Born, string? Ends, params (double After, Deed Deed)[] Deeds)
{
    /// <summary>How many days before its birth the parcel shipped; null when it lies in the warehouse yet.</summary>
    public double? Shipped { get; init; }

    /// <summary>The courier, where the plot needs the one.</summary>
    public string? Courier { get; init; }

    /// <summary>The marketplace, where the plot needs the one.</summary>
    public string? Marketplace { get; init; }

    /// <summary>How many units were bought.</summary>
    public int Units { get; init; } = 1;

    /// <summary>Whether there is an order at all: an appeal has none, nor has a parcel that is nobody's.</summary>
    public bool HasOrder { get; init; } = true;
}

/// <summary>The plot of the demo: what may become of an order, so that every list and every chart has something to show.</summary>
public static class DemoLives
{
    /// <summary>All lives: a new one is a line here.</summary>
    public static readonly IReadOnlyList<Life> All =
    [
        // Nothing to complain of.
        new("delivered as it should be", 8, (0, 10), null, (0.5, Scan("outForDelivery")), (1, Scan("delivered"))) { Shipped = 2 },
        new("on its way", 5, (9, 11), null, (0, Scan("inTransit"))) { Shipped = 1 },
        new("not shipped yet", 3, (10, 11), null),

        // Cancelled, and home again.
        new("cancelled in the warehouse", 3, (0, 9), "refunded", (0, Cancelled), (0, Becomes("refunded"))),
        new("cancelled on its way, home intact", 5, (0, 7), "refunded", (0, Cancelled), (0.5, HoldConfirmed), (3, Received), (3.5, Inspected("intact")), (3.5, Becomes("refunded"))) { Shipped = 3 },
        new("cancelled, home, and the seller bears the way back", 2, (1, 4), "refunded", (0, Cancelled), (0.5, HoldConfirmed), (3, Received), (3.5, Inspected("intact", returnShipping: "7.50")), (3.5, Becomes("refunded"))) { Shipped = 4 },
        new("cancelled by the seller with a proof, and on its way back", 1, (8, 8), "returning", (0, Asks("buyerCancellation")), (0.5, Proves), (1, HoldConfirmed)) { Shipped = 3 },
        new("came back used, and is refused", 2, (0, 3), "refused", (0, Cancelled), (0.5, HoldConfirmed), (3, Received), (4, Photographed), (4, Inspected("used"))) { Shipped = 3 },
        new("came back opened, and an agent pays all the same", 1, (2, 2), "refunded", (0, Cancelled), (0.5, HoldConfirmed), (3, Received), (3.5, Photographed), (3.5, Inspected("opened")), (4, Overruled), (4, Becomes("refunded"))) { Shipped = 3 },
        new("given back by the buyer, and waits for the inspection", 2, (7, 9), "awaitingInspection", (0, Scan("delivered")), (0.5, Cancelled), (1, ReturnShipped), (2, Received)) { Shipped = 4 },

        // Cancelled, and somebody is waited for: some of them for too long.
        new("cancelled, and the courier is to hold it", 2, (11, 11), "awaitingCourierHold", (0.5, Cancelled)) { Shipped = 2 },
        new("cancelled, and nobody asked the courier", 1, (7, 7), "awaitingCourierHold", (0, Cancelled)) { Shipped = 2 },
        new("cancelled, and the buyer is to reject it", 1, (10, 10), "awaitingBuyerRejection", (0, Cancelled), (0.5, CannotHold)) { Shipped = 3 },
        new("rejected by the buyer, and on its way back", 2, (4, 8), "returning", (0, Cancelled), (0.5, CannotHold), (1, BuyerRejected)) { Shipped = 3 },
        new("cancelled after it was delivered", 2, (8, 11), "awaitingSellerReturn", (0, Scan("delivered")), (0.5, Cancelled)) { Shipped = 4 },
        new("cancelled by a seller who has not sent the proof", 2, (9, 11), "awaitingDocuments", (0, Asks("buyerCancellation"))) { Shipped = 3 },
        new("cancelled by a seller who never sent the proof", 1, (0, 0), "expired", (0, Asks("buyerCancellation")), (3, Scan("delivered"))) { Shipped = 3 },
        new("cancelled by a seller who thought better of it", 1, (3, 3), "withdrawn", (0, Asks("buyerCancellation")), (0.5, Says("seller", "withdraw")), (1, Scan("delivered"))) { Shipped = 3 },
        new("cancelled in part", 1, (10, 10), "awaitingDecision", (0, CancelledInPart)) { Shipped = 2, Units = 3, Marketplace = "lazada" },

        // The delivery failed.
        new("not delivered, cancelled, home", 3, (0, 6), "refunded", (0, Scan("attemptFailed")), (0.5, Cancelled), (1, HoldConfirmed), (3, Received), (4, Inspected("intact")), (4, Becomes("refunded"))) { Shipped = 4 },
        new("under way for more than 14 days, cancelled", 1, (8, 8), "returning", (0, Cancelled), (0.5, HoldConfirmed)) { Shipped = 16 },

        // Late: no scan for more than 5 working days.
        new("late, and with the buyer all the time", 2, (0, 4), "resolved", (0, Becomes("awaitingBuyerConfirmation")), (1, Says("seller", "buyerReceived"))) { Shipped = 12 },
        new("late, and moves again", 1, (2, 2), "resolved", (0, Becomes("awaitingBuyerConfirmation")), (1, Says("seller", "buyerNotReceived")), (1.5, Ticket), (3, Scan("inTransit")), (3, Becomes("resolved"))) { Shipped = 12 },
        new("late, and the seller is asked", 2, (10, 11), "awaitingBuyerConfirmation", (0, Becomes("awaitingBuyerConfirmation"))) { Shipped = 12 },
        new("late, and the courier is to be asked", 2, (7, 11), "awaitingCourierTicket", (0, Becomes("awaitingBuyerConfirmation")), (0.5, Says("seller", "buyerNotReceived"))) { Shipped = 12 },
        new("late, and followed up", 2, (4, 9), "followingUp", (0, Becomes("awaitingBuyerConfirmation")), (0.5, Says("seller", "buyerNotReceived")), (1, Ticket), (1.5, Contact)) { Shipped = 12 },
        new("late, and lost", 2, (1, 4), "refunded", (0, Becomes("awaitingBuyerConfirmation")), (0.5, Says("seller", "buyerNotReceived")), (1, Ticket), (3, Scan("lost")), (3.5, Lost), (3.5, Becomes("refunded"))) { Shipped = 12 },
        new("late, and then cancelled", 1, (8, 8), "awaitingCourierHold", (0, Becomes("awaitingBuyerConfirmation")), (3, Cancelled)) { Shipped = 12 },

        // Sent to another address.
        new("to another address before it ships", 1, (6, 6), "completed", (0, Asks("addressChange"))),
        new("to another address, and delivered there", 1, (1, 1), "completed", (0, Asks("addressChange")), (0.5, HoldConfirmed), (3, Scan("delivered")), (3, Becomes("completed"))) { Shipped = 2, Courier = "poslaju" },
        new("to another address, under way", 1, (9, 9), "redirecting", (0, Asks("addressChange")), (0.5, HoldConfirmed)) { Shipped = 2, Courier = "poslaju" },
        new("to another address, home to be shipped again", 2, (7, 8), "awaitingReshipment", (0, Asks("addressChange")), (0.5, HoldConfirmed), (3, Received)) { Shipped = 2, Courier = "zto" },
        new("to another address, and was delivered to the old one", 1, (10, 10), "awaitingAgent", (0, Asks("addressChange")), (0.5, Scan("delivered"))) { Shipped = 4, Courier = "poslaju" },

        // Lazada's penalties.
        new("an appeal that Lazada accepted", 1, (0, 0), "accepted", (0, Appeals), (1, Says("seller", "letterSubmitted")), (7, Outcome("accepted"))) { HasOrder = false },
        new("an appeal that Lazada declined", 1, (1, 1), "declined", (0, Appeals), (0.5, Says("seller", "letterSubmitted")), (8, Outcome("declined"))) { HasOrder = false },
        new("an appeal that Lazada has", 1, (8, 8), "submitted", (0, Appeals), (1, Says("seller", "letterSubmitted"))) { HasOrder = false },
        new("an appeal whose letter is written", 1, (11, 11), "letterReady", (0, Appeals), (0, Becomes("letterReady"))) { HasOrder = false },

        new("a parcel at the dock that is nobody's", 2, (7, 11), null, (0, ReceivedAsNobodys)) { HasOrder = false },
    ];
}
