using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Accounts;

// curl localhost:7071/api/accounts/S-100 -H "Authorization: Bearer $SELLER"
// curl -OJ 'localhost:7071/api/accounts/S-100/statement.csv?month=2026-11' -H "Authorization: Bearer $SELLER"
// curl -X POST localhost:7071/api/accounts/S-100/reversals -H "Authorization: Bearer $AGENT" --json '{"entryId":"KM-1001.1-refund","reason":"The order was paid by mistake"}'

/// <summary>A seller's Kumoten account: read, and corrected by agents.</summary>
/// <param name="ledger">The accounts.</param>
/// <param name="statements">Makes statements of them.</param>
/// <param name="corrections">Takes entries back, and enters adjustments.</param>
/// <param name="clock">The application's clock.</param>
public sealed class AccountFunctions(Ledger ledger, Statements statements, Corrections corrections, TimeProvider clock)
{
    private const string FirstDay = "The first day, in Malaysia; the first of the month when absent";
    private const string LastDay = "The last day, included; the last of the month when absent";
    private const string Month = "A month, instead of from and to; this month when all three are absent";

    /// <summary>Shows an account.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sellerId">Whose.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Balance and entries; 404 for another seller's.</returns>
    [Function("GetAccount")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Service}")]
    [EndpointSummary("A seller's Kumoten account: its balance, and its entries, newest first")]
    [Query("cursor", QueryAttribute.NextPage)]
    [Produces<Account>, ProducesProblem(400), ProducesProblem(404)]
    public async Task<IResult> GetAccount([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/accounts/{sellerId}")] HttpRequest request, string sellerId, CancellationToken cancel)
    {
        OnlyIfSeen(request, sellerId);
        string? cursor = request.Query["cursor"];
        if (cursor is not null && !cursor.All(char.IsAsciiDigit))
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["cursor"] = [FieldError.NoCursor] });
        return Results.Ok(await ledger.ReadAsync(sellerId, cursor, cancel));
    }

    /// <summary>Shows the statement of a period.</summary>
    /// <param name="request">The days from and to, or the month; the cursor.</param>
    /// <param name="sellerId">Whose.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Opening balance, entries, closing balance; 404 for another seller's.</returns>
    [Function("GetStatement")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Service}")]
    [EndpointSummary("The statement of a period: a month, or the days from and to")]
    [Query("from", FirstDay, Example = "2026-11-01"), Query("to", LastDay, Example = "2026-11-30"), Query("month", Month, Example = "2026-11"), Query("cursor", QueryAttribute.NextPage)]
    [Produces<Statement>, ProducesProblem(400), ProducesProblem(404)]
    public async Task<IResult> GetStatement([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/accounts/{sellerId}/statement")] HttpRequest request, string sellerId, CancellationToken cancel)
    {
        OnlyIfSeen(request, sellerId);
        return Results.Ok(await statements.PageAsync(sellerId, Period.Read(request.Query, clock.GetUtcNow()), request.Query["cursor"], cancel));
    }

    /// <summary>Gives the statement of a period as a file for spreadsheets.</summary>
    /// <param name="request">The days from and to, or the month.</param>
    /// <param name="sellerId">Whose.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The file; 404 for another seller's.</returns>
    [Function("GetStatementCsv")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Service}")]
    [EndpointSummary("The statement of a period as a CSV file")]
    [Query("from", FirstDay, Example = "2026-11-01"), Query("to", LastDay, Example = "2026-11-30"), Query("month", Month, Example = "2026-11")]
    [ProducesFile("text/csv"), ProducesProblem(400), ProducesProblem(404)]
    public async Task<IResult> GetStatementCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/accounts/{sellerId}/statement.csv")] HttpRequest request, string sellerId, CancellationToken cancel)
    {
        OnlyIfSeen(request, sellerId);
        var period = Period.Read(request.Query, clock.GetUtcNow());
        // Before the first byte, so that storage that is away is still an answer and not half a file.
        var stretch = await ledger.StretchAsync(sellerId, period.Start, period.End, cancel);
        return Results.Stream(to => statements.WriteCsvAsync(sellerId, stretch, to, cancel), Csv.ContentType, $"kumoten-{sellerId}-{period}.csv");
    }

    /// <summary>Takes an entry back by its opposite.</summary>
    /// <param name="request">Which entry, and why.</param>
    /// <param name="sellerId">Whose account.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>201 with the reversal, 200 for a repeat.</returns>
    [Function("ReverseEntry")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("Takes an entry back by its opposite; repeat-safe")]
    [Accepts<ReversalRequest>, Produces<LedgerEntry>, Produces<LedgerEntry>(201), ProducesProblem(400), ProducesProblem(404), ProducesProblem(409), ProducesProblem(422)]
    public async Task<IResult> ReverseEntry([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/accounts/{sellerId}/reversals")] HttpRequest request, string sellerId, CancellationToken cancel)
    {
        var caller = OnlyIfSeen(request, sellerId);
        return Answer(await corrections.ReverseAsync(sellerId, await request.ReadAsync<ReversalRequest>(cancel), caller, cancel));
    }

    /// <summary>Enters a correction.</summary>
    /// <param name="request">How much, why, and what it is about.</param>
    /// <param name="sellerId">Whose account.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>201 with the entry, 200 for a repeat.</returns>
    [Function("AdjustAccount")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("Enters a correction, once for each reference; repeat-safe")]
    [Accepts<AdjustmentRequest>, Produces<LedgerEntry>, Produces<LedgerEntry>(201), ProducesProblem(400), ProducesProblem(404), ProducesProblem(409), ProducesProblem(422)]
    public async Task<IResult> AdjustAccount([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/accounts/{sellerId}/adjustments")] HttpRequest request, string sellerId, CancellationToken cancel)
    {
        var caller = OnlyIfSeen(request, sellerId);
        return Answer(await corrections.AdjustAsync(sellerId, await request.ReadAsync<AdjustmentRequest>(cancel), caller, cancel));
    }

    private static Caller OnlyIfSeen(HttpRequest request, string sellerId) =>
        Caller.OfSellers(request, sellerId, new($"The account '{sellerId}'", $"Akaun '{sellerId}'"));

    private static IResult Answer(Posted posted) => posted switch
    {
        Posted.Entered entered => Results.Created((string?)null, entered.Entry),
        Posted.AlreadyThere there => Results.Ok(there.Entry),
        _ => throw new InvalidOperationException($"{posted} is no answer of the ledger."),
    };
}
