using System.Threading.RateLimiting;

namespace Kumoten.Functions.Platform;

/// <summary>
/// How often one caller may ask for what is anonymous and costs something: checks of signatures and invitations, looks at the
/// storage, pages. Counted by address and by each instance for itself: a bound for whoever storms, not a quota.
/// </summary>
public static class RateLimits
{
    /// <summary>The policy for strangers: pages, health, invitations.</summary>
    public const string Strangers = "strangers";

    /// <summary>The policy for pushes, which all come from a marketplace's few addresses: far above what one sends.</summary>
    public const string Pushes = "pushes";

    private const int StrangersBurst = 120;
    private const int StrangersPerSecond = 20;
    private const int PushesBurst = 2000;
    private const int PushesPerSecond = 1000;

    /// <summary>Adds the policies.</summary>
    /// <param name="services">The services.</param>
    public static void AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.AddPolicy(Strangers, http => Bucket(http, StrangersBurst, StrangersPerSecond));
        options.AddPolicy(Pushes, http => Bucket(http, PushesBurst, PushesPerSecond));
        options.OnRejected = async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            await Problem.WriteAsync(rejected.HttpContext, new ProblemException(StatusCodes.Status429TooManyRequests, "caller.tooOften", new("Too many requests came from this address. Wait a second and try again.", "Terlalu banyak permintaan datang dari alamat ini. Tunggu sesaat dan cuba lagi.")));
        };
    });

    /// <summary>Whom a request comes from, as the front door says: it adds what it saw at the end, whatever the caller wrote before.</summary>
    /// <param name="http">The request.</param>
    /// <returns>The address, without its port.</returns>
    public static string CallerOf(HttpContext http)
    {
        var seen = http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        if (seen.Length == 0)
            return http.Connection.RemoteIpAddress?.ToString() ?? "";
        return System.Net.IPEndPoint.TryParse(seen, out var end) ? end.Address.ToString() : "";
    }

    private static RateLimitPartition<string> Bucket(HttpContext http, int burst, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(CallerOf(http), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = true,
        });
}
