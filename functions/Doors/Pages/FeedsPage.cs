using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The desk's tab of couriers: which feed spoke when, and which is silent, so that late parcels are held back.</summary>
/// <param name="feeds">When each feed was last heard from.</param>
/// <param name="frame">What stands around the page.</param>
public sealed class FeedsPage(FeedClock feeds, PageFrame frame)
{
    /// <summary>Shows the couriers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    public async Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel)
    {
        var language = Browser.Language(request);
        var heard = await feeds.ReadAsync(cancel);
        return frame.Show(request, "feeds", new()
        {
            ["couriers"] = CourierList.All.Select(courier => (Courier: courier, Feed: heard.FirstOrDefault(feed => feed.Courier == courier.Code))).Select(line => new Dictionary<string, object?>
            {
                ["name"] = line.Courier.Name,
                ["hotline"] = line.Courier.Hotline,
                ["heard_at"] = PageTime.Moment(line.Feed?.Heard, language),
                ["is_silent"] = line.Feed?.IsSilent == true,
            }).ToList(),
        });
    }
}
