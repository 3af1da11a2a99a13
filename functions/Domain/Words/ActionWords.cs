using Kumoten.Functions.Domain.Cases;

namespace Kumoten.Functions.Domain.Words;

/// <summary>What people call what they do to a case, as it stands before "is not possible".</summary>
public static class ActionWords
{
    private static readonly Text This = new("this", "tindakan ini");

    /// <summary>Names an action by the event that it is.</summary>
    /// <param name="e">The event.</param>
    /// <returns>Its name; a general word for what no person does.</returns>
    public static Text Of(CaseEvent e) => e switch
    {
        BuyerReceived => new("saying that the buyer has the parcel", "menyatakan bahawa pembeli telah menerima bungkusan"),
        BuyerNotReceived => new("saying that the parcel has not come", "menyatakan bahawa bungkusan belum sampai"),
        TicketRecorded => new("recording a ticket number", "merekodkan nombor tiket"),
        ContactRecorded => new("recording a talk with the courier", "merekodkan perbualan dengan kurier"),
        LossConfirmed => new("confirming a loss", "mengesahkan kehilangan"),
        NewAddressConfirmed => new("confirming the new address", "mengesahkan alamat baharu"),
        LetterSubmitted => new("saying that the letter was uploaded", "menyatakan bahawa surat telah dimuat naik"),
        AppealDecided => new("entering Lazada's decision", "memasukkan keputusan Lazada"),
        AppealRevised => new("correcting the appeal", "membetulkan rayuan"),
        Reopened => new("opening the case again", "membuka semula kes"),
        HoldConfirmed => new("confirming that the courier holds the parcel", "mengesahkan bahawa kurier menahan bungkusan"),
        CannotHold => new("saying that the courier cannot hold the parcel", "menyatakan bahawa kurier tidak dapat menahan bungkusan"),
        BuyerRejected => new("saying that the buyer rejected the parcel", "menyatakan bahawa pembeli menolak bungkusan"),
        ReachedBuyer => new("saying that the parcel reached the buyer", "menyatakan bahawa bungkusan telah sampai kepada pembeli"),
        ReturnShipped => new("entering how the parcel was sent back", "memasukkan cara bungkusan dipulangkan"),
        ParcelReceived => new("receiving the parcel", "menerima bungkusan"),
        ParcelUnmatched => new("taking back a parcel that is another's", "menarik balik bungkusan milik orang lain"),
        ParcelInspected => new("inspecting the item", "memeriksa barang"),
        ReturnShippingSet => new("entering the return shipping", "memasukkan kos pemulangan"),
        Overruled => new("deciding on the refund", "membuat keputusan tentang bayaran balik"),
        Withdrawn => new("withdrawing the request", "menarik balik permintaan"),
        Closed => new("closing the case", "menutup kes"),
        DocumentAdded => new("adding a document", "menambah dokumen"),
        NoteAdded => new("adding a note", "menambah catatan"),
        _ => This,
    };
}
