namespace Kumoten.Functions.Domain.Appeals;

/// <summary>A document that goes with a letter.</summary>
/// <param name="Name">Its name, as uploaded.</param>
/// <param name="Kind">What it is: a word of <c>Letters/Shared/evidence</c>, such as "authorisationLetter"; others are called a document.</param>
public sealed record Evidence(string Name, string Kind)
{
    /// <summary>At most this much is appended to one letter: what a worker holds in memory, and a marketplace takes in one upload.</summary>
    public const long MaxBytes = 25 * 1024 * 1024;

    /// <summary>The words for which a letter has a name: what a seller may upload as evidence.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "authorisationLetter", "trademarkCertificate", "supplierInvoice", "sirimCertificate", "mcmcCertificate", "kkmCertificate", "permit",
        "specification", "productPhoto", "labelPhoto", "imageLicence", "listingScreenshot", "lazadaNotice",
    ];
}
