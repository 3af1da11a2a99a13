using System.Security.Claims;
using System.Text.Encodings.Web;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>
/// Authenticates a push by its signature, as other callers are by their token: judged on the bounded body, before anything
/// is stored, and before anybody looks at what the body says.
/// </summary>
/// <param name="options">The scheme's options; it has none.</param>
/// <param name="logger">The logs.</param>
/// <param name="encoder">Asked for by the base; nothing is encoded here.</param>
/// <param name="configuration">The settings with the secrets.</param>
public sealed class WebhookSignature(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IConfiguration configuration)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The authentication scheme.</summary>
    public const string SchemeName = "WebhookSignature";

    /// <summary>At most this many bytes are read of a push.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <inheritdoc/>
    /// <exception cref="ProblemException">404 for a word that is no marketplace's; 413 for a body that no push has.</exception>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var word = Request.RouteValues["marketplace"] as string ?? "";
        var source = PushSources.Find(word) ?? throw Problem.NotFound(new($"The webhook '{word}'", $"Webhook '{word}'"));
        var body = await Request.ReadBytesAsync(MaxBytes, Context.RequestAborted);
        // Read once from the wire; whoever comes after reads it from here.
        Request.Body = new MemoryStream(body.ToArray(), writable: false);
        var isCheck = body.IsEmpty && source.ChecksWithEmptyBody;
        if (!isCheck && !IsSigned(source, body.Span))
            return AuthenticateResult.Fail("The signature is missing or does not fit the body.");
        var identity = new ClaimsIdentity([new(JwtRegisteredClaimNames.Sub, source.Code), new(JwtRegisteredClaimNames.Iss, SchemeName)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private bool IsSigned(IPushSource source, ReadOnlySpan<byte> body)
    {
        try
        {
            return source.IsSigned(Request.Headers, body, configuration.GetSection("Webhooks"));
        }
        catch (MissingSecretException missing)
        {
            Logger.LogError("{Source} pushes in vain: {Missing}", source.Name, missing.Message);
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "webhook.notConfigured", new("No push can be taken here at present. Send it again later.", "Kiriman tidak dapat diterima di sini buat masa ini. Hantar semula kemudian."));
        }
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        throw new ProblemException(StatusCodes.Status401Unauthorized, "webhook.signature", new("The signature is missing or does not fit the body.", "Tandatangan tiada atau tidak sepadan dengan kandungan."));
}
