using Kumoten.Functions.Doors.Accounts;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.WebUtilities;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The desk's tab of accounts: any seller's entries, and the two ways to correct them. Money is never changed, only entered anew.</summary>
/// <param name="ledger">The accounts.</param>
/// <param name="corrections">Corrects them.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="storage">The storage account, for reading a form.</param>
public sealed class CorrectionsPage(Ledger ledger, Corrections corrections, PageFrame frame, Storage storage)
{
    private const string Path = "/desk/accounts";
    private const string Reverse = "reverse";
    private const string Adjust = "adjust";
    private const string Seller = "seller";

    private static readonly FormField Why = new("reason", new("Why", "Sebab"), FieldKind.Text, IsNeeded: true, new("The seller reads it.", "Penjual akan membacanya."));
    private static readonly FormField[] ReverseFields = [new("entryId", new("The entry to take back", "Catatan yang ditarik balik"), IsNeeded: true, Hint: new("As it stands in the list, such as KM-1001.1-refund.", "Seperti dalam senarai, contohnya KM-1001.1-refund.")), Why];

    private static readonly FormField[] AdjustFields =
    [
        new("amount", new("Amount (RM)", "Jumlah (RM)"), FieldKind.Money, IsNeeded: true, new("With a minus for a debit, such as -5.00.", "Dengan tanda tolak untuk debit, seperti -5.00.")),
        new("reference", new("What it is about", "Rujukan"), IsNeeded: true, Hint: new("Such as a ticket's number; each is entered once.", "Seperti nombor tiket; setiap satu dimasukkan sekali sahaja.")), Why,
    ];

    /// <summary>Shows an account.</summary>
    /// <param name="request">The query: seller, cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page; without a seller, only the question whose.</returns>
    /// <exception cref="ProblemException">400 for a query that cannot be read.</exception>
    public Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel)
    {
        var fields = new QueryReader(request.Query);
        var (seller, cursor) = (fields.Key(Seller), fields.Text("cursor"));
        fields.ThrowIfWrong();
        return ShowAsync(request, seller, Cursor.Read(cursor), null, Filled.Empty, StatusCodes.Status200OK, cancel);
    }

    /// <summary>Takes a correction's form.</summary>
    /// <param name="request">The form.</param>
    /// <param name="isReversal">Whether an entry is taken back; else an adjustment is entered.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the account; the page with what is wrong when it is refused.</returns>
    public async Task<IResult> CorrectAsync(HttpRequest request, bool isReversal, CancellationToken cancel)
    {
        await using var form = await PostedForm.ReadAsync(request, storage.Documents, maxFiles: 0, cancel);
        var (seller, caller) = (form.Text(Seller), Caller.Of(request));
        if (!Keys.IsKey(seller))
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { [Seller] = [FieldError.NoKey] });
        try
        {
            _ = isReversal
                ? await corrections.ReverseAsync(seller!, new(form.Text("entryId"), form.Text("reason")), caller, cancel)
                : await corrections.AdjustAsync(seller!, new(form.Text("amount"), form.Text("reason"), form.Text("reference")), caller, cancel);
        }
        catch (ProblemException refused) when (refused.Status is >= 400 and < 500)
        {
            return await ShowAsync(request, seller, null, isReversal ? Reverse : Adjust, Filled.Of(form) with { Refused = refused }, refused.Status, cancel);
        }

        return Browser.SeeOther(request, QueryHelpers.AddQueryString(Path, Seller, seller!));
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string? seller, string? cursor, string? tried, Filled filled, int status, CancellationToken cancel)
    {
        var language = Browser.Language(request);
        var account = seller is null ? null : await ledger.ReadAsync(seller, cursor, cancel);
        return frame.Show(
            request, "corrections",
            new()
            {
                ["seller_id"] = seller,
                ["balance"] = account?.Balance.ToString(),
                ["entries"] = (account?.Entries ?? []).Select(entry => EntryFacts.Of(entry, language)).ToList(),
                ["more"] = account?.Cursor is null ? null : QueryHelpers.AddQueryString(Path, new Dictionary<string, string?> { [Seller] = seller, ["cursor"] = Cursor.Write(account.Cursor) }),
                ["reverse_fields"] = Facts(Reverse, ReverseFields),
                ["adjust_fields"] = Facts(Adjust, AdjustFields),
                ["tried"] = tried ?? "",
                ["summary"] = tried is null ? null : filled.Summary(tried, tried == Reverse ? ReverseFields : AdjustFields, language),
            },
            status, seller is null ? Path : QueryHelpers.AddQueryString(Path, Seller, seller));

        List<Dictionary<string, object?>> Facts(string form, IEnumerable<FormField> fields) => [.. fields.Select(field => field.Facts(form, language, tried == form ? filled : Filled.Empty))];
    }
}
