using System.Globalization;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Platform.Printing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Doors.Appeals;

// POST /api/appeals/preview?format=pdf
// {"appeal":{"lazadaShop":"Aminah Fashion","productName":"T-shirt, black","sku":"TS-BLK-M","lazadaSku":"3920114_MY-1","violation":"counterfeit",
//   "noticeDate":"2026-11-02","penaltyPoints":3,"explanation":"...","correctiveActions":["..."],"language":"en"}}

/// <summary>Appeals: their letters, served to who may see the case, and what helps to fill in the form.</summary>
/// <param name="store">Reads dossiers.</param>
/// <param name="letters">The letters.</param>
/// <param name="clock">The application's clock.</param>
public sealed class AppealFunctions(CaseStore store, ILetters letters, TimeProvider clock)
{
    private static readonly AppealFactsValidator Validator = new();

    /// <summary>Serves a letter.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="file">The version and format, "1.html" or "1.pdf".</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The letter; 404 when it is not there or another seller's.</returns>
    [Function("GetLetter")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent}")]
    [EndpointSummary("An appeal letter, as a page or as PDF")]
    [ProducesFile("text/html", "application/pdf"), ProducesProblem(404)]
    public async Task<IResult> GetLetter([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases/{caseId}/letters/{file}")] HttpRequest request, string caseId, string file, CancellationToken cancel)
    {
        var c = CaseId.TryParse(caseId, out var subject, out _) ? (await store.LoadAsync(subject, cancel)).Dossier.Case(caseId) : null;
        var isVersion = int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var format = Path.GetExtension(file) switch { ".html" => ILetters.Html, ".pdf" => ILetters.Pdf, _ => null };
        if (c is null || !Caller.Of(request).Sees(c.SellerId) || !isVersion || format is null || c.Letters.All(l => l.Version != version))
            throw Problem.NotFound(new($"The letter '{file}' of case '{caseId}'", $"Surat '{file}' bagi kes '{caseId}'"));
        return Show(request, await letters.ReadAsync(c.SellerId, c.Id, version, format, cancel), format, $"appeal-{c.Id}-{version.ToString(CultureInfo.InvariantCulture)}.pdf");
    }

    /// <summary>Shows how a letter would look. Nothing is stored.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page, or with <c>?format=pdf</c> the PDF; 400 with an answer per field.</returns>
    [Function("PreviewLetter")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent}")]
    [EndpointSummary("An appeal letter as it would be, without storing it")]
    [Query("format", "html or pdf; html when absent", Example = "pdf")]
    [Accepts<PreviewRequest>, ProducesFile("text/html", "application/pdf"), ProducesProblem(400)]
    public async Task<IResult> PreviewLetter([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/appeals/preview")] HttpRequest request, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var asked = await request.ReadAsync<PreviewRequest>(cancel);
        var facts = asked.Appeal ?? throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["appeal"] = [new("The facts of the appeal.", "Fakta rayuan.")] });
        Validation.Check(facts, Validator, "appeal");
        AppealDates.Check(facts, clock.GetUtcNow());
        var format = request.Query["format"].ToString() is { Length: > 0 } named ? named : ILetters.Html;
        if (format is not (ILetters.Html or ILetters.Pdf))
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["format"] = [FieldError.OneOf([ILetters.Html, ILetters.Pdf])] });
        var sellerId = caller.SellerId ?? (Keys.IsKey(asked.SellerId) ? asked.SellerId! : throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["sellerId"] = [new("An agent says for which seller.", "Ejen menyatakan untuk penjual yang mana.")] }));
        var page = letters.Preview(facts, sellerId, MalaysiaTime.DayOf(clock.GetUtcNow()));
        return Show(request, format == ILetters.Pdf ? BinaryData.FromBytes(LetterPdf.Print(page)) : BinaryData.FromString(page), format, "appeal-preview.pdf");
    }

    /// <summary>Reads what can be read of an appeal's facts out of Lazada's mail.</summary>
    /// <param name="request">The mail's text.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>What was read, each with the words it was read from, and what is still missing.</returns>
    [Function("PrefillAppeal")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent}")]
    [EndpointSummary("The facts of an appeal, as far as Lazada's mail names them")]
    [Accepts<PrefillRequest>, Produces<Prefill>, ProducesProblem(400)]
    public static async Task<IResult> PrefillAppeal([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/appeals/prefill")] HttpRequest request, CancellationToken cancel)
    {
        var asked = await request.ReadAsync<PrefillRequest>(cancel);
        return string.IsNullOrWhiteSpace(asked.Text)
            ? throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["text"] = [new("The text of Lazada's mail.", "Teks e-mel Lazada.")] })
            : Results.Ok(Prefill.From(asked.Text));
    }

    private static IResult Show(HttpRequest request, BinaryData content, string format, string fileName)
    {
        Seal(request.HttpContext.Response.Headers);
        return format == ILetters.Pdf
            ? Results.File(content.ToArray(), "application/pdf", fileName)
            : Results.Text(content.ToString(), "text/html; charset=utf-8");
    }

    /// <summary>Says with an answer that holds a letter what may be done with it.</summary>
    /// <param name="headers">The answer's headers.</param>
    internal static void Seal(IHeaderDictionary headers)
    {
        headers.CacheControl = "private, no-store";
        // The letter is the seller's words: whatever they are, no script of them runs on this site.
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    }
}

/// <summary>The facts of a letter to be shown.</summary>
/// <param name="Appeal">The facts.</param>
/// <param name="SellerId">The seller, when an agent asks.</param>
public sealed record PreviewRequest(AppealFacts? Appeal, string? SellerId = null);

/// <summary>A mail to be read.</summary>
/// <param name="Text">The mail's text, as pasted.</param>
public sealed record PrefillRequest(string? Text);
