using Azure;
using Azure.Storage.Blobs.Models;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Hands.Letters;

/// <summary>The documents of an appeal that go with its letter, in the order in which they were uploaded.</summary>
/// <param name="storage">The storage account.</param>
public sealed class Enclosures(Storage storage)
{
    /// <summary>Reads what the letter that is being written encloses.</summary>
    /// <param name="c">The case, drafting.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The annexes, and the names of documents that cannot be appended.</returns>
    public async Task<(IReadOnlyList<Annex> Annexes, IReadOnlyList<string> NotEnclosed)> ReadAsync(Case c, CancellationToken cancel)
    {
        var annexes = new List<Annex>();
        var notEnclosed = new List<string>();
        var room = Evidence.MaxBytes;
        foreach (var document in c.Documents.Take(c.Enclosed))
        {
            if (document.Size <= room && await ReadAsync(document, cancel) is { } annex)
            {
                annexes.Add(annex);
                room -= document.Size;
            }
            else
            {
                notEnclosed.Add(document.Name);
            }
        }

        return (annexes, notEnclosed);
    }

    private async Task<Annex?> ReadAsync(Document document, CancellationToken cancel)
    {
        Response<BlobDownloadResult> blob = await storage.Documents.GetBlobClient(document.Id).DownloadContentAsync(cancel);
        var annex = new Annex(new Evidence(document.Name, document.Kind), blob.Value.Content.ToMemory());
        return Annexes.Refusal(1, annex) is null ? annex : null;
    }
}
