using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers.Parcels;

/// <summary>What people decide of parcels at the dock: whose they are, or that they are nobody's.</summary>
public sealed partial class ParcelDesk
{
    /// <summary>Matches a parcel at the dock with the one case that a clue leads to.</summary>
    /// <param name="number">The parcel's number.</param>
    /// <param name="clue">The clue.</param>
    /// <param name="by">Who matches it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The parcel, matched.</returns>
    /// <exception cref="ProblemException">404 without such a parcel; 422 when no case waits; 409 when several do, or it went to another case.</exception>
    public async Task<DockedParcel> MatchAsync(string number, ParcelClue clue, string by, CancellationToken cancel)
    {
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++)
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
        for (var tries = 0; await Rivals.TurnAsync(tries, cancel); tries++)
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
        [] => throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "parcel.noCaseWaits", new($"No case that this leads to waits for a parcel, so {number} stays unidentified. Look the case up, or open one first.", $"Tiada kes berkaitan yang menunggu bungkusan, jadi {number} kekal belum dikenal pasti. Cari kesnya, atau buka satu dahulu.")),
        _ => throw new ProblemException(StatusCodes.Status409Conflict, "parcel.severalCasesWait", new($"{candidates.Count} cases wait for a parcel here. Match {number} with the one it is for, by that case's number.", $"{candidates.Count} kes menunggu bungkusan di sini. Padankan {number} dengan kes yang betul, melalui nombor kesnya.")).With("candidates", candidates.Select(CandidateView.Of)),
    };

    private static bool Fits(ParcelClue clue, string caseId) =>
        clue.CaseId is not null ? clue.CaseId == caseId
        : clue.OrderId is null || (CaseId.TryParse(caseId, out var subject, out _) && subject == clue.OrderId);

    private static ProblemException AlreadyMatched(string number, ParcelMatch match) =>
        new ProblemException(StatusCodes.Status409Conflict, "parcel.alreadyMatched", new($"The parcel {number} went to case {match.CaseId} already.", $"Bungkusan {number} telah diberikan kepada kes {match.CaseId}.")).With("caseId", match.CaseId);
}
