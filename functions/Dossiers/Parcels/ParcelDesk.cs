using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers.Parcels;

/// <summary>A case that has received a parcel, or may receive it.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Dossier">Its dossier as it stands now.</param>
public sealed record ParcelCase(string CaseId, Dossier Dossier)
{
    /// <summary>The case as it stands now.</summary>
    public Case Case => Dossier.Case(CaseId)!;
}

/// <summary>What may lead a parcel to its case; one of them is given.</summary>
/// <param name="CaseId">The case itself.</param>
/// <param name="OrderId">Its order.</param>
/// <param name="TrackingNumber">Another number that the case goes by, normalised.</param>
/// <param name="Phone">The buyer's phone, as <see cref="Phones"/> writes it.</param>
public sealed record ParcelClue(string? CaseId, string? OrderId, string? TrackingNumber, string? Phone);

/// <summary>
/// Brings parcels to their cases. A parcel without one is kept first and then looked at again; whoever makes a number
/// known writes that first and then looks at the dock: in either order of the two, the second sees the first. A parcel is
/// matched to one case before that case receives it, so no two cases receive it, and a repeat or the watch over
/// the dock goes on from wherever a crash stopped.
/// </summary>
/// <param name="dock">The parcels that no case waited for.</param>
/// <param name="links">Which number belongs to which order.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="runner">Decides and saves.</param>
/// <param name="clock">The application's clock.</param>
public sealed partial class ParcelDesk(Dock dock, OrderLinks links, CaseStore store, CaseRunner runner, TimeProvider clock)
{
    /// <summary>Receives a parcel on the case that waits for it, or keeps it.</summary>
    /// <param name="parcel">The parcel as it came.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The case that received it, or the parcel as kept.</returns>
    public async Task<(ParcelCase? Received, DockedParcel? Kept)> ReceiveAsync(DockedParcel parcel, CancellationToken cancel)
    {
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++)
        {
            var entry = await dock.FindAsync(parcel.TrackingNumber, cancel);
            var isAtDock = entry.Parcel is { IsOpen: true };
            if (!isAtDock && await FindAsync(parcel.TrackingNumber, entry.Orders, cancel) is var (loaded, c)
                && await ReceiveOnAsync(c.Id, parcel, cancel, loaded: loaded) is { } received)
                return (received, null);
            var isAnew = entry.Parcel?.Match is { } match && await IsOverAsync(match.CaseId, parcel.TrackingNumber, cancel);
            if (await dock.TryKeepAsync(entry, parcel with { Orders = entry.Orders }, cancel, isAnew) is not { } kept)
                continue;
            // Kept, it is looked at once more: its number may have become known in between.
            if (await MatchDockedAsync(parcel.TrackingNumber, cancel) is { } settled)
                return (settled, null);
            if (!kept.IsOpen)
                continue;
            // Refunded as lost, and here it lies: whoever paid is told.
            foreach (var orderId in entry.Orders)
                await runner.RunAsync(orderId, draft => Found(draft, parcel.TrackingNumber), cancel);
            return (null, kept);
        }

        throw Busy();
    }

    /// <summary>
    /// Brings a parcel that lies at the dock to its case, now that more may be known of its number: one storage
    /// operation when none lies there. Safe to repeat.
    /// </summary>
    /// <param name="number">The normalised number.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The case that received it; null when no parcel lies there, or no one case waits for it.</returns>
    public async Task<ParcelCase?> MatchDockedAsync(string number, CancellationToken cancel)
    {
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++)
        {
            var entry = await dock.FindAsync(number, cancel);
            if (entry.Parcel is not { } parcel)
                return null;
            if (parcel.Match is not null)
                return await FinishAsync(entry, cancel);
            if (parcel.Dismissal is not null)
            {
                // It lies there no more. A crash may have left it in the list.
                await dock.CloseAsync(parcel, cancel);
                return null;
            }

            if (await FindAsync(number, entry.Orders, cancel) is not var (_, c))
                return null;
            if (await dock.TryMatchAsync(entry, new ParcelMatch(c.Id, null, clock.GetUtcNow()), cancel) is { } matched)
                return await FinishAsync(matched, cancel);
        }

        throw Busy();
    }

    /// <summary>Puts a parcel back to the unidentified ones that a case has let go. Safe to repeat.</summary>
    /// <param name="caseId">The case that let it go.</param>
    /// <param name="parcel">The parcel, should the dock not have had it: then its number alone led to the case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it lies there.</returns>
    public async Task PutBackAsync(string caseId, DockedParcel parcel, CancellationToken cancel)
    {
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++)
        {
            var entry = await dock.FindAsync(parcel.TrackingNumber, cancel);
            // Meanwhile it may have gone to the case that it is for.
            if (entry.Parcel?.Match is { } match && match.CaseId != caseId)
                return;
            if (await dock.TryKeepAsync(entry, (entry.Parcel ?? parcel) with { Match = null, Dismissal = null, Orders = entry.Orders }, cancel, isAnew: true) is not null)
                return;
        }

        throw Busy();
    }

    /// <summary>Looks at every parcel at the dock once more: makes up for crashes, and finds cases that were opened since.</summary>
    /// <param name="cancel">Stops it; what is left is looked at the next time.</param>
    /// <returns>When each was looked at.</returns>
    /// <exception cref="AggregateException">Some failed; the others are done.</exception>
    public async Task WatchAsync(CancellationToken cancel)
    {
        var failures = new List<Exception>();
        string? cursor = null;
        do
        {
            (var parcels, cursor) = await dock.ListAsync(cursor, cancel);
            foreach (var parcel in parcels)
            {
                try
                {
                    await MatchDockedAsync(parcel.TrackingNumber, cancel);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // One parcel that fails must not keep the others from their cases; the failure is told below.
                    failures.Add(failure);
                }
            }
        }
        while (cursor is not null);

        if (failures.Count > 0)
            throw new AggregateException($"{failures.Count} parcels at the dock could not be looked at.", failures);
    }

    /// <summary>404: no such parcel was kept.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The problem.</returns>
    public static ProblemException NoParcel(string number) => Problem.NotFound(new($"The unidentified parcel '{number}'", $"Bungkusan '{number}' yang belum dikenal pasti"));

    // The one case a number leads to, if it is not for a person to decide.
    private async Task<(Loaded Loaded, Case Case)?> FindAsync(string number, IReadOnlyList<string> orders, CancellationToken cancel)
    {
        var (now, all) = (clock.GetUtcNow(), new List<Loaded>());
        foreach (var orderId in orders)
            all.Add(await store.LoadAsync(orderId, cancel));
        var linked = all.ConvertAll(loaded => loaded.Dossier);
        var found = linked.Select(dossier => (dossier, Case: ParcelRules.CaseFor(dossier, number, now))).Where(f => f.Case is not null).Select(f => (f.dossier, f.Case!)).ToList();
        return ParcelRules.Choose(found, linked, number, now) is { } c ? (all.Find(loaded => loaded.Dossier.Case(c.Id) == c)!, c) : null;
    }

    // A number used again: the parcel that it brought a case before is not this one.
    private async Task<bool> IsOverAsync(string caseId, string number, CancellationToken cancel)
    {
        _ = CaseId.TryParse(caseId, out var subject, out _);
        var dossier = (await store.LoadAsync(subject, cancel)).Dossier;
        return dossier.Case(caseId) is { IsEnded: true } c && c.ParcelsReceived.Contains(number);
    }

    private static Move.Refused? Found(Draft draft, string number)
    {
        if (draft.After.Order?.Numbers.Contains(number) == true)
            ParcelNews.Found(draft, Actor.Warehouse);
        return null;
    }

    private async Task<ParcelCase?> FinishAsync(DockEntry entry, CancellationToken cancel)
    {
        var parcel = entry.Parcel!;
        var caseId = parcel.Match!.CaseId;
        // Scanned again tomorrow, the number leads to its case.
        if (CaseId.TryParse(caseId, out var subject, out _))
            await links.LinkParcelAsync(parcel.TrackingNumber, subject, cancel);
        if (await ReceiveOnAsync(caseId, parcel, cancel, once: true) is { } received)
        {
            await dock.CloseAsync(parcel, cancel);
            return received;
        }

        // The case went on without the parcel meanwhile: it lies at the dock as before.
        await dock.TryMatchAsync(entry, null, cancel);
        return null;
    }

    // In the name of whoever took the parcel in, also when that was yesterday.
    private async Task<ParcelCase?> ReceiveOnAsync(string caseId, DockedParcel parcel, CancellationToken cancel, Loaded? loaded = null, bool once = false)
    {
        _ = CaseId.TryParse(caseId, out var subject, out _);
        var result = await runner.RunAsync(subject, draft =>
        {
            var c = draft.After.Case(caseId) ?? throw new InvalidOperationException($"The case {caseId} of parcel {parcel.TrackingNumber} is not there.");
            return once && c.ParcelsReceived.Contains(parcel.TrackingNumber)
                ? null
                : draft.Apply(c, new ParcelReceived(parcel.TrackingNumber) { By = Actor.Warehouse, Who = parcel.By }) as Move.Refused;
        }, cancel, loaded);
        return result.Refusal is null ? new ParcelCase(caseId, result.Dossier) : null;
    }

    private static ProblemException Busy() =>
        new(StatusCodes.Status503ServiceUnavailable, "parcel.busy", new("Others are matching this parcel at the same moment. Try again; the same request is safe to repeat.", "Bungkusan ini sedang dipadankan oleh orang lain pada masa yang sama. Cuba lagi; permintaan yang sama selamat diulang."));
}
