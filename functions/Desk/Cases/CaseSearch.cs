using System.Globalization;
using Azure.Data.Tables;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Desk.Cases;

/// <summary>
/// Finds cases for people's lists, by whatever names an order, a parcel, a buyer or a seller. A page costs a bounded number of storage
/// operations, whatever is stored: one that finds little on its way, or nothing, says where the next goes on.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="store">Reads dossiers.</param>
/// <param name="index">All cases, a line each.</param>
public sealed class CaseSearch(Storage storage, CaseStore store, CaseIndex index)
{
    private const int PageSize = 50;

    /// <summary>Finds cases, a page at a time; newest first where a seller's are asked for.</summary>
    /// <param name="filter">What the cases must be.</param>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The cases with their dossiers, and where the next page begins.</returns>
    public async Task<(IReadOnlyList<(Case Case, Dossier Dossier)> Found, string? Cursor)> FindAsync(CaseFilter filter, string? cursor, CancellationToken cancel)
    {
        var clues = filter.Clues();
        var found = new List<(Case, Dossier)>();
        var left = Rows.MostOperations;
        var (first, token) = Place(cursor);
        for (var i = first; i < clues.Count; i++)
        {
            do
            {
                // A look, and at least one dossier that it leads to.
                if (left < 2)
                    return (found, $"{i} {token}");
                var (hits, next) = await LookAsync(clues[i], filter, token, Math.Min(PageSize, left - 1), cancel);
                var dossiers = await LoadAsync(hits, cancel);
                left -= 1 + dossiers.Count;
                // What an earlier clue leads to was shown there.
                found.AddRange(hits.SelectMany(hit => dossiers[hit.Subject].Cases
                    .Where(c => (hit.CaseId is null || hit.CaseId == c.Id) && clues[i].Fits(c, dossiers[hit.Subject]) && filter.Fits(c, dossiers[hit.Subject]))
                    .Where(c => !clues.Take(i).Any(earlier => earlier.Fits(c, dossiers[hit.Subject])))
                    .Select(c => (c, dossiers[hit.Subject]))));
                if (found.Count > 0 && next is not null)
                    return (found, $"{i} {next}");
                token = next;
            }
            while (token is not null);
        }

        return (found, null);
    }

    /// <summary>Finds cases as a list shows them; without anything typed, one storage operation finds a page of them.</summary>
    /// <param name="filter">What the cases must be.</param>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="pageSize">The most lines of a page, where the index alone is read.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The lines, and where the next page begins.</returns>
    public async Task<(IReadOnlyList<CaseLine> Lines, string? Cursor)> ListAsync(CaseFilter filter, string? cursor, int pageSize, CancellationToken cancel)
    {
        if (filter.Clues() is not [{ In: CluePlace.Index }])
        {
            var (found, next) = await FindAsync(filter, cursor, cancel);
            return ([.. found.Select(f => CaseLine.Of(f.Case, f.Dossier))], next);
        }

        var (lines, further) = await index.ReadAsync(filter, Place(cursor).Token, pageSize, Rows.MostOperations, cancel);
        return (lines, further is null ? null : $"0 {further}");
    }

    // The dossiers a clue leads to; a line of the index also says which case of the dossier is meant.
    private async Task<(IReadOnlyList<(string Subject, string? CaseId)> Hits, string? Next)> LookAsync(CaseClue clue, CaseFilter filter, string? token, int most, CancellationToken cancel)
    {
        switch (clue.In)
        {
            case CluePlace.Dossier:
                return ([(clue.Place, null)], null);
            case CluePlace.Links:
                var links = TableClient.CreateQueryFilter($"PartitionKey eq {clue.Place} and RowKey ge {OrderLinks.Link} and RowKey lt {"link/"}");
                var (orders, further) = await storage.Links.QueryAsync<TableEntity>(links, most, ["RowKey"], cancel).PageAsync(token, cancel, looks: 1);
                return ([.. orders.Select(row => (row.RowKey[OrderLinks.Link.Length..], (string?)null))], further);
            default:
                var (lines, next) = await index.ReadAsync(clue.Place.Length > 0 ? filter with { SellerId = clue.Place } : filter, token, most, looks: 1, cancel);
                return ([.. lines.Select(line => (CaseId.SubjectOf(line.CaseId), (string?)line.CaseId))], next);
        }
    }

    private async Task<Dictionary<string, Dossier>> LoadAsync(IEnumerable<(string Subject, string? CaseId)> hits, CancellationToken cancel)
    {
        var loaded = await storage.EachAsync(hits.Select(hit => hit.Subject).Distinct(), subject => store.LoadAsync(subject, cancel));
        return loaded.ToDictionary(l => l.Dossier.Subject, l => l.Dossier);
    }

    private static (int Clue, string? Token) Place(string? cursor)
    {
        if (cursor is null)
            return (0, null);
        var space = cursor.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && int.TryParse(cursor.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var clue)
            ? (clue, cursor[(space + 1)..] is { Length: > 0 } token ? token : null)
            : throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["cursor"] = [FieldError.NoCursor] });
    }
}
