using Azure;
using Azure.Data.Tables;
using Kumoten.Functions.Hands.DeadLetters;
using Kumoten.Functions.Platform;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.Forgetting;

/// <summary>
/// Forgets what is kept for repeats only, once no repeat comes any more: it would grow for ever, and people's names are
/// in it. Nothing that a case, an account or a list shows is forgotten.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="clock">The application's clock.</param>
public sealed class ForgettingFunctions(Storage storage, TimeProvider clock)
{
    /// <summary>Longer than anybody repeats a request: marketplaces push again for days, the host tries for hours.</summary>
    public static readonly TimeSpan Memory = Idempotency.Memory;

    /// <summary>Forgets answers to requests with an Idempotency-Key, and why messages failed that went well later; each night at 02:30 in Malaysia, which is 18:30 UTC.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancel">Stops it; the rest is forgotten the next night.</param>
    /// <returns>When all that is old is forgotten.</returns>
    [Function("ForgetRepeats")]
    public async Task ForgetRepeats([TimerTrigger("0 30 18 * * *")] TimerInfo timer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(timer);
        var before = clock.GetUtcNow() - Memory;
        await ForgetAsync(storage.Answers, TableClient.CreateQueryFilter($"Timestamp lt {before}"), cancel);
        await ForgetAsync(storage.DeadLetters, DeadLetterStore.NotesBefore(before), cancel);
    }

    private static async Task ForgetAsync(TableClient table, string filter, CancellationToken cancel)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancel))
        {
            try
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancel);
            }
            catch (RequestFailedException used) when (used.Status == StatusCodes.Status412PreconditionFailed)
            {
                // Written anew this very moment: it is no longer old.
            }
        }
    }
}
