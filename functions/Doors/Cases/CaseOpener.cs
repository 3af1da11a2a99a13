using System.Security.Cryptography;
using System.Text;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Doors.Appeals;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Cases;

/// <summary>
/// Opens cases at somebody's request, with the files that came along. All or nothing: the blobs first, then the case
/// with its documents in one transaction, so that a document a case names can always be read. A refusal takes the
/// blobs away again; a crash in between leaves some that no case names and nobody can ask for, and the request's repeat
/// makes new ones.
/// </summary>
/// <param name="runner">Decides and saves.</param>
/// <param name="clock">The application's clock.</param>
public sealed class CaseOpener(CaseRunner runner, TimeProvider clock)
{
    /// <summary>Asks whether a request would be taken now, on a draft that nobody saves.</summary>
    /// <param name="dossier">The order's dossier.</param>
    /// <param name="asked">The validated request.</param>
    /// <param name="caller">Who asks.</param>
    /// <exception cref="ProblemException">404, 409 or 422, as when it is sent.</exception>
    public void Check(Dossier dossier, CaseRequest asked, Caller caller)
    {
        if (Decide(new Draft(dossier, clock.GetUtcNow(), WorkCalendar.Malaysia), asked, [], caller, mayRepeat: true, out _) is { } refusal)
            throw Refuse(refusal);
    }

    /// <summary>Opens a case.</summary>
    /// <param name="asked">The validated request.</param>
    /// <param name="files">The files that came with it.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="mayRepeat">Whether the very same request again leads to the case that it opened; else that case is in its way.</param>
    /// <returns>The case's id and its dossier.</returns>
    /// <exception cref="ProblemException">404, 409 or 422; nothing was saved, and nothing of the files is left.</exception>
    public async Task<(string CaseId, Dossier Dossier)> OpenAsync(CaseRequest asked, IReadOnlyList<PostedFile> files, Caller caller, CancellationToken cancel, bool mayRepeat = false)
    {
        var subject = AppealOf(asked) is { } facts ? AppealSubject(caller.SellerId ?? asked.SellerId, facts) : asked.OrderId!;
        foreach (var file in files)
            await file.File.KeepAsync(subject, cancel);
        string? caseId = null;
        RunResult result;
        try
        {
            result = await runner.RunAsync(subject, draft => Decide(draft, asked, files, caller, mayRepeat, out caseId), cancel);
        }
        catch (ProblemException)
        {
            // Nothing was saved. After any other failure the case may name the blobs, so they stay.
            await RemoveAsync(files);
            throw;
        }

        // After a refusal no case names them; after a repeat it names the first ones.
        await RemoveAsync(files.Where(file => !result.Dossier.Cases.Exists(c => c.Documents.Exists(d => d.Id == file.File.Id))));
        return result.Refusal is { } refusal ? throw Refuse(refusal) : (caseId!, result.Dossier);
    }

    private static Move.Refused? Decide(Draft draft, CaseRequest asked, IReadOnlyList<PostedFile> files, Caller caller, bool mayRepeat, out string? caseId)
    {
        var appeal = AppealOf(asked);
        if (appeal is null && (draft.After.Order is not { } order || !caller.Sees(order.SellerId)))
            throw Problem.NotFound(new($"The order '{asked.OrderId}'", $"Pesanan '{asked.OrderId}'"));
        caseId = mayRepeat ? CaseRequests.Repeated(draft, asked)?.Id : null;
        if (caseId is null)
        {
            if (appeal is not null)
                AppealDates.Check(appeal, draft.Now);
            var refusal = appeal is null
                ? CaseRequests.Open(draft, asked, caller.Actor, caller.Name)
                : CaseRequests.OpenAppeal(draft, caller.SellerId ?? asked.SellerId!, appeal, caller.Actor, caller.Name);
            if (refusal is not null)
                return refusal;
            // Opening puts the new case last; its documents may move it on.
            caseId = draft.After.Cases[^1].Id;
        }

        var c = draft.After.Case(caseId)!;
        return files
            .Select(file => DocumentIntake.Add(draft, c.Id, file.File.As(file.Name, file.Kind ?? Checklist.DefaultKind(c.Type), draft.Now), caller))
            .FirstOrDefault(refused => refused is not null);
    }

    private static AppealFacts? AppealOf(CaseRequest asked) => asked.Type == CaseType.ComplianceAppeal.ApiName() ? asked.Appeal : null;

    private static async Task RemoveAsync(IEnumerable<PostedFile> files)
    {
        foreach (var file in files)
            await file.File.RemoveAsync();
    }

    private static ProblemException Refuse(Move.Refused refusal) => refusal.Code == RefusalWords.CaseIsOpen
        ? new ProblemException(StatusCodes.Status409Conflict, refusal.Code, refusal.Sentence).With("caseId", refusal.CaseId)
        : Refusals.ByRule(refusal);

    // The same violation is the same subject, so a second request finds the first.
    private static string AppealSubject(string? sellerId, AppealFacts facts)
    {
        if (!Keys.IsKey(sellerId))
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["sellerId"] = [new("An agent says for which seller.", "Ejen menyatakan untuk penjual yang mana.")] });
        var violation = string.Join('\n', sellerId, facts.LazadaShop, facts.Sku, facts.LazadaSku, facts.Violation, facts.NoticeDate);
        return "AP-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(violation)))[..12];
    }
}
