using System.Diagnostics;
using System.Globalization;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Platform.Printing;

namespace Kumoten.Functions.Hands.Letters;

/// <summary>The workbench of whoever edits letters: all of them with sample facts, and how fast they are.</summary>
public static class LetterTools
{
    private static readonly string[] Languages = ["en", "ms"];

    /// <summary>One letter for each violation and language.</summary>
    public static IEnumerable<LetterContent> Samples => Enum.GetValues<Violation>().SelectMany(violation => Languages.Select(language => Sample(violation, language)));

    /// <summary>A letter with sample facts, all of which are shown.</summary>
    /// <param name="violation">The violation.</param>
    /// <param name="language">en or ms.</param>
    /// <returns>The letter.</returns>
    public static LetterContent Sample(Violation violation, string language) => new()
    {
        CaseId = "AP-4f0c21d9a7be.1",
        SellerId = "S-100",
        Version = 2,
        Date = new DateOnly(2026, 11, 10),
        Facts = new AppealFacts
        {
            LazadaShop = "Aminah & 美丽时尚 Fashion",
            ProductName = "T-shirt \"Ombak\", black, M (கருப்பு சட்டை)",
            Sku = "TS-BLK-M",
            LazadaSku = "3920114577_MY-18822013954",
            Violation = violation.ApiName(),
            NoticeDate = new DateOnly(2026, 11, 2),
            PenaltyPoints = 3,
            Explanation = language == "ms"
                ? "Penyenaraian ini disiarkan pada 12 Oktober 2026.\nTajuknya disalin daripada helaian pembekal dan mengandungi perkataan yang tidak sepatutnya ada. Kami hanya menyedarinya apabila notis anda tiba."
                : "The listing went live on 12 October 2026.\nIts title was copied from the supplier's sheet and had a word in it that did not belong there. We noticed only when your notice came.",
            CorrectiveActions = language == "ms"
                ? ["Penyenaraian ditarik balik pada hari notis diterima.", "Tajuk dan gambar dibetulkan."]
                : ["The listing was taken down on the day of the notice.", "Title and pictures were corrected."],
            PreventiveActions = language == "ms" ? ["Seorang lagi pekerja membaca setiap tajuk sebelum disiarkan."] : ["A second person reads every title before it is published."],
            Deadline = new DateOnly(2026, 11, 16),
            Language = language,
        },
        Evidence = [.. EvidenceOf(violation).Select((kind, i) => new Evidence(string.Create(CultureInfo.InvariantCulture, $"document-{i + 1}.pdf"), kind))],
        Declined = new EarlierLetter("AP-4f0c21d9a7be.1/1", new DateOnly(2026, 11, 4)),
    };

    /// <summary>Renders every template in every language into a folder, as page and as PDF.</summary>
    /// <param name="folder">The folder; made when it is not there.</param>
    public static void Render(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var letter in Samples)
        {
            var file = Path.Combine(folder, Path.GetFileNameWithoutExtension(letter.Template));
            var page = LetterWriter.Write(letter);
            File.WriteAllText(file + ".html", page);
            File.WriteAllBytes(file + ".pdf", LetterPdf.Print(page));
            Console.WriteLine(file + ".html, .pdf");
        }
    }

    /// <summary>Prints how many letters a second one core writes and prints, beside Scriban by itself.</summary>
    public static void Measure()
    {
        var letters = Samples.ToArray();
        var pages = letters.Select(LetterWriter.Write).ToArray();
        Func<int, int> bare = i => Templates.RenderBare(letters[i % letters.Length].Template, letters[i % letters.Length].ForTemplate()).Length;
        Func<int, int> html = i => LetterWriter.Write(letters[i % letters.Length]).Length;
        Func<int, int> pdf = i => LetterPdf.Print(pages[i % pages.Length]).Length;
        // Turn by turn in small rounds, so that whatever else the machine does slows both alike; the median counts.
        var pairs = Enumerable.Range(0, 120).Select(_ => (Bare: Rate(bare, 280), Html: Rate(html, 280))).Skip(20).ToList();
        var prints = Enumerable.Range(0, 30).Select(_ => Rate(pdf, 28)).Skip(5).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            bare Scriban  {Median(pairs.Select(pair => pair.Bare)):F0} letters per second
            HTML          {Median(pairs.Select(pair => pair.Html)):F0} letters per second, {Median(pairs.Select(pair => pair.Bare / pair.Html)):F2} times the bare render's time
            PDF           {Median(prints):F0} letters per second (printed from the HTML)
            """));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static string[] EvidenceOf(Violation violation) => violation switch
    {
        Violation.Counterfeit => ["authorisationLetter", "trademarkCertificate", "supplierInvoice"],
        Violation.Prohibited => ["permit", "specification", "labelPhoto"],
        Violation.MisleadingListing => ["specification", "productPhoto", "listingScreenshot"],
        Violation.ContentPolicy => ["imageLicence", "productPhoto", "listingScreenshot"],
        Violation.SafetyCertification => ["sirimCertificate", "mcmcCertificate", "kkmCertificate", "labelPhoto"],
        Violation.DuplicateListing => ["listingScreenshot", "specification", "productPhoto"],
        _ => ["lazadaNotice", "another"],
    };

    private static double Rate(Func<int, int> work, int count)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
            work(i);
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
