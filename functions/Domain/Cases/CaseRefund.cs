using Kumoten.Functions.Domain.Refunds;

namespace Kumoten.Functions.Domain.Cases;

/// <summary>A refund that was approved.</summary>
/// <param name="Amount">The order amount, or what an agent named for a part of it.</param>
/// <param name="Ground">The term that allows it.</param>
/// <param name="ApprovedAt">When it was approved.</param>
/// <param name="PaidAt">When the ledger held it; null until then.</param>
public sealed record Refund(Money Amount, RefundGround Ground, DateTimeOffset ApprovedAt, DateTimeOffset? PaidAt = null)
{
    /// <summary>Whether it is for a part of the order that was cancelled; an order may have several of those.</summary>
    public bool IsPart { get; init; }

    /// <summary>When an agent took its entry back; null while it stands.</summary>
    public DateTimeOffset? ReversedAt { get; init; }
}

/// <summary>How much of an order was cancelled.</summary>
/// <param name="Lines">How many lines; each is one unit.</param>
/// <param name="Units">How many units the order has.</param>
public sealed record CancelledPart(int Lines, int Units);
