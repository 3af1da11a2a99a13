using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The desk's tab of the nightly proof that entries, balances and cases tell the same story, and what is wrong where they do not.</summary>
/// <param name="books">The last proof.</param>
/// <param name="frame">What stands around the page.</param>
public sealed class BooksPage(IProvenBooks books, PageFrame frame)
{
    /// <summary>Shows the last proof.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    public async Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel)
    {
        var language = Browser.Language(request);
        var proof = await books.LastProofAsync(cancel);
        return frame.Show(request, "books", new()
        {
            ["proof"] = proof is null ? null : Facts(proof, language),
            ["findings"] = proof?.Findings.Select(finding => new Dictionary<string, object?> { ["seller"] = finding.SellerId, ["text"] = finding.Text }).ToList(),
            ["more"] = proof is null ? 0 : proof.Wrong - proof.Findings.Count,
        });
    }

    /// <summary>A proof as templates show it.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>The facts.</returns>
    internal static Dictionary<string, object?> Facts(BooksProof proof, string language) => new()
    {
        ["at"] = PageTime.Moment(proof.At, language),
        ["accounts"] = proof.Accounts,
        ["entries"] = proof.Entries,
        ["cases"] = proof.Cases,
        ["wrong"] = proof.Wrong,
    };
}
