using System.Globalization;
using Kumoten.Functions.Doors.Accounts;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>A seller's account: the balance, the entries of a month, and where the seller reads mails.</summary>
/// <param name="ledger">The accounts.</param>
/// <param name="statements">Makes statements of them.</param>
/// <param name="mailboxes">The sellers' mailboxes.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="storage">The storage account, for reading a form.</param>
/// <param name="clock">The application's clock.</param>
public sealed class AccountPage(Ledger ledger, Statements statements, SellerMailboxes mailboxes, PageFrame frame, Storage storage, TimeProvider clock)
{
    private const string MailboxForm = "mailbox";
    private static readonly SellerMailboxValidator Validator = new();

    private static readonly FormField[] MailboxFields =
    [
        new("email", new("Mail address", "Alamat e-mel"), IsNeeded: true) { Autocomplete = "email" },
        new("language", new("Language of the mails", "Bahasa e-mel"), FieldKind.Choice) { Choices = [new("en", new("English", "Bahasa Inggeris")), new("ms", new("Malay", "Bahasa Melayu"))] },
    ];

    /// <summary>Shows the account.</summary>
    /// <param name="request">The query: month, cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ProblemException">400 for a query that cannot be read.</exception>
    public async Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel)
    {
        var (month, cursor) = (MonthOf(request.Query["month"]), request.Query["cursor"]);
        return await ShowAsync(request, month, cursor, null, StatusCodes.Status200OK, cancel);
    }

    /// <summary>Keeps where a seller reads mails, and in which language.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the account; the page with what is wrong when it is refused.</returns>
    public async Task<IResult> KeepMailboxAsync(HttpRequest request, CancellationToken cancel)
    {
        await using var form = await PostedForm.ReadAsync(request, storage.Documents, maxFiles: 0, cancel);
        string Typed(string field) => form.Values(field) is [var text, ..] ? text.Trim() : "";
        var mailbox = new SellerMailbox(Typed("email"), Typed("language"));
        try
        {
            Validation.Check(mailbox, Validator);
        }
        catch (ProblemException refused)
        {
            return await ShowAsync(request, MonthOf(null), null, Known(mailbox) with { Refused = refused }, refused.Status, cancel);
        }

        await mailboxes.KeepAsync(Caller.Of(request).SellerId!, mailbox, cancel);
        return Browser.SeeOther(request, "/account");
    }

    private async Task<IResult> ShowAsync(HttpRequest request, DateOnly month, string? cursor, Filled? refused, int status, CancellationToken cancel)
    {
        var (sellerId, language) = (Caller.Of(request).SellerId!, Browser.Language(request));
        var statement = await statements.PageAsync(sellerId, new Period(month, month.AddMonths(1).AddDays(-1)), cursor, cancel);
        var balance = await ledger.SumAsync(sellerId, cancel);
        var filled = refused ?? Known(await mailboxes.FindAsync(sellerId, cancel));
        return frame.Show(
            request, "account",
            new()
            {
                ["balance"] = balance.ToString(),
                ["month"] = MalaysiaTime.MonthInWords(month, language),
                ["earlier"] = Code(month.AddMonths(-1)),
                ["later"] = month < MonthOf(null) ? Code(month.AddMonths(1)) : null,
                ["csv"] = $"/api/accounts/{sellerId}/statement.csv?month={Code(month)}",
                ["opening"] = statement.OpeningBalance.ToString(),
                ["entries"] = statement.Entries.Select(entry => EntryFacts.Of(entry, language)).ToList(),
                ["more"] = statement.Cursor is null ? null : $"/account?month={Code(month)}&cursor={statement.Cursor}",
                ["summary"] = filled.Summary(MailboxForm, MailboxFields, language),
                ["fields"] = MailboxFields.Select(field => field.Facts(MailboxForm, language, filled)).ToList(),
            },
            status, "/account");
    }

    private static Filled Known(SellerMailbox? mailbox) =>
        new(new Dictionary<string, string> { ["email"] = mailbox?.Email ?? "", ["language"] = mailbox?.Language ?? "" }, null);

    private DateOnly MonthOf(string? text)
    {
        var today = MalaysiaTime.DayOf(clock.GetUtcNow());
        if (string.IsNullOrEmpty(text))
            return new DateOnly(today.Year, today.Month, 1);
        return DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= 2000 and < 2100
            ? month
            : throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["month"] = [new("A month such as 2026-11.", "Bulan seperti 2026-11.")] });
    }

    private static string Code(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
