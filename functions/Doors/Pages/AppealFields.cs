using System.Collections.Immutable;
using System.Globalization;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The fields of an appeal, in the form that asks for one and in the one that corrects it.</summary>
public static class AppealFields
{
    /// <summary>What Lazada may say that was violated.</summary>
    public static readonly ImmutableArray<Choice> Violations =
    [
        new(Violation.Counterfeit.ApiName(), new("Counterfeit or trademark", "Tiruan atau cap dagangan")), new(Violation.Prohibited.ApiName(), new("Prohibited or restricted product", "Produk larangan atau terhad")),
        new(Violation.MisleadingListing.ApiName(), new("Misleading listing or wrong category", "Penyenaraian mengelirukan atau kategori salah")), new(Violation.ContentPolicy.ApiName(), new("Image or content policy", "Dasar imej atau kandungan")),
        new(Violation.SafetyCertification.ApiName(), new("Safety, or a missing certification", "Keselamatan, atau pensijilan tiada")), new(Violation.DuplicateListing.ApiName(), new("Duplicate listing", "Penyenaraian berganda")),
        new(Violation.Other.ApiName(), new("Something else", "Lain-lain")),
    ];

    /// <summary>The fields.</summary>
    public static readonly ImmutableArray<FormField> All =
    [
        new("appeal.lazadaShop", new("Your shop's name on Lazada", "Nama kedai anda di Lazada"), IsNeeded: true),
        new("appeal.productName", new("Product, as in the listing", "Produk, seperti dalam penyenaraian"), IsNeeded: true),
        new("appeal.sku", new("Kumoten's SKU", "SKU Kumoten"), IsNeeded: true),
        new("appeal.lazadaSku", new("Lazada's SKU", "SKU Lazada"), IsNeeded: true),
        new("appeal.violation", new("What Lazada says was violated", "Pelanggaran menurut Lazada"), FieldKind.Choice, IsNeeded: true)
        {
            Choices = Violations,
        },
        new("appeal.noticeDate", new("Date of Lazada's notice", "Tarikh notis Lazada"), FieldKind.Day, IsNeeded: true),
        new("appeal.penaltyPoints", new("Penalty points", "Mata penalti"), FieldKind.Number, IsNeeded: true, new("0 for none.", "0 jika tiada.")),
        new("appeal.explanation", new("What happened", "Apa yang berlaku"), FieldKind.Text, IsNeeded: true, new("In your own words; the letter quotes them.", "Dalam ayat anda sendiri; surat akan memetiknya.")),
        new("appeal.correctiveActions", new("What you have done about it", "Tindakan yang telah diambil"), FieldKind.Lines, IsNeeded: true, new("One line for each.", "Satu baris bagi setiap tindakan.")),
        new("appeal.preventiveActions", new("What you do so that it does not happen again", "Langkah supaya ia tidak berulang"), FieldKind.Lines, Hint: new("One line for each; may be left empty.", "Satu baris bagi setiap langkah; boleh dibiarkan kosong.")),
        new("appeal.deadline", new("Lazada's deadline, if it gave one", "Tarikh akhir Lazada, jika ada"), FieldKind.Day),
        new("appeal.language", new("Language of the letter", "Bahasa surat"), FieldKind.Choice) { Choices = [new("en", new("English", "Bahasa Inggeris")), new("ms", new("Malay", "Bahasa Melayu"))] },
    ];

    /// <summary>An appeal's facts as its form shows them.</summary>
    /// <param name="facts">The facts.</param>
    /// <returns>The text of each field.</returns>
    public static Dictionary<string, string> ValuesOf(AppealFacts facts) => new()
    {
        ["appeal.lazadaShop"] = facts.LazadaShop,
        ["appeal.productName"] = facts.ProductName,
        ["appeal.sku"] = facts.Sku,
        ["appeal.lazadaSku"] = facts.LazadaSku,
        ["appeal.violation"] = facts.Violation,
        ["appeal.noticeDate"] = Day(facts.NoticeDate),
        ["appeal.penaltyPoints"] = facts.PenaltyPoints?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["appeal.explanation"] = facts.Explanation,
        ["appeal.correctiveActions"] = string.Join('\n', facts.CorrectiveActions),
        ["appeal.preventiveActions"] = string.Join('\n', facts.PreventiveActions),
        ["appeal.deadline"] = Day(facts.Deadline),
        ["appeal.language"] = facts.Language,
    };

    private static string Day(DateOnly? day) => day is { } known ? PageTime.Code(known) : "";
}
