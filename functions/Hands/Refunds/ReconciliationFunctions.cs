using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.Refunds;

// curl -X POST localhost:7071/admin/functions/Reconcile --json '{"input":""}'
// curl localhost:7071/api/reconciliation -H "Authorization: Bearer $AGENT"

/// <summary>The nightly proof that entries, balances and cases tell the same story.</summary>
/// <param name="reconciler">Proves the books.</param>
public sealed class ReconciliationFunctions(Reconciler reconciler)
{
    /// <summary>Proves the books each night at 02:00 in Malaysia, which is 18:00 UTC.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the report is kept, and the desk is told if something is wrong.</returns>
    [Function("Reconcile")]
    public Task Reconcile([TimerTrigger("0 0 18 * * *")] TimerInfo timer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return reconciler.RunAsync(cancel);
    }

    /// <summary>Shows the latest report.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The report; 404 when none was made yet.</returns>
    [Function("GetReconciliation")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("The latest proof of the books: when it ran, how much it checked, what is wrong")]
    [Produces<ReconciliationReport>, ProducesProblem(404)]
    public async Task<IResult> GetReconciliation([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/reconciliation")] HttpRequest request, CancellationToken cancel) =>
        Results.Ok(await reconciler.LatestAsync(cancel) ?? throw Problem.NotFound(new("A reconciliation (it runs each night at 02:00)", "Penyesuaian akaun (dijalankan setiap malam pada pukul 02:00)")));
}
