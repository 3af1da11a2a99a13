using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Words;

/// <summary>The timeline's sentences, in English and Malay: what happened, in a seller's words.</summary>
public static class Sentences
{
    private static readonly Text SomebodySeesToIt = new(
        "Something did not work on Kumoten's side. Kumoten's staff have been told and see to it; you need not do anything.",
        "Ada sesuatu yang tidak berjaya di pihak Kumoten. Kakitangan Kumoten telah dimaklumkan dan sedang menanganinya; anda tidak perlu berbuat apa-apa.");

    /// <summary>Tells of a case that was opened.</summary>
    /// <param name="c">The case as opened.</param>
    /// <returns>The sentence.</returns>
    public static Text Opened(Case c) => (c.Type, c.State) switch
    {
        (CaseType.StalledParcel, _) when c.LossReported => new("The parcel is reported as lost; Kumoten asks the courier.", "Bungkusan dilaporkan hilang; Kumoten bertanya kepada kurier."),
        (_, CaseState.AwaitingBuyerConfirmation) => new($"There was no scan for more than {ParcelClock.Patience.Count} working days.", $"Tiada imbasan selama lebih daripada {ParcelClock.Patience.Count} hari bekerja."),
        (_, CaseState.AwaitingDocuments) => new("The seller reported that the order was cancelled.", "Penjual melaporkan bahawa pesanan telah dibatalkan."),
        (_, CaseState.Refunding) => new("The order was stopped before it shipped; the refund is approved.", "Pesanan dihentikan sebelum dihantar; bayaran balik diluluskan."),
        (_, CaseState.AwaitingSellerReturn) => new("The order was cancelled after the parcel reached the buyer.", "Pesanan dibatalkan selepas bungkusan sampai kepada pembeli."),
        (_, CaseState.AwaitingInspection) => new("The order was cancelled while its parcel was back at Kumoten; the item is inspected.", "Pesanan dibatalkan semasa bungkusannya berada di Kumoten; barang akan diperiksa."),
        (_, CaseState.Drafting) => new("The appeal was received; the letter is being written.", "Rayuan diterima; surat sedang disediakan."),
        (_, CaseState.Completed) => new("The order has not shipped: its address was changed.", "Pesanan belum dihantar: alamatnya telah ditukar."),
        (_, CaseState.AwaitingAgent) => new("A new address was asked for after the parcel reached the old one.", "Alamat baharu diminta selepas bungkusan sampai ke alamat lama."),
        (_, CaseState.AwaitingReshipment) => new("A new address was asked for while the parcel was back at Kumoten.", "Alamat baharu diminta semasa bungkusan berada di Kumoten."),
        (_, CaseState.AwaitingDecision) => InPart(c.Part!),
        (_, CaseState.Returning) => new("The order was cancelled; its parcel was on its way back already.", "Pesanan dibatalkan; bungkusannya sudah dalam perjalanan balik."),
        (_, CaseState.AwaitingBuyerRejection) => new("Alarm: the parcel is about to reach the buyer; Kumoten has asked the courier to hold it.", "Amaran: bungkusan hampir sampai kepada pembeli; Kumoten meminta kurier menahannya."),
        (CaseType.AddressChange, _) => new("A new address was asked for while the parcel was on its way.", "Alamat baharu diminta semasa bungkusan dalam perjalanan."),
        _ when c.LossReported => new("The order was cancelled; its parcel is reported as lost, and Kumoten asks the courier.", "Pesanan dibatalkan; bungkusannya dilaporkan hilang dan Kumoten akan bertanya kepada kurier."),
        _ => new("The order was cancelled while the parcel was on its way; Kumoten has asked the courier to return it.", "Pesanan dibatalkan semasa bungkusan dalam perjalanan; Kumoten meminta kurier memulangkannya."),
    };

    /// <summary>Names who acts.</summary>
    /// <param name="actor">The one who acts.</param>
    /// <returns>As a seller would say it.</returns>
    public static Text Of(Actor actor) => actor switch
    {
        Actor.Seller => new("you", "anda"),
        Actor.Agent => new("Kumoten's support", "sokongan Kumoten"),
        Actor.Warehouse => new("Kumoten's warehouse", "gudang Kumoten"),
        Actor.Marketplace => new("Lazada, Shopee or TikTok Shop", "Lazada, Shopee atau TikTok Shop"),
        Actor.Courier => new("the courier", "kurier"),
        _ => new("Kumoten", "Kumoten"),
    };

    /// <summary>Names somebody to anybody, where "you" would not do.</summary>
    /// <param name="actor">Who.</param>
    /// <returns>The name.</returns>
    public static Text Name(Actor actor) => actor == Actor.Seller ? new("the seller", "penjual") : Of(actor);

    /// <summary>Tells of an event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="after">The case after it.</param>
    /// <returns>The sentence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An event without words: a defect, found by a test.</exception>
    public static Text Of(CaseEvent e, Case after)
    {
        // Whom a mail went to stands in the event: the parcel may have another courier by now.
        var code = (e as CourierAsked)?.Courier ?? after.Courier;
        var (courier, kurier) = (CourierList.NameOf(code), CourierList.NameOf(code, "ms"));
        // Where a sentence begins with a courier that is not known yet.
        var (first, mula) = (Begun(courier), Begun(kurier));
        return e switch
        {
            CourierAsked { Occasion: CourierOccasion.Trace or CourierOccasion.FollowUp } asked => new($"Kumoten sent a mail to {courier} at {asked.To}, asking where the parcel is.", $"Kumoten telah menghantar e-mel kepada {kurier} di {asked.To} untuk mencari bungkusan."),
            CourierAsked asked => new($"Kumoten sent a mail to {courier} at {asked.To}, asking it to hold the parcel.", $"Kumoten telah menghantar e-mel kepada {kurier} di {asked.To} supaya menahan bungkusan."),
            CourierChanged => new($"The parcel now goes by {courier}, tracking number {after.TrackingNumbers.LastOrDefault() ?? "-"}.", $"Bungkusan kini dibawa oleh {kurier}, nombor penjejakan {after.TrackingNumbers.LastOrDefault() ?? "-"}."),
            StepOvertaken => new("No mail was sent to the courier: the case has gone on since.", "Tiada e-mel dihantar kepada kurier: kes ini telah berjalan sejak itu."),
            RefundReversed => new($"The refund of RM {after.Refund?.Amount} was taken back from the Kumoten account.", $"Bayaran balik RM {after.Refund?.Amount} telah ditarik balik daripada akaun Kumoten."),
            ReturnWished => new($"The buyer asked {MarketplaceNames.Of(after.Marketplace)} for a return. The parcel itself has not moved.", $"Pembeli meminta pemulangan melalui {MarketplaceNames.Of(after.Marketplace, "ms")}. Bungkusan belum bergerak."),
            LineCancelled line => InPart(line.Part),
            DamageReported damage => new($"{damage.Source.En} says that the parcel was damaged; a Kumoten agent looks into it.", $"{damage.Source.Ms} menyatakan bungkusan rosak; ejen Kumoten akan menyiasat."),
            ParcelFound => new("Alarm: the parcel was refunded as lost, and has been found. A Kumoten agent decides.", "Amaran: bungkusan yang dibayar balik sebagai hilang telah ditemui. Ejen Kumoten akan membuat keputusan."),
            DeskTold => new("Kumoten's support desk was told.", "Meja sokongan Kumoten telah dimaklumkan."),
            SellerTold told => new($"A mail was sent to the seller at {told.To}.", $"E-mel telah dihantar kepada penjual di {told.To}."),
            SellerNotTold { Why: SellerNotTold.NoAddress } => new("No mail was sent to the seller: no mail address is known.", "Tiada e-mel dihantar kepada penjual: alamat e-mel tidak diketahui."),
            SellerNotTold => new("No mail was sent to the seller: the mail server did not take it for a day.", "Tiada e-mel dihantar kepada penjual: pelayan e-mel tidak menerimanya selama sehari."),
            HoldConfirmed hold when after.State == CaseState.Redirecting => new($"{first} holds the parcel and brings it to the new address (ticket {hold.Ticket}).", $"{mula} menahan bungkusan dan akan membawanya ke alamat baharu (tiket {hold.Ticket})."),
            HoldConfirmed hold => new($"{first} holds the parcel and sends it back to Kumoten (ticket {hold.Ticket}).", $"{mula} menahan bungkusan dan akan memulangkannya kepada Kumoten (tiket {hold.Ticket})."),
            CannotHold cannot => new($"{first} cannot hold the parcel: {cannot.Note}", $"{mula} tidak dapat menahan bungkusan: {cannot.Note}"),
            BuyerNotReceived when after.State != CaseState.AwaitingCourierTicket => new("The buyer does not have the parcel after all.", "Pembeli rupa-rupanya belum menerima bungkusan."),
            BuyerRejected => new("The buyer rejected the parcel; it goes back to Kumoten.", "Pembeli menolak bungkusan; bungkusan akan dipulangkan kepada Kumoten."),
            ReachedBuyer => new("The parcel reached the buyer.", "Bungkusan telah sampai kepada pembeli."),
            ReturnShipped back => new($"The seller sent the parcel back by {back.Courier}, tracking number {back.TrackingNumber}.", $"Penjual memulangkan bungkusan melalui {back.Courier}, nombor penjejakan {back.TrackingNumber}."),
            ParcelReceived received => new($"Kumoten received the parcel {received.TrackingNumber}.", $"Kumoten telah menerima bungkusan {received.TrackingNumber}."),
            ParcelUnmatched wrong => new($"The parcel {wrong.TrackingNumber} was another's; this case goes on without it.", $"Bungkusan {wrong.TrackingNumber} milik orang lain; kes ini diteruskan tanpanya."),
            ParcelInspected look => Inspected(look),
            ReturnShippingSet cost => new($"Sending the parcel back cost RM {cost.Amount}, borne by the seller.", $"Kos pemulangan bungkusan RM {cost.Amount}, ditanggung oleh penjual."),
            ReturnShippingCharged => new($"RM {after.ReturnShipping} return shipping was debited from the Kumoten account.", $"RM {after.ReturnShipping} kos pemulangan telah didebit daripada akaun Kumoten."),
            RefundPaid => new($"RM {after.Refund!.Amount} was credited to the Kumoten account.", $"RM {after.Refund!.Amount} telah dikreditkan ke akaun Kumoten."),
            Overruled { Decision: Verdict.Refund, Amount: { } amount } part => new($"An agent decided to refund RM {amount}: {part.Reason}", $"Ejen memutuskan untuk membayar balik RM {amount}: {part.Reason}"),
            Overruled { Decision: Verdict.Refund } yes => new($"An agent decided to refund: {yes.Reason}", $"Ejen memutuskan untuk membayar balik: {yes.Reason}"),
            Overruled no => new($"An agent decided not to refund: {no.Reason}", $"Ejen memutuskan untuk tidak membayar balik: {no.Reason}"),
            OrderShipped when after.Type == CaseType.AddressChange => new("The parcel left Kumoten again, for the new address.", "Bungkusan telah meninggalkan Kumoten sekali lagi, ke alamat baharu."),
            OrderShipped => new("Alarm: the parcel had left the warehouse after all; Kumoten has asked the courier to return it.", "Amaran: bungkusan rupa-rupanya telah meninggalkan gudang; Kumoten meminta kurier memulangkannya."),
            LetterWritten { NotEnclosed: { Count: > 0 } left } letter => new(
                $"The appeal letter (version {letter.Version}) is ready. Not enclosed, since it cannot be printed: {string.Join(", ", left)}. Upload it again as PDF, PNG, JPEG or WebP, without a password and smaller than {Evidence.MaxBytes / (1024 * 1024)} MB in all.",
                $"Surat rayuan (versi {letter.Version}) sudah sedia. Tidak dilampirkan kerana tidak dapat dicetak: {string.Join(", ", left)}. Muat naik semula sebagai PDF, PNG, JPEG atau WebP, tanpa kata laluan dan kurang daripada {Evidence.MaxBytes / (1024 * 1024)} MB kesemuanya."),
            LetterWritten letter when after.Enclosed == 0 && after.Appeal?.SpeaksOfEnclosures() == true => new(
                $"The appeal letter (version {letter.Version}) is ready. It speaks of something enclosed, and no document is on the case: add it, and the next version encloses it.",
                $"Surat rayuan (versi {letter.Version}) sudah sedia. Surat ini menyebut lampiran, tetapi tiada dokumen pada kes: tambah dokumen itu, dan versi seterusnya akan melampirkannya."),
            LetterWritten letter => new($"The appeal letter (version {letter.Version}) is ready.", $"Surat rayuan (versi {letter.Version}) sudah sedia."),
            Withdrawn => new("The seller withdrew the request.", "Penjual menarik balik permintaan."),
            Closed closed => new($"An agent closed the case: {closed.Reason}", $"Ejen menutup kes: {closed.Reason}"),
            NoteAdded note => new(note.Note, note.Note),
            DeadlinePassed when after.State == CaseState.AwaitingCourierTicket && after.EscalatedAt is null => new("There was no answer in time; Kumoten goes on without it.", "Tiada jawapan dalam masa yang ditetapkan; Kumoten meneruskan tindakan."),
            DeadlinePassed when after.State == CaseState.FollowingUp => new($"{first} is asked again.", $"{mula} dihubungi sekali lagi."),
            DeadlinePassed when after.State == CaseState.Expired => new("The documents did not come in time.", "Dokumen tidak diterima dalam masa yang ditetapkan."),
            DeadlinePassed => Late(after),
            BuyerReceived => new("The buyer has the parcel.", "Pembeli telah menerima bungkusan."),
            BuyerNotReceived => new("The buyer does not have the parcel.", "Pembeli belum menerima bungkusan."),
            TicketRecorded t => new($"{first} gave the ticket {t.Ticket}. {t.Note}", $"{mula} memberikan tiket {t.Ticket}. {t.Note}"),
            ContactRecorded talk => new($"Kumoten talked with {courier}: {talk.Note}", $"Kumoten menghubungi {kurier}: {talk.Note}"),
            ParcelMoved => new("The parcel moves again.", "Bungkusan bergerak semula."),
            OutForDelivery => new("Alarm: the parcel is out for delivery to the buyer although it is to come back.", "Amaran: bungkusan sedang dihantar kepada pembeli walaupun perlu dipulangkan."),
            ParcelDelivered when after.State == CaseState.Completed => new("The parcel arrived at the new address.", "Bungkusan telah sampai di alamat baharu."),
            ParcelDelivered when after.State == CaseState.Resolved => new("The parcel was delivered.", "Bungkusan telah sampai kepada pembeli."),
            ParcelDelivered when after.Type == CaseType.AddressChange => new("Alarm: the parcel was delivered to the old address.", "Amaran: bungkusan telah sampai di alamat lama."),
            ParcelDelivered => new("Alarm: the parcel was delivered although it is to come back.", "Amaran: bungkusan telah diserahkan kepada pembeli walaupun perlu dipulangkan."),
            ParcelTurnedBack => new("The parcel was seen on its way back.", "Bungkusan telah diimbas dalam perjalanan balik."),
            LossReported lost => new($"{lost.Source.En} says that the parcel is lost; an agent asks the courier.", $"{lost.Source.Ms} menyatakan bungkusan hilang; ejen akan bertanya kepada kurier."),
            SourcesContradict odd => new($"What Kumoten was told contradicts itself: {odd.Contradiction.En}", $"Maklumat yang diterima oleh Kumoten bercanggah: {odd.Contradiction.Ms}"),
            LossConfirmed { Leg: Leg.Outbound } => new($"{first} confirmed that the parcel was lost on its way to the buyer.", $"{mula} mengesahkan bungkusan hilang dalam perjalanan kepada pembeli."),
            LossConfirmed => new("The parcel was lost on its way back.", "Bungkusan hilang dalam perjalanan balik."),
            CancellationProved => new($"{MarketplaceNames.Of(after.Marketplace)} confirmed the cancellation.", $"{MarketplaceNames.Of(after.Marketplace, "ms")} mengesahkan pembatalan."),
            SupersededBy by => new($"Case {by.CaseId} takes this case's place.", $"Kes {by.CaseId} menggantikan kes ini."),
            NewAddressConfirmed => new($"{first} took the new address.", $"{mula} telah menerima alamat baharu."),
            LetterSubmitted => new("The seller uploaded the letter to Lazada.", "Penjual telah memuat naik surat ke Lazada."),
            AppealDecided { Outcome: AppealOutcome.Accepted } yes => new($"Lazada accepted the appeal. {yes.Note}", $"Lazada menerima rayuan. {yes.Note}"),
            AppealDecided no => new($"Lazada declined the appeal. {no.Note}", $"Lazada menolak rayuan. {no.Note}"),
            Reopened => new("An agent opened the case again.", "Ejen membuka semula kes ini."),
            Reminded when after.DueAt is { } due => new($"Reminder: please act by {Day(due, "en")}.", $"Peringatan: sila bertindak selewat-lewatnya pada {Day(due, "ms")}."),
            Reminded => new("Reminder: please act as soon as you can.", "Peringatan: sila bertindak secepat mungkin."),
            DocumentAdded added => new($"{added.Document.Name} was uploaded.", $"{added.Document.Name} telah dimuat naik."),
            StepFailed => SomebodySeesToIt,
            AppealRevised => new("The appeal was corrected; a new letter is being written.", "Rayuan diperbetulkan; surat baharu sedang disediakan."),
            _ => throw new ArgumentOutOfRangeException(nameof(e), e.Name, "No words for this event."),
        };
    }

    /// <summary>Tells staff of an event, where they read more than the seller does.</summary>
    /// <param name="e">The event.</param>
    /// <param name="after">The case after it.</param>
    /// <returns>The sentence; null when all read the same.</returns>
    public static Text? ForStaff(CaseEvent e, Case after) =>
        e is StepFailed failed && after.Pending.Find(step => step.StepId == failed.StepId) is { } step ? Failure(step, after) : null;

    /// <summary>Why a case needs somebody: a calm sentence for the seller, what failed and why for staff.</summary>
    /// <param name="c">The case.</param>
    /// <param name="reader">Who reads.</param>
    /// <returns>The sentence; null when the case goes on by itself.</returns>
    public static Text? Attention(Case c, Actor reader) =>
        c.Failed is not { } step ? null : reader == Actor.Seller ? SomebodySeesToIt : Failure(step, c);

    private static Text Failure(PendingStep step, Case c)
    {
        var what = StepWords.Undone(step.Kind, c.Id);
        return new($"{what.En} {step.Why}", $"{what.Ms} {step.Why}");
    }

    private static Text InPart(CancelledPart part) => new(
        $"{part.Lines} of {part.Units} items {(part.Lines == 1 ? "was" : "were")} cancelled; a Kumoten agent decides what is refunded.",
        $"{part.Lines} daripada {part.Units} barang dibatalkan; ejen Kumoten akan membuat keputusan tentang bayaran balik.");

    // In words that a seller can do something with: who is late, and whether it is the seller's to do.
    private static Text Late(Case c) => (c.State, DeadlineTable.For(c.State).Actor) switch
    {
        (CaseState.LetterReady, _) when c.Appeal?.Deadline is not null => new("Lazada's date for the appeal has passed. Please upload the letter all the same, as soon as you can.", "Tarikh akhir rayuan yang diberikan oleh Lazada telah berlalu. Sila muat naik surat itu juga secepat mungkin."),
        (_, Actor.Seller) => new("The date for this has passed. Please act as soon as you can; if you need help, add a note to the case.", "Tarikh akhir untuk tindakan ini telah berlalu. Sila bertindak secepat mungkin; jika memerlukan bantuan, tambah catatan pada kes."),
        (_, Actor.Courier) => new("The parcel should have arrived by now. Kumoten's support has been told and follows it up.", "Bungkusan sepatutnya sudah sampai. Sokongan Kumoten telah dimaklumkan dan akan membuat susulan."),
        _ => new("We are late with this; you need not do anything. Kumoten's support has been told and sees to it.", "Kami lewat menyelesaikan perkara ini; anda tidak perlu berbuat apa-apa. Sokongan Kumoten telah dimaklumkan dan akan menanganinya."),
    };

    // As the page and the mail show it beside "By" and "By when".
    private static string Day(DateTimeOffset due, string language) => $"{MalaysiaTime.InWords(MalaysiaTime.DayOf(due), language)}, {MalaysiaTime.ClockAt(due)}";

    private static string Begun(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static Text Inspected(ParcelInspected look)
    {
        var (en, ms) = look.Condition switch
        {
            ItemCondition.Intact => ("intact", "dalam keadaan baik"),
            ItemCondition.Opened => ("opened", "telah dibuka"),
            ItemCondition.Used => ("used", "telah digunakan"),
            ItemCondition.Damaged => ("damaged", "rosak"),
            ItemCondition.WrongItem => ("not the item that was sent", "bukan barang yang dihantar"),
            ItemCondition.Missing => ("missing from the parcel", "tiada dalam bungkusan"),
            _ => throw new ArgumentOutOfRangeException(nameof(look), look.Condition, "No words for this condition."),
        };
        var note = string.IsNullOrWhiteSpace(look.Note) ? "" : $" {look.Note}";
        return new($"The warehouse inspected the item: {en}.{note}", $"Gudang telah memeriksa barang: {ms}.{note}");
    }
}
