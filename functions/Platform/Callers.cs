using System.Security.Claims;
using System.Text;
using Kumoten.Functions.Ground;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kumoten.Functions.Platform;

/// <summary>The roles of a caller's token (api.md, Who is calling).</summary>
public static class Roles
{
    /// <summary>A dropshipper, with the claim seller_id.</summary>
    public const string Seller = "seller";

    /// <summary>Kumoten's support staff.</summary>
    public const string Agent = "agent";

    /// <summary>Kumoten's staff at the dock.</summary>
    public const string Warehouse = "warehouse";

    /// <summary>Kumoten's order system.</summary>
    public const string Service = "service";

    /// <summary>People, who come with a browser.</summary>
    public const string People = $"{Seller},{Agent},{Warehouse}";

    /// <summary>Whoever matches parcels at the dock.</summary>
    public const string Dock = $"{Warehouse},{Agent}";

    /// <summary>Whoever reads cases and orders.</summary>
    public const string Readers = $"{Seller},{Agent},{Warehouse},{Service}";
}

/// <summary>Who is calling, read from the token once.</summary>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="SellerId">A seller's id; null for staff.</param>
/// <param name="Name">The person, for the timeline; null when the token names none.</param>
public sealed record Caller(string Role, string? SellerId, string? Name)
{
    /// <summary>The claim that holds a seller's id.</summary>
    public const string SellerClaim = "seller_id";

    /// <summary>Reads the caller of a request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The caller.</returns>
    /// <exception cref="ProblemException">403 for a token without a known role, or a seller's without seller_id.</exception>
    public static Caller Of(HttpRequest request) => Find(request)
        ?? throw new ProblemException(StatusCodes.Status403Forbidden, "caller.unknown", new("The token carries no role that is known here, or no seller's id for a seller.", "Token ini tidak membawa peranan yang dikenali di sini, atau tiada ID penjual bagi penjual."));

    /// <summary>Reads the caller of a request that anybody may send.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The caller; null for nobody, or without a role that is known here.</returns>
    public static Caller? Find(HttpRequest request)
    {
        var user = request.HttpContext.User;
        var name = user.FindFirstValue(JwtRegisteredClaimNames.Name) ?? user.FindFirstValue(JwtRegisteredClaimNames.Sub);
        // Staff first: whoever has several roles acts by the one that may do the most.
        var role = Array.Find([Roles.Agent, Roles.Warehouse, Roles.Service, Roles.Seller], user.IsInRole);
        var seller = role == Roles.Seller ? user.FindFirstValue(SellerClaim) : null;
        return role is null || (role == Roles.Seller && !Keys.IsKey(seller)) ? null : new Caller(role, seller, name is null ? null : SingleLine.Of(name));
    }

    /// <summary>The caller of a request about a seller's own things, which another seller has as if they were not there.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sellerId">The seller of its address.</param>
    /// <param name="what">What the address names, "The account 'S-100'".</param>
    /// <returns>The caller.</returns>
    /// <exception cref="ProblemException">404: no seller's id, or another's.</exception>
    public static Caller OfSellers(HttpRequest request, string sellerId, Text what) =>
        Keys.IsKey(sellerId) && Of(request) is var caller && caller.Sees(sellerId) ? caller : throw Problem.NotFound(what);

    /// <summary>Whether the caller may see what belongs to a seller. Another seller's things are as if not there.</summary>
    /// <param name="sellerId">The seller it belongs to.</param>
    /// <returns>Whether they may.</returns>
    public bool Sees(string sellerId) => Role != Roles.Seller || SellerId == sellerId;
}

/// <summary>JWT bearer tokens of an OIDC authority, or of Kumoten's own site with a symmetric key; and the session of a browser.</summary>
public static class TokenSetup
{
    /// <summary>The claim that holds a role.</summary>
    public const string RoleClaim = "role";

    // A bearer token wins; without one, a session's cookie counts.
    private const string Caller = "Caller";

    /// <summary>Adds authentication, and authorization that lets nobody in who is not named.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Auth__Authority, or Auth__SigningKey; Auth__Issuer and Auth__Audience; Auth__SessionKey.</param>
    /// <returns>The authentication, for schemes of others.</returns>
    public static AuthenticationBuilder AddTokens(this IServiceCollection services, IConfiguration configuration)
    {
        var authentication = services.AddAuthentication(Caller)
            .AddPolicyScheme(Caller, null, options => options.ForwardDefaultSelector = context => Session.IsUsedBy(context.Request) ? Session.Scheme : JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options =>
            {
                options.MapInboundClaims = false;
                options.Authority = configuration["Auth:Authority"];
                options.TokenValidationParameters = Parameters(configuration["Auth:Issuer"], configuration["Auth:SigningKey"] is { Length: > 0 } ? SigningKey(configuration) : null);
                options.Events = new JwtBearerEvents { OnMessageReceived = Session.ReadInvitation };
            })
            .AddJwtBearer(Session.Scheme, options =>
            {
                options.MapInboundClaims = false;
                options.TokenValidationParameters = Parameters(Session.Issuer, Session.Key(configuration));
                options.Events = new JwtBearerEvents { OnMessageReceived = Session.ReadCookie };
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return authentication;

        TokenValidationParameters Parameters(string? issuer, SecurityKey? key) => new()
        {
            ValidIssuer = issuer,
            ValidAudience = configuration["Auth:Audience"],
            RoleClaimType = RoleClaim,
            NameClaimType = JwtRegisteredClaimNames.Name,
            IssuerSigningKey = key,
            ClockSkew = TimeSpan.FromMinutes(1),
        };
    }

    /// <summary>The symmetric key of the settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <returns>The key.</returns>
    /// <exception cref="InvalidOperationException">It is missing or shorter than 32 bytes.</exception>
    public static SymmetricSecurityKey SigningKey(IConfiguration configuration)
    {
        var key = Encoding.UTF8.GetBytes(configuration["Auth:SigningKey"] ?? "");
        return key.Length >= 32 ? new SymmetricSecurityKey(key) : throw new InvalidOperationException("Auth__SigningKey must have 32 bytes or more.");
    }
}
