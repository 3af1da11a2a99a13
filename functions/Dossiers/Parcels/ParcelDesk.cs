using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
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
public sealed class ParcelDesk(Dock dock, OrderLinks links, CaseStore store, CaseRunner runner, TimeProvider clock)
{
    // Rivals are a second scanner or a seller's click: a handful at the most.
    private const int Tries = 8;

    /// <summary>Receives a parcel on the case that waits for it, or keeps it.</summary>
    /// <param name="parcel">The parcel as it came.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The case that received it, or the parcel as kept.</returns>
    public async Task<(ParcelCase? Received, DockedParcel? Kept)> ReceiveAsync(DockedParcel parcel, CancellationToken cancel)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var entry = await dock.FindAsync(parcel.TrackingNumber, cancel);
            var isAtDock = entry.Parcel is { IsOpen: true };
            if (!isAtDock && await FindAsync(parcel.TrackingNumber, entry.Orders, cancel) is var (loaded, c)
                && await ReceiveOnAsync(c.Id, parcel, cancel, loaded: loaded) is { } received)
                return (received, null);
            if (await dock.TryKeepAsync(entry, parcel with { Orders = entry.Orders }, cancel) is not { } kept)
                continue;
            // Kept, it is looked at once more: its number may have become known in between.
            if (await MatchDockedAsync(parcel.TrackingNumber, cancel) is { } settled)
                return (settled, null);
            if (kept.IsOpen)
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
        for (var tries = 0; tries < Tries; tries++)
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

    /// <summary>Matches a parcel at the dock with the one case that a clue leads to.</summary>
    /// <param name="number">The parcel's number.</param>
    /// <param name="clue">The clue.</param>
    /// <param name="by">Who matches it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The parcel, matched.</returns>
    /// <exception cref="ProblemException">404 without such a parcel; 422 when no case waits; 409 when several do, or it went to another case.</exception>
    public async Task<DockedParcel> MatchAsync(string number, ParcelClue clue, string by, CancellationToken cancel)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var entry = await dock.FindAsync(number, cancel);
            var parcel = entry.Parcel ?? throw NoParcel(number);
            if (parcel.Match is null)
            {
                var only = Only(number, await CandidatesAsync(clue, cancel));
                if (await dock.TryMatchAsync(entry, new ParcelMatch(only.CaseId, by, clock.GetUtcNow()), cancel) is not { } matched)
                    continue;
                entry = matched;
            }
            else if (!Fits(clue, parcel.Match.CaseId))
            {
                throw AlreadyMatched(number, parcel.Match);
            }

            if (await FinishAsync(entry, cancel) is not null)
                return entry.Parcel!;
        }

        throw Busy();
    }

    /// <summary>Takes a parcel that is nobody's off the list. Should it be scanned again, it lies there again.</summary>
    /// <param name="number">The parcel's number.</param>
    /// <param name="reason">Why it is nobody's, or where it went.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The parcel; a repeat keeps the first reason.</returns>
    /// <exception cref="ProblemException">404 without such a parcel; 409 when it went to a case.</exception>
    public async Task<DockedParcel> DismissAsync(string number, string reason, string by, CancellationToken cancel)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var entry = await dock.FindAsync(number, cancel);
            var parcel = entry.Parcel ?? throw NoParcel(number);
            if (parcel.Match is { } match)
                throw AlreadyMatched(number, match);
            var dismissed = parcel.Dismissal is null ? await dock.TryDismissAsync(entry, new ParcelDismissal(reason, by, clock.GetUtcNow()), cancel) : entry;
            if (dismissed is null)
                continue;
            await dock.CloseAsync(parcel, cancel);
            return dismissed.Parcel!;
        }

        throw Busy();
    }

    /// <summary>The cases that a parcel at the dock may be for: by its number, and by the phone on its label.</summary>
    /// <param name="entry">The parcel.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The cases that wait for a parcel.</returns>
    public async Task<IReadOnlyList<ParcelCase>> CandidatesAsync(DockEntry entry, CancellationToken cancel)
    {
        var byNumber = await WaitingAsync(entry.Orders, (_, _) => true, cancel);
        var byPhone = Phones.Normalize(entry.Parcel?.Phone) is { } phone ? await CandidatesAsync(new ParcelClue(null, null, null, phone), cancel) : [];
        return [.. byNumber.Concat(byPhone).DistinctBy(candidate => candidate.CaseId)];
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
    public static ProblemException NoParcel(string number) => Problem.NotFound($"The unidentified parcel '{number}'");

    // The one case a number leads to. Where people gave one number to several orders, a case that has received the
    // parcel has it; and of several that wait none is taken, since a person must look at the parcel.
    private async Task<(Loaded Loaded, Case Case)?> FindAsync(string number, IReadOnlyList<string> orders, CancellationToken cancel)
    {
        var found = new List<(Loaded Loaded, Case Case)>();
        foreach (var orderId in orders)
        {
            var loaded = await store.LoadAsync(orderId, cancel);
            if (ParcelRules.CaseFor(loaded.Dossier, number) is { } c)
                found.Add((loaded, c));
        }

        var taken = found.FindIndex(f => !f.Case.State.TakesParcel());
        return taken >= 0 ? found[taken] : found.Count == 1 ? found[0] : null;
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

    private async Task<IReadOnlyList<ParcelCase>> CandidatesAsync(ParcelClue clue, CancellationToken cancel) => clue switch
    {
        { CaseId: { } caseId } => CaseId.TryParse(caseId, out var subject, out _) ? await WaitingAsync([subject], (c, _) => c.Id == caseId, cancel) : [],
        { OrderId: { } orderId } => await WaitingAsync([orderId], (_, _) => true, cancel),
        { TrackingNumber: { } number } => await WaitingAsync(await links.OrdersOfAsync(OrderLinks.ParcelKey(number), cancel), (c, d) => c.IsKnownBy(d, number), cancel),
        // A phone that changed since leads here no more.
        { Phone: { } phone } => await WaitingAsync(await links.OrdersOfAsync(OrderLinks.PhoneKey(phone), cancel), (_, d) => Phones.Normalize(d.Order?.Recipient.Phone) == phone, cancel),
        _ => [],
    };

    private async Task<IReadOnlyList<ParcelCase>> WaitingAsync(IReadOnlyList<string> subjects, Func<Case, Dossier, bool> fits, CancellationToken cancel)
    {
        var waiting = new List<ParcelCase>();
        foreach (var subject in subjects)
        {
            var dossier = (await store.LoadAsync(subject, cancel)).Dossier;
            waiting.AddRange(dossier.Cases.Where(c => c.State.TakesParcel() && fits(c, dossier)).Select(c => new ParcelCase(c.Id, dossier)));
        }

        return waiting;
    }

    private static ParcelCase Only(string number, IReadOnlyList<ParcelCase> candidates) => candidates switch
    {
        [var only] => only,
        [] => throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "parcel.noCaseWaits", $"No case that this leads to waits for a parcel, so {number} stays unidentified. Look the case up, or open one first."),
        _ => throw new ProblemException(StatusCodes.Status409Conflict, "parcel.severalCasesWait", $"{candidates.Count} cases wait for a parcel here. Match {number} with the one it is for, by its caseId.").With("candidates", candidates.Select(CandidateView.Of)),
    };

    private static bool Fits(ParcelClue clue, string caseId) =>
        clue.CaseId is not null ? clue.CaseId == caseId
        : clue.OrderId is null || (CaseId.TryParse(caseId, out var subject, out _) && subject == clue.OrderId);

    private static ProblemException AlreadyMatched(string number, ParcelMatch match) =>
        new ProblemException(StatusCodes.Status409Conflict, "parcel.alreadyMatched", $"The parcel {number} went to case {match.CaseId} already.").With("caseId", match.CaseId);

    private static ProblemException Busy() =>
        new(StatusCodes.Status503ServiceUnavailable, "parcel.busy", "Others are matching this parcel at the same moment. Try again; the same request is safe to repeat.");
}
