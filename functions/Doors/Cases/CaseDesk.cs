using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Doors.Appeals;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Parcels;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Cases;

/// <summary>Takes people's actions on cases: who may, whether the fields are right, and whether it was taken before.</summary>
/// <param name="runner">Decides and saves.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="links">Which parcel belongs to which order.</param>
/// <param name="numbers">Makes the numbers known that people give.</param>
/// <param name="dock">Takes parcels back that were another's.</param>
/// <param name="clock">The application's clock.</param>
public sealed class CaseDesk(CaseRunner runner, CaseStore store, OrderLinks links, NumberBook numbers, ParcelDesk dock, TimeProvider clock)
{
    private static readonly AppealFactsValidator Appeals = new();

    /// <summary>Takes an action on a case.</summary>
    /// <param name="subject">The case's dossier.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="action">The action.</param>
    /// <param name="body">Its JSON.</param>
    /// <param name="caller">Who takes it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The dossier after.</returns>
    /// <exception cref="ProblemException">403 for another role; 404; 409 when the action is not open; 400 with an answer per field; 422 by a rule.</exception>
    public async Task<Dossier> ActAsync(string subject, string caseId, CaseAction action, ActionBody body, Caller caller, CancellationToken cancel)
    {
        if (!action.Who.Contains(caller.Actor))
            throw new ProblemException(StatusCodes.Status403Forbidden, "action.otherRole", new($"Only {string.Join(" or ", action.Who.Select(a => Sentences.Name(a).En))} can do this.", $"Hanya {string.Join(" atau ", action.Who.Select(a => Sentences.Name(a).Ms))} boleh melakukannya."));
        var fields = new FieldReader(body, facts => Validation.Check(facts, Appeals, "appeal"));
        var happened = Ordinary(action.Read(fields), caller.Actor) with { By = caller.Actor, Who = caller.Name };
        var loaded = await store.LoadAsync(subject, cancel);
        if (loaded.Dossier.Case(caseId) is not { } seen || !caller.Sees(seen.SellerId))
            throw CaseFunctions.NoCase(caseId);
        if (fields.Errors.Count > 0)
            throw Refuse(Problem.BadFields(fields.Errors), seen, loaded.Dossier, action);
        if (happened is AppealRevised { Facts: var facts })
            AppealDates.Check(facts, clock.GetUtcNow(), seen.Appeal);
        var number = (happened as ReturnShipped)?.TrackingNumber ?? (happened as ParcelReceived)?.TrackingNumber;
        if (number is not null)
            await LinkAsync(number, loaded, caseId, happened, cancel);

        var fingerprint = Fingerprint(action, happened);
        var result = await runner.RunAsync(subject, draft =>
        {
            var c = draft.After.Case(caseId)!;
            // A second click says nothing new, and neither does a call repeated after the case went on: answered like the first.
            if (c.ActionsTaken.LastOrDefault() == Taken(fingerprint, c))
                return null;
            var move = draft.Apply(c, happened, after => after with { ActionsTaken = after.ActionsTaken.Add(Taken(fingerprint, after)) });
            return move is Move.Refused refused && !(refused.Code == Move.Refused.NoMove && c.ActionsTaken.Exists(taken => taken.StartsWith(fingerprint, StringComparison.Ordinal))) ? refused : null;
        }, cancel, loaded);
        if (result.Refusal is { } refusal)
            throw Refusals.Of(result.Dossier.Case(caseId)!, refusal);
        // A repeat that comes when the parcel has come to the case after all takes nothing back.
        if (happened is ParcelUnmatched { TrackingNumber: var wrong } && !result.Dossier.Case(caseId)!.ParcelsReceived.Contains(wrong))
            await dock.PutBackAsync(caseId, new DockedParcel(wrong, clock.GetUtcNow(), caller.Name), cancel);
        // The parcel may lie at the dock, unidentified until now.
        var received = number is null ? null : await numbers.MakeKnownAsync(number, subject, cancel, isLinked: true);
        return received?.CaseId == caseId ? received.Dossier : result.Dossier;
    }

    // A number that people give leads the dock to the case, if it is nobody else's and their action is one that the case takes.
    // Linked before the save, so that no crash can leave the parcel unknown.
    private async Task LinkAsync(string number, Loaded loaded, string caseId, CaseEvent happened, CancellationToken cancel)
    {
        var (c, now) = (loaded.Dossier.Case(caseId)!, clock.GetUtcNow());
        if (CaseFlow.Next(c, happened, new(loaded.Dossier.Order, now, WorkCalendar.Malaysia)) is not Move.Moved)
            return;
        List<Dossier> others = [];
        foreach (var orderId in await links.OrdersOfAsync(OrderLinks.ParcelKey(number), cancel))
        {
            if (orderId != loaded.Dossier.Subject)
                others.Add((await store.LoadAsync(orderId, cancel)).Dossier);
        }

        var claim = loaded.Dossier.Order?.Numbers.Contains(number) == true ? NumberClaim.None : NumberOwners.Strongest(others, number, now);
        if (claim == NumberClaim.Own)
            throw Refusals.Of(c, RefusalWords.OtherOrdersNumber(number));
        if (claim == NumberClaim.Return)
            throw Refusals.Of(c, RefusalWords.OtherCasesNumber(number));
        await links.LinkParcelAsync(number, loaded.Dossier.Subject, cancel);
    }

    // Notes for staff alone are the staff's: a seller's would vanish from the seller's own page, so it is a note like any other.
    private static CaseEvent Ordinary(CaseEvent e, Actor by) => e is NoteAdded { Internal: true } note && by == Actor.Seller ? note with { Internal = false } : e;

    // Where a case stands is judged before the fields: nobody is to mend the fields of an action that is not open.
    private ProblemException Refuse(ProblemException wrongFields, Case c, Dossier dossier, CaseAction action) =>
        CaseFlow.Next(c, action.Sample, new(dossier.Order, clock.GetUtcNow(), WorkCalendar.Malaysia)) is Move.Refused { Code: Move.Refused.NoMove } closed ? Refusals.Of(c, closed) : wrongFields;

    private static string Fingerprint(CaseAction action, CaseEvent happened) =>
        action.Name + "." + Hash(JsonSerializer.Serialize(happened, happened.GetType(), Json.Options), 16);

    // With the moment that the action's state began: once the case went on from there, the same action says something new.
    private static string Taken(string fingerprint, Case after) => string.Create(CultureInfo.InvariantCulture, $"{fingerprint}@{after.StateSince.UtcTicks}");

    private static string Hash(string text, int length) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..length];
}
