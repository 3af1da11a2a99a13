using System.Globalization;
using System.Text;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Accounts;

/// <summary>Calendar days of Malaysia, both included.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
public sealed record Period(DateOnly From, DateOnly To)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The first moment of the first day.</summary>
    public DateTimeOffset Start => MalaysiaTime.At(From, TimeOnly.MinValue);

    /// <summary>The first moment after the last day.</summary>
    public DateTimeOffset End => MalaysiaTime.At(To.AddDays(1), TimeOnly.MinValue);

    /// <summary>Reads <c>from</c> and <c>to</c>, or <c>month</c>. What is missing is filled with the month of the other, and without either with the present one.</summary>
    /// <param name="query">The request's query.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The period.</returns>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public static Period Read(IQueryCollection query, DateTimeOffset now)
    {
        var errors = new Dictionary<string, FieldError[]>();
        var from = Day("from", "", new("A day such as 2026-11-01.", "Tarikh seperti 2026-11-01."));
        var to = Day("to", "", new("A day such as 2026-11-30.", "Tarikh seperti 2026-11-30."));
        var month = Day("month", "-01", new("A month such as 2026-11.", "Bulan seperti 2026-11."));
        if (month is not null && (from ?? to) is not null)
            errors["month"] = [new("Give a month, or a first and a last day; not both.", "Berikan bulan, atau hari pertama dan hari terakhir; bukan kedua-duanya.")];
        var first = from ?? FirstOfMonth(month ?? to ?? MalaysiaTime.DayOf(now));
        var last = to ?? FirstOfMonth(first).AddMonths(1).AddDays(-1);
        if (errors.Count == 0 && first > last)
            errors["from"] = [new($"{Text(first)} is after the last day, {Text(last)}.", $"{Text(first)} adalah selepas hari terakhir, {Text(last)}.")];
        return errors.Count == 0 ? new Period(first, last) : throw Problem.BadFields(errors);

        DateOnly? Day(string field, string rest, FieldError error)
        {
            if (query[field].ToString() is not { Length: > 0 } text)
                return null;
            if (DateOnly.TryParseExact(text + rest, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2100)
                return day;
            errors[field] = [error];
            return null;
        }
    }

    /// <summary>The period in a file's name, "2026-11-01-to-2026-11-30".</summary>
    public override string ToString() => $"{Text(From)}-to-{Text(To)}";

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}

/// <summary>A page of an account's entries in a period.</summary>
/// <param name="SellerId">Whose.</param>
/// <param name="From">The first day, in Malaysia.</param>
/// <param name="To">The last day.</param>
/// <param name="Currency">MYR.</param>
/// <param name="OpeningBalance">The balance before the first entry of the period.</param>
/// <param name="ClosingBalance">The balance after its last.</param>
/// <param name="Entries">The entries of this page, oldest first.</param>
/// <param name="Cursor">Where the next page begins; null at the end.</param>
public sealed record Statement(
    string SellerId, DateOnly From, DateOnly To, string Currency, Money OpeningBalance, Money ClosingBalance, IReadOnlyList<LedgerEntry> Entries, string? Cursor);

/// <summary>Makes statements of account.</summary>
/// <param name="ledger">The accounts.</param>
public sealed class Statements(Ledger ledger)
{
    private const int PageSize = 100;

    /// <summary>Makes a page of a statement.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="period">Which days.</param>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ProblemException">400 when the cursor is not of this statement.</exception>
    public async Task<Statement> PageAsync(string sellerId, Period period, string? cursor, CancellationToken cancel)
    {
        var all = await ledger.StretchAsync(sellerId, period.Start, period.End, cancel);
        var rest = Platform.Cursor.Read(cursor) is { } asked ? Rest(all, asked) : all;
        var page = rest with { Last = Math.Min(rest.Before + PageSize, rest.Last) };
        return new Statement(
            sellerId, period.From, period.To, Money.Currency,
            await ledger.BalanceAfterAsync(sellerId, all.Before, cancel),
            await ledger.BalanceAfterAsync(sellerId, rest.Last, cancel),
            await ledger.OldestFirstAsync(sellerId, page, cancel).ToListAsync(cancel),
            page.Last < rest.Last ? Platform.Cursor.Write(string.Create(CultureInfo.InvariantCulture, $"{page.Last}-{rest.Last}")) : null);
    }

    /// <summary>Writes a statement as a spreadsheet's file, however long it is.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="stretch">Its entries.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When all is written.</returns>
    public async Task WriteCsvAsync(string sellerId, Stretch stretch, Stream to, CancellationToken cancel)
    {
        // The byte order mark tells spreadsheets that this is UTF-8.
        await using var file = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await file.WriteAsync(Csv.Line("at", "id", "kind", "text", "orderId", "caseId", "amount", "balanceAfter", "currency", "by", "who").AsMemory(), cancel);
        await foreach (var entry in ledger.OldestFirstAsync(sellerId, stretch, cancel))
            await file.WriteAsync(CsvLine(entry).AsMemory(), cancel);
    }

    /// <summary>An entry as a line of a spreadsheet's file.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The line.</returns>
    public static string CsvLine(LedgerEntry entry) => Csv.Line(
        entry.At.ToOffset(MalaysiaTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Csv.Words(entry.Id), entry.Kind.ApiName(), Csv.Words(entry.Text), Csv.Words(entry.OrderId), Csv.Words(entry.CaseId),
        entry.Amount.ToString(), entry.BalanceAfter.ToString(), Money.Currency, entry.By.ApiName(), Csv.Words(entry.Who));

    // The cursor also says where the statement ended when its first page was read: entries made since do not slip in between pages.
    private static Stretch Rest(Stretch all, string cursor) =>
        cursor.Split('-') is [var done, var end] && long.TryParse(done, NumberStyles.None, CultureInfo.InvariantCulture, out var before) && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        && all.Before <= before && before < last && last <= all.Last
            ? new Stretch(before, last)
            : throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["cursor"] = [new("Use the cursor of the page before, with the same period.", "Gunakan penanda halaman yang sebelumnya, dengan tempoh yang sama.")] });
}
