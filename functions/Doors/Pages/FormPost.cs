using Azure.Storage.Blobs;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The one way of a form that may carry files: taken, or shown again as it was sent with what was wrong with it.</summary>
public static class FormPost
{
    /// <summary>Takes a form.</summary>
    /// <param name="request">The form.</param>
    /// <param name="container">Where its files will stand.</param>
    /// <param name="take">What is done with it.</param>
    /// <param name="again">Shows it again: what was typed, as far as it could be read, and why it was refused.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>What either of them answers.</returns>
    public static async Task<IResult> TakeAsync(HttpRequest request, BlobContainerClient container, Func<PostedForm, Task<IResult>> take, Func<Filled, ProblemException, Task<IResult>> again, CancellationToken cancel)
    {
        PostedForm? begun = null;
        try
        {
            await using var posted = await PostedForm.ReadAsync(request, container, DocumentIntake.MaxPerCase, cancel, form => begun = form);
            return await take(posted);
        }
        catch (ProblemException refused) when (refused.Status is >= 400 and < 500)
        {
            return await again(Filled.Of(begun) with { Refused = refused }, refused);
        }
    }
}
