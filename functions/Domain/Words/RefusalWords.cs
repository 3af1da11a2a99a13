using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Words;

/// <summary>
/// What the domain refuses, by a stable name and in words that say what the reader can do about it. A sentence is changed here;
/// when it is refused stands where it is decided, in Flow.
/// </summary>
public static class RefusalWords
{
    /// <summary>The code of a refusal because such a case is open.</summary>
    public const string CaseIsOpen = "case.alreadyOpen";

    /// <summary>The state has no move for an event.</summary>
    /// <param name="c">The case.</param>
    /// <param name="e">What was to happen.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NoSuchMove(Case c, CaseEvent e) =>
        new(Move.Refused.NoMove, Closed(c, StateWords.Of(c.State), ActionWords.Of(e)));

    private static Text Closed(Case c, Text state, Text action) => new(
        $"Case {c.Id} is at “{state.En}”: {action.En} is not possible there. The case shows what can be done now.",
        $"Kes {c.Id} berstatus “{state.Ms}”: {action.Ms} tidak boleh dilakukan pada peringkat ini. Kes menunjukkan tindakan yang boleh diambil sekarang.");

    /// <summary>Too many steps of a case failed or wait: more of them would outgrow its row.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused TooMuchUnderWay(Case c) =>
        new("case.tooMuchUnderWay", new($"Case {c.Id} has {c.Pending.Count} steps that failed or still wait, such as mails. Nothing is lost; try again when Kumoten's support has sent them again.", $"Kes {c.Id} mempunyai {c.Pending.Count} langkah yang gagal atau masih menunggu, seperti e-mel. Tiada apa yang hilang; cuba lagi setelah sokongan Kumoten menghantarnya semula."));

    /// <summary>An appeal was corrected as often as one can be.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused TooManyLetters(Case c) =>
        new("letter.tooMany", new($"Case {c.Id} has {c.Letters.Count} letters, and an appeal has at most {Case.MostLetters}. Use the newest letter, or end this case and begin a new appeal.", $"Kes {c.Id} mempunyai {c.Letters.Count} surat, dan had bagi satu rayuan ialah {Case.MostLetters}. Gunakan surat terbaharu, atau tamatkan kes ini dan mulakan rayuan baharu."));

    /// <summary>A case that expired for want of a paper is given another.</summary>
    /// <param name="c">The case.</param>
    /// <param name="missing">The papers that are missing.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotTheMissingPaper(Case c, Text missing) =>
        new("document.notTheMissingOne", new($"Case {c.Id} expired for want of a document. To go on, upload this, and choose its kind: {missing.En}.", $"Kes {c.Id} tamat tempoh kerana satu dokumen tidak diterima. Untuk meneruskan, muat naik dokumen ini dan pilih jenisnya: {missing.Ms}."));

    /// <summary>A loss without the courier's word.</summary>
    /// <returns>The refusal.</returns>
    public static Move.Refused LossNeedsTicket() =>
        new("loss.needsTicket", new("A loss needs the courier's word: record its ticket number, or wait for a scan that says so.", "Kehilangan perlu disahkan oleh kurier: rekodkan nombor tiketnya, atau tunggu imbasan yang menyatakannya."));

    /// <summary>A loss on a leg that is over.</summary>
    /// <returns>The refusal.</returns>
    public static Move.Refused LossOnOtherLeg() =>
        new("loss.otherLeg", new("The parcel had reached the buyer or turned back: what is lost now is lost on its way back.", "Bungkusan telah sampai kepada pembeli atau berpatah balik: kehilangan sekarang ialah kehilangan dalam perjalanan balik."));

    /// <summary>A loss of a parcel that is back at Kumoten.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused LostAtHome(Order order) =>
        new("loss.cameHome", new($"The parcel of order {order.Id} is back at Kumoten, so it is not lost. Inspect it, or close this case.", $"Bungkusan pesanan {order.Id} telah kembali ke Kumoten, jadi ia tidak hilang. Periksa bungkusan itu, atau tutup kes ini."));

    /// <summary>Another cost of sending back than is known.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused ReturnShippingAlreadySet(Case c) =>
        new("returnShipping.alreadySet", new($"The return shipping of this case is RM {c.ReturnShipping} already. Ask for a correction of the account instead.", $"Kos pemulangan kes ini sudah ditetapkan pada RM {c.ReturnShipping}. Minta pembetulan akaun."));

    /// <summary>An ended case is to go on while another is open.</summary>
    /// <param name="caseId">The open case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherCaseIsOpen(string caseId) =>
        new("case.otherIsOpen", new($"Case {caseId} of this order is open; it goes on there.", $"Kes {caseId} bagi pesanan ini masih dibuka; perkara ini diteruskan di sana."));

    /// <summary>There is one refund per order.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused RefundAlreadyApproved(Order order) =>
        new("refund.alreadyApproved", new($"The refund of order {order.Id} was approved by case {order.RefundCase} already. There is one refund per order.", $"Bayaran balik pesanan {order.Id} telah diluluskan melalui kes {order.RefundCase}. Setiap pesanan mempunyai satu bayaran balik sahaja."));

    /// <summary>Such a case is open.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused AlreadyOpen(Case c) =>
        new(CaseIsOpen, new($"Case {c.Id} is open and goes on with this.", $"Kes {c.Id} masih dibuka dan meneruskan perkara ini.")) { CaseId = c.Id };

    /// <summary>The violation is appealed against already.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused AppealAlreadyOpen(Case c) =>
        new(CaseIsOpen, new($"Case {c.Id} about this violation is open already.", $"Kes {c.Id} tentang pelanggaran ini sudah dibuka.")) { CaseId = c.Id };

    /// <summary>A parcel that is back is not late.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused CameHome(Order order) =>
        new("stalledParcel.notUnderWay", new($"The parcel of order {order.Id} is back at Kumoten: only a parcel on its way to the buyer can be late.", $"Bungkusan pesanan {order.Id} telah kembali ke Kumoten: hanya bungkusan dalam perjalanan kepada pembeli boleh dikira lewat."));

    /// <summary>A parcel that is not on its way is not late.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotUnderWay(Order order) =>
        new("stalledParcel.notUnderWay", new($"Order {order.Id} is {StateWords.Of(order.Status).En}: only a parcel on its way to the buyer can be late.", $"Pesanan {order.Id} {StateWords.Of(order.Status).Ms}: hanya bungkusan dalam perjalanan kepada pembeli boleh dikira lewat."));

    /// <summary>The parcel had a scan lately, or shipped lately and had none yet.</summary>
    /// <param name="order">The order.</param>
    /// <param name="from">When the rule holds.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotStalledYet(Order order, DateTimeOffset from) => order.LastScanAt is null
        ? new("stalledParcel.tooEarly", new($"The parcel shipped within the last {ParcelClock.Patience.Count} working days and may still have its first scan. Ask again when the rule holds, if none comes.", $"Bungkusan dihantar dalam {ParcelClock.Patience.Count} hari bekerja yang lalu dan mungkin masih menunggu imbasan pertama. Mohon semula apabila tempoh ini cukup, jika tiada imbasan."), from)
        : new("stalledParcel.tooEarly", new($"The parcel had a scan within the last {ParcelClock.Patience.Count} working days. Ask again when the rule holds, if no scan comes.", $"Bungkusan telah diimbas dalam {ParcelClock.Patience.Count} hari bekerja yang lalu. Mohon semula apabila tempoh ini cukup, jika tiada imbasan baharu."), from);

    /// <summary>A delivery cannot fail before it began.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotShipped(Order order) =>
        new("failedDelivery.notShipped", new($"Order {order.Id} has not shipped: request a cancellation instead.", $"Pesanan {order.Id} belum dihantar: mohon pembatalan."));

    /// <summary>A delivery that succeeded did not fail.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused Delivered(Order order) =>
        new("failedDelivery.delivered", new($"The parcel of order {order.Id} has reached the buyer: request a cancellation, and arrange its delivery to Kumoten's office.", $"Bungkusan pesanan {order.Id} telah sampai kepada pembeli: mohon pembatalan, dan uruskan penghantarannya ke pejabat Kumoten."));

    /// <summary>The parcel is not on its way for long enough.</summary>
    /// <param name="from">When the rule holds.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotLateYet(DateTimeOffset from) =>
        new("failedDelivery.tooEarly", new("The parcel has been on its way for 14 days or less, and no delivery has failed. If the buyer cancelled, request a cancellation.", "Bungkusan dalam perjalanan selama 14 hari atau kurang, dan tiada penghantaran yang gagal. Jika pembeli membatalkan pesanan, mohon pembatalan."), from);

    /// <summary>A cancelled order goes to no new address.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused CancelledBefore(Order order) =>
        new("addressChange.cancelled", new($"Order {order.Id} is cancelled: its parcel comes back to Kumoten.", $"Pesanan {order.Id} telah dibatalkan: bungkusannya akan kembali ke Kumoten."));

    /// <summary>A feed names another seller.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherSeller(Order order) =>
        new("order.otherSeller", new($"Order {order.Id} belongs to seller {order.SellerId}. A seller cannot change; check the order number.", $"Pesanan {order.Id} milik penjual {order.SellerId}. Penjual tidak boleh ditukar; semak nombor pesanan."));

    /// <summary>A feed names another order of the marketplace.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherMarketplaceOrder(Order order) =>
        new("order.otherMarketplaceOrder", new($"Order {order.Id} is order {order.MarketplaceOrderId} of {MarketplaceNames.Of(order.Marketplace)}. That cannot change; check the order number.", $"Pesanan {order.Id} ialah pesanan {order.MarketplaceOrderId} di {MarketplaceNames.Of(order.Marketplace, "ms")}. Ini tidak boleh ditukar; semak nombor pesanan."));

    /// <summary>A feed changes the amount while a claim on it is open or paid.</summary>
    /// <param name="order">The order, with everything else of the feed.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused AmountInClaim(Order order) =>
        new("order.amountInClaim", new($"A claim on order {order.Id} is open or paid, so its amount stays RM {order.Amount}. Everything else was taken in.", $"Tuntutan bagi pesanan {order.Id} masih dibuka atau telah dibayar, jadi jumlahnya kekal RM {order.Amount}. Maklumat lain telah diterima."));

    /// <summary>A refused claim is its order's last word until an agent reopens or overrules it.</summary>
    /// <param name="c">The refused case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused ClaimRefused(Case c) =>
        new("claim.refused", new($"Case {c.Id} was refused, and that is the last word on order {c.OrderId}. If you disagree, add a note to the case: Kumoten's support can open it again or decide otherwise.", $"Bayaran balik dalam kes {c.Id} telah ditolak, dan itu keputusan muktamad bagi pesanan {c.OrderId}. Jika tidak bersetuju, tambah catatan pada kes itu: sokongan Kumoten boleh membukanya semula atau membuat keputusan lain."));

    /// <summary>All of the order was refunded, part by part.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NothingLeft(Order order) =>
        new("refund.nothingLeft", new($"All RM {order.Amount} of order {order.Id} were refunded for its parts already.", $"Kesemua RM {order.Amount} bagi pesanan {order.Id} telah dibayar balik untuk bahagian-bahagiannya."));

    /// <summary>A part is to be refunded, and nobody said how much.</summary>
    /// <returns>The refusal.</returns>
    public static Move.Refused PartNeedsAmount() =>
        new("overrule.needsAmount", new("Only a part of the order was cancelled: name the amount that is refunded.", "Hanya sebahagian pesanan dibatalkan: nyatakan jumlah yang dibayar balik."));

    /// <summary>More is to be refunded for a part than the order has left.</summary>
    /// <param name="named">What was named.</param>
    /// <param name="left">What is left.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused AboveWhatIsLeft(Money named, Money left) =>
        new("overrule.aboveLeft", new($"RM {left} of the order amount is left; RM {named} is more.", $"Baki jumlah pesanan ialah RM {left}; RM {named} melebihinya."));

    /// <summary>An amount is named where the whole order is at stake.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotInPart(Case c) =>
        new("overrule.notInPart", new($"Case {c.Id} is about the whole order: a refund pays all that is left of it. An amount is named only where an order was cancelled in part.", $"Kes {c.Id} melibatkan keseluruhan pesanan: bayaran balik meliputi semua bakinya. Jumlah dinyatakan hanya apabila pesanan dibatalkan sebahagian."));

    /// <summary>An inspection that refuses a refund shows its seller neither a reason nor a photo.</summary>
    /// <returns>The refusal.</returns>
    public static Move.Refused NeedsPhoto() =>
        new("inspection.needsPhoto", new("A refund is refused with a reason and a photo that the seller can see: upload at least one photo of the item as it came, and write what is wrong with it.", "Bayaran balik ditolak dengan sebab dan foto yang dapat dilihat oleh penjual: muat naik sekurang-kurangnya satu foto barang seperti yang diterima, dan tulis apa masalahnya."));

    /// <summary>A parcel is to be taken back that did not come by mistake.</summary>
    /// <param name="c">The case.</param>
    /// <param name="number">The number that was given.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused NotReceivedHere(Case c, string number) =>
        new("parcel.notMistaken", new($"{number} is no parcel that was brought to case {c.Id} by mistake: it did not come to this case, or it is its order's own number. Where the wrong item lies in the right parcel, inspect it.", $"{number} bukan bungkusan yang tersilap dipadankan dengan kes {c.Id}: bungkusan itu tidak diterima bagi kes ini, atau itu nombor pesanan ini sendiri. Jika barang di dalamnya salah, periksa barang itu."));

    /// <summary>Sending back is said to cost more than the order.</summary>
    /// <param name="cost">The cost.</param>
    /// <param name="order">The order.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused ReturnShippingAboveAmount(Money cost, Order order) =>
        new("returnShipping.aboveAmount", new($"Sending it back cannot cost RM {cost}: the whole order cost RM {order.Amount}. Check the amount.", $"Kos pemulangan tidak mungkin RM {cost}: jumlah keseluruhan pesanan ialah RM {order.Amount}. Semak jumlahnya."));

    /// <summary>A number that somebody names is another order's own.</summary>
    /// <param name="number">The normalised number.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherOrdersNumber(string number) =>
        new("trackingNumber.otherOrders", new($"{number} is the number of another order's parcel. Look at the label again, and give the number that this parcel goes by.", $"{number} ialah nombor penjejakan bungkusan pesanan lain. Semak semula label, dan masukkan nombor bungkusan ini."));

    /// <summary>Another open case's return goes by a number that somebody names.</summary>
    /// <param name="number">The normalised number.</param>
    /// <returns>The refusal.</returns>
    public static Move.Refused OtherCasesNumber(string number) =>
        new("trackingNumber.otherCases", new($"Another case's parcel comes back by the number {number} already. Look at the label again, and give the number that this parcel goes by.", $"Bungkusan kes lain sedang dipulangkan dengan nombor {number}. Semak semula label, dan masukkan nombor bungkusan ini."));
}
