using Kumoten.Functions.Domain;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>Staff's pages: the agents' desk and the dock.</summary>
/// <param name="desk">The desk.</param>
/// <param name="failed">What failed for good.</param>
/// <param name="warehouse">The dock.</param>
public sealed class StaffPageFunctions(DeskPage desk, FailedPage failed, WarehousePage warehouse)
{
    /// <summary>Shows the desk.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    [Function("DeskPage")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("The agents' desk as a page: overdue, today, later")]
    [Query("q", "An id or number of any kind, up to 100 characters"), Query("courier", "The courier's code", Example = "poslaju"), Query("type", "The kind of case", Words = typeof(CaseType)), Query("state", "Where it stands", Words = typeof(CaseState))]
    [Query("region", "Where the parcel goes: east, peninsula, or a state", Example = "Sabah"), Query("cursor", QueryAttribute.NextPage), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(400)]
    public Task<IResult> ShowDesk([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk")] HttpRequest request, CancellationToken cancel) => desk.ShowAsync(request, cancel);

    /// <summary>Shows the messages that failed for good.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    [Function("FailedPage")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("Messages that failed for good, as a page")]
    [Query("cursor", QueryAttribute.NextPage), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(400)]
    public Task<IResult> ShowFailed([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/failed")] HttpRequest request, CancellationToken cancel) => failed.ShowAsync(request, cancel);

    /// <summary>Sends messages again that failed for good.</summary>
    /// <param name="request">The form: their ids.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the page; 404 when one is not there.</returns>
    [Function("FailedReplay")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("Sends messages again that failed for good, from their page's form; safe to repeat")]
    [ProducesStatus(303), ProducesProblem(404)]
    public Task<IResult> Replay([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/failed/replay")] HttpRequest request, CancellationToken cancel) => failed.ReplayAsync(request, cancel);

    /// <summary>Shows the dock.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    [Function("WarehousePage")]
    [Authorize(Roles = Roles.Dock)]
    [EndpointSummary("The dock as a page: scan, inspect, ship again, find out whose")]
    [Query("cursor", QueryAttribute.NextPage), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(400)]
    public Task<IResult> ShowWarehouse([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "warehouse")] HttpRequest request, CancellationToken cancel) => warehouse.ShowAsync(request, cancel);

    /// <summary>Receives a parcel.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to its case, or to the parcel; the page with what is wrong, and its status.</returns>
    [Function("WarehouseReceive")]
    [Authorize(Roles = Roles.Warehouse)]
    [EndpointSummary("A parcel at the dock, from the page's scan field")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(400)]
    public Task<IResult> Receive([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "warehouse/receive")] HttpRequest request, CancellationToken cancel) => warehouse.ReceiveAsync(request, cancel);

    /// <summary>Shows a parcel that no case waited for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parcelId">The parcel.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page; 404 when it is not there.</returns>
    [Function("WarehouseParcel")]
    [Authorize(Roles = Roles.Dock)]
    [EndpointSummary("A parcel that no case waited for, as a page, with the cases it may be for")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(404)]
    public Task<IResult> ShowParcel([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "warehouse/parcels/{parcelId}")] HttpRequest request, string parcelId, CancellationToken cancel) => warehouse.ShowParcelAsync(request, parcelId, cancel);

    /// <summary>Matches a parcel with its case.</summary>
    /// <param name="request">The form.</param>
    /// <param name="parcelId">The parcel.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the case; the page with what is wrong, and its status.</returns>
    [Function("WarehouseMatch")]
    [Authorize(Roles = Roles.Dock)]
    [EndpointSummary("Matches a parcel with its case, from its page's form")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(400), ProducesProblem(404), ProducesProblem(409), ProducesProblem(422)]
    public Task<IResult> Match([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "warehouse/parcels/{parcelId}/match")] HttpRequest request, string parcelId, CancellationToken cancel) => warehouse.MatchAsync(request, parcelId, cancel);

    /// <summary>Takes a parcel off the list that is nobody's.</summary>
    /// <param name="request">The form.</param>
    /// <param name="parcelId">The parcel.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the dock; the page with what is wrong, and its status.</returns>
    [Function("WarehouseDismiss")]
    [Authorize(Roles = Roles.Dock)]
    [EndpointSummary("Takes a parcel that is nobody's off the list, from its page's form")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(400), ProducesProblem(404), ProducesProblem(409)]
    public Task<IResult> Dismiss([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "warehouse/parcels/{parcelId}/dismiss")] HttpRequest request, string parcelId, CancellationToken cancel) => warehouse.DismissAsync(request, parcelId, cancel);
}
