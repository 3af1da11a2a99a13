using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Kumoten.Tests.Support;

/// <summary>
/// Refuses what Azure would refuse and the emulator lets pass: a row over 1 MiB, a property over 64 KiB, a key over 1 KiB or with
/// characters that no key has, a transaction over 100 rows or 4 MiB, a message over 64 KiB; and a message that Azure would drop
/// after seven days.
/// It stands before all storage of the tests, and what it refuses fails the test: no code may count on a refusal.
/// </summary>
public sealed partial class AzureLimits(HttpPipelineTransport inner) : HttpPipelineTransport
{
    private const int MaxRow = 1024 * 1024;
    private const int MaxProperty = 64 * 1024;
    private const int MaxKey = 1024;
    private const int MaxTransaction = 4 * 1024 * 1024;
    private const int MaxRows = 100;
    private const int MaxMessage = 64 * 1024;

    private static readonly SearchValues<char> NoKey = SearchValues.Create([.. "/\\#?", .. Enumerable.Range(0, 32).Concat(Enumerable.Range(127, 33)).Select(c => (char)c)]);

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Everything here is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        // A piece of a file is of any size, and read here it would count as memory that the application holds.
        if (message.Request.Content is { } content && message.Request.Method != RequestMethod.Get && !message.Request.Uri.Query.Contains("comp=block", StringComparison.Ordinal))
        {
            using var body = new MemoryStream();
            await content.WriteToAsync(body, message.CancellationToken);
            Judge(message.Request.Uri.ToUri(), Encoding.UTF8.GetString(body.ToArray()));
        }

        await inner.ProcessAsync(message);
    }

    /// <summary>Judges a request's body by what it is for.</summary>
    internal static void Judge(Uri address, string body)
    {
        if (address.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal))
            JudgeTransaction(body);
        else if (address.AbsolutePath.EndsWith("/messages", StringComparison.Ordinal))
            JudgeMessage(address, body);
        else if (body.StartsWith('{') && body.Contains("\"PartitionKey\"", StringComparison.Ordinal))
            JudgeRow(body);
    }

    private static void JudgeMessage(Uri address, string body)
    {
        Most(MaxMessage, MessageText().Match(body).Groups[1].Length, "A message");
        if (!address.Query.Contains("messagettl=-1", StringComparison.Ordinal))
            throw new AzureRefusesException("A message without a time to live: Azure drops it after seven days.");
    }

    private static void JudgeTransaction(string body)
    {
        Most(MaxTransaction, Encoding.UTF8.GetByteCount(body), "A transaction");
        var rows = body.Split('\n').Where(line => line.StartsWith('{')).ToList();
        Most(MaxRows, Operation().Count(body), "A transaction's rows");
        rows.ForEach(JudgeRow);
    }

    private static void JudgeRow(string json)
    {
        using var row = JsonDocument.Parse(json);
        var size = 4;
        foreach (var property in row.RootElement.EnumerateObject().Where(property => !property.Name.Contains("odata", StringComparison.Ordinal)))
        {
            var isKey = property.Name is "PartitionKey" or "RowKey";
            var isBinary = row.RootElement.TryGetProperty(property.Name + "@odata.type", out var type) && type.GetString() == "Edm.Binary";
            var bytes = property.Value.ValueKind != JsonValueKind.String ? 8 : isBinary ? property.Value.GetBytesFromBase64().Length : property.Value.GetString()!.Length * 2;
            Most(isKey ? MaxKey : MaxProperty, bytes, $"The property {property.Name}");
            if (isKey && property.Value.GetString()!.AsSpan().ContainsAny(NoKey))
                throw new AzureRefusesException($"The key {property.Value} holds characters that no key has.");
            size += bytes + (isKey ? 0 : 8 + (property.Name.Length * 2) + 4);
        }

        Most(MaxRow, size, "A row");
    }

    private static void Most(int most, int size, string what)
    {
        if (size > most)
            throw new AzureRefusesException(string.Create(CultureInfo.InvariantCulture, $"{what}: {size}, and Azure takes {most}."));
    }

    [GeneratedRegex("<MessageText>(.*?)</MessageText>", RegexOptions.Singleline)]
    private static partial Regex MessageText();

    [GeneratedRegex("^(POST|PUT|PATCH|MERGE|DELETE) http", RegexOptions.Multiline)]
    private static partial Regex Operation();
}

/// <summary>Azure would refuse a request; not one of the errors that the storage clients try again.</summary>
public sealed class AzureRefusesException(string message) : Exception(message);
