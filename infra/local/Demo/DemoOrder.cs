using System.Globalization;
using System.Text.Json.Nodes;

namespace Kumoten.Local.Demo;

/// <summary>An order of the demo, all of it made of its number: every run tells the same story.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Life">What happens to it.</param>
public sealed record DemoOrder(int Number, Life Life)
{
    private static readonly string[] Marketplaces = ["lazada", "shopee", "tiktok"];

    // The first has the most: the others are there so that nobody sees everything.
    private static readonly string[] Sellers = ["S-100", "S-200", "S-100", "S-300", "S-100"];

    private static readonly string[] Buyers =
        ["Aminah binti Yusof", "Tan Wei Ling", "Kavitha a/p Raman", "Jonathan Anak Sulau", "Mohd Faizal bin Omar", "Lim Chee Keong", "Siti Nurhaliza binti Hassan", "Rosalind Gimbad", "Harith bin Zakaria", "Chong Mei Fong", "Dayang Nurul Ain"];

    private static readonly (string Sku, string Name, decimal Price)[] Goods =
    [
        ("TS-BLK-M", "T-shirt, black, M", 39.90m), ("RC-18", "Rice cooker, 1.8 l", 129.90m), ("TD-01", "Tudung bawal, dusty pink", 24.90m), ("PB-20", "Power bank, 20,000 mAh", 89.00m),
        ("KS-07", "Kitchen scale", 45.50m), ("EB-3", "Wireless earbuds", 159.00m), ("SL-12", "Desk lamp", 58.00m),
    ];

    private static readonly (string Line, string Postcode, string City, string State)[] Places =
    [
        ("Lot 5, Jalan Tuaran", "88400", "Kota Kinabalu", "Sabah"), ("12 Jalan Kenanga", "43000", "Kajang", "Selangor"), ("Block C-3-7, Jalan Stutong", "93350", "Kuching", "Sarawak"),
        ("7 Lorong Delima 4", "11700", "Gelugor", "Pulau Pinang"), ("25 Jalan Molek 2", "81100", "Johor Bahru", "Johor"), ("Kampung Sungai Bedaun", "87000", "Labuan", "Labuan"),
        ("18 Jalan Ipoh", "51200", "Kuala Lumpur", "Kuala Lumpur"), ("3 Jalan Utara", "90000", "Sandakan", "Sabah"),
    ];

    /// <summary>Kumoten's number; the demo's own begin with letters of their own, so that they are seen to be its own.</summary>
    public string Id { get; } = IdOf(Number);

    public string Seller { get; } = Sellers[Number % Sellers.Length];

    public string Marketplace { get; } = Life.Marketplace ?? Marketplaces[Number % Marketplaces.Length];

    public string Courier { get; } = Life.Courier ?? (Number % 5 < 3 ? "poslaju" : "zto");

    public string TrackingNumber => Courier == "poslaju" ? Text($"EN77{Number:0000000}MY") : Text($"ZT77{Number:00000000}");

    /// <summary>The number that the buyer's return goes by.</summary>
    public string ReturnNumber => Text($"RT77{Number:0000000}MY");

    /// <summary>The number on the parcel that comes home.</summary>
    public string HomeNumber => Life.Deeds.Any(deed => deed.Deed == DemoDeeds.ReturnShipped) ? ReturnNumber : TrackingNumber;

    /// <summary>The courier's word.</summary>
    public string Ticket => Text($"{(Courier == "poslaju" ? "PL" : "ZTO")}-{7700 + Number}");

    /// <summary>Its newest case, once it was seen.</summary>
    public string? Case { get; set; }

    /// <summary>The half day on which it becomes known.</summary>
    public int Birth { get; init; }

    private string MarketplaceNumber => Text($"{Marketplace switch { "lazada" => "2604229", "shopee" => "26B1", _ => "57648631694" }}{770000 + Number}");

    public static string IdOf(int number) => Text($"KM-D{number:000}");

    public static JsonObject Address(int seed)
    {
        var (line, postcode, city, state) = Places[seed % Places.Length];
        return new() { ["line1"] = line, ["line2"] = "", ["postcode"] = postcode, ["city"] = city, ["state"] = state };
    }

    /// <summary>What Kumoten's order system feeds.</summary>
    public JsonObject Feed(DateTimeOffset born)
    {
        var (sku, name, price) = Goods[Number % Goods.Length];
        var order = new JsonObject
        {
            ["sellerId"] = Seller,
            ["marketplace"] = Marketplace,
            ["marketplaceOrderId"] = MarketplaceNumber,
            ["amount"] = (price * Life.Units).ToString("0.00", CultureInfo.InvariantCulture),
            ["currency"] = "MYR",
            ["items"] = new JsonArray(new JsonObject { ["sku"] = sku, ["name"] = name, ["quantity"] = Life.Units }),
            ["recipient"] = new JsonObject { ["name"] = Buyers[Number % Buyers.Length], ["phone"] = Text($"+6013{8810000 + Number}"), ["address"] = Address(Number) },
            ["status"] = Life.Shipped is null ? "pending" : "shipped",
        };
        if (Life.Shipped is { } days)
            (order["courier"], order["trackingNumber"], order["shippedAt"]) = (Courier, TrackingNumber, born.AddDays(-days));
        return order;
    }

    /// <summary>The cancellation in its marketplace's words; of Lazada's, a push is about one line.</summary>
    public JsonObject CancelPush(DateTimeOffset at) => Marketplace switch
    {
        "lazada" => new() { ["message_type"] = 0, ["data"] = new JsonObject { ["trade_order_id"] = MarketplaceNumber, ["trade_order_line_id"] = MarketplaceNumber + "1", ["order_status"] = "canceled", ["status_update_time"] = at.ToUnixTimeSeconds() } },
        "shopee" => new() { ["code"] = 3, ["data"] = new JsonObject { ["ordersn"] = MarketplaceNumber, ["status"] = "CANCELLED", ["update_time"] = at.ToUnixTimeSeconds() } },
        _ => new() { ["type"] = 1, ["data"] = new JsonObject { ["order_id"] = MarketplaceNumber, ["order_status"] = "CANCELLED", ["update_time"] = at.ToUnixTimeSeconds() } },
    };

    /// <summary>A word of the tracking feed that brings nothing new.</summary>
    public JsonObject OldNews(DateTimeOffset at)
    {
        var push = ScanPush("inTransit", at);
        push["msg"]!["checkpoints"] = new JsonArray();
        return push;
    }

    /// <summary>A scan in the tracking feed's words.</summary>
    public JsonObject ScanPush(string kind, DateTimeOffset at)
    {
        var (tag, subtag, message) = kind switch
        {
            "inTransit" => ("InTransit", "InTransit_003", "Arrived at the delivery facility"),
            "outForDelivery" => ("OutForDelivery", "OutForDelivery_001", "Out for delivery"),
            "delivered" => ("Delivered", "Delivered_001", "Delivered"),
            "attemptFailed" => ("AttemptFail", "AttemptFail_001", "Nobody was at home"),
            "lost" => ("Exception", "Exception_013", "The parcel is lost"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The demo has no words for this scan."),
        };
        var (_, _, city, state) = Places[Number % Places.Length];
        return new()
        {
            ["event"] = "tracking_update",
            ["ts"] = at.ToUnixTimeSeconds(),
            ["msg"] = new JsonObject
            {
                ["tracking_number"] = TrackingNumber,
                ["slug"] = Courier == "poslaju" ? "malaysia-post" : "zto-express",
                ["tag"] = tag,
                ["subtag"] = subtag,
                ["checkpoints"] = new JsonArray(new JsonObject { ["checkpoint_time"] = at, ["city"] = city, ["state"] = state, ["tag"] = tag, ["subtag"] = subtag, ["message"] = message }),
            },
        };
    }

    /// <summary>The facts of an appeal.</summary>
    public JsonObject Appeal(DateTimeOffset now)
    {
        var (sku, name, _) = Goods[Number % Goods.Length];
        return new()
        {
            ["lazadaShop"] = "Selera Shop",
            ["productName"] = name,
            ["sku"] = sku,
            ["lazadaSku"] = Text($"LZ-{Number}"),
            ["violation"] = Number % 2 == 0 ? "misleadingListing" : "safetyCertification",
            ["noticeDate"] = now.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["penaltyPoints"] = 2,
            ["explanation"] = "The picture showed an earlier model. The product itself is the one that its certificate names.",
            ["correctiveActions"] = new JsonArray("We have replaced the picture.", "We have added the certificate to the listing."),
            ["language"] = Number % 2 == 0 ? "en" : "ms",
        };
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
