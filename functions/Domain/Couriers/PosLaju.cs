namespace Kumoten.Functions.Domain.Couriers;

/// <summary>PosLaju (support guide, How to Divert Parcel: hold, and tell the new address).</summary>
public static class PosLaju
{
    /// <summary>Its contacts, procedure and words.</summary>
    public static readonly Courier Courier = new("poslaju", "PosLaju", "1300-300-300", Redirects: true, ReturnWords: new("Please deliver it to this address instead:", "Sila hantar ke alamat ini:"), FeedSlug: "malaysia-post");
}
