using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;

namespace Kumoten.Functions.Platform;

/// <summary>Records as table rows: the record as JSON, cut into properties of at most 32 Ki characters each; a large one packed, cut into properties of 64 KiB.</summary>
public static class Rows
{
    // One string property holds 64 KiB in UTF-16.
    private const int Piece = 32 * 1024;
    private const int PackedPiece = 64 * 1024;

    // A row holds 1 MiB, half a mebi of characters: a push of 255 KB of quotes is that long. Packed, whatever fits into a request fits into a row.
    private const int MaxPlain = 256 * 1024;

    private const string Packed = "Packed";

    // A row is no web page: quotes and other scripts' letters stay as they are, and the longest push fits into a row.
    private static readonly JsonSerializerOptions Written = new(Json.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a row.</summary>
    /// <param name="partition">The partition key.</param>
    /// <param name="row">The row key.</param>
    /// <param name="value">The record.</param>
    /// <param name="columns">Facts to filter by, beside the JSON.</param>
    /// <returns>The row.</returns>
    public static TableEntity Of(string partition, string row, object value, params (string Name, string Value)[] columns)
    {
        var entity = new TableEntity(partition, row);
        var json = JsonSerializer.Serialize(value, value.GetType(), Written);
        if (json.Length > MaxPlain)
        {
            Pack(entity, json);
        }
        else
        {
            for (var piece = 0; piece * Piece < json.Length; piece++)
                entity[Name(piece)] = json.Substring(piece * Piece, Math.Min(Piece, json.Length - (piece * Piece)));
        }

        foreach (var (name, text) in columns)
            entity[name] = text;
        return entity;
    }

    /// <summary>Reads the record of a row.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="row">The row.</param>
    /// <returns>The record.</returns>
    public static T Read<T>(this TableEntity row)
    {
        var json = row.GetString(Name(0)) ?? Unpack(row) ?? throw new JsonException($"The row {row.PartitionKey}/{row.RowKey} has no record.");
        for (var piece = 1; row.GetString(Name(piece)) is { } more; piece++)
            json += more;
        return JsonSerializer.Deserialize<T>(json, Json.Options) ?? throw new JsonException($"The row {row.PartitionKey}/{row.RowKey} is null.");
    }

    /// <summary>Reads the record of a row that somebody may have broken.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="row">The row.</param>
    /// <returns>The record; null when it cannot be read.</returns>
    public static T? TryRead<T>(this TableEntity row)
        where T : class
    {
        try
        {
            return row.Read<T>();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Gathers the rows of each partition, which a table gives one after the other.</summary>
    /// <param name="rows">Rows in the table's order.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The rows of one partition at a time.</returns>
    public static async IAsyncEnumerable<List<TableEntity>> ByPartitionAsync(this IAsyncEnumerable<TableEntity> rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<TableEntity> gathered = [];
        await foreach (var row in rows.WithCancellation(cancel))
        {
            if (gathered.Count > 0 && gathered[0].PartitionKey != row.PartitionKey)
            {
                yield return gathered;
                gathered = [];
            }

            gathered.Add(row);
        }

        if (gathered.Count > 0)
            yield return gathered;
    }

    /// <summary>The most storage operations that a page of a list costs, whatever is stored.</summary>
    public const int MostOperations = 60;

    /// <summary>Reads on until a page has something on it. A filter may leave pages empty on its way through: after enough of them, the empty one says where the next goes on.</summary>
    /// <param name="rows">The query.</param>
    /// <param name="token">Where to begin; null for the beginning.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="looks">After how many storage operations to stop.</param>
    /// <returns>The rows, and where the next page begins.</returns>
    public static async Task<(IReadOnlyList<TableEntity> Rows, string? Next)> PageAsync(this AsyncPageable<TableEntity> rows, string? token, CancellationToken cancel, int looks = MostOperations)
    {
        await foreach (var page in rows.AsPages(token).WithCancellation(cancel))
        {
            if (page.Values.Count > 0 || page.ContinuationToken is null || --looks == 0)
                return (page.Values, page.ContinuationToken);
        }

        return ([], null);
    }

    private static void Pack(TableEntity entity, string json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(json));
        foreach (var (piece, bytes) in packed.ToArray().Chunk(PackedPiece).Index())
            entity[Name(piece, Packed)] = bytes;
    }

    private static string? Unpack(TableEntity row)
    {
        using var packed = new MemoryStream();
        for (var piece = 0; row.TryGetValue(Name(piece, Packed), out var bytes) && bytes is byte[] or BinaryData; piece++)
            packed.Write(bytes as byte[] ?? ((BinaryData)bytes).ToArray());
        if (packed.Length == 0)
            return null;
        packed.Position = 0;
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd();
    }

    private static string Name(int piece, string kind = "Json") => piece == 0 ? kind : kind + piece.ToString(CultureInfo.InvariantCulture);
}
