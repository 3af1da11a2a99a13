using System.Globalization;
using System.Text.RegularExpressions;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Doors.Appeals.Mail;

/// <summary>A value and the mail's words it was read from.</summary>
internal sealed record Found(object Value, string From);

/// <summary>
/// Where each fact of an appeal may stand in Lazada's mails, the surest place first. A new layout of theirs is a new
/// label or pattern here.
/// </summary>
internal static class MailFacts
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    // Lazada's own stock codes in Malaysia: item and stock keeping unit.
    private static readonly Regex LazadaSku = new(@"\b([0-9]{6,}_MY-[0-9]{6,})\b", Options);
    private static readonly Regex QuotedProduct = new("""\b(?:product|produk|item|listing)\s+["“']([^"”']{3,200})["”']""", Options);
    private static readonly Regex Points = new(@"\b([0-9]{1,3})\s+(?:(?:penalty|non[- ]compliance|violation|ncp?)\s+points?|mata\s+(?:penalti|ketidakpatuhan))\b", Options);
    private static readonly Regex NoPoints = new(@"\b(?:(?:no|without(?: any)?)\s+(?:penalty|non[- ]compliance|violation)\s+points?|tiada\s+mata\s+(?:penalti|ketidakpatuhan))\b", Options);
    private static readonly Regex Number = new(@"^\+?([0-9]{1,3})(?:\s*(?:points?|mata|pts?)\b.*)?$", Options);
    private static readonly Regex AppealBy = new(@"\b(?:appeal|rayuan)\b[^.]{0,60}?\b(?:by|before|until|no later than|sebelum|selewat-lewatnya(?: pada)?)\s+(.{6,40})", Options);
    private static readonly Regex Dated = new(@"\b(?:notice|email|e-mail|notis|emel)\s+(?:dated|of|bertarikh)\s+(.{6,40})", Options);

    private static readonly (Violation Kind, Regex Words)[] Violations =
    [
        (Violation.Counterfeit, new(@"\b(?:counterfeits?|trademarks?|intellectual property|ipr|tiruan|cap dagangan|harta intelek)\b", Options)),
        (Violation.Prohibited, new(@"\b(?:prohibited|restricted (?:product|item|goods|categor)\w*|dilarang|larangan)\b", Options)),
        (Violation.MisleadingListing, new(@"\b(?:misleading|(?:wrong|incorrect) categor(?:y|i[sz]ation)|mis-?categori[sz]\w+|mengelirukan|kategori (?:yang )?salah)\b", Options)),
        (Violation.ContentPolicy, new(@"\b(?:(?:image|content|picture) (?:and content )?(?:policy|policies|violations?|quality)|inappropriate (?:images?|content)|watermarks?|dasar (?:imej|kandungan))\b", Options)),
        (Violation.SafetyCertification, new(@"\b(?:sirim|mcmc|npra|kkm|(?:safety|missing|product) certificat(?:e|es|ion|ions)|pensijilan|sijil keselamatan)\b", Options)),
        (Violation.DuplicateListing, new(@"\b(?:duplicated?(?: (?:listings?|products?|items?))?|(?:penyenaraian|produk) (?:berganda|pendua))\b", Options)),
    ];

    private static readonly string[] ShopLabels = ["shop name", "store name", "shop", "store", "seller name", "nama kedai", "kedai", "nama penjual"];
    private static readonly string[] ProductLabels = ["product name", "product title", "item name", "product", "item", "nama produk", "produk", "listing"];
    private static readonly string[] SkuLabels = ["seller sku", "sku penjual", "sellersku"];
    private static readonly string[] PlainSkuLabels = ["sku"];
    private static readonly string[] LazadaSkuLabels = ["lazada sku", "shop sku", "sku lazada", "sku id", "id sku"];
    private static readonly string[] ItemLabels = ["item id", "product id", "id produk", "id item"];
    private static readonly string[] ViolationLabels =
        ["violation type", "violation", "type of violation", "policy violated", "violated policy", "policy", "reason", "violation reason", "jenis pelanggaran", "pelanggaran", "dasar", "sebab"];
    private static readonly string[] NoticeLabels = ["notice date", "date of notice", "notification date", "tarikh notis"];
    private static readonly string[] DateLabels = ["date", "sent", "tarikh", "dihantar"];
    private static readonly string[] PointLabels =
        ["penalty points", "penalty point", "points", "non-compliance points", "non compliance points", "nc points", "points issued", "points deducted", "mata penalti", "mata", "mata ketidakpatuhan"];
    private static readonly string[] DeadlineLabels =
        ["appeal deadline", "deadline", "deadline to appeal", "appeal by", "appeal before", "appeal due date", "tarikh akhir", "tarikh akhir rayuan", "rayuan sebelum"];

    /// <summary>Every label known.</summary>
    public static readonly IReadOnlySet<string> Labels = new HashSet<string>(
        [.. ShopLabels, .. ProductLabels, .. SkuLabels, .. PlainSkuLabels, .. LazadaSkuLabels, .. ItemLabels, .. ViolationLabels, .. NoticeLabels, .. DateLabels, .. PointLabels, .. DeadlineLabels]);

    /// <summary>Each field of the form with its sources, the surest first.</summary>
    public static readonly IReadOnlyList<(string Field, Func<IReadOnlyList<string>, IReadOnlyList<Labelled>, IEnumerable<Found>>[] Sources)> Fields =
    [
        ("lazadaShop", [(_, under) => Under(under, ShopLabels, Words)]),
        ("productName", [(_, under) => Under(under, ProductLabels, Words), (lines, _) => Anywhere(lines, QuotedProduct, value => [value])]),
        ("sku", [(_, under) => Under(under, SkuLabels, Words), (_, under) => Under(under, PlainSkuLabels, value => LazadaSku.IsMatch(value) ? [] : Words(value))]),
        ("lazadaSku", [(_, under) => Under(under, LazadaSkuLabels, Words), (lines, _) => Anywhere(lines, LazadaSku, value => [value]), (_, under) => Under(under, ItemLabels, Words)]),
        ("violation", [(_, under) => Under(under, ViolationLabels, Kinds), (lines, _) => lines.SelectMany(line => Kinds(line).Select(kind => new Found(kind, Short(line))))]),
        ("noticeDate", [(_, under) => Under(under, NoticeLabels, MailDates.Read), (_, under) => Under(under, DateLabels, MailDates.Read), (lines, _) => Anywhere(lines, Dated, MailDates.Read)]),
        ("penaltyPoints",
        [
            (_, under) => Under(under, PointLabels, PointsOf),
            (lines, _) => Anywhere(lines, Points, PointsOf).Concat(lines.Where(line => NoPoints.IsMatch(line)).Select(line => new Found(0, Short(line)))),
        ]),
        ("deadline", [(_, under) => Under(under, DeadlineLabels, MailDates.Read), (lines, _) => Anywhere(lines, AppealBy, MailDates.Read)]),
    ];

    private static IEnumerable<Found> Under(IReadOnlyList<Labelled> labelled, string[] labels, Func<string, IEnumerable<object>> read) =>
        labelled.Where(line => labels.Contains(line.Label)).SelectMany(line => read(line.Value).Select(value => new Found(value, Short(line.From))));

    private static IEnumerable<Found> Anywhere(IReadOnlyList<string> lines, Regex pattern, Func<string, IEnumerable<object>> read) =>
        lines.SelectMany(line => pattern.Matches(line).SelectMany(match => read(match.Groups[1].Value.Trim()).Select(value => new Found(value, Short(line)))));

    private static IEnumerable<object> Words(string value) => value.Length is > 0 and <= 300 ? [value] : [];

    private static IEnumerable<object> Kinds(string value) =>
        Violations.Where(violation => violation.Words.IsMatch(value)).Select(violation => (object)violation.Kind.ApiName());

    private static IEnumerable<object> PointsOf(string value) => Number.Match(value) switch
    {
        { Success: true } number when int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture) is var points and <= 100 => [points],
        _ => value.ToLowerInvariant() is "none" or "nil" or "tiada" ? [0] : [],
    };

    private static string Short(string line) => line.Length <= 200 ? line : line[..200];
}
