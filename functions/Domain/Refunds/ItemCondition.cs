namespace Kumoten.Functions.Domain.Refunds;

/// <summary>The condition of a returned item; only intact pays (Terms and Conditions: not opened, used or damaged).</summary>
public enum ItemCondition
{
    /// <summary>As it left.</summary>
    Intact,

    /// <summary>Opened.</summary>
    Opened,

    /// <summary>Used.</summary>
    Used,

    /// <summary>Damaged.</summary>
    Damaged,

    /// <summary>Another item came back.</summary>
    WrongItem,

    /// <summary>The parcel came back without the item.</summary>
    Missing,
}
