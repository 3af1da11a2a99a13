using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Flow;

/// <summary>What an inspection that refuses a refund must show its seller (domain.md, Refund, 3): a reason, and a photo.</summary>
public static class InspectionTerms
{
    /// <summary>Whether what the warehouse found is shown as it must be: an intact item needs neither reason nor photo.</summary>
    /// <param name="c">The case.</param>
    /// <param name="look">What the warehouse found.</param>
    /// <param name="facts">The order and the clock.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsShown(Case c, ParcelInspected look, Facts facts)
    {
        // Photos of before the receipt show another moment; who uploaded them, rows of earlier versions do not know.
        var received = facts.Order?.CameHomeAt ?? c.StateSince;
        return look.Condition == ItemCondition.Intact
            || (!string.IsNullOrWhiteSpace(look.Note) && c.Documents.Exists(d => d.Kind == PaperKinds.Photo && d.By is Actor.Warehouse or null && d.UploadedAt >= received));
    }
}
