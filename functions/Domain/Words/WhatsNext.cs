using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Words;

/// <summary>What happens next, who acts, and by when, in one plain sentence.</summary>
/// <param name="Actor">Who acts; null when the case is over.</param>
/// <param name="By">The deadline; null when there is none.</param>
/// <param name="Overdue">Whether the deadline has passed.</param>
/// <param name="Text">The sentence.</param>
public sealed record WhatsNext(Actor? Actor, DateTimeOffset? By, bool Overdue, Text Text)
{
    /// <summary>Tells it of a case.</summary>
    /// <param name="c">The case.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>What the case waits for.</returns>
    public static WhatsNext Of(Case c, DateTimeOffset now) =>
        new(ActorOf(c), c.DueAt, c.DueAt < now, Sentence(c));

    /// <summary>
    /// Tells it in a mail to the seller. A date that has passed is nobody's to keep: what is late is told with a new one, and
    /// where a courier is late it is Kumoten's support that acts.
    /// </summary>
    /// <param name="c">The case at its turn.</param>
    /// <param name="now">The application's clock.</param>
    /// <param name="calendar">The working days.</param>
    /// <returns>What the mail tells.</returns>
    public static Turn AtTurn(Case c, DateTimeOffset now, WorkCalendar calendar)
    {
        var next = Of(c, now);
        if (c.EscalatedAt is null)
            return (next.Overdue ? next with { By = null } : next).ToTurn(c);
        var late = next with { By = OfficeClock.DueAt(now, new WorkingDays(1), calendar) };
        return (next.Actor == Domain.Actor.Courier ? late with { Actor = Domain.Actor.Agent, Text = Chased(c) } : late).ToTurn(c);
    }

    /// <summary>What a mail keeps of it.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The turn.</returns>
    public Turn ToTurn(Case c) => new(c.State, Text, Actor, By);

    private static Text Chased(Case c) => new(
        $"Kumoten asks {CourierList.WithHotline(c.Courier)} where the parcel is and tells you what it says.",
        $"Kumoten akan bertanya kepada {CourierList.WithHotline(c.Courier, "ms")} tentang bungkusan dan memaklumkan jawapannya kepada anda.");

    /// <summary>Who must act: an agent where the system itself was to act and failed.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The actor; null when the case is over.</returns>
    public static Actor? ActorOf(Case c) => DeadlineTable.For(c.State).Actor is var actor && actor == Domain.Actor.System && c.Failed is not null ? Domain.Actor.Agent : actor;

    private static Text Sentence(Case c)
    {
        var (courier, kurier) = (CourierList.NameOf(c.Courier), CourierList.NameOf(c.Courier, "ms"));
        var (called, dihubungi) = (CourierList.WithHotline(c.Courier), CourierList.WithHotline(c.Courier, "ms"));
        var paper = Checklist.PaperOf(c.Type);
        return c.State switch
        {
            CaseState.AwaitingBuyerConfirmation => new("Ask the buyer whether the parcel came: it may be delivered and not scanned.", "Tanya pembeli sama ada bungkusan telah sampai: mungkin telah sampai tetapi belum diimbas."),
            CaseState.AwaitingCourierTicket => new($"Kumoten asks {called} where the parcel is and records the ticket number.", $"Kumoten akan bertanya kepada {dihubungi} tentang bungkusan dan merekodkan nombor tiket."),
            CaseState.FollowingUp => new($"Kumoten follows up with {called}, ticket {c.CourierTicket}.", $"Kumoten akan membuat susulan dengan {dihubungi}, tiket {c.CourierTicket}."),
            CaseState.Redirecting => new($"{Begun(courier)} brings the parcel to the new address. Keep an eye on the tracking.", $"{Begun(kurier)} akan membawa bungkusan ke alamat baharu. Sila pantau penjejakan."),
            CaseState.AwaitingReshipment => new("Kumoten ships the parcel again, to the new address.", "Kumoten akan menghantar semula bungkusan ke alamat baharu."),
            CaseState.AwaitingAgent when CourierList.Find(c.Courier) is { Redirects: true } => new($"The parcel reached the old address: Kumoten's support takes over, and {called} is to bring it on to the new address.", $"Bungkusan telah sampai di alamat lama: sokongan Kumoten akan mengambil alih, dan {dihubungi} akan menghantarnya ke alamat baharu."),
            CaseState.AwaitingAgent => new("The parcel reached the old address: Kumoten's support takes over and arranges what comes next.", "Bungkusan telah sampai di alamat lama: sokongan Kumoten akan menguruskan langkah seterusnya."),
            CaseState.Submitted => new("Enter Lazada's decision on the case's page when it comes.", "Masukkan keputusan Lazada pada halaman kes apabila diterima."),
            CaseState.Resolved => new("The parcel moved or arrived. Nothing more to do.", "Bungkusan telah bergerak atau sampai. Tiada tindakan lagi."),
            CaseState.Superseded => new($"Case {c.LinkedCases.LastOrDefault()} goes on with this.", $"Kes {c.LinkedCases.LastOrDefault()} meneruskan perkara ini."),
            CaseState.Completed => new("The address was changed. Nothing more to do.", "Alamat telah ditukar. Tiada tindakan lagi."),
            CaseState.Expired => new($"The documents did not come in time. To go on, upload the {paper.En}.", $"Dokumen tidak diterima dalam masa yang ditetapkan. Untuk meneruskan, muat naik {paper.Ms}."),
            CaseState.Accepted => new("Lazada accepted the appeal. Nothing more to do.", "Lazada menerima rayuan anda. Tiada tindakan lagi."),
            CaseState.Declined => new("Lazada declined the appeal. Correct it for a new letter, or leave it.", "Lazada menolak rayuan anda. Betulkan rayuan untuk mendapatkan surat baharu, atau biarkan."),
            CaseState.AwaitingDocuments => new($"Upload the {paper.En}.", $"Muat naik {paper.Ms}."),
            CaseState.AwaitingCourierHold => new($"Kumoten asks {courier} to hold the parcel.", $"Kumoten meminta {kurier} menahan bungkusan."),
            CaseState.AwaitingBuyerRejection => new($"{Begun(courier)} cannot hold the parcel: ask the buyer to reject it.", $"{Begun(kurier)} tidak dapat menahan bungkusan: minta pembeli menolaknya."),
            CaseState.AwaitingSellerReturn => new("The buyer has the parcel: arrange its delivery to Kumoten's office and enter the tracking number.", "Bungkusan ada pada pembeli: uruskan penghantarannya ke pejabat Kumoten dan masukkan nombor penjejakan."),
            CaseState.Returning => new("The parcel is on its way back to Kumoten's warehouse. Keep an eye on the tracking.", "Bungkusan dalam perjalanan balik ke gudang Kumoten. Sila pantau penjejakan."),
            CaseState.AwaitingInspection when c.Parcels > 1 => new(
                $"The warehouse will inspect the item: {c.ParcelsReceived.Count} of {c.Parcels} parcels have come.", $"Gudang akan memeriksa barang: {c.ParcelsReceived.Count} daripada {c.Parcels} bungkusan telah sampai."),
            CaseState.AwaitingInspection => new("The warehouse will inspect the item.", "Gudang akan memeriksa barang."),
            CaseState.AwaitingDecision when c.Part is { } part => new(
                $"{part.Lines} of {part.Units} items {(part.Lines == 1 ? "was" : "were")} cancelled: a Kumoten agent decides what is refunded.", $"{part.Lines} daripada {part.Units} barang dibatalkan: ejen Kumoten akan membuat keputusan tentang bayaran balik."),
            CaseState.AwaitingDecision when c.Refund is { Ground: RefundGround.LostOutbound } => new(
                "The parcel was refunded as lost, and has been found: a Kumoten agent decides what becomes of the refund.", "Bungkusan yang dibayar balik sebagai hilang telah ditemui: ejen Kumoten akan membuat keputusan tentang bayaran balik itu."),
            CaseState.AwaitingDecision => new("A Kumoten agent decides on the refund.", "Ejen Kumoten akan membuat keputusan tentang bayaran balik."),
            CaseState.Refunding => new($"RM {c.Refund!.Amount} is being credited to your Kumoten account.", $"RM {c.Refund!.Amount} sedang dikreditkan ke akaun Kumoten anda."),
            CaseState.Refunded when c.Refund!.ReversedAt is not null => new(
                $"The refund of RM {c.Refund!.Amount} was taken back from your Kumoten account; ask Kumoten's support if you disagree.", $"Bayaran balik RM {c.Refund!.Amount} telah ditarik balik daripada akaun Kumoten anda; hubungi sokongan Kumoten jika tidak bersetuju."),
            CaseState.Refunded => new($"RM {c.Refund!.Amount} is in your Kumoten account. Nothing more to do.", $"RM {c.Refund!.Amount} ada dalam akaun Kumoten anda. Tiada tindakan lagi."),
            CaseState.Refused => new("The terms do not allow a refund; ask Kumoten's support if you disagree.", "Terma tidak membenarkan bayaran balik; hubungi sokongan Kumoten jika tidak bersetuju."),
            CaseState.Drafting => new("Kumoten writes the appeal letter.", "Kumoten sedang menyediakan surat rayuan."),
            CaseState.LetterReady => new("Upload the appeal letter in the Lazada Growth Center.", "Muat naik surat rayuan di Lazada Growth Center."),
            CaseState.Withdrawn => new("You withdrew this request. Nothing more to do.", "Anda menarik balik permintaan ini. Tiada tindakan lagi."),
            CaseState.Closed => new("Kumoten closed this case. Nothing more to do.", "Kumoten telah menutup kes ini. Tiada tindakan lagi."),
            _ => throw new ArgumentOutOfRangeException(nameof(c), c.State, "No words for this state."),
        };
    }

    // Where a sentence begins with a courier that is not known yet.
    private static string Begun(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
