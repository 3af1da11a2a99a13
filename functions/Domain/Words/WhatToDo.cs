using Kumoten.Functions.Domain.Couriers;

namespace Kumoten.Functions.Domain.Words;

/// <summary>What staff does about a line of the worklist: whom to talk to, what to do, and what to say.</summary>
/// <param name="Callee">Who is called or written to; null where nobody is.</param>
/// <param name="Todo">What to do.</param>
/// <param name="Say">What to say or write; null where nothing is to be said.</param>
public sealed record WhatToDo(Callee? Callee, Text Todo, Text? Say)
{
    /// <summary>Tells it of a piece of work (guide: contact ZTO / PosLaju, request a ticket number, follow up, how to divert a parcel).</summary>
    /// <param name="line">The work.</param>
    /// <param name="office">The office's address, where parcels come home to.</param>
    /// <returns>What to do.</returns>
    public static WhatToDo Of(IWork line, string office)
    {
        var courier = CourierList.Find(line.Courier);
        var seller = new Callee(new($"Seller {line.SellerId}", $"Penjual {line.SellerId}"), null);
        var byPhone = courier is null ? null : new Callee(new(courier.Name, courier.Name), courier.Hotline);
        var parcel = line.TrackingNumber ?? "-";
        if (line.Failure is { } failure)
        {
            return new(
                null,
                new($"{failure.En} When the cause is gone, replay it from the list of messages that failed for good (/api/poison).", $"{failure.Ms} Apabila puncanya selesai, hantar semula daripada senarai mesej yang gagal (/api/poison)."),
                null);
        }

        // What came home, or was decided on, is nothing to ask the courier about any more.
        if (line.IsLossReported && (line.State.IsStalled() || line.State.TakesParcel()))
        {
            return new(
                byPhone,
                new("Ask the courier whether the parcel is lost and record its ticket number.", "Tanya kurier sama ada bungkusan hilang dan rekodkan nombor tiket."),
                new($"Parcel {parcel} is reported as lost. Please confirm, and give us a report number.", $"Bungkusan {parcel} dilaporkan hilang. Sila sahkan dan berikan nombor laporan."));
        }

        if (line.IsDamageReported && line.State.IsDiverting())
        {
            return new(
                byPhone,
                new("The parcel is reported as damaged: ask the courier what it does with it, and wait for it, or decide on the refund.", "Bungkusan dilaporkan rosak: tanya kurier apa yang dilakukan dengannya, dan tunggu, atau buat keputusan tentang bayaran balik."),
                new($"Parcel {parcel} is reported as damaged. Will you bring it, and what is your ticket number?", $"Bungkusan {parcel} dilaporkan rosak. Adakah anda akan menghantarnya, dan apakah nombor tiket anda?"));
        }

        return line.State switch
        {
            CaseState.AwaitingCourierTicket => new(
                byPhone,
                new("Call the courier, ask where the parcel is and record its ticket number.", "Hubungi kurier, tanya di mana bungkusan berada dan rekodkan nombor tiket."),
                new($"Where is parcel {parcel} to {line.OldAddress}? It has had no scan for days. Please give us a report number.", $"Di manakah bungkusan {parcel} ke {line.OldAddress}? Tiada imbasan sejak beberapa hari. Sila berikan nombor laporan.")),
            CaseState.FollowingUp => new(
                byPhone,
                new("Call the courier again and record what it says; if it says that the parcel is lost, confirm the loss.", "Hubungi kurier sekali lagi dan rekodkan jawapannya; jika bungkusan hilang, sahkan kehilangannya."),
                new($"We asked about parcel {parcel} under your ticket {line.Ticket}. Where is it now, or is it lost?", $"Kami telah bertanya tentang bungkusan {parcel} di bawah tiket {line.Ticket}. Di manakah bungkusan itu sekarang, atau adakah ia hilang?")),
            CaseState.AwaitingCourierHold => Hold(line, byPhone, courier, parcel, office),
            CaseState.Returning or CaseState.Redirecting => new(
                byPhone,
                new("The parcel is late: call the courier and record what it says.", "Bungkusan lewat: hubungi kurier dan rekodkan jawapannya."),
                new($"Where is parcel {parcel}, ticket {line.Ticket ?? "-"}? It should have arrived at {Destination(line, office)}.", $"Di manakah bungkusan {parcel}, tiket {line.Ticket ?? "-"}? Ia sepatutnya sudah sampai di {Destination(line, office)}.")),
            CaseState.AwaitingAgent => new(
                seller,
                new("The parcel reached the old address: arrange with the seller and the courier that it gets to the new one, then confirm the new address.", "Bungkusan telah sampai di alamat lama: uruskan dengan penjual dan kurier supaya ia sampai ke alamat baharu, kemudian sahkan alamat baharu."),
                new($"Parcel {parcel} was delivered to {line.OldAddress}. Who can hand it over, so that it goes on to {line.NewAddress}?", $"Bungkusan {parcel} telah sampai di {line.OldAddress}. Siapakah yang boleh menyerahkannya supaya ia dihantar ke {line.NewAddress}?")),
            CaseState.AwaitingDecision => new(
                null,
                new("No rule decides: refund or refuse, and say why.", "Tiada peraturan yang menentukan: bayar balik atau tolak, dan nyatakan sebabnya."),
                null),
            CaseState.AwaitingInspection => new(
                null,
                new($"Inspect the item of parcel {parcel}: intact, opened, used, damaged, wrong or missing.", $"Periksa barang dalam bungkusan {parcel}: dalam keadaan baik, dibuka, digunakan, rosak, salah atau tiada."),
                null),
            CaseState.AwaitingReshipment => new(
                null,
                new($"Ship parcel {parcel} again, to {line.NewAddress}.", $"Hantar semula bungkusan {parcel} ke {line.NewAddress}."),
                null),
            CaseState.Refunding or CaseState.Drafting => new(
                null,
                new("The program is late with this: look at the dead letters and call whoever looks after it.", "Program lewat menyelesaikannya: semak mesej gagal dan hubungi pihak yang menyelenggaranya."),
                null),
            _ => new(
                seller,
                new("The seller is late: ask how it stands, and help.", "Penjual lewat: tanya perkembangannya dan bantu."),
                new($"Your case {line.CaseId} waits for you; can we help?", $"Kes anda {line.CaseId} sedang menunggu anda; boleh kami bantu?")),
        };
    }

    private static WhatToDo Hold(IWork line, Callee? byPhone, Courier? courier, string parcel, string office)
    {
        var redirects = line.NewAddress is not null && courier is { Redirects: true };
        var (en, ms) = redirects
            ? ($"Please deliver it to the new address instead: {line.NewAddress}.", $"Sila hantar ke alamat baharu: {line.NewAddress}.")
            : ($"{courier?.ReturnWords.En ?? "Please return it to:"} {office}.", $"{courier?.ReturnWords.Ms ?? "Sila pulangkan ke:"} {office}.");
        return new(
            byPhone,
            new("Call the courier and record its word: that it holds the parcel, with the ticket number, or that it cannot.", "Hubungi kurier dan rekodkan jawapannya: bahawa bungkusan ditahan, dengan nombor tiket, atau bahawa ia tidak dapat ditahan."),
            new($"Please hold parcel {parcel}; it must not be delivered to {line.OldAddress}. {en} What is your ticket number?", $"Sila tahan bungkusan {parcel}; jangan hantar ke {line.OldAddress}. {ms} Apakah nombor tiket anda?"));
    }

    private static string Destination(IWork line, string office) => line.State == CaseState.Redirecting ? line.NewAddress ?? "-" : office;
}

/// <summary>Who is called or written to.</summary>
/// <param name="Name">Who.</param>
/// <param name="Phone">The number to call; null when none is known.</param>
public sealed record Callee(Text Name, string? Phone);
