using Kumoten.Functions.Domain.Appeals;

namespace Kumoten.Functions.Dossiers;

/// <summary>The appeal letters, for the doors: writing them is a hand's work, and doors do not know hands.</summary>
public interface ILetters
{
    /// <summary>The page for the screen.</summary>
    const string Html = "html";

    /// <summary>The file for the upload.</summary>
    const string Pdf = "pdf";

    /// <summary>Reads a letter that was written.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="version">The version.</param>
    /// <param name="format"><see cref="Html"/> or <see cref="Pdf"/>.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The bytes.</returns>
    Task<BinaryData> ReadAsync(string sellerId, string caseId, int version, string format, CancellationToken cancel);

    /// <summary>Writes a letter that is not kept.</summary>
    /// <param name="facts">The validated facts.</param>
    /// <param name="sellerId">Whose.</param>
    /// <param name="date">The letter's date.</param>
    /// <returns>The page for the screen.</returns>
    string Preview(AppealFacts facts, string sellerId, DateOnly date);
}
