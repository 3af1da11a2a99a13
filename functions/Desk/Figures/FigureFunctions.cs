using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Desk.Figures;

// curl "localhost:7071/api/sla?from=2026-11-01&to=2026-11-30" -H "Authorization: Bearer $AGENT"

/// <summary>How well the desk serves.</summary>
/// <param name="book">The figures.</param>
/// <param name="clock">The application's clock.</param>
public sealed class FigureFunctions(FigureBook book, TimeProvider clock)
{
    /// <summary>Counts dossiers that changed; the sweep's look tells of them, half a minute after.</summary>
    /// <param name="message">The dossiers.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the book agrees with them.</returns>
    [Function("CountFigures")]
    public async Task CountFigures([QueueTrigger(Queues.Figures)] CountMessage message, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(message);
        await book.CountAsync(message.Subjects, cancel);
    }

    /// <summary>Shows the figures of some days, at most a minute or two behind.</summary>
    /// <param name="request">from and to, both days of Malaysia; the last thirty days when absent.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The figures.</returns>
    [Function("GetSla")]
    [Authorize(Roles = $"{Roles.Agent},{Roles.Warehouse}")]
    [EndpointSummary("Parcels stalled, cases opened and open, deadlines kept and missed, days to refund and ringgit refunded, by courier and region")]
    [Query("from", FigurePeriod.FirstDay, Example = "2026-11-01"), Query("to", FigurePeriod.LastDay, Example = "2026-11-30")]
    [Produces<SlaView>, ProducesProblem(400)]
    public async Task<IResult> GetSla([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/sla")] HttpRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var today = MalaysiaTime.DayOf(clock.GetUtcNow());
        var (from, to) = FigurePeriod.Read(request.Query, today);
        return Results.Ok(SlaView.Of(from, to, await book.ReadAsync(from, to, cancel), today));
    }
}
