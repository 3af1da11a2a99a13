using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The desk's tabs beside the worklist: accounts and their corrections, the proof of the books, and the couriers' feeds.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="books">The proof of the books.</param>
/// <param name="feeds">The feeds.</param>
public sealed class DeskTabFunctions(CorrectionsPage accounts, BooksPage books, FeedsPage feeds)
{
    /// <summary>Shows a seller's account to an agent.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    [Function("DeskAccounts")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("A seller's account as a page, with the forms that correct it")]
    [Query("seller", "The seller", Example = "S-100"), Query("cursor", QueryAttribute.NextPage), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(400)]
    public Task<IResult> ShowAccounts([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/accounts")] HttpRequest request, CancellationToken cancel) => accounts.ShowAsync(request, cancel);

    /// <summary>Takes an entry back by its opposite.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the account; the page with what is wrong, and its status.</returns>
    [Function("DeskReverse")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("Takes an entry back by its opposite, from its page's form; safe to repeat")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(400), ProducesProblem(404), ProducesProblem(409), ProducesProblem(422)]
    public Task<IResult> Reverse([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/accounts/reverse")] HttpRequest request, CancellationToken cancel) => accounts.CorrectAsync(request, isReversal: true, cancel);

    /// <summary>Enters an adjustment.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the account; the page with what is wrong, and its status.</returns>
    [Function("DeskAdjust")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("Enters a correction, once for each reference, from its page's form; safe to repeat")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(400), ProducesProblem(409), ProducesProblem(422)]
    public Task<IResult> Adjust([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/accounts/adjust")] HttpRequest request, CancellationToken cancel) => accounts.CorrectAsync(request, isReversal: false, cancel);

    /// <summary>Shows the last proof of the books.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    [Function("DeskBooks")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("The last proof of the books as a page: what was checked, and what is wrong")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html")]
    public Task<IResult> ShowBooks([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/books")] HttpRequest request, CancellationToken cancel) => books.ShowAsync(request, cancel);

    /// <summary>Shows the couriers' feeds.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    [Function("DeskFeeds")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("The couriers' feeds as a page: when each was last heard from")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html")]
    public Task<IResult> ShowFeeds([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/feeds")] HttpRequest request, CancellationToken cancel) => feeds.ShowAsync(request, cancel);
}
