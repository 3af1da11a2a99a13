using Azure.Storage.Blobs.Models;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;
using RequestSizeLimitAttribute = Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute;

namespace Kumoten.Functions.Doors.Documents;

// curl localhost:7071/api/cases/KM-1001.1/documents -H "Authorization: Bearer $SELLER" -F kind=cancellationProof -F file=@cancel.png

/// <summary>Documents of a case: uploaded by whoever takes part, served to who may see the case.</summary>
/// <param name="intake">Puts files on cases.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="storage">The storage account.</param>
public sealed class DocumentFunctions(DocumentIntake intake, CaseStore store, Storage storage)
{
    private const string Uploaders = $"{Roles.Seller},{Roles.Agent},{Roles.Warehouse}";

    /// <summary>Takes a file in.</summary>
    /// <param name="request">The form: file and kind.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>201 with the document; a repeat is answered like the first; 303 to the case's page, for a browser; 403 when the warehouse sends another kind than photos.</returns>
    [Function("AddDocument")]
    [RequestSizeLimit(PostedForm.MaxBody)]
    [Authorize(Roles = Uploaders)]
    [EndpointSummary("Uploads a document to a case")]
    [EndpointDescription("multipart/form-data with 'file' (PDF, PNG, JPEG, WebP or HEIC, at most 10 MB) and 'kind' (cancellationProof, failedDeliveryProof, chat, photo or other; for an appeal also what the letter is to call it, such as sirimCertificate: a wrong word is answered with all of them); at most 20 documents a case. Documents of an appeal go with its next letter as numbered annexes. A browser (Accept: text/html) is sent on to the case's page.")]
    [AcceptsFiles(1)]
    [Produces<DocumentView>(201), ProducesStatus(303), ProducesProblem(400), ProducesProblem(403), ProducesProblem(404), ProducesProblem(409), ProducesProblem(413), ProducesProblem(415), ProducesProblem(422)]
    public async Task<IResult> AddDocument([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{caseId}/documents")] HttpRequest request, string caseId, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var (loaded, c) = await FindAsync(caseId, caller, cancel) ?? throw Problem.NotFound(new($"The case '{caseId}'", $"Kes '{caseId}'"));
        await using var upload = await UploadForm.ReadAsync(request, storage.Documents, cancel);
        var document = await intake.TakeAsync(c.Id, loaded, upload, caller, cancel);
        return Browser.Asks(request)
            ? Browser.SeeOther(request, $"/cases/{c.Id}")
            : Results.Created($"/api/cases/{c.Id}/documents/{document.Id}", DocumentView.Of(document));
    }

    /// <summary>Serves a document.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="docId">The document.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The file as an attachment; 404 when it is not there or another seller's.</returns>
    [Function("GetDocument")]
    [Authorize(Roles = Uploaders)]
    [EndpointSummary("A document of a case, as an attachment")]
    [ProducesFile("application/pdf", "image/png", "image/jpeg", "image/webp", "image/heic"), ProducesProblem(404)]
    public async Task<IResult> GetDocument([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases/{caseId}/documents/{docId}")] HttpRequest request, string caseId, string docId, CancellationToken cancel)
    {
        var document = (await FindAsync(caseId, Caller.Of(request), cancel))?.Case.Documents.Find(d => d.Id == docId)
            ?? throw Problem.NotFound(new($"The document '{docId}' of case '{caseId}'", $"Dokumen '{docId}' bagi kes '{caseId}'"));
        BlobDownloadStreamingResult file = await storage.Documents.GetBlobClient(document.Id).DownloadStreamingAsync(cancellationToken: cancel);
        var response = request.HttpContext.Response;
        // Whatever the file is: it is saved and not shown here, nothing guesses another type, and no script of it runs.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, no-store";
        response.ContentLength = document.Size;
        return Results.Stream(file.Content, document.ContentType, document.Name);
    }

    private async Task<(Loaded Loaded, Case Case)?> FindAsync(string caseId, Caller caller, CancellationToken cancel)
    {
        if (!CaseId.TryParse(caseId, out var subject, out _))
            return null;
        var loaded = await store.LoadAsync(subject, cancel);
        return loaded.Dossier.Case(caseId) is { } c && caller.Sees(c.SellerId) ? (loaded, c) : null;
    }
}

/// <summary>A document as the contract shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it proves.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ContentType">What it is, by its content.</param>
/// <param name="UploadedAt">When it was uploaded.</param>
public sealed record DocumentView(string Id, string Name, string Kind, long Size, string ContentType, DateTimeOffset UploadedAt)
{
    /// <summary>Shows a document.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The view, without what only the case needs to know.</returns>
    public static DocumentView Of(Document document) =>
        new(document.Id, document.Name, document.Kind, document.Size, document.ContentType, document.UploadedAt);
}
