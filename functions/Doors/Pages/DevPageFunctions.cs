using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The developer's page; outside Development it is not there.</summary>
/// <param name="door">Whether it is there.</param>
/// <param name="sites">Whose forms are taken: here nobody is signed in, so that no session is guarded.</param>
/// <param name="page">The page.</param>
public sealed class DevPageFunctions(DevelopmentDoor door, KnownSites sites, DevPage page)
{
    /// <summary>Shows the page.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page; 404 outside Development.</returns>
    [Function("DevPage")]
    [AllowAnonymous]
    [EndpointSummary("Clock, deadlines and pushes as a page (Development only)")]
    [Query("done", "What was done just now: clock, watch or push", Example = "clock"), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(400), ProducesProblem(404)]
    public Task<IResult> ShowDev([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dev")] HttpRequest request, CancellationToken cancel)
    {
        door.OnlyIfOpen();
        return page.ShowAsync(request, cancel);
    }

    /// <summary>Moves the clock.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the page; 404 outside Development.</returns>
    [Function("DevPageClock")]
    [AllowAnonymous]
    [EndpointSummary("Moves the clock by an hour, a day, or to what comes due next, from the page's form (Development only)")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(400), ProducesProblem(403), ProducesProblem(404)]
    public Task<IResult> MoveClock([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/clock")] HttpRequest request, CancellationToken cancel)
    {
        OnlyFromHere(request);
        return page.MoveClockAsync(request, cancel);
    }

    /// <summary>Watches the deadlines now.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the page; 404 outside Development.</returns>
    [Function("DevPageWatch")]
    [AllowAnonymous]
    [EndpointSummary("Watches the deadlines now, from the page's form (Development only)")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(403), ProducesProblem(404)]
    public Task<IResult> Watch([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/watch")] HttpRequest request, CancellationToken cancel)
    {
        OnlyFromHere(request);
        return page.WatchAsync(request, cancel);
    }

    /// <summary>Signs a push and takes it in.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the page; the page with what is wrong; 404 outside Development.</returns>
    [Function("DevPagePush")]
    [AllowAnonymous]
    [EndpointSummary("Signs a push and takes it in, from the page's form (Development only)")]
    [Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesStatus(303), ProducesProblem(400), ProducesProblem(403), ProducesProblem(404)]
    public Task<IResult> Push([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/push")] HttpRequest request, CancellationToken cancel)
    {
        OnlyFromHere(request);
        return page.PushAsync(request, cancel);
    }

    private void OnlyFromHere(HttpRequest request)
    {
        door.OnlyIfOpen();
        if (!sites.Sent(request))
            throw SessionGuard.OtherSite();
    }
}
