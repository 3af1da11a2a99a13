using System.Collections.Frozen;
using Kumoten.Functions.Domain.Parcels;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>
/// What each of AfterShip's published tags and subtags means here (its documentation: Delivery Statuses, Delivery
/// Sub-statuses). Subtags are open strings: one that the table does not know means what its tag means.
/// </summary>
public static class AfterShipWords
{
    private static readonly FrozenDictionary<string, ScanKind> Words = new Dictionary<string, ScanKind>
    {
        // Nothing but its data is known yet, or any more.
        ["Pending"] = ScanKind.LabelMade,
        ["InfoReceived"] = ScanKind.LabelMade,
        ["Expired"] = ScanKind.LabelMade,

        ["InTransit"] = ScanKind.InTransit,
        ["InTransit_009"] = ScanKind.Redirected, // forwarded to another address

        ["OutForDelivery"] = ScanKind.OutForDelivery,
        ["AvailableForPickup"] = ScanKind.ReadyForPickup,
        ["Delivered"] = ScanKind.Delivered,

        ["AttemptFail"] = ScanKind.AttemptFailed,

        // Delays, customs and papers (004 to 006, 009, 016 to 018): the courier has it, and nothing else follows.
        ["Exception"] = ScanKind.Other,
        ["Exception_001"] = ScanKind.AttemptFailed, // the delivery failed
        ["Exception_002"] = ScanKind.AttemptFailed, // the buyer moved
        ["Exception_003"] = ScanKind.Refused,
        ["Exception_007"] = ScanKind.AttemptFailed, // incorrect address
        ["Exception_008"] = ScanKind.AttemptFailed, // never fetched from the counter
        ["Exception_010"] = ScanKind.Returning,
        ["Exception_011"] = ScanKind.Returned,
        ["Exception_012"] = ScanKind.Damaged,
        ["Exception_013"] = ScanKind.Lost,
    }.ToFrozenDictionary();

    /// <summary>What a checkpoint says.</summary>
    /// <param name="tag">Its tag, one of nine.</param>
    /// <param name="subtag">Its subtag.</param>
    /// <returns>The kind of scan.</returns>
    public static ScanKind Meaning(string? tag, string? subtag) =>
        Words.TryGetValue(subtag ?? "", out var bySubtag) ? bySubtag : Words.GetValueOrDefault(tag ?? "", ScanKind.Other);
}
