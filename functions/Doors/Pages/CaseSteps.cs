using System.Collections.Immutable;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Couriers;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>A step of a case's way, as people think of it: several states may be one step.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="States">The states that belong to it.</param>
public sealed record CaseStep(Text Name, ImmutableArray<CaseState> States);

/// <summary>The line of steps: where a case stands, what is done, what comes.</summary>
public static class CaseSteps
{
    private static readonly CaseStep Hold = new(new("Courier holds the parcel", "Kurier menahan bungkusan"), [CaseState.AwaitingCourierHold, CaseState.AwaitingBuyerRejection]);
    private static readonly CaseStep Back = new(new("Parcel comes back", "Bungkusan dipulangkan"), [CaseState.Returning, CaseState.AwaitingSellerReturn]);
    private static readonly CaseStep Look = new(new("Item inspected", "Barang diperiksa"), [CaseState.AwaitingInspection, CaseState.AwaitingDecision]);
    private static readonly CaseStep Again = new(new("Shipped again", "Dihantar semula"), [CaseState.AwaitingReshipment]);
    private static readonly CaseStep Redirect = new(new("On its way to the new address", "Dalam perjalanan ke alamat baharu"), [CaseState.Redirecting]);
    private static readonly CaseStep Arrived = new(new("New address", "Alamat baharu"), []);
    private static readonly CaseStep Refund = new(new("Refund", "Bayaran balik"), [CaseState.Refunding]);

    // A parcel that was to go elsewhere and is lost: from there on it is about its money.
    private static readonly ImmutableArray<CaseState> AboutMoney = [CaseState.AwaitingDecision, CaseState.Refunding, CaseState.Refunded, CaseState.Refused];

    /// <summary>The way of a case, its end last.</summary>
    /// <param name="type">The type.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="courier">The courier's code: one that takes no new address brings the parcel home first.</param>
    /// <returns>The steps.</returns>
    public static ImmutableArray<CaseStep> For(CaseType type, CaseState state, string? courier) => type switch
    {
        CaseType.StalledParcel =>
        [
            new(new("Buyer asked", "Bertanya kepada pembeli"), [CaseState.AwaitingBuyerConfirmation]), new(new("Courier asked", "Bertanya kepada kurier"), [CaseState.AwaitingCourierTicket]),
            new(new("Followed up", "Susulan dibuat"), [CaseState.FollowingUp, CaseState.AwaitingDecision]), new(new("Settled", "Selesai"), [CaseState.Refunding]),
        ],
        CaseType.FailedDelivery or CaseType.BuyerCancellation =>
            [new(new("Cancellation proved", "Pembatalan dibuktikan"), [CaseState.AwaitingDocuments]), Hold, Back, Look, Refund],
        CaseType.AddressChange when AboutMoney.Contains(state) => [Hold, Back, new(new("Decision", "Keputusan"), [CaseState.AwaitingDecision]), Refund],
        CaseType.AddressChange when CourierList.Find(courier) is { Redirects: false } => [Hold, Back with { States = [.. Back.States, CaseState.AwaitingAgent] }, Again, Redirect, Arrived],
        CaseType.AddressChange => [Hold, Redirect with { States = [.. Redirect.States, .. Back.States, CaseState.AwaitingAgent, CaseState.AwaitingReshipment] }, Arrived],
        CaseType.ComplianceAppeal =>
        [
            new(new("Letter written", "Surat disediakan"), [CaseState.Drafting]), new(new("Uploaded to Lazada", "Dimuat naik ke Lazada"), [CaseState.LetterReady]),
            new(new("Lazada decides", "Lazada membuat keputusan"), [CaseState.Submitted]), new(new("Answer", "Jawapan"), []),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No steps for this type of case."),
    };

    /// <summary>A case's steps as its page shows them. A step that the case went past without it is left out.</summary>
    /// <param name="type">The type.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="courier">The courier's code.</param>
    /// <param name="visited">The states it has been in.</param>
    /// <returns>Each step that counts, and how it stands: "done", "now", "ahead" or "stopped"; the end of an ended case is called by its state.</returns>
    public static IReadOnlyList<(Text? Name, string Standing)> Of(CaseType type, CaseState state, string? courier, IReadOnlySet<CaseState> visited)
    {
        var steps = For(type, state, courier);
        var shown = new List<(Text?, string)>();
        var here = state.IsEnd() ? steps.Length - 1 : Array.FindIndex([.. steps], step => step.States.Contains(state));
        for (var i = 0; i < steps.Length; i++)
        {
            if (i == here && state.IsEnd())
                shown.Add((null, IsGood(state) ? "done" : "stopped"));
            else if (i == here)
                shown.Add((steps[i].Name, "now"));
            else if (i > here)
                shown.Add((steps[i].Name, "ahead"));
            else if (steps[i].States.Any(visited.Contains))
                shown.Add((steps[i].Name, "done"));
        }

        return shown;
    }

    private static bool IsGood(CaseState end) => end is CaseState.Refunded or CaseState.Resolved or CaseState.Completed or CaseState.Accepted or CaseState.Superseded;
}
