namespace Kumoten.Functions.Domain.Refunds;

/// <summary>Why a refund is due: the terms and conditions of the support guide.</summary>
public enum RefundGround
{
    /// <summary>"If order not yet shipped out, the refund will be approved soonest possible."</summary>
    NotShipped,

    /// <summary>"Refund will be processed once we received the parcel"; the item "not opened, used or damaged".</summary>
    ReceivedIntact,

    /// <summary>"Unless the parcel is lost in transit while on its way from Kumoten to buyer."</summary>
    LostOutbound,

    /// <summary>An agent overruled, with a reason that the timeline shows.</summary>
    Overruled,
}

/// <summary>What the terms say of a refund.</summary>
public abstract record RefundDecision
{
    private RefundDecision()
    {
    }

    /// <summary>It is due.</summary>
    /// <param name="Ground">The term that says so.</param>
    public sealed record Due(RefundGround Ground) : RefundDecision;

    /// <summary>It is not.</summary>
    /// <param name="Code">The term's stable name.</param>
    public sealed record Refused(string Code) : RefundDecision;
}

/// <summary>The refund's terms and conditions (support guide, Terms and Conditions; the same under both cancellations).</summary>
public static class RefundTerms
{
    /// <summary>"The item must not be opened, used or damaged."</summary>
    /// <param name="condition">What the warehouse found.</param>
    /// <returns>Whether the refund is due.</returns>
    public static RefundDecision AfterInspection(ItemCondition condition) => condition switch
    {
        ItemCondition.Intact => new RefundDecision.Due(RefundGround.ReceivedIntact),
        ItemCondition.Opened => new RefundDecision.Refused("inspection.opened"),
        ItemCondition.Used => new RefundDecision.Refused("inspection.used"),
        ItemCondition.Damaged => new RefundDecision.Refused("inspection.damaged"),
        ItemCondition.WrongItem => new RefundDecision.Refused("inspection.wrongItem"),
        ItemCondition.Missing => new RefundDecision.Refused("inspection.missing"),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "No term speaks of this condition."),
    };
}
