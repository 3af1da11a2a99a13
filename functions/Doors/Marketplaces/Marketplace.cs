using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>What a push is about.</summary>
public abstract record PushContent
{
    private PushContent()
    {
    }

    /// <summary>About an order.</summary>
    /// <param name="Update">What it says.</param>
    public sealed record Marketplace(MarketplaceUpdate Update) : PushContent;

    /// <summary>About a parcel.</summary>
    /// <param name="Update">What it says.</param>
    public sealed record Tracking(TrackingUpdate Update) : PushContent;

    /// <summary>About nothing that is known here; kept as it came.</summary>
    public sealed record NotUnderstood : PushContent;
}

/// <summary>Who pushes to Kumoten: how its pushes are signed, and what they say. Adding one is one file and one line in <see cref="PushSources"/>.</summary>
public interface IPushSource
{
    /// <summary>The contract's word, which is also the last part of the webhook's address.</summary>
    string Code { get; }

    /// <summary>Its name among people.</summary>
    string Name => char.ToUpperInvariant(Code[0]) + Code[1..];

    /// <summary>Judges the signature over the raw bytes.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="settings">The section Webhooks of the settings.</param>
    /// <returns>Whether the source sent it.</returns>
    /// <exception cref="MissingSecretException">The secret is missing: a refusal, never a bypass.</exception>
    bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, IConfiguration settings);

    /// <summary>Signs as the source does, for trying the system out.</summary>
    /// <param name="body">The raw body.</param>
    /// <param name="settings">The section Webhooks of the settings.</param>
    /// <returns>The header, and the signature in it.</returns>
    /// <exception cref="MissingSecretException">The secret is missing.</exception>
    (string Header, string Value) Sign(ReadOnlySpan<byte> body, IConfiguration settings);

    /// <summary>A push that the source may send, for trying the system out.</summary>
    /// <param name="at">When it says that it happened.</param>
    /// <returns>Its body.</returns>
    string Sample(DateTimeOffset at);

    /// <summary>Reads a push.</summary>
    /// <param name="push">The push's JSON.</param>
    /// <param name="receivedAt">When it was taken in, for a push that carries no time.</param>
    /// <returns>What it says.</returns>
    PushContent Read(JsonElement push, DateTimeOffset receivedAt);

    /// <summary>Whether the source's console tries the address with an empty body, which is answered 200 and forgotten.</summary>
    bool ChecksWithEmptyBody => false;
}

/// <summary>Who pushes: the marketplaces Kumoten's sellers sell on, and the tracking feed.</summary>
public static class PushSources
{
    /// <summary>The marketplaces: a new one is a line here.</summary>
    public static readonly IReadOnlyList<IPushSource> Marketplaces = [new Lazada(), new Shopee(), new TikTokShop()];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<IPushSource> All = [.. Marketplaces, new AfterShip()];

    /// <summary>Finds a source by its word.</summary>
    /// <param name="code">The word.</param>
    /// <returns>The source; null when none pushes under it.</returns>
    public static IPushSource? Find(string code) => All.FirstOrDefault(source => source.Code == code);
}

/// <summary>A secret that pushes are signed with is missing, so that none can be trusted. For the log; strangers are not told of settings.</summary>
/// <param name="setting">The setting's name.</param>
public sealed class MissingSecretException(string setting) : Exception($"The setting {setting} is missing, so no push can be trusted.");

/// <summary>HMAC-SHA256 signatures, compared in constant time.</summary>
public static class Signature
{
    /// <summary>The hex signature of a prefix and the raw body, in the header where marketplaces have it.</summary>
    /// <param name="secret">The shared secret.</param>
    /// <param name="prefix">What is signed before the body.</param>
    /// <param name="body">The raw body.</param>
    /// <returns>The header and its value.</returns>
    public static (string Header, string Value) Hex(string secret, string prefix, ReadOnlySpan<byte> body) => ("Authorization", Convert.ToHexStringLower(Hash(secret, prefix, body)));

    /// <summary>Whether a hex signature is that of a prefix and the raw body; without regard to case.</summary>
    /// <param name="given">The header's value.</param>
    /// <param name="secret">The shared secret.</param>
    /// <param name="prefix">What is signed before the body.</param>
    /// <param name="body">The raw body.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsHex(string? given, string secret, string prefix, ReadOnlySpan<byte> body)
    {
        Span<byte> claimed = stackalloc byte[32];
        return given is { Length: 64 }
            && Convert.FromHexString(given, claimed, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(claimed, Hash(secret, prefix, body));
    }

    private static byte[] Hash(string secret, string prefix, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(prefix));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    /// <summary>A secret from the settings.</summary>
    /// <param name="settings">The section Webhooks.</param>
    /// <param name="key">The secret's key, "Lazada:AppSecret".</param>
    /// <returns>The secret.</returns>
    /// <exception cref="MissingSecretException">It is missing.</exception>
    public static string Secret(this IConfiguration settings, string key) => settings[key] is { Length: > 0 } secret
        ? secret
        : throw new MissingSecretException($"Webhooks__{key.Replace(":", "__", StringComparison.Ordinal)}");
}
