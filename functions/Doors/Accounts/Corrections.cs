using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Accounts;

/// <summary>Agents' corrections of accounts, judged and entered in one way, whether by JSON or by a page. Each is repeat-safe.</summary>
/// <param name="ledger">The accounts.</param>
/// <param name="reversals">Takes entries back.</param>
public sealed class Corrections(Ledger ledger, EntryReversals reversals)
{
    private static readonly ReversalRequestValidator Reversals = new();
    private static readonly AdjustmentRequestValidator Adjustments = new();

    /// <summary>Takes an entry back by its opposite.</summary>
    /// <param name="sellerId">Whose account.</param>
    /// <param name="asked">Which entry, and why.</param>
    /// <param name="caller">Who does it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The entry, new or there already.</returns>
    /// <exception cref="ProblemException">400, 404, 409 or 422; nothing was entered.</exception>
    public async Task<Posted> ReverseAsync(string sellerId, ReversalRequest asked, Caller caller, CancellationToken cancel)
    {
        Validation.Check(asked, Reversals);
        return OrRefused(await reversals.TakeBackAsync(sellerId, asked.EntryId!, asked.Reason!.Trim(), caller, cancel)
            ?? throw Problem.NotFound(new($"The entry '{asked.EntryId}' of {sellerId}", $"Catatan akaun '{asked.EntryId}' bagi {sellerId}")));
    }

    /// <summary>Enters an adjustment, once for each reference.</summary>
    /// <param name="sellerId">Whose account.</param>
    /// <param name="asked">How much, why, and what it is about.</param>
    /// <param name="caller">Who does it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The entry, new or there already.</returns>
    /// <exception cref="ProblemException">400, 409 or 422; nothing was entered.</exception>
    public async Task<Posted> AdjustAsync(string sellerId, AdjustmentRequest asked, Caller caller, CancellationToken cancel)
    {
        Validation.Check(asked, Adjustments);
        _ = Money.TryParse(asked.Amount, out var amount);
        return OrRefused(await ledger.PostAsync(Posting.Adjustment(sellerId, amount, asked.Reference!, asked.Reason!.Trim()) with { By = caller.Actor, Who = caller.Name }, cancel));
    }

    private static Posted OrRefused(Posted posted) => posted is Posted.Refused refused
        ? throw new ProblemException(refused.Code == Posted.Refused.Contradiction ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity, refused.Code, refused.Sentence)
        : posted;
}
