using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Documents;

/// <summary>
/// Puts an uploaded file on its case. The blob first and the case second, so that a document a case names can always
/// be read. A crash in between leaves a blob that no case names and nobody can ask for; the upload's repeat makes a new one.
/// </summary>
/// <param name="runner">Decides and saves.</param>
public sealed class DocumentIntake(CaseRunner runner)
{
    /// <summary>How many documents a case may have.</summary>
    public const int MaxPerCase = 20;

    /// <summary>Puts a file on a case; the same content of the same kind is the document that is there already.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="loaded">Its dossier, loaded to judge the caller.</param>
    /// <param name="upload">The file.</param>
    /// <param name="caller">Who sent it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ProblemException">403, 409 or 422; the file is gone.</exception>
    public async Task<Document> TakeAsync(string caseId, Loaded loaded, UploadForm upload, Caller caller, CancellationToken cancel)
    {
        if (caller.Actor == Actor.Warehouse && upload.Kind != PaperKinds.Photo)
            throw new ProblemException(StatusCodes.Status403Forbidden, "document.otherRole", new("The warehouse adds photos only.", "Gudang menambah foto sahaja."));

        var isKept = SameIn(loaded.Dossier.Case(caseId)!, upload.File.Hash, upload.Kind) is null;
        if (isKept)
            await upload.File.KeepAsync(loaded.Dossier.Subject, cancel);
        RunResult result;
        try
        {
            result = await runner.RunAsync(loaded.Dossier.Subject, draft => Add(draft, caseId, upload.File.As(upload.Name, upload.Kind, draft.Now), caller), cancel, loaded);
        }
        catch (ProblemException) when (isKept)
        {
            // Nothing was saved. After any other failure the case may name the blob, so it stays.
            await upload.File.RemoveAsync();
            throw;
        }

        var after = result.Dossier.Case(caseId)!;
        var document = SameIn(after, upload.File.Hash, upload.Kind);
        if (isKept && document?.Id != upload.File.Id)
            await upload.File.RemoveAsync();
        return result.Refusal is { } refusal ? throw Refusals.Of(after, refusal) : document!;
    }

    /// <summary>Puts a document on a case of a draft, unless it is there already.</summary>
    /// <param name="draft">The dossier's draft.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="document">The document.</param>
    /// <param name="caller">Who sent it.</param>
    /// <returns>Null, or the rule that forbids it.</returns>
    public static Move.Refused? Add(Draft draft, string caseId, Document document, Caller caller)
    {
        var c = draft.After.Case(caseId)!;
        if (SameIn(c, document.Hash, document.Kind) is not null)
            return null;
        if (c.Documents.Count >= MaxPerCase)
            return new("document.tooMany", new($"Case {c.Id} has {MaxPerCase} documents already, and that is the most it can have. Put several pages or pictures into one PDF.", $"Kes {c.Id} sudah mempunyai {MaxPerCase} dokumen, iaitu jumlah maksimum. Gabungkan beberapa halaman atau foto dalam satu PDF."));
        return draft.Apply(c, new DocumentAdded(document with { By = caller.Actor }) { By = caller.Actor, Who = caller.Name }) as Move.Refused;
    }

    private static Document? SameIn(Case c, string? hash, string kind) => c.Documents.Find(d => d.Hash == hash && d.Kind == kind);
}
