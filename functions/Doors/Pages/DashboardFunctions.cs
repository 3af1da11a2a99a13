using Kumoten.Functions.Desk.Figures;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Pages;

// curl "localhost:7071/dashboard.csv?from=2026-11-01&to=2026-11-30" -H "Authorization: Bearer $AGENT"

/// <summary>How well the desk serves and whether the system is well, as a page and as a file.</summary>
/// <param name="dashboard">The page.</param>
public sealed class DashboardFunctions(DashboardPage dashboard)
{
    /// <summary>Shows the page.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    [Function("DashboardPage")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("The figures as a page of charts and tables, and whether the system is well")]
    [Query("from", FigurePeriod.FirstDay, Example = "2026-11-01"), Query("to", FigurePeriod.LastDay, Example = "2026-11-30"), Query("lang", QueryAttribute.PageLanguage, Example = "ms")]
    [ProducesFile("text/html"), ProducesProblem(400)]
    public Task<IResult> ShowDashboard([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard")] HttpRequest request, CancellationToken cancel) => dashboard.ShowAsync(request, cancel);

    /// <summary>Gives the page's figures as a file.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The file.</returns>
    [Function("DashboardCsv")]
    [Authorize(Roles = Roles.Agent)]
    [EndpointSummary("The figures of the page as a CSV file")]
    [Query("from", FigurePeriod.FirstDay, Example = "2026-11-01"), Query("to", FigurePeriod.LastDay, Example = "2026-11-30")]
    [ProducesFile("text/csv"), ProducesProblem(400)]
    public Task<IResult> GetCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard.csv")] HttpRequest request, CancellationToken cancel) => dashboard.CsvAsync(request, cancel);
}
