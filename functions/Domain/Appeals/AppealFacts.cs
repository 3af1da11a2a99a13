using System.Text.RegularExpressions;

namespace Kumoten.Functions.Domain.Appeals;

/// <summary>What Lazada says the product violated.</summary>
public enum Violation
{
    /// <summary>Counterfeit or trademark.</summary>
    Counterfeit,

    /// <summary>Prohibited or restricted product.</summary>
    Prohibited,

    /// <summary>Misleading listing or wrong category.</summary>
    MisleadingListing,

    /// <summary>Image or content policy.</summary>
    ContentPolicy,

    /// <summary>Safety, or a certification that is missing.</summary>
    SafetyCertification,

    /// <summary>Duplicate listing.</summary>
    DuplicateListing,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>The facts of a compliance appeal, as the seller gives them in the form (guide: Lazada Compliance Penalty).</summary>
public sealed partial record AppealFacts
{
    /// <summary>The shop's name on Lazada.</summary>
    public string LazadaShop { get; init; } = "";

    /// <summary>The product's name in the listing.</summary>
    public string ProductName { get; init; } = "";

    /// <summary>Kumoten's stock code.</summary>
    public string Sku { get; init; } = "";

    /// <summary>Lazada's stock code.</summary>
    public string LazadaSku { get; init; } = "";

    /// <summary>What Lazada says the product violated.</summary>
    public string Violation { get; init; } = "";

    /// <summary>The date of Lazada's notice.</summary>
    public DateOnly? NoticeDate { get; init; }

    /// <summary>The penalty points issued; 0 for none.</summary>
    public int? PenaltyPoints { get; init; }

    /// <summary>What happened, in the seller's words.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What the seller has done about it.</summary>
    public IReadOnlyList<string> CorrectiveActions { get; init; } = [];

    /// <summary>What the seller does so that it does not happen again; may be empty, or null in a form that leaves it out.</summary>
    public IReadOnlyList<string> PreventiveActions { get; init => field = value ?? []; } = [];

    /// <summary>Lazada's deadline for the appeal, if it gave one.</summary>
    public DateOnly? Deadline { get; init; }

    /// <summary>en or ms.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Whether the seller's words speak of something that goes with the letter: "sijil dilampirkan", "see the enclosed invoice".</summary>
    /// <returns>Whether they do.</returns>
    public bool SpeaksOfEnclosures() => CorrectiveActions.Concat(PreventiveActions).Append(Explanation).Any(text => Enclosure().IsMatch(text));

    [GeneratedRegex(@"\b(enclos\w+|attach\w+|annex\w*|(di|me|ter)?lampir\w*|(di|me|ber)?sertakan|sertaan)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Enclosure();
}
