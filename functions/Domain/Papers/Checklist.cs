using System.Collections.Immutable;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Papers;

/// <summary>A paper that a case takes: "Upload the necessary documents".</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Text">What it is, as it follows "upload the ...".</param>
/// <param name="Kinds">The kinds of document that are such a paper.</param>
/// <param name="IsNeeded">Whether the case waits for it; else it only helps.</param>
/// <param name="IsProvedByMarketplace">Whether the marketplace's own word on a cancelled order makes it unnecessary.</param>
public sealed record ChecklistItem(string Name, Text Text, ImmutableArray<string> Kinds, bool IsNeeded = true, bool IsProvedByMarketplace = true);

/// <summary>A line of a case's checklist as the contract shows it.</summary>
/// <param name="Name">The item's stable name.</param>
/// <param name="Text">What it is.</param>
/// <param name="Needed">Whether the case waits for it.</param>
/// <param name="Satisfied">Whether it is there, or proved otherwise.</param>
/// <param name="By">What satisfies it: a document's id, or "marketplace"; null while nothing does.</param>
public sealed record ChecklistLine(string Name, Text Text, bool Needed, bool Satisfied, string? By);

/// <summary>What each type of case needs on paper. Pure: a new paper is a line in the table.</summary>
public static class Checklist
{
    /// <summary>What satisfies an item when the marketplace's own push or feed proves it.</summary>
    public const string Marketplace = "marketplace";

    private static readonly ChecklistItem Cancellation =
        new("cancellationProof", new("proof that the order was cancelled", "bukti pembatalan pesanan"), ["cancellationProof"]);

    private static readonly ChecklistItem FailedDelivery =
        new("cancellationProof", new("proof that the order was cancelled or its delivery failed", "bukti pembatalan pesanan atau kegagalan penghantaran"), ["cancellationProof", "failedDeliveryProof"]);

    private static readonly ChecklistItem Evidence =
        new("evidence", new("evidence for the appeal, such as invoices or certificates", "bukti sokongan rayuan, seperti invois atau sijil"), [.. PaperKinds.All], IsNeeded: false, IsProvedByMarketplace: false);

    /// <summary>The table.</summary>
    /// <param name="type">The type of case.</param>
    /// <returns>Its papers.</returns>
    public static ImmutableArray<ChecklistItem> For(CaseType type) => type switch
    {
        CaseType.BuyerCancellation => [Cancellation],
        CaseType.FailedDelivery => [FailedDelivery],
        CaseType.ComplianceAppeal => [Evidence],
        CaseType.StalledParcel or CaseType.AddressChange => [],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No checklist for this type of case."),
    };

    /// <summary>A case's checklist as it stands.</summary>
    /// <param name="c">The case.</param>
    /// <param name="order">Its order; null for an appeal.</param>
    /// <returns>A line for each paper.</returns>
    public static IReadOnlyList<ChecklistLine> Of(Case c, Order? order)
    {
        // An order that had not shipped was stopped here, at the seller's word: nothing is to be proved.
        var isStoppedHere = c.Refund is { Ground: RefundGround.NotShipped };
        return [.. For(c.Type).Select(item => Line(item, c, isProved: item.IsProvedByMarketplace && order?.CancelledAt is not null && !isStoppedHere, item.IsNeeded && !isStoppedHere))];
    }

    /// <summary>Whether every paper that the case waits for is there or proved otherwise.</summary>
    /// <param name="c">The case.</param>
    /// <param name="order">Its order; null for an appeal.</param>
    /// <returns>Whether it is complete.</returns>
    public static bool IsComplete(Case c, Order? order) => Of(c, order).All(line => line.Satisfied || !line.Needed);

    /// <summary>What is missing, in words.</summary>
    /// <param name="c">The case.</param>
    /// <param name="order">Its order.</param>
    /// <returns>Each missing paper.</returns>
    public static Text Missing(Case c, Order? order)
    {
        var missing = Of(c, order).Where(line => line.Needed && !line.Satisfied).Select(line => line.Name).ToHashSet();
        var words = For(c.Type).Where(item => missing.Contains(item.Name)).Select(item => item.Text).ToList();
        return new(string.Join("; ", words.Select(paper => paper.En)), string.Join("; ", words.Select(paper => paper.Ms)));
    }

    /// <summary>The first paper that a type of case waits for, as it follows "upload the ...".</summary>
    /// <param name="type">The type of case.</param>
    /// <returns>Its words; for a type that waits for none, documents in general.</returns>
    public static Text PaperOf(CaseType type) => For(type).FirstOrDefault(item => item.IsNeeded)?.Text ?? new("documents", "dokumen");

    /// <summary>What a file is taken for when its sender does not say: the one paper that is asked for.</summary>
    /// <param name="type">The type of case.</param>
    /// <returns>The kind.</returns>
    public static string DefaultKind(CaseType type) => For(type) is [{ IsNeeded: true } only] ? only.Kinds[0] : "other";

    private static ChecklistLine Line(ChecklistItem item, Case c, bool isProved, bool isNeeded)
    {
        var by = isProved ? Marketplace : c.Documents.Find(d => item.Kinds.Contains(d.Kind))?.Id;
        return new(item.Name, item.Text, isNeeded, by is not null, by);
    }
}
