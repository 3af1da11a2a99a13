using Kumoten.Functions.Domain.Appeals;

namespace Kumoten.Functions.Domain.Papers;

/// <summary>What a paper may be for: the kinds that an upload names.</summary>
public static class PaperKinds
{
    /// <summary>A photo, such as the warehouse takes at an inspection.</summary>
    public const string Photo = "photo";

    /// <summary>What a document may be for.</summary>
    public static readonly IReadOnlyList<string> All = ["cancellationProof", "failedDeliveryProof", "chat", Photo, "other", .. Evidence.Kinds];

    /// <summary>What a page offers for a case: an appeal's evidence, or the papers of an order.</summary>
    /// <param name="type">The kind of case.</param>
    /// <returns>The kinds, the likeliest first.</returns>
    public static IEnumerable<string> For(CaseType type) => type switch
    {
        CaseType.ComplianceAppeal => [.. Evidence.Kinds, "other"],
        CaseType.FailedDelivery => ["failedDeliveryProof", "cancellationProof", "chat", Photo, "other"],
        CaseType.BuyerCancellation => ["cancellationProof", "chat", Photo, "other"],
        // Nothing was cancelled: what the buyer wrote is what helps.
        _ => ["chat", Photo, "other"],
    };
}
