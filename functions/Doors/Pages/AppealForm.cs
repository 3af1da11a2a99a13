using System.Collections.Immutable;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Doors.Appeals;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>
/// The form of a compliance appeal. Its buttons say which step is meant: reading Lazada's mail into the fields, a look at the letter, or
/// the request itself.
/// </summary>
/// <param name="opener">Opens cases.</param>
/// <param name="letters">Writes the letter that is looked at.</param>
/// <param name="check">Shows an appeal once more before it is sent.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="storage">The storage account, for a form's files.</param>
/// <param name="clock">The application's clock.</param>
public sealed class AppealForm(CaseOpener opener, ILetters letters, CheckPage check, PageFrame frame, Storage storage, TimeProvider clock)
{
    /// <summary>The form's word in the address.</summary>
    public const string Word = "compliance-appeal";

    private const string Form = "appeal";
    private const string MailField = "mail";
    private static readonly AppealFactsValidator Validator = new();

    // What helps against which reproach, the strongest first: what Lazada's own notices ask for.
    private static readonly Dictionary<Violation, ImmutableArray<string>> Evidence = new()
    {
        [Violation.Counterfeit] = ["authorisationLetter", "trademarkCertificate", "supplierInvoice", "productPhoto"],
        [Violation.Prohibited] = ["permit", "kkmCertificate", "specification", "labelPhoto"],
        [Violation.MisleadingListing] = ["specification", "productPhoto", "labelPhoto", "listingScreenshot"],
        [Violation.ContentPolicy] = ["imageLicence", "productPhoto", "listingScreenshot"],
        [Violation.SafetyCertification] = ["sirimCertificate", "mcmcCertificate", "kkmCertificate", "labelPhoto"],
        [Violation.DuplicateListing] = ["listingScreenshot", "specification", "productPhoto"],
        [Violation.Other] = ["lazadaNotice", "listingScreenshot", "supplierInvoice"],
    };

    /// <summary>Shows the empty form.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The page.</returns>
    public IResult Show(HttpRequest request) => Show(request, Filled.Empty, null, StatusCodes.Status200OK);

    /// <summary>Takes the form.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The form with what could be read of the mail; the letter; 303 to the confirmation; the page with what is wrong when it is refused.</returns>
    public Task<IResult> TakeAsync(HttpRequest request, CancellationToken cancel) => FormPost.TakeAsync(
        request, storage.Documents,
        async posted =>
        {
            var typed = Filled.Of(posted);
            return typed.Value(CheckPage.Step) switch
            {
                "prefill" => Show(request, typed, Prefill.From(typed.Value(MailField)), StatusCodes.Status200OK),
                "preview" => Preview(request, posted),
                CheckPage.Change => Show(request, typed, null, StatusCodes.Status200OK),
                CheckPage.Check => Check(request, posted, typed),
                _ => await OpenAsync(request, posted, cancel),
            };
        },
        (typed, refused) => Task.FromResult(CheckPage.IsOfItsFiles(typed, refused) ? ShowCheck(request, typed, speaksOfEnclosures: false) : Show(request, typed, null, refused.Status)),
        cancel);

    private async Task<IResult> OpenAsync(HttpRequest request, PostedForm posted, CancellationToken cancel)
    {
        var (caseId, _) = await opener.OpenAsync(CaseForm.Read(posted), posted.Files, Caller.Of(request), cancel, mayRepeat: true);
        return Browser.SeeOther(request, $"/cases/{caseId}/opened");
    }

    private IResult Check(HttpRequest request, PostedForm posted, Filled typed) => ShowCheck(request, typed, Judged(posted).SpeaksOfEnclosures());

    // That the letter speaks of what goes with it is said where the files are chosen.
    private IResult ShowCheck(HttpRequest request, Filled typed, bool speaksOfEnclosures) =>
        check.Show(request, Word, AppealFields.All, typed, new(TakesFiles: true, Kinds: [.. PaperKinds.For(CaseType.ComplianceAppeal)], SpeaksOfEnclosures: speaksOfEnclosures));

    private AppealFacts Judged(PostedForm posted)
    {
        var facts = CaseForm.ReadAppeal(posted);
        Validation.Check(facts, Validator, "appeal");
        AppealDates.Check(facts, clock.GetUtcNow());
        return facts;
    }

    private IResult Preview(HttpRequest request, PostedForm posted)
    {
        var facts = Judged(posted);
        Browser.Protect(request.HttpContext.Response.Headers);
        AppealFunctions.Seal(request.HttpContext.Response.Headers);
        return Results.Text(letters.Preview(facts, Caller.Of(request).SellerId!, MalaysiaTime.DayOf(clock.GetUtcNow())), PageFrame.ContentType);
    }

    private IResult Show(HttpRequest request, Filled typed, Prefill? read, int status)
    {
        var language = Browser.Language(request);
        var filled = read is null ? typed : new Filled(ValuesOf(read), null);
        return frame.Show(
            request, "appeal",
            new()
            {
                ["summary"] = filled.Summary(Form, AppealFields.All, language),
                ["mail"] = typed.Value(MailField),
                ["read_count"] = read?.Read.Count ?? 0,
                ["missing"] = (read?.Missing ?? []).Select(name => AppealFields.All.First(field => field.Name == $"appeal.{name}"))
                    .Select(field => new Dictionary<string, object?> { ["id"] = FormField.IdOf(Form, field.Name), ["label"] = field.Label.In(language) }).ToList(),
                ["fields"] = AppealFields.All.Select(field => field.Facts(Form, language, filled)).ToList(),
                ["evidence"] = AppealFields.Violations.Select(violation => new Dictionary<string, object?>
                {
                    ["violation"] = violation.Label.In(language),
                    ["kinds"] = Evidence[ApiWords.FromApiName<Violation>(violation.Value)!.Value],
                }).ToList(),
            },
            status, $"/forms/{Word}");
    }

    private static Dictionary<string, string> ValuesOf(Prefill read) =>
        read.Appeal.ToDictionary(fact => $"appeal.{fact.Key}", fact => fact.Value switch
        {
            IEnumerable<string> lines => string.Join('\n', lines),
            DateOnly day => PageTime.Code(day),
            var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
        });
}
