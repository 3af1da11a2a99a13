namespace Kumoten.Functions.Domain.Couriers;

/// <summary>A courier: its contacts, its procedure and its words. Adding one is one file and one line in <see cref="CourierList.All"/>.</summary>
/// <param name="Code">The contract's word, "poslaju".</param>
/// <param name="Name">The name people know.</param>
/// <param name="Hotline">The number to call (support guide, Late Shipment to Destination).</param>
/// <param name="Redirects">Whether it takes a held parcel on to a new address; if not, the parcel comes home and ships again.</param>
/// <param name="ReturnWords">How it is asked to bring a held parcel back, in the sentence before the office's address, to be written or said.</param>
/// <param name="FeedSlug">Its name in the tracking feed.</param>
public sealed record Courier(string Code, string Name, string Hotline, bool Redirects, Text ReturnWords, string FeedSlug);

/// <summary>The mails a courier can get; each has a template <c>{occasion}.scriban</c> in Mails, shared by all couriers.</summary>
public static class CourierOccasion
{
    /// <summary>Hold the parcel and return it (guide: How to Divert Parcel).</summary>
    public const string Hold = "hold";

    /// <summary>Hold the parcel and bring it to the buyer's new address (guide: Change Address).</summary>
    public const string Redirect = "redirect";

    /// <summary>Where is the parcel, and what is the report number (guide: Late Shipment to Destination).</summary>
    public const string Trace = "trace";

    /// <summary>Asking again ("Follow up with ZTO/ PosLaju with phone call or email method").</summary>
    public const string FollowUp = "followUp";

    /// <summary>Whether a mail is still to be sent, now that its case may have gone on.</summary>
    /// <param name="occasion">Which mail.</param>
    /// <param name="state">Where the case stands.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsStillDue(string occasion, CaseState state) => occasion is Hold or Redirect
        ? state is CaseState.AwaitingCourierHold or CaseState.AwaitingBuyerRejection
        : state.IsStalled();
}

/// <summary>The couriers that Kumoten ships by.</summary>
public static class CourierList
{
    /// <summary>The list: a new courier is a line here.</summary>
    public static readonly IReadOnlyList<Courier> All = [Zto.Courier, PosLaju.Courier];

    /// <summary>Finds a courier by the contract's word.</summary>
    /// <param name="code">The word.</param>
    /// <returns>The courier; null when Kumoten does not ship by it.</returns>
    public static Courier? Find(string? code) => All.FirstOrDefault(courier => courier.Code == code);

    /// <summary>The name people know, or "the courier" while none is known.</summary>
    /// <param name="code">The contract's word.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>The name.</returns>
    public static string NameOf(string? code, string language = "en") => Find(code)?.Name ?? (language == "ms" ? "kurier" : "the courier");

    /// <summary>The name and, where one is known, the number to call: "PosLaju (1300-300-300)".</summary>
    /// <param name="code">The contract's word.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>The name and number.</returns>
    public static string WithHotline(string? code, string language = "en") => NameOf(code, language) + (Find(code) is { Hotline: var hotline } ? $" ({hotline})" : "");
}
