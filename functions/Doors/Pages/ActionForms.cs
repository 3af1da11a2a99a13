using System.Collections.Immutable;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The form of an action on a case.</summary>
/// <param name="Action">The action's word.</param>
/// <param name="Title">What it does.</param>
/// <param name="Send">What its button says.</param>
/// <param name="For">The states that wait for it: there its form stands open as the first thing to do; elsewhere it opens at a click.</param>
/// <param name="Fields">Its fields.</param>
public sealed record ActionForm(string Action, Text Title, Text Send, ImmutableArray<CaseState> For, ImmutableArray<FormField> Fields)
{
    /// <summary>Whether it ends the case, so that its button warns.</summary>
    public bool IsEnding { get; init; }

    /// <summary>What to know before; null where the title says enough.</summary>
    public Text? Hint { get; init; }

    /// <summary>Whether the office's address stands beside it, to copy.</summary>
    public bool ShowsOffice { get; init; }

    /// <summary>Whether it may carry files.</summary>
    public bool TakesFiles => Fields.Any(one => one.Kind == FieldKind.Photos);
}

/// <summary>The forms of all actions: the one table. A test holds that every action has a form with just the fields that it reads.</summary>
public static class ActionForms
{
    /// <summary>How the courier may be talked to.</summary>
    public static readonly ImmutableArray<Choice> Channels = [new("phone", new("By phone", "Melalui telefon")), new("mail", new("By mail", "Melalui e-mel")), new("other", new("Otherwise", "Cara lain"))];

    private static readonly FormField Note = new("note", new("Note", "Catatan"), FieldKind.Text);
    private static readonly FormField Ticket = new("ticket", new("Courier's ticket or report number", "Nombor tiket atau laporan kurier"), IsNeeded: true);

    private static readonly FormField Channel = new("channel", new("How", "Cara"), FieldKind.Choice)
    {
        Choices = Channels,
    };

    /// <summary>The table.</summary>
    public static readonly IReadOnlyList<ActionForm> All =
    [
        new("buyerNotReceived", new("The buyer does not have the parcel", "Pembeli belum menerima bungkusan"), new("The buyer does not have it", "Pembeli belum menerimanya"), [CaseState.AwaitingBuyerConfirmation], [])
        {
            Hint = new("Kumoten then asks the courier.", "Kumoten kemudian akan bertanya kepada kurier."),
        },
        new("buyerReceived", new("The buyer has the parcel", "Pembeli telah menerima bungkusan"), new("The buyer has it", "Pembeli telah menerimanya"), [CaseState.AwaitingBuyerConfirmation], [])
        {
            Hint = new("Then nothing more needs to be done.", "Selepas itu, tiada tindakan lagi diperlukan."),
        },
        new("recordTicket", new("Record the courier's ticket", "Rekod tiket kurier"), new("Record the ticket", "Rekod tiket"), [CaseState.AwaitingCourierTicket], [Ticket, Channel, Note]),
        new("holdConfirmed", new("The courier holds the parcel", "Kurier menahan bungkusan"), new("Hold confirmed", "Penahanan disahkan"), [CaseState.AwaitingCourierHold], [Ticket]),
        new("cannotHold", new("The courier cannot hold it", "Kurier tidak dapat menahannya"), new("Cannot hold", "Tidak dapat ditahan"), [CaseState.AwaitingCourierHold],
            [Note with { IsNeeded = true, Label = new("What the courier said", "Apa yang dikatakan oleh kurier") }])
        {
            Hint = new("The seller is then told to ask the buyer to reject the parcel.", "Penjual kemudian akan diminta memaklumkan kepada pembeli supaya menolak bungkusan."),
        },
        new("buyerRejected", new("The buyer rejected the parcel", "Pembeli telah menolak bungkusan"), new("The buyer rejected it", "Pembeli menolaknya"), [CaseState.AwaitingBuyerRejection], []),
        new("returnShipped", new("The parcel was sent to Kumoten", "Bungkusan telah dihantar ke Kumoten"), new("Save the tracking number", "Simpan nombor penjejakan"), [CaseState.AwaitingSellerReturn],
        [
            new("courier", new("Courier", "Kurier"), FieldKind.Choice, IsNeeded: true) { Choices = [.. CourierList.All.Select(courier => new Choice(courier.Code, new(courier.Name, courier.Name))), new("other", new("Another courier", "Kurier lain"))] },
            new("trackingNumber", new("Tracking number of the return", "Nombor penjejakan pemulangan"), IsNeeded: true, Hint: new("As printed on the receipt, such as EN123456789MY.", "Seperti pada resit, contohnya EN123456789MY.")),
        ])
        {
            ShowsOffice = true,
            Hint = new("Sending it back is at your cost. The address is:", "Kos pemulangan ditanggung oleh anda. Alamatnya ialah:"),
        },
        new("receiveParcel", new("The parcel is here", "Bungkusan telah sampai"), new("Receive", "Terima"), [],
            [new("trackingNumber", new("Number on the parcel", "Nombor pada bungkusan"), FieldKind.Scan, IsNeeded: true)]),
        new("unmatchParcel", new("This parcel is another's", "Bungkusan ini milik orang lain"), new("Yes, it is another's", "Ya, milik orang lain"), [],
            [new("trackingNumber", new("Number on the parcel", "Nombor pada bungkusan"), FieldKind.Scan, IsNeeded: true)])
        {
            Hint = new("It then lies among the unidentified parcels again, and this case waits as before. Is it not this case's?", "Bungkusan itu akan kembali ke senarai yang belum dikenal pasti, dan kes ini menunggu seperti sebelumnya. Adakah ia bukan milik kes ini?"),
        },
        new("inspect", new("Inspect the item", "Periksa barang"), new("Save the inspection", "Simpan pemeriksaan"), [CaseState.AwaitingInspection],
        [
            new("condition", new("Condition", "Keadaan"), FieldKind.Buttons, IsNeeded: true)
            {
                Choices =
                [
                    new(ItemCondition.Intact.ApiName(), new("Intact", "Dalam keadaan baik")), new(ItemCondition.Opened.ApiName(), new("Opened", "Dibuka")), new(ItemCondition.Used.ApiName(), new("Used", "Digunakan")),
                    new(ItemCondition.Damaged.ApiName(), new("Damaged", "Rosak")), new(ItemCondition.WrongItem.ApiName(), new("Wrong item", "Barang salah")), new(ItemCondition.Missing.ApiName(), new("Missing", "Tiada")),
                ],
            },
            new(PostedForm.FileField, new("Photos", "Foto"), FieldKind.Photos, Hint: new("At least one, unless the item is intact.", "Sekurang-kurangnya satu, kecuali barang itu dalam keadaan baik.")),
            Note with { Label = new("What you see", "Apa yang dilihat"), Hint = new("Needed unless the item is intact. The seller reads it.", "Perlu diisi kecuali barang itu dalam keadaan baik. Penjual akan membacanya.") },
            new("returnShipping", new("Cost of sending it back (RM)", "Kos pemulangan (RM)"), FieldKind.Money, Hint: new("Only where Kumoten paid for it.", "Hanya jika dibayar oleh Kumoten.")),
        ]),
        new("overrule", new("Decide on the refund", "Buat keputusan tentang bayaran balik"), new("Save the decision", "Simpan keputusan"), [CaseState.AwaitingDecision],
        [
            new("decision", new("Decision", "Keputusan"), FieldKind.Buttons, IsNeeded: true) { Choices = [new(Verdict.Refund.ApiName(), new("Refund", "Bayar balik")), new(Verdict.Refuse.ApiName(), new("Refuse", "Tolak"))] },
            new("reason", new("Why", "Sebab"), FieldKind.Text, IsNeeded: true, new("The seller reads it.", "Penjual akan membacanya.")),
            new("amount", new("Amount of the refund (RM)", "Jumlah bayaran balik (RM)"), FieldKind.Money, Hint: new("For the part that was cancelled, to refund it.", "Untuk bahagian yang dibatalkan, jika dibayar balik.")) { IsForPart = true },
        ]),
        new("newAddressConfirmed", new("The parcel is at the new address, or on its way there", "Bungkusan di alamat baharu, atau dalam perjalanan ke sana"), new("Confirm the new address", "Sahkan alamat baharu"), [CaseState.AwaitingAgent], []),
        new("letterSubmitted", new("The letter is in the Lazada Growth Center", "Surat telah dimuat naik ke Lazada Growth Center"), new("I have submitted the letter", "Saya telah menghantar surat"), [CaseState.LetterReady], []),
        new("appealOutcome", new("Lazada's answer", "Jawapan Lazada"), new("Save the answer", "Simpan jawapan"), [CaseState.Submitted],
        [
            new("outcome", new("Answer", "Jawapan"), FieldKind.Buttons, IsNeeded: true)
            {
                Choices = [new(AppealOutcome.Accepted.ApiName(), new("Accepted", "Diterima")), new(AppealOutcome.Declined.ApiName(), new("Declined", "Ditolak"))],
            },
            Note,
        ]),
        new("recordContact", new("Record a talk with the courier", "Rekod perbualan dengan kurier"), new("Record the talk", "Rekod perbualan"), [CaseState.FollowingUp],
            [Channel, Note with { IsNeeded = true, Label = new("What the courier said", "Apa yang dikatakan oleh kurier") }]),
        new("reachedBuyer", new("The parcel reached the buyer all the same", "Bungkusan tetap sampai kepada pembeli"), new("It reached the buyer", "Sampai kepada pembeli"), [CaseState.AwaitingBuyerRejection], []),
        new("confirmLost", new("The courier says the parcel is lost", "Kurier mengesahkan bungkusan hilang"), new("Confirm the loss", "Sahkan kehilangan"), [],
        [
            new("leg", new("Lost on its way", "Hilang dalam perjalanan"), FieldKind.Choice, IsNeeded: true)
            {
                Choices = [new(Leg.Outbound.ApiName(), new("to the buyer", "kepada pembeli")), new(Leg.Return.ApiName(), new("back to Kumoten", "balik ke Kumoten"))],
            },
            Ticket with { IsNeeded = false }, Note,
        ]),
        new("setReturnShipping", new("Enter what sending it back cost", "Masukkan kos pemulangan"), new("Save the cost", "Simpan kos"), [], [new("amount", new("Amount (RM)", "Jumlah (RM)"), FieldKind.Money, IsNeeded: true)]),
        new("reviseAppeal", new("Correct the appeal for a new letter", "Perbetulkan rayuan untuk surat baharu"), new("Write a new letter", "Sediakan surat baharu"), [], AppealFields.All),
        new("addNote", new("Add a note", "Tambah catatan"), new("Add the note", "Tambah catatan"), [],
        [
            Note with { IsNeeded = true },
            new("internal", new("For staff only", "Untuk kakitangan sahaja"), FieldKind.Tick) { IsForStaff = true },
        ]),
        new("reopen", new("Reopen this case", "Buka semula kes ini"), new("Reopen", "Buka semula"), [], []),
        new("withdraw", new("Withdraw this request", "Tarik balik permintaan ini"), new("Yes, withdraw it", "Ya, tarik balik"), [], [])
        {
            IsEnding = true,
            Hint = new("Kumoten then stops working on it, and nothing is refunded by it. Do you want that?", "Kumoten akan berhenti menguruskannya, dan tiada bayaran balik akan dibuat melaluinya. Adakah anda pasti?"),
        },
        new("close", new("Close this case", "Tutup kes ini"), new("Close the case", "Tutup kes"), [], [new("reason", new("Why", "Sebab"), FieldKind.Text, IsNeeded: true, new("The seller reads it.", "Penjual akan membacanya."))]) { IsEnding = true },
    ];

    /// <summary>Finds an action's form.</summary>
    /// <param name="action">The action's word.</param>
    /// <returns>The form.</returns>
    public static ActionForm Of(string action) => All.First(form => form.Action == action);
}
