using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Development;

// curl -X POST localhost:7071/api/dev/token -H 'Content-Type: application/json' -d '{"role":"seller","sellerId":"S-100"}'
// curl -X PUT localhost:7071/api/dev/clock -H 'Content-Type: application/json' -d '{"now":"2026-11-10T00:00:00+08:00"}'

/// <summary>Tokens and the clock for trying the system out; outside Development they are not there.</summary>
/// <param name="door">Whether they are there.</param>
/// <param name="tokens">Makes tokens.</param>
/// <param name="clock">The application's clock.</param>
/// <param name="storage">The storage account.</param>
public sealed class DevelopmentFunctions(DevelopmentDoor door, DevelopmentTokens tokens, AppClock clock, Storage storage)
{
    /// <summary>Makes a token.</summary>
    /// <param name="request">The role, and a seller's id.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The token, good for a day.</returns>
    [Function("DevToken")]
    [AllowAnonymous]
    [EndpointSummary("A token for trying the system out (Development only)")]
    [Accepts<TokenRequest>, Produces<TokenAnswer>, ProducesProblem(400), ProducesProblem(404)]
    public async Task<IResult> DevToken([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/dev/token")] HttpRequest request, CancellationToken cancel)
    {
        door.OnlyIfOpen();
        var asked = await request.ReadAsync<TokenRequest>(cancel);
        if (asked.Role is not (Roles.Seller or Roles.Agent or Roles.Warehouse or Roles.Service))
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["role"] = [FieldError.OneOf(Roles.Readers.Split(','))] });
        if (asked.Role == Roles.Seller && !Keys.IsKey(asked.SellerId))
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["sellerId"] = [new("A seller's token needs the seller's id, such as \"S-100\".", "Token penjual memerlukan ID penjual, seperti \"S-100\".")] });
        return Results.Ok(new TokenAnswer(tokens.For(asked.Role, asked.SellerId)));
    }

    /// <summary>Shows or moves the application's clock, which all rules read.</summary>
    /// <param name="request">For PUT, the new time.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The time.</returns>
    [Function("DevClock")]
    [AllowAnonymous]
    [EndpointSummary("The application's clock (Development only)")]
    [Accepts<ClockFace>, Produces<ClockFace>, ProducesProblem(400), ProducesProblem(404), ProducesProblem(409)]
    public async Task<IResult> DevClock([HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", Route = "api/dev/clock")] HttpRequest request, CancellationToken cancel)
    {
        door.OnlyIfOpen();
        if (HttpMethods.IsPut(request.Method))
        {
            var asked = await request.ReadAsync<ClockFace>(cancel);
            if (asked.Now is { } now && !MalaysiaTime.IsDate(now))
                throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["now"] = [FieldError.NoDate] });
            await clock.MoveAsync(asked.Now ?? throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["now"] = [new("A time with offset, such as \"2026-11-10T00:00:00+08:00\".", "Masa dengan ofset, seperti \"2026-11-10T00:00:00+08:00\".")] }), storage, cancel);
        }

        return Results.Ok(new ClockFace(clock.GetUtcNow()));
    }

    /// <summary>Signs a browser in as anybody, as Kumoten's site would: with an invitation made this moment.</summary>
    /// <param name="request">The role, and a seller's id.</param>
    /// <returns>302 to the session; 404 outside Development.</returns>
    [Function("DevEnter")]
    [AllowAnonymous]
    [EndpointSummary("Signs a browser in as anybody (Development only)")]
    [Query("role", "seller, agent or warehouse", Example = "agent"), Query("sellerId", "A seller's id", Example = "S-100")]
    [ProducesStatus(302), ProducesProblem(400), ProducesProblem(404)]
    public Task<IResult> DevEnter([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/dev/enter")] HttpRequest request)
    {
        door.OnlyIfOpen();
        var fields = new QueryReader(request.Query);
        var role = fields.OneOf("role", Roles.People.Split(','));
        var seller = fields.Key("sellerId");
        if (role is null || (role == Roles.Seller && seller is null))
            fields.Wrong("role", new("Choose one of the roles that are offered; a seller comes with the seller's ID.", "Pilih salah satu peranan yang ditawarkan; penjual disertakan dengan ID penjual.", $"Use one of: {Roles.People.Replace(",", ", ", StringComparison.Ordinal)}; a seller comes with sellerId."));
        fields.ThrowIfWrong();
        return Task.FromResult(Results.LocalRedirect($"/session?token={tokens.For(role!, seller)}&to=/"));
    }
}

/// <summary>Whose token is asked for.</summary>
/// <param name="Role">seller, agent, warehouse or service.</param>
/// <param name="SellerId">A seller's id.</param>
public sealed record TokenRequest(string? Role, string? SellerId = null);

/// <summary>A token.</summary>
/// <param name="Token">The JWT.</param>
public sealed record TokenAnswer(string Token);

/// <summary>The clock's face.</summary>
/// <param name="Now">The time it shows.</param>
public sealed record ClockFace(DateTimeOffset? Now);
