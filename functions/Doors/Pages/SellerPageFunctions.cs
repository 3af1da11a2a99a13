using Kumoten.Functions.Domain;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;
using RequestSizeLimitAttribute = Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>A seller's pages: the cases, the account, and the forms of the guide.</summary>
/// <param name="list">The list of cases.</param>
/// <param name="requests">The forms about an order.</param>
/// <param name="appeals">The form of an appeal.</param>
/// <param name="cases">The page of a case.</param>
/// <param name="account">The page of the account.</param>
/// <param name="frame">What stands around a page.</param>
public sealed class SellerPageFunctions(CaseListPage list, RequestForms requests, AppealForm appeals, CasePages cases, AccountPage account, PageFrame frame)
{
    /// <summary>Lists a seller's cases.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    [Function("CasesPage")]
    [Authorize(Roles = Roles.Seller)]
    [EndpointSummary("A seller's cases as a page: what waits for the seller first")]
    [Query("q", "An id or number of any kind, up to 100 characters"), Query("show", "open, done or waiting; all when absent", Example = "open"), Query("type", "The kind of case", Words = typeof(CaseType)), Query("cursor", QueryAttribute.NextPage), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(400)]
    public Task<IResult> ListCases([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases")] HttpRequest request, CancellationToken cancel) => list.ShowAsync(request, cancel);

    /// <summary>Says that a case was opened.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page; 404 when the case is not there or another seller's.</returns>
    [Function("OpenedPage")]
    [Authorize(Roles = Roles.Seller)]
    [EndpointSummary("The confirmation of a request: its number, the next step and its date")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(404)]
    public Task<IResult> ShowOpened([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cases/{caseId}/opened")] HttpRequest request, string caseId, CancellationToken cancel) => cases.ShowOpenedAsync(request, caseId, cancel);

    /// <summary>Shows which requests there are.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The page.</returns>
    [Function("FormsPage")]
    [Authorize(Roles = Roles.Seller)]
    [EndpointSummary("The forms that a seller can choose from")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html")]
    public Task<IResult> ShowForms([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "forms")] HttpRequest request) => Task.FromResult(frame.Show(request, "forms", []));

    /// <summary>Shows a form.</summary>
    /// <param name="request">The query: the order's number.</param>
    /// <param name="form">after-sales, cancellation, address-change or compliance-appeal.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page; 404 for another form.</returns>
    [Function("FormPage")]
    [Authorize(Roles = Roles.Seller)]
    [EndpointSummary("A form of the support guide: after-sales, cancellation, address-change or compliance-appeal")]
    [Query("order", "Kumoten's number of the order, the marketplace's, or the tracking number", Example = "KM-1001"), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(404)]
    public async Task<IResult> ShowForm([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "forms/{form}")] HttpRequest request, string form, CancellationToken cancel)
    {
        var number = request.Query["order"].ToString().Trim();
        return form == AppealForm.Word ? appeals.Show(request) : RequestForms.Has(form) ? await requests.ShowAsync(request, form, number, cancel) : throw Problem.NotFound(new("This form", "Borang ini"));
    }

    /// <summary>Takes a form.</summary>
    /// <param name="request">The form.</param>
    /// <param name="form">Which.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The answers once more, or 303 to the confirmation; the page with what is wrong, and its status; 404 for another form.</returns>
    [Function("FormPost")]
    [RequestSizeLimit(PostedForm.MaxBody)]
    [Authorize(Roles = Roles.Seller)]
    [EndpointSummary("A request, from its page's form")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [AcceptsFiles(DocumentIntake.MaxPerCase)]
    [ProducesStatus(303), ProducesProblem(400), ProducesProblem(404), ProducesProblem(409), ProducesProblem(413), ProducesProblem(415), ProducesProblem(422)]
    public async Task<IResult> TakeForm([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "forms/{form}")] HttpRequest request, string form, CancellationToken cancel) =>
        form == AppealForm.Word ? await appeals.TakeAsync(request, cancel) : RequestForms.Has(form) ? await requests.TakeAsync(request, form, cancel) : throw Problem.NotFound(new("This form", "Borang ini"));

    /// <summary>Shows the account.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    [Function("AccountPage")]
    [Authorize(Roles = Roles.Seller)]
    [EndpointSummary("A seller's Kumoten account as a page")]
    [Query("month", "Which month; this one when absent", Example = "2026-11"), Query("cursor", QueryAttribute.NextPage), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(400)]
    public Task<IResult> ShowAccount([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "account")] HttpRequest request, CancellationToken cancel) => account.ShowAsync(request, cancel);

    /// <summary>Keeps where a seller reads mails.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the account; the page with what is wrong, and its status.</returns>
    [Function("AccountMailbox")]
    [Authorize(Roles = Roles.Seller)]
    [EndpointSummary("Where a seller is mailed, and in which language, from the account's page")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(400)]
    public Task<IResult> KeepMailbox([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "account/mailbox")] HttpRequest request, CancellationToken cancel) => account.KeepMailboxAsync(request, cancel);
}
