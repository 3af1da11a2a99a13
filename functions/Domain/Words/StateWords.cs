using Kumoten.Functions.Domain.Orders;

namespace Kumoten.Functions.Domain.Words;

/// <summary>What people call the states: the same words as on the pages (Doors/Pages/Shared/words), which a test holds.</summary>
public static class StateWords
{
    /// <summary>Names a case's state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Its name.</returns>
    public static Text Of(CaseState state) => state switch
    {
        CaseState.AwaitingBuyerConfirmation => new("Waiting for the buyer's answer", "Menunggu jawapan pembeli"),
        CaseState.AwaitingCourierTicket => new("The courier is being asked", "Kumoten bertanya kepada kurier"),
        CaseState.FollowingUp => new("Followed up with the courier", "Susulan dengan kurier"),
        CaseState.AwaitingDocuments => new("Waiting for documents", "Menunggu dokumen"),
        CaseState.AwaitingCourierHold => new("The courier is to hold the parcel", "Kurier diminta menahan bungkusan"),
        CaseState.AwaitingBuyerRejection => new("The buyer is to reject the parcel", "Pembeli perlu menolak bungkusan"),
        CaseState.AwaitingSellerReturn => new("Waiting for the parcel to be sent back", "Menunggu bungkusan dipulangkan"),
        CaseState.Returning => new("The parcel is coming back", "Bungkusan dalam perjalanan balik"),
        CaseState.Redirecting => new("The parcel goes to the new address", "Bungkusan ke alamat baharu"),
        CaseState.AwaitingReshipment => new("To be shipped again", "Akan dihantar semula"),
        CaseState.AwaitingAgent => new("With Kumoten's support", "Diuruskan oleh sokongan Kumoten"),
        CaseState.AwaitingInspection => new("Being inspected", "Sedang diperiksa"),
        CaseState.AwaitingDecision => new("Being decided", "Menunggu keputusan"),
        CaseState.Refunding => new("Refund approved", "Bayaran balik diluluskan"),
        CaseState.Drafting => new("The letter is being written", "Surat sedang disediakan"),
        CaseState.LetterReady => new("The letter is ready", "Surat sudah sedia"),
        CaseState.Submitted => new("Submitted to Lazada", "Dihantar kepada Lazada"),
        CaseState.Refunded => new("Refunded", "Telah dibayar balik"),
        CaseState.Refused => new("Refund refused", "Bayaran balik ditolak"),
        CaseState.Resolved => new("Resolved", "Selesai"),
        CaseState.Superseded => new("Continued in another case", "Diteruskan dalam kes lain"),
        CaseState.Completed => new("Completed", "Siap"),
        CaseState.Expired => new("Expired", "Tamat tempoh"),
        CaseState.Accepted => new("Appeal accepted", "Rayuan diterima"),
        CaseState.Declined => new("Appeal declined", "Rayuan ditolak"),
        CaseState.Withdrawn => new("Withdrawn", "Ditarik balik"),
        CaseState.Closed => new("Closed", "Ditutup"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No name for this state."),
    };

    /// <summary>Names where an order stands, as it follows "the order is".</summary>
    /// <param name="status">The status.</param>
    /// <returns>The words.</returns>
    public static Text Of(OrderStatus status) => status switch
    {
        OrderStatus.Pending => new("still in the warehouse", "masih di gudang"),
        OrderStatus.Shipped => new("on its way", "dalam perjalanan"),
        OrderStatus.Delivered => new("delivered", "telah sampai kepada pembeli"),
        _ => new("cancelled", "telah dibatalkan"),
    };
}
