using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Operations;

/// <summary>What the system says of itself.</summary>
/// <param name="storage">The storage account.</param>
public sealed class SystemFunctions(Storage storage)
{
    /// <summary>Whether all that the system stands on answers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>200 with each dependency's state; 503 when storage is away.</returns>
    [Function("Health")]
    [AllowAnonymous]
    [EnableRateLimiting(RateLimits.Strangers)]
    [EndpointSummary("Each dependency's state")]
    [Produces<HealthAnswer>, Produces<HealthAnswer>(503)]
    public async Task<IResult> Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request, CancellationToken cancel)
    {
        var checks = await storage.CheckAsync(cancel);
        var isWell = checks.Values.All(trouble => trouble is null);
        var answer = new HealthAnswer(isWell ? "ok" : "storage is away", checks.ToDictionary(c => c.Key, c => c.Value ?? "ok"));
        return Results.Json(answer, statusCode: isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>The state of the system.</summary>
/// <param name="Status">"ok", or what is away.</param>
/// <param name="Dependencies">Each dependency: "ok", or what is wrong.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Dependencies);
