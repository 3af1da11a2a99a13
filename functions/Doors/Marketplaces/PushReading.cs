using System.Text.Json;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Marketplaces;

/// <summary>What a kept push says, and which number it is about.</summary>
internal static class PushReading
{
    /// <summary>What it says.</summary>
    /// <param name="push">The push, with its body.</param>
    /// <returns>Its content.</returns>
    public static PushContent Read(this Push push)
    {
        if (push.Source == PushIntake.Scans)
            return new PushContent.Tracking(JsonSerializer.Deserialize<TrackingUpdate>(push.Body!, Json.Options)!);
        var source = PushSources.Find(push.Source) ?? throw new InvalidOperationException($"Nobody pushes as {push.Source}.");
        using var json = JsonDocument.Parse(push.Body!);
        return source.Read(json.RootElement, push.ReceivedAt);
    }

    /// <summary>The key of the outside number that it is about.</summary>
    /// <param name="push">The push.</param>
    /// <param name="content">What it says.</param>
    /// <returns>The key; null for a push about nothing that is known here.</returns>
    public static string? KeyOf(this Push push, PushContent content) => content switch
    {
        PushContent.Marketplace said => OrderLinks.MarketplaceKey(push.Source, said.Update.MarketplaceOrderId),
        PushContent.Tracking scanned => OrderLinks.ParcelKey(scanned.Update.TrackingNumber),
        _ => null,
    };
}
