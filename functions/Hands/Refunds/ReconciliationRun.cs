using Azure.Data.Tables;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Hands.Refunds;

/// <summary>What a reconciliation found.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it was done.</param>
/// <param name="Accounts">How many accounts it read.</param>
/// <param name="Entries">How many entries.</param>
/// <param name="Orders">How many orders and appeals.</param>
/// <param name="Cases">How many cases.</param>
/// <param name="Wrong">How many things are wrong; 0 when the books are proved.</param>
/// <param name="Findings">What is wrong; of very many the first.</param>
public sealed record ReconciliationReport(
    DateTimeOffset StartedAt, DateTimeOffset FinishedAt, int Accounts, long Entries, int Orders, int Cases, int Wrong, IReadOnlyList<Finding> Findings);

/// <summary>
/// Reads the books through, once each: first the ledger, then the orders with their cases. In that order, because an entry
/// is made before its case knows: whatever entry was read, its case is there afterwards. An account is held one at a time;
/// beyond that only the entries that name an order are kept, a few hundred bytes each, until the order comes by.
/// Work goes on meanwhile, so a suspicion is looked at once more before it is reported.
/// </summary>
/// <param name="ledger">The accounts.</param>
/// <param name="store">The orders and cases.</param>
/// <param name="storage">Where the report is kept.</param>
/// <param name="clock">The application's clock.</param>
/// <param name="mailer">Sends mails.</param>
/// <param name="configuration">Kumoten__DeskMail.</param>
public sealed class Reconciler(Ledger ledger, CaseStore store, Storage storage, TimeProvider clock, IMailer mailer, IConfiguration configuration) : IProvenBooks
{
    private const string Partition = "reconciliation";
    private const string Latest = "latest";

    // What a person can read through, and a row can hold.
    private const int MostFindings = 200;
    private const int MostInMail = 20;

    /// <summary>Proves the books, keeps the report, and mails Kumoten's desk when something is wrong.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The report.</returns>
    public async Task<ReconciliationReport> RunAsync(CancellationToken cancel)
    {
        var tally = new Tally { StartedAt = clock.GetUtcNow() };
        var ofOrders = await ReadAccountsAsync(tally, cancel);
        await ReadOrdersAsync(tally, ofOrders, cancel);
        // What is left names orders that are not there.
        foreach (var (orderId, entries) in ofOrders)
            tally.Add(Reconciliation.JudgeOrder(new OrderBooks(new Dossier(orderId, null, []), entries)));

        var report = tally.Report(clock.GetUtcNow());
        await storage.Settings.UpsertEntityAsync(Rows.Of(Partition, Latest, report), TableUpdateMode.Replace, cancel);
        if (report.Wrong > 0)
            await TellDeskAsync(report, cancel);
        return report;
    }

    /// <summary>The latest report.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The report; null when none was made yet.</returns>
    public async Task<ReconciliationReport?> LatestAsync(CancellationToken cancel) =>
        await storage.Settings.GetEntityIfExistsAsync<TableEntity>(Partition, Latest, cancellationToken: cancel) is { HasValue: true, Value: { } row } ? row.Read<ReconciliationReport>() : null;

    /// <inheritdoc/>
    public async Task<BooksProof?> LastProofAsync(CancellationToken cancel) =>
        await LatestAsync(cancel) is { } report ? new BooksProof(report.FinishedAt, report.Accounts, report.Entries, report.Cases, report.Wrong, [.. report.Findings.Select(finding => new BooksFinding(finding.SellerId, finding.Text))]) : null;

    private async Task<Dictionary<string, List<CaseEntry>>> ReadAccountsAsync(Tally tally, CancellationToken cancel)
    {
        var ofOrders = new Dictionary<string, List<CaseEntry>>();
        await foreach (var books in ledger.ReadBooksAsync(null, cancel))
        {
            tally.Accounts++;
            tally.Entries += books.Entries.Count;
            var suspicions = Reconciliation.JudgeAccount(books).ToList();
            tally.Add(suspicions.Count == 0 ? [] : await LookAgainAsync(books.SellerId, suspicions, cancel));
            foreach (var entry in books.Entries.Select(e => e.Entry).OfType<LedgerEntry>().Where(e => e.Kind is EntryKind.Refund or EntryKind.ReturnShipping))
            {
                var orderId = entry.OrderId ?? "";
                if (!ofOrders.TryGetValue(orderId, out var others))
                    ofOrders[orderId] = others = [];
                others.Add(new CaseEntry(books.SellerId, entry.Id, entry.Kind, entry.Amount, entry.CaseId));
            }
        }

        return ofOrders;
    }

    // An entry made between two pages of the reading looks like a break; what both looks show is one.
    private async Task<IEnumerable<Finding>> LookAgainAsync(string sellerId, List<Finding> suspicions, CancellationToken cancel)
    {
        var books = await ledger.ReadBooksAsync(sellerId, cancel).FirstOrDefaultAsync(cancel);
        return books is null ? [] : Reconciliation.JudgeAccount(books).Where(found => suspicions.Exists(s => s.Code == found.Code && s.About == found.About));
    }

    private async Task ReadOrdersAsync(Tally tally, Dictionary<string, List<CaseEntry>> ofOrders, CancellationToken cancel)
    {
        await foreach (var (subject, dossier) in store.ReadAllAsync(cancel))
        {
            tally.Orders++;
            ofOrders.Remove(subject, out var entries);
            if (dossier is null)
            {
                tally.Add([new Finding("order.unreadable", "", subject, $"Order {subject} or one of its cases cannot be read, so its money could not be checked.")]);
                continue;
            }

            tally.Cases += dossier.Cases.Count;
            var books = new OrderBooks(dossier, entries ?? []);
            tally.Add(Reconciliation.JudgeOrder(books with { Entries = [.. books.Entries, .. await EnteredMeanwhileAsync(books, cancel)] }));
        }
    }

    // What was paid after its account was read stands in no list yet; the ledger itself is asked.
    private async Task<List<CaseEntry>> EnteredMeanwhileAsync(OrderBooks books, CancellationToken cancel)
    {
        var entered = new List<CaseEntry>();
        foreach (var (sellerId, entryId) in Reconciliation.Missing(books))
        {
            if (await ledger.FindAsync(sellerId, entryId, cancel) is { } entry)
                entered.Add(new CaseEntry(sellerId, entry.Id, entry.Kind, entry.Amount, entry.CaseId));
        }

        return entered;
    }

    private async Task TellDeskAsync(ReconciliationReport report, CancellationToken cancel)
    {
        var to = configuration.DeskMail();
        var text = MailText.Render("Hands/Mails/desk.reconciliation.scriban", new Dictionary<string, object?>
        {
            ["started_at"] = MailText.Time(report.StartedAt),
            ["accounts"] = report.Accounts,
            ["entries"] = report.Entries,
            ["cases"] = report.Cases,
            ["wrong"] = report.Wrong,
            ["findings"] = report.Findings.Take(MostInMail).Select(finding => finding.Text).ToList(),
        });
        await mailer.SendAsync(new Mail(to, text.Subject, text.Body, $"reconciliation-{report.StartedAt.ToUnixTimeMilliseconds()}"), cancel);
    }

    private sealed class Tally
    {
        private readonly List<Finding> findings = [];
        private int wrong;

        public required DateTimeOffset StartedAt { get; init; }

        public int Accounts { get; set; }

        public long Entries { get; set; }

        public int Orders { get; set; }

        public int Cases { get; set; }

        public void Add(IEnumerable<Finding> found)
        {
            foreach (var finding in found)
            {
                wrong++;
                if (findings.Count < MostFindings)
                    findings.Add(finding);
            }
        }

        public ReconciliationReport Report(DateTimeOffset now) => new(StartedAt, now, Accounts, Entries, Orders, Cases, wrong, findings);
    }
}
