namespace Kumoten.Functions.Domain;

/// <summary>The five kinds of case: the headings of the support guide.</summary>
public enum CaseType
{
    /// <summary>Late Shipment to Destination.</summary>
    StalledParcel,

    /// <summary>Order Cancelled Due To Late or Failed Delivery.</summary>
    FailedDelivery,

    /// <summary>Order Cancelled by Buyer.</summary>
    BuyerCancellation,

    /// <summary>Change Address.</summary>
    AddressChange,

    /// <summary>Lazada Compliance Penalty.</summary>
    ComplianceAppeal,
}

/// <summary>Who takes part in a case.</summary>
public enum Actor
{
    /// <summary>The dropshipper.</summary>
    Seller,

    /// <summary>Kumoten's support staff.</summary>
    Agent,

    /// <summary>Kumoten's staff at the dock.</summary>
    Warehouse,

    /// <summary>Lazada, Shopee or TikTok Shop.</summary>
    Marketplace,

    /// <summary>ZTO or PosLaju.</summary>
    Courier,

    /// <summary>Kumoten's own order system.</summary>
    Service,

    /// <summary>This program, when a deadline passes or a step is done.</summary>
    System,
}

/// <summary>Where a case stands. The moves between the states are in Flow/CaseFlow.cs.</summary>
public enum CaseState
{
    /// <summary>The seller asks the buyer whether the parcel came all the same.</summary>
    AwaitingBuyerConfirmation,

    /// <summary>An agent calls the courier and records its report or ticket number.</summary>
    AwaitingCourierTicket,

    /// <summary>The courier is chased until the parcel moves, is delivered, or is lost.</summary>
    FollowingUp,

    /// <summary>The seller uploads the proof of the cancellation.</summary>
    AwaitingDocuments,

    /// <summary>The courier was asked to hold the parcel; an agent confirms with the courier's word.</summary>
    AwaitingCourierHold,

    /// <summary>The courier cannot hold: the buyer is to reject the parcel.</summary>
    AwaitingBuyerRejection,

    /// <summary>The buyer has the parcel: the seller sends it to Kumoten's office.</summary>
    AwaitingSellerReturn,

    /// <summary>The parcel is on its way back to Kumoten.</summary>
    Returning,

    /// <summary>The parcel is on its way to the new address.</summary>
    Redirecting,

    /// <summary>The parcel is back and ships again to the new address.</summary>
    AwaitingReshipment,

    /// <summary>The parcel reached the old address: an agent takes over.</summary>
    AwaitingAgent,

    /// <summary>The warehouse has the parcel and looks at the item.</summary>
    AwaitingInspection,

    /// <summary>No rule decides: an agent does, and says why.</summary>
    AwaitingDecision,

    /// <summary>The refund is approved and on its way to the account.</summary>
    Refunding,

    /// <summary>The appeal letter is being written.</summary>
    Drafting,

    /// <summary>The letter waits for the seller to upload it to Lazada.</summary>
    LetterReady,

    /// <summary>The seller uploaded the letter; Lazada decides.</summary>
    Submitted,

    /// <summary>The refund is in the seller's Kumoten account.</summary>
    Refunded,

    /// <summary>The terms refuse the refund.</summary>
    Refused,

    /// <summary>The parcel moved or arrived after all.</summary>
    Resolved,

    /// <summary>Another case took its place.</summary>
    Superseded,

    /// <summary>The address was changed, and the parcel with it.</summary>
    Completed,

    /// <summary>The documents did not come in time; uploading them reopens it.</summary>
    Expired,

    /// <summary>Lazada accepted the appeal.</summary>
    Accepted,

    /// <summary>Lazada declined the appeal.</summary>
    Declined,

    /// <summary>The seller took the request back.</summary>
    Withdrawn,

    /// <summary>An agent closed it.</summary>
    Closed,
}

/// <summary>What is true of a state by itself.</summary>
public static class CaseStates
{
    /// <summary>Whether a case in this state is over. The ends stand last in the list.</summary>
    public static bool IsEnd(this CaseState state) => state >= CaseState.Refunded;

    /// <summary>Whether the parcel of a case in this state is to come back to Kumoten's warehouse and is not there yet.</summary>
    public static bool IsDiverting(this CaseState state) =>
        state is CaseState.AwaitingCourierHold or CaseState.AwaitingBuyerRejection or CaseState.AwaitingSellerReturn or CaseState.Returning;

    /// <summary>Whether the warehouse may receive the parcel of a case in this state: it comes back, or turned up although it was to go elsewhere.</summary>
    public static bool TakesParcel(this CaseState state) => state.IsDiverting() || state is CaseState.Redirecting or CaseState.AwaitingAgent;

    /// <summary>Whether the parcel of a case in this state counts as stuck with the courier.</summary>
    public static bool IsStalled(this CaseState state) =>
        state is CaseState.AwaitingBuyerConfirmation or CaseState.AwaitingCourierTicket or CaseState.FollowingUp;
}
