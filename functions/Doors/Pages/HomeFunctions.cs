using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The front page, and the answer to every address that no other function has.</summary>
/// <param name="door">Whether the front page lets anybody in.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="configuration">Mail__Page where a mail catcher runs.</param>
public sealed class HomeFunctions(DevelopmentDoor door, PageFrame frame, IConfiguration configuration)
{
    // What each may come in as, and what it can read then.
    private static readonly (string Role, string? SellerId, string[] Reads)[] People =
    [
        (Roles.Seller, "S-100", ["/api/cases", "/api/accounts/S-100"]),
        (Roles.Agent, null, ["/api/worklist", "/api/cases", "/api/sla", "/api/poison"]),
        (Roles.Warehouse, null, ["/api/worklist", "/api/parcels/unidentified"]),
    ];

    /// <summary>
    /// Shows the front page at "/", which no route can name: the worker stumbles over it. The host tries routes in the order of
    /// the functions' names, so this one's comes last.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <returns>The front page; 404 for every other address, a page or problem details.</returns>
    [Function("ZzEverythingElse")]
    [AllowAnonymous]
    [EnableRateLimiting(RateLimits.Strangers)]
    [TakesAnyQuery]
    [ExcludeFromDescription]
    public Task<IResult> ShowHome([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        if (request.Path == "/" && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
            return Task.FromResult(Home(request));

        // To a person in the words of the page, to a program by the problem's name.
        return Browser.Asks(request) ? Task.FromResult(Results.NotFound()) : throw Problem.NoSuchAddress();
    }

    /// <summary>Whom the page lets in as, and where.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Their facts.</returns>
    internal static List<Dictionary<string, object?>> Doors(HttpRequest request) => [.. People.Select(person => new Dictionary<string, object?>
    {
        ["role"] = person.Role,
        ["seller_id"] = person.SellerId,
        ["is_here"] = request.HttpContext.User.IsInRole(person.Role),
        ["link"] = $"/api/dev/enter?role={person.Role}{(person.SellerId is null ? "" : "&sellerId=" + person.SellerId)}",
        ["reads"] = person.Reads,
    })];

    private IResult Home(HttpRequest request) => door.IsOpen
        ? frame.Show(request, "tryout", new()
        {
            ["people"] = Doors(request),
            ["mail"] = configuration["Mail:Page"],
        })
        : frame.Show(request, "home", []);
}
