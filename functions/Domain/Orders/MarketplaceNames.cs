namespace Kumoten.Functions.Domain.Orders;

/// <summary>The marketplaces' names among people. How each pushes is the doors' business.</summary>
public static class MarketplaceNames
{
    /// <summary>The name people know.</summary>
    /// <param name="code">The contract's word, such as "tiktok"; null when it is not known.</param>
    /// <param name="language">en or ms, for the words that stand for one that is not known.</param>
    /// <returns>The name.</returns>
    public static string Of(string? code, string language = "en") => code switch
    {
        "lazada" => "Lazada",
        "shopee" => "Shopee",
        "tiktok" => "TikTok Shop",
        _ => language == "ms" ? "Lazada, Shopee atau TikTok Shop" : "Lazada, Shopee or TikTok Shop",
    };
}
