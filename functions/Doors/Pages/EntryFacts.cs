using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>An entry of an account as pages show it.</summary>
public static class EntryFacts
{
    /// <summary>Its facts.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>The facts for a template.</returns>
    public static Dictionary<string, object?> Of(LedgerEntry entry, string language) => new()
    {
        ["id"] = entry.Id,
        ["at"] = PageTime.Day(MalaysiaTime.DayOf(entry.At), language),
        ["kind"] = entry.Kind.ApiName(),
        ["text"] = entry.Text,
        // A person's words; the other kinds have words of their own, in the reader's language.
        ["reason"] = entry.Kind is EntryKind.Adjustment or EntryKind.Reversal ? entry.Text : null,
        ["case_id"] = entry.CaseId,
        ["amount"] = entry.Amount.ToString(),
        ["balance_after"] = entry.BalanceAfter.ToString(),
    };
}
