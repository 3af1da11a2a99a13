using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Desk.Worklist;

// curl "localhost:7071/api/worklist?courier=poslaju&region=east" -H "Authorization: Bearer $AGENT"

/// <summary>What agents and the warehouse are to do now.</summary>
/// <param name="list">The lines.</param>
/// <param name="configuration">Kumoten__OfficeAddress.</param>
/// <param name="clock">The application's clock.</param>
public sealed class WorklistFunctions(WorkList list, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Lists what is to be done, most overdue first.</summary>
    /// <param name="request">The filters courier, type, state, region, and the cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>A page of work.</returns>
    [Function("GetWorklist")]
    [Authorize(Roles = $"{Roles.Agent},{Roles.Warehouse}")]
    [EndpointSummary("What is to be done now, most overdue first, with whom to call and what to say")]
    [Query("type", "The kind of case", Words = typeof(CaseType)), Query("state", "Where it stands", Words = typeof(CaseState)), Query("courier", "The courier's code", Example = "poslaju")]
    [Query("region", "Where the parcel goes: east, peninsula, or a state", Example = "Sabah"), Query("cursor", QueryAttribute.NextPage)]
    [Produces<Page<WorkItem>>, ProducesProblem(400)]
    public async Task<IResult> GetWorklist([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/worklist")] HttpRequest request, CancellationToken cancel)
    {
        var filter = WorkFilter.Read(request.Query, Caller.Of(request));
        var office = configuration["Kumoten:OfficeAddress"] ?? throw new InvalidOperationException("The setting Kumoten__OfficeAddress is missing, so nobody can be told where parcels come home to.");
        var (lines, next) = await list.ReadAsync(filter, Cursor.Read(request.Query["cursor"]), cancel);
        var now = clock.GetUtcNow();
        return Results.Ok(new Page<WorkItem>([.. lines.Select(line => WorkItem.Of(line, office, now))], Cursor.Write(next)));
    }
}

/// <summary>A line of the worklist as the contract shows it.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Type">Which kind.</param>
/// <param name="State">Where it stands.</param>
/// <param name="By">By when.</param>
/// <param name="Overdue">Whether that has passed.</param>
/// <param name="OrderId">The order.</param>
/// <param name="SellerId">Whose case.</param>
/// <param name="Region">The state the parcel went to.</param>
/// <param name="EastMalaysia">Whether that is Sabah, Sarawak or Labuan.</param>
/// <param name="Courier">The courier's code.</param>
/// <param name="CourierName">Its name.</param>
/// <param name="Hotline">Its hotline.</param>
/// <param name="TrackingNumber">The parcel's number.</param>
/// <param name="CourierTicket">The courier's ticket.</param>
/// <param name="Todo">What to do.</param>
/// <param name="Callee">Whom to call or write to.</param>
/// <param name="Say">What to say.</param>
/// <param name="Case">Where the case is.</param>
public sealed record WorkItem(
    string CaseId, CaseType Type, CaseState State, DateTimeOffset? By, bool Overdue, string? OrderId, string SellerId, string? Region, bool EastMalaysia,
    string? Courier, string? CourierName, string? Hotline, string? TrackingNumber, string? CourierTicket, Text Todo, Callee? Callee, Text? Say, string Case)
{
    /// <summary>Shows a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="office">The office's address.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The item.</returns>
    public static WorkItem Of(WorkLine line, string office, DateTimeOffset now)
    {
        var what = WhatToDo.Of(line, office);
        var courier = CourierList.Find(line.Courier);
        return new(
            line.CaseId, line.Type, line.State, line.By, line.By < now, line.OrderId, line.SellerId,
            line.Region is { } region ? MalaysianStates.NameOf(region) : null, line.Region?.IsEast() == true,
            line.Courier, courier?.Name, courier?.Hotline, line.TrackingNumber, line.Ticket, what.Todo, what.Callee, what.Say, $"/api/cases/{line.CaseId}");
    }
}
