namespace Kumoten.Functions.Domain.Couriers;

/// <summary>ZTO (support guide, How to Divert Parcel: hold, and return to the HQ warehouse).</summary>
public static class Zto
{
    /// <summary>Its contacts, procedure and words.</summary>
    public static readonly Courier Courier = new("zto", "ZTO", "60129518808", Redirects: false, ReturnWords: new("Please return it to our HQ warehouse:", "Sila pulangkan ke gudang ibu pejabat kami:"), FeedSlug: "zto-express");
}
