using System.Text.Json;
using FluentValidation;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Tracking;

// curl -X POST localhost:7071/api/scans -H "Authorization: Bearer $AGENT" --json '{"trackingNumber":"EN123456789MY","at":"2026-11-09T08:00:00+08:00","kind":"outForDelivery"}'

/// <summary>Scans by hand or from a courier's own feed.</summary>
/// <param name="intake">Takes scans in.</param>
/// <param name="clock">The application's clock.</param>
public sealed class ScanFunctions(PushIntake intake, TimeProvider clock)
{
    private static readonly ScanRequestValidator Validator = new();

    /// <summary>Takes in one scan.</summary>
    /// <param name="request">The scan.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>200 with the orders that took it in; none while it waits for its order.</returns>
    [Function("TakeScan")]
    [Authorize(Roles = $"{Roles.Service},{Roles.Agent}")]
    [EndpointSummary("One scan, by hand or from a courier's own feed")]
    [Accepts<ScanRequest>, Produces<ScanAnswer>, ProducesProblem(400)]
    public async Task<IResult> TakeScan([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/scans")] HttpRequest request, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var asked = await request.ReadAsync(Validator, cancel);
        var kind = ApiWords.FromApiName<ScanKind>(asked.Kind)!.Value;
        var number = TrackingNumbers.Normalize(asked.TrackingNumber)!;
        var scan = new Scan(asked.At!.Value, kind, asked.Message, asked.Place, caller.Actor.ApiName());
        var orders = await intake.TakeInAsync(new Push(PushIntake.Scans, clock.GetUtcNow(), JsonSerializer.Serialize(new TrackingUpdate(number, null, [scan]), Json.Options)), cancel);
        return Results.Ok(new ScanAnswer(number, scan, orders));
    }

}

/// <summary>A scan as it is entered.</summary>
/// <param name="TrackingNumber">The number on the parcel.</param>
/// <param name="At">When, with offset.</param>
/// <param name="Kind">One of <see cref="ScanKind"/>'s words.</param>
/// <param name="Message">The courier's words.</param>
/// <param name="Place">Where.</param>
public sealed record ScanRequest(string? TrackingNumber, DateTimeOffset? At, string? Kind, string? Message, string? Place);

/// <summary>What became of a scan.</summary>
/// <param name="TrackingNumber">The normalised number.</param>
/// <param name="Scan">The scan as kept.</param>
/// <param name="Orders">The orders that took it in; none while it waits.</param>
public sealed record ScanAnswer(string TrackingNumber, Scan Scan, IReadOnlyList<string> Orders);

/// <summary>What a scan must have.</summary>
public sealed class ScanRequestValidator : AbstractValidator<ScanRequest>
{
    /// <summary>The rules.</summary>
    public ScanRequestValidator()
    {
        RuleFor(s => s.TrackingNumber).TrackingNumber();
        RuleFor(s => s.At).NotNull().Says("When, with offset, such as \"2026-11-09T08:00:00+08:00\".", "Masa dengan ofset, seperti \"2026-11-09T08:00:00+08:00\".");
        RuleFor(s => s.At).Must(at => MalaysiaTime.IsDate(at!.Value)).Says(FieldError.NoDate).When(s => s.At is not null);
        RuleFor(s => s.Kind).OneOf([.. Enum.GetValues<ScanKind>().Select(k => k.ApiName())]);
        RuleFor(s => s.Message).MaximumLength(500).OneLine();
        RuleFor(s => s.Place).MaximumLength(200).OneLine();
    }
}
