using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kumoten.Functions.Platform;

/// <summary>
/// A browser's session: a cookie that holds a token of this application's own, made from the short-lived one that
/// Kumoten's site sends a person with. Nothing is kept of it, so that any instance can judge it.
/// </summary>
public static class Session
{
    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "Session";

    /// <summary>The cookie's name. Its prefix makes the browser take it over HTTPS only, from this host only, and for all of it.</summary>
    public const string Cookie = "__Host-kumoten-session";

    /// <summary>The cookie's name in Development, where there is no HTTPS.</summary>
    public const string DevelopmentCookie = "kumoten-session";

    /// <summary>Who issues a session's token. It is no bearer token, and a bearer token is no session.</summary>
    public const string Issuer = "kumoten-functions-session";

    /// <summary>How long it lasts: a day at work.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(8);

    private static readonly string[] Claims = [TokenSetup.RoleClaim, Caller.SellerClaim, JwtRegisteredClaimNames.Sub, JwtRegisteredClaimNames.Name];

    /// <summary>How old an invitation may be: it is followed at once, or asked for again.</summary>
    public static readonly TimeSpan InvitationAge = TimeSpan.FromMinutes(5);

    /// <summary>Whether a request is authenticated by its session: not by a bearer token, nor by the invitation of the function that takes one.</summary>
    /// <param name="request">The request, with its endpoint.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsUsedBy(HttpRequest request) => request.Headers.Authorization.Count == 0 && !TakesInvitation(request.HttpContext) && TokenOf(request) is not null;

    /// <summary>Whether a request carries a session, whatever it is authenticated by.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsIn(HttpRequest request) => request.Headers.Authorization.Count == 0 && TokenOf(request) is not null;

    /// <summary>The session's token.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The token; null when the request has none.</returns>
    public static string? TokenOf(HttpRequest request) => request.Cookies[NameOf(request.HttpContext)];

    /// <summary>Whether somebody else than the invited is signed in already: nobody's session is replaced unasked.</summary>
    /// <param name="context">The request, authenticated by its invitation.</param>
    /// <returns>Who is; null when nobody is, or the same person.</returns>
    public static async Task<ClaimsPrincipal?> OtherAsync(HttpContext context) =>
        (await context.AuthenticateAsync(Scheme)).Principal is { } there && PersonOf(there) != PersonOf(context.User) ? there : null;

    /// <summary>Whether an invitation is young enough to be followed.</summary>
    /// <param name="invited">Whom it names.</param>
    /// <returns>Whether it says when it was made, and that was just now.</returns>
    // The system's clock, not the application's: tokens are judged by it.
    public static bool IsFresh(ClaimsPrincipal invited) =>
        long.TryParse(invited.FindFirstValue(JwtRegisteredClaimNames.Iat), NumberStyles.None, CultureInfo.InvariantCulture, out var made)
        && TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - made <= InvitationAge.TotalSeconds;

    /// <summary>The key that sessions are signed with: derived, so that it is no other key of the application.</summary>
    /// <param name="configuration">Auth__SessionKey; when it is missing, Auth__SigningKey.</param>
    /// <returns>The key; null when neither is set, and then there are no sessions.</returns>
    /// <exception cref="InvalidOperationException">It is shorter than 32 bytes.</exception>
    public static SymmetricSecurityKey? Key(IConfiguration configuration)
    {
        var secret = configuration["Auth:SessionKey"] is { Length: > 0 } own ? own : configuration["Auth:SigningKey"];
        if (string.IsNullOrEmpty(secret))
            return null;
        var bytes = Encoding.UTF8.GetBytes(secret);
        return bytes.Length >= 32
            ? new SymmetricSecurityKey(HMACSHA256.HashData(bytes, Encoding.UTF8.GetBytes(Issuer)))
            : throw new InvalidOperationException("Auth__SessionKey must have 32 bytes or more.");
    }

    /// <summary>Begins a session for the caller.</summary>
    /// <param name="context">The request, authenticated by the token it came with.</param>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="InvalidOperationException">No key is set.</exception>
    public static void Begin(HttpContext context, IConfiguration configuration)
    {
        var key = Key(configuration) ?? throw new InvalidOperationException("Pages need sessions, and sessions Auth__SessionKey (32 bytes or more).");
        // The system's clock, not the application's: tokens are judged by it.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = configuration["Auth:Audience"],
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Length,
            Subject = new ClaimsIdentity(context.User.Claims.Where(claim => Claims.Contains(claim.Type))),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
        context.Response.Cookies.Append(NameOf(context), token, Options(context, Length));
    }

    /// <summary>Ends a browser's session: the browser forgets it.</summary>
    /// <param name="context">The request.</param>
    public static void End(HttpContext context) => context.Response.Cookies.Append(NameOf(context), "", Options(context, TimeSpan.Zero));

    private static CookieOptions Options(HttpContext context, TimeSpan length) => new()
    {
        HttpOnly = true,
        // Whatever the front door says of the way in: outside Development there is only HTTPS.
        Secure = !IsDevelopment(context),
        // Not Strict: whoever follows Kumoten's link is sent on to a page at once, and a Strict cookie would stay behind
        // on that step. Lax keeps it from other sites' forms and scripts; SessionGuard looks at the rest.
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = length,
        IsEssential = true,
    };

    private static string NameOf(HttpContext context) => IsDevelopment(context) ? DevelopmentCookie : Cookie;

    private static bool IsDevelopment(HttpContext context) => context.RequestServices.GetRequiredService<DevelopmentDoor>().IsOpen;

    private static bool TakesInvitation(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<TakesInvitationAttribute>() is not null;

    private static (string?, string?, string?) PersonOf(ClaimsPrincipal person) =>
        (person.FindFirstValue(TokenSetup.RoleClaim), person.FindFirstValue(Caller.SellerClaim), person.FindFirstValue(JwtRegisteredClaimNames.Sub));

    internal static Task ReadInvitation(MessageReceivedContext context)
    {
        // Only the function that says so takes a token from its address, which logs and histories keep: it is good for minutes, and once.
        if (TakesInvitation(context.HttpContext))
            context.Token = context.Request.Query["token"];
        return Task.CompletedTask;
    }

    internal static Task ReadCookie(MessageReceivedContext context)
    {
        context.Token = TokenOf(context.Request);
        return Task.CompletedTask;
    }
}

/// <summary>The function takes a person's invitation from its address, and no session.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TakesInvitationAttribute : Attribute;

/// <summary>Invitations into a session that were followed: each is good once.</summary>
/// <param name="storage">The storage account.</param>
public sealed class Invitations(Storage storage)
{
    private const string Row = "invitation";

    /// <summary>Takes an invitation, for good.</summary>
    /// <param name="token">The invitation.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Whether nobody had taken it.</returns>
    public async Task<bool> TryTakeAsync(string token, CancellationToken cancel)
    {
        try
        {
            // Beside the answers for repeats, which are forgotten when it has long been too old.
            await storage.Answers.AddEntityAsync(new TableEntity(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))), Row), cancel);
            return true;
        }
        catch (RequestFailedException there) when (there.Status == StatusCodes.Status409Conflict)
        {
            return false;
        }
    }
}

/// <summary>
/// Keeps other sites from acting with a person's session: a browser says where a request comes from, and what changes
/// anything must come from these pages or from a site that the settings name. A call with neither header comes from no browser.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="sites">Kumoten's own sites.</param>
public sealed class SessionGuard(RequestDelegate next, KnownSites sites)
{
    /// <summary>Lets the request pass, or refuses it.</summary>
    /// <param name="context">The request.</param>
    /// <returns>When it is answered.</returns>
    /// <exception cref="ProblemException">403: it comes from another site.</exception>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return isSafe || !Session.IsIn(request) || sites.Sent(request)
            ? next(context)
            : throw OtherSite();
    }

    /// <summary>The refusal of what another site sent.</summary>
    /// <returns>403.</returns>
    public static ProblemException OtherSite() =>
        new(StatusCodes.Status403Forbidden, "session.otherSite", new("This came from another website, and nothing was done. Open Kumoten's own site and start from there.", "Permintaan ini datang daripada laman web lain, dan tiada apa-apa yang dilakukan. Buka laman Kumoten sendiri dan mulakan dari situ."));
}

/// <summary>The sites whose forms may use a person's session: this one, and those that Pages__AllowedOrigins names.</summary>
/// <param name="configuration">Pages__AllowedOrigins: origins such as "https://www.kumoten.example", with a space between two.</param>
public sealed class KnownSites(IConfiguration configuration)
{
    private string[] Origins => (configuration["Pages:AllowedOrigins"] ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a request was sent by one of them, as far as its browser tells.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether it was.</returns>
    public bool Sent(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            // "none" is the person's own doing, such as a bookmark.
            "same-origin" or "none" => true,
            "" when origin.Length == 0 => true,
            "" => Has(request, origin),
            _ => Origins.Contains(origin, StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>Whether an address belongs to one of them.</summary>
    /// <param name="request">A request to this site.</param>
    /// <param name="address">The address, or only its origin.</param>
    /// <returns>Whether it does.</returns>
    public bool Has(HttpRequest request, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && (uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase) || Origins.Contains(uri.GetLeftPart(UriPartial.Authority), StringComparer.OrdinalIgnoreCase));
}
