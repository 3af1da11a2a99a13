using System.Text.Json;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>
/// The page of a case and its forms. A form goes the same way as the contract's JSON, to the desk that takes actions: the page adds
/// no rule and leaves none out. What is refused comes back on the page, with what was typed.
/// </summary>
/// <param name="store">Reads dossiers.</param>
/// <param name="desk">Takes actions.</param>
/// <param name="intake">Puts files on cases.</param>
/// <param name="ledger">What was paid.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="storage">The storage account, for a form's files.</param>
/// <param name="configuration">Kumoten__OfficeAddress.</param>
/// <param name="clock">The application's clock.</param>
public sealed class CasePages(CaseStore store, CaseDesk desk, DocumentIntake intake, Ledger ledger, PageFrame frame, Storage storage, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Shows a case.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ProblemException">404: it is not there, or another seller's.</exception>
    public Task<IResult> ShowAsync(HttpRequest request, string caseId, CancellationToken cancel) =>
        ShowAsync(request, caseId, null, Filled.Empty, StatusCodes.Status200OK, cancel);

    /// <summary>Says that a case was opened.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ProblemException">404: it is not there, or another seller's.</exception>
    public async Task<IResult> ShowOpenedAsync(HttpRequest request, string caseId, CancellationToken cancel)
    {
        var (c, now, language) = ((await FindAsync(request, caseId, cancel)).Dossier.Case(caseId)!, clock.GetUtcNow(), Browser.Language(request));
        var next = WhatsNext.Of(c, now);
        return frame.Show(request, "opened", new()
        {
            ["id"] = c.Id,
            ["sentence"] = next.Text.In(language),
            ["actor"] = next.Actor?.ApiName(),
            ["is_readers_turn"] = next.Actor == Caller.Of(request).Actor,
            ["by"] = PageTime.Moment(next.By, language),
            ["left"] = PageTime.Left(next.By, now, language),
        });
    }

    /// <summary>Takes an action's form.</summary>
    /// <param name="request">The form.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="action">The action.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the case's page; the page with what is wrong when it is refused.</returns>
    /// <exception cref="ProblemException">404: the case is not there or another seller's, or there is no such action.</exception>
    public async Task<IResult> ActAsync(HttpRequest request, string caseId, string action, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var known = CaseActions.Find(action) ?? throw Problem.NotFound(new($"The action '{action}'", $"Tindakan '{action}'"));
        return await TryAsync(
            request, caseId, action,
            async (form, loaded) =>
            {
                await TakeFilesAsync(form, loaded, caseId, caller, _ => PaperKinds.Photo, cancel);
                await desk.ActAsync(loaded.Dossier.Subject, caseId, known, Body(form, ActionForms.Of(action)), caller, cancel);
            },
            cancel);
    }

    /// <summary>Takes documents.</summary>
    /// <param name="request">The form: files, and what they are.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the case's page; the page with what is wrong when it is refused.</returns>
    /// <exception cref="ProblemException">404: the case is not there or another seller's.</exception>
    public Task<IResult> UploadAsync(HttpRequest request, string caseId, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        return TryAsync(
            request, caseId, CasePage.UploadForm,
            async (form, loaded) =>
            {
                if (form.Files.Count == 0)
                    throw Problem.BadFields(UploadForm.InFile(new("Choose a file.", "Pilih satu fail.")));
                await TakeFilesAsync(form, loaded, caseId, caller, file => file.Kind ?? "other", cancel);
            },
            cancel);
    }

    private async Task<IResult> TryAsync(HttpRequest request, string caseId, string name, Func<PostedForm, Loaded, Task> deed, CancellationToken cancel)
    {
        // Who has no part in the case learns nothing of it, whatever the form says.
        var loaded = await FindAsync(request, caseId, cancel);
        return await FormPost.TakeAsync(
            request, storage.Documents,
            async form =>
            {
                await deed(form, loaded);
                return Browser.SeeOther(request, $"/cases/{caseId}");
            },
            (typed, refused) => refused.Status == StatusCodes.Status404NotFound ? throw refused : ShowAsync(request, caseId, name, typed, refused.Status, cancel),
            cancel);
    }

    private async Task TakeFilesAsync(PostedForm form, Loaded loaded, string caseId, Caller caller, Func<PostedFile, string> kindOf, CancellationToken cancel)
    {
        foreach (var (i, file) in form.Files.Index())
        {
            // Each file changes the case that the next one comes to.
            if (i > 0)
                loaded = await store.LoadAsync(loaded.Dossier.Subject, cancel);
            await intake.TakeAsync(caseId, loaded, new UploadForm(file.File, file.Name, kindOf(file)), caller, cancel);
        }
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string caseId, string? tried, Filled filled, int status, CancellationToken cancel)
    {
        var caller = Caller.Of(request);
        var dossier = (await FindAsync(request, caseId, cancel)).Dossier;
        var now = clock.GetUtcNow();
        var view = CaseView.Of(dossier.Case(caseId)!, dossier, caller.Actor, now, dossier.TimelineOf(caseId));
        var scans = dossier.Order is null ? [] : await store.ScansAsync(dossier.Subject, cancel);
        var entries = caller.Actor == Actor.Warehouse ? [] : await EntriesAsync(dossier.Case(caseId)!, cancel);
        var office = configuration["Kumoten:OfficeAddress"] ?? throw new InvalidOperationException("The setting Kumoten__OfficeAddress is missing, so nobody can be told where parcels come home to.");
        return frame.Show(request, "case", CasePage.Facts(view, dossier, scans, entries, new Reading(caller.Actor, Browser.Language(request), now, office, tried, filled)), status, $"/cases/{caseId}");
    }

    // Their ids follow from the case's: nobody reads an account through for them, and a case without money costs nothing.
    private async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(Case c, CancellationToken cancel)
    {
        var entries = new List<LedgerEntry>();
        foreach (var kind in new[] { EntryKind.Refund, EntryKind.ReturnShipping })
        {
            if (kind == EntryKind.Refund ? c.Refund?.PaidAt is null : c.ReturnShipping is null)
                continue;
            var id = Posting.IdOf(c.Id, kind);
            foreach (var entryId in new[] { id, Posting.IdOf(id, EntryKind.Reversal) })
            {
                if (await ledger.FindAsync(c.SellerId, entryId, cancel) is { } entry)
                    entries.Add(entry);
            }
        }

        return entries;
    }

    private async Task<Loaded> FindAsync(HttpRequest request, string caseId, CancellationToken cancel)
    {
        var loaded = CaseId.TryParse(caseId, out var subject, out _) ? await store.LoadAsync(subject, cancel) : null;
        return loaded?.Dossier.Case(caseId) is { } c && Caller.Of(request).Sees(c.SellerId) ? loaded : throw CaseFunctions.NoCase(caseId);
    }

    // The form's text as the action's JSON, by the one table of fields. An empty field counts as absent, as a browser sends every field.
    private static ActionBody Body(PostedForm form, ActionForm shape)
    {
        var json = new JsonObject();
        foreach (var field in shape.Fields.Where(field => field.Kind != FieldKind.Photos && !field.Name.Contains('.', StringComparison.Ordinal)))
        {
            if (form.Text(field.Name) is { } text)
                json[field.Name] = field.Kind == FieldKind.Tick ? true : text;
        }

        var body = json.Deserialize<ActionBody>(Json.Options)!;
        return shape.Fields == AppealFields.All ? body with { Appeal = CaseForm.ReadAppeal(form) } : body;
    }
}
