using System.Globalization;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>
/// Finds cases for people's lists. Whatever names an order, a parcel, a buyer or a seller leads there by the table Links:
/// its numbers' partitions hold links to orders, and <c>seller.{id}</c> holds the seller's cases, newest first.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="store">Reads dossiers.</param>
public sealed class CaseSearch(Storage storage, CaseStore store)
{
    private const string SellersCase = "case.";
    private const int PageSize = 50;

    /// <summary>Finds cases, a page at a time; newest first where a seller's are asked for.</summary>
    /// <param name="filter">What the cases must be.</param>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="pageSize">How many dossiers a page is made of.</param>
    /// <returns>The cases with their dossiers, and where the next page begins.</returns>
    public async Task<(IReadOnlyList<(Case Case, Dossier Dossier)> Found, string? Cursor)> FindAsync(CaseFilter filter, string? cursor, CancellationToken cancel, int pageSize = PageSize)
    {
        var clues = filter.Clues();
        if (clues.Count == 0)
            return await store.FindAsync(filter, cursor, cancel);
        var found = new List<(Case, Dossier)>();
        var (first, token) = Place(cursor);
        for (var i = first; i < clues.Count; i++, token = null)
        {
            await foreach (var (subjects, next) in PagesAsync(clues[i], token, pageSize, cancel))
            {
                var dossiers = new Dictionary<string, Dossier>();
                foreach (var (subject, row) in subjects)
                {
                    if (!dossiers.TryGetValue(subject, out var dossier))
                        dossiers[subject] = dossier = (await store.LoadAsync(subject, cancel)).Dossier;
                    // What an earlier clue leads to was shown there.
                    found.AddRange(dossier.Cases
                        .Where(c => (row is null || row == SellersKey(c)) && clues[i].Fits(c, dossier) && filter.Fits(c, dossier) && !clues.Take(i).Any(earlier => earlier.Fits(c, dossier)))
                        .Select(c => (c, dossier)));
                }

                if (found.Count > 0 && next is not null)
                    return (found, $"{i} {next}");
            }
        }

        return (found, null);
    }

    /// <summary>The row that lists a case with its seller.</summary>
    /// <param name="c">The case.</param>
    /// <returns>The row.</returns>
    public static TableEntity SellersRow(Case c) => new(SellerKey(c.SellerId), SellersKey(c));

    /// <summary>The partition of a seller's cases.</summary>
    /// <param name="sellerId">The seller.</param>
    /// <returns>Its key.</returns>
    public static string SellerKey(string sellerId) => "seller." + sellerId;

    // Time runs backwards in the key, so that the newest case comes first.
    private static string SellersKey(Case c) => string.Create(CultureInfo.InvariantCulture, $"{SellersCase}{DateTimeOffset.MaxValue.Ticks - c.OpenedAt.UtcTicks:D19}.{c.Id}");

    // The dossiers a clue leads to, a page at a time; a seller's row also says which case of the dossier is meant.
    private async IAsyncEnumerable<(IReadOnlyList<(string Subject, string? Row)> Subjects, string? Next)> PagesAsync(
        CaseClue clue, string? token, int pageSize, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        if (clue.IsSubject)
        {
            yield return ([(clue.Place, null)], null);
            yield break;
        }

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {clue.Place} and RowKey ge {SellersCase} and RowKey lt {OrderLinks.DockRow}");
        await foreach (var page in storage.Links.QueryAsync<TableEntity>(filter, pageSize, ["RowKey"], cancel).AsPages(token))
            yield return ([.. page.Values.Select(row => Subject(row.RowKey))], page.ContinuationToken);
    }

    private static (string Subject, string? Row) Subject(string row)
    {
        if (row.StartsWith(OrderLinks.Link, StringComparison.Ordinal))
            return (row[OrderLinks.Link.Length..], null);
        var caseId = row[(row.IndexOf('.', SellersCase.Length) + 1)..];
        return CaseId.TryParse(caseId, out var subject, out _) ? (subject, row) : throw new FormatException($"The row {row} lists no case.");
    }

    private static (int Clue, string? Token) Place(string? cursor)
    {
        if (cursor is null)
            return (0, null);
        var space = cursor.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && int.TryParse(cursor.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var clue)
            ? (clue, cursor[(space + 1)..])
            : throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["cursor"] = [FieldError.NoCursor] });
    }
}
