using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kumoten.Functions.Platform;

/// <summary>Tokens for trying the system out; whoever asks for one has come through <see cref="DevelopmentDoor"/>.</summary>
/// <param name="configuration">The settings with the signing key.</param>
public sealed class DevelopmentTokens(IConfiguration configuration)
{
    /// <summary>Makes a token, good for a day.</summary>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="sellerId">A seller's id; not needed for other roles.</param>
    /// <returns>The JWT.</returns>
    public string For(string role, string? sellerId = null)
    {
        var claims = new Dictionary<string, object> { [TokenSetup.RoleClaim] = role, [JwtRegisteredClaimNames.Sub] = sellerId ?? role, [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N") };
        if (role == Roles.Seller)
            claims[Caller.SellerClaim] = sellerId!;
        // The system's clock, not the application's: tokens are judged by it.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = configuration["Auth:Issuer"],
            Audience = configuration["Auth:Audience"],
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddDays(1),
            Claims = claims,
            SigningCredentials = new SigningCredentials(TokenSetup.SigningKey(configuration), SecurityAlgorithms.HmacSha256),
        });
    }
}
