using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Kumoten.Functions.Dossiers;

/// <summary>A push as it came, on its way through the queue.</summary>
/// <param name="Source">Who pushed: a source's word.</param>
/// <param name="ReceivedAt">When it was taken in.</param>
/// <param name="Body">The raw body; null when it outgrew a queue message and stands in a blob.</param>
public sealed record Push(string Source, DateTimeOffset ReceivedAt, string? Body)
{
    /// <summary>The blob that holds the body of a push too large for a queue message.</summary>
    public string? Blob { get; init; }

    /// <summary>The same body has the same key: a repeat is kept once.</summary>
    [JsonIgnore]
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body ?? Blob ?? "")))[..32];
}
