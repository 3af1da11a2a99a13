using System.Text.RegularExpressions;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Tests.Domain.Flow;
using static Kumoten.Functions.Domain.CaseState;

namespace Kumoten.Tests.Hands.Mails;

/// <summary>What mails say: one truth each, in people's words.</summary>
public partial class MailWordsTests
{
    private static readonly DateTimeOffset Later = CaseMap.Now.AddDays(3);

    [GeneratedRegex(@"\b[a-z]+[A-Z]\w*")]
    private static partial Regex MachineName();

    [Fact]
    public void No_mail_has_machine_words_empty_lines_of_facts_or_a_date_that_has_passed()
    {
        var mails = AllMails.Make();
        Assert.True(mails.Count > 80, $"{mails.Count} mails");
        Assert.All(mails, mail =>
        {
            var words = (mail.Text.Subject + "\n" + mail.Text.Body).Replace("https://", "", StringComparison.Ordinal);
            var name = MachineName().Match(words);
            Assert.False(name.Success, $"{mail.Name}: {name.Value}\n{words}");
            Assert.False(Regex.IsMatch(words, @": *-$|^(\w+ ){0,2}\w+: *$|hotline -|\(-\)|\(\)|\n\n\n", RegexOptions.Multiline), $"{mail.Name}:\n{words}");
            if (mail.Name.StartsWith("seller.", StringComparison.Ordinal))
                Assert.All(Dates().Matches(words).Select(date => DateTimeOffset.Parse(date.Groups[1].Value + " +08:00", System.Globalization.CultureInfo.InvariantCulture)), by => Assert.True(by >= CaseMap.Now, $"{mail.Name}: {by}"));
        });
    }

    [Fact]
    public void A_mail_to_a_seller_reads_otherwise_in_Malay_than_in_English()
    {
        var pairs = AllMails.Make().Where(mail => mail.Name.StartsWith("seller.", StringComparison.Ordinal)).GroupBy(mail => mail.Name).ToList();
        Assert.All(pairs, pair => Assert.Equal(pair.Count(mail => mail.Language == "en"), pair.Count(mail => mail.Language == "ms")));
        Assert.All(pairs.SelectMany(pair => pair).Where(mail => mail.Language == "ms"), mail => Assert.DoesNotMatch(@"\b(the|parcel|seller|Kumoten's)\b", mail.Text.Body));
    }

    [Theory]
    [InlineData(AwaitingCourierHold, "Kumoten's support", "We are late with this; you need not do anything.")]
    [InlineData(AwaitingInspection, "Kumoten's warehouse", "We are late with this; you need not do anything.")]
    [InlineData(Returning, "Kumoten's support", "The parcel should have arrived by now.")]
    [InlineData(AwaitingSellerReturn, "you", "The date for this has passed. Please act as soon as you can")]
    public void An_overdue_case_tells_the_seller_who_is_late_who_acts_and_a_new_date(CaseState state, string who, string news)
    {
        var c = CaseIn(state) with { DueAt = CaseMap.Now.AddDays(-1), EscalatedAt = CaseMap.Now };
        var mail = SellerMail(c, Sentences.Of(new DeadlinePassed(), c), c);
        Assert.Contains(news, mail.Body, StringComparison.Ordinal);
        Assert.Contains($"Who acts: {who}\nBy when: 11 November 2026 18:00 (Malaysia time)\n", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mail_about_the_appeals_date_names_one_who_acts_and_no_date_that_has_passed()
    {
        var c = CaseIn(LetterReady) with { Type = CaseType.ComplianceAppeal, OrderId = null, Appeal = new AppealFacts { Deadline = new(2026, 11, 9), LazadaShop = "Aminah Fashion", ProductName = "T-shirt" }, DueAt = CaseMap.Now.AddDays(-1), EscalatedAt = CaseMap.Now };
        var mail = SellerMail(c, Sentences.Of(new DeadlinePassed(), c), c);
        Assert.Contains("Lazada's date for the appeal has passed. Please upload the letter all the same", mail.Body, StringComparison.Ordinal);
        Assert.Contains("Who acts: you\nBy when: 11 November 2026 18:00", mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("support desk", mail.Body, StringComparison.Ordinal);
        Assert.Contains("Shop: Aminah Fashion\nProduct: T-shirt\n", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_that_was_ready_after_Lazadas_date_names_no_date()
    {
        var c = CaseIn(LetterReady) with { Type = CaseType.ComplianceAppeal, OrderId = null, Appeal = new AppealFacts { LazadaShop = "A", ProductName = "B" }, DueAt = CaseMap.Now.AddDays(-1) };
        Assert.DoesNotContain("By when", SellerMail(c, new("x", "y"), c).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_tells_what_was_next_at_its_turn_and_that_the_case_has_gone_on()
    {
        var then = CaseIn(AwaitingCourierHold) with { DueAt = CaseMap.Now.AddDays(1) };
        var refused = then with { State = Refused, StateSince = Later, DueAt = null };
        var mail = SellerMail(then, Sentences.Opened(then), refused);
        Assert.Contains("What happens next: Kumoten asks PosLaju to hold the parcel.\nWho acts: Kumoten's support\nBy when: 11 November 2026", mail.Body, StringComparison.Ordinal);
        Assert.Contains("The case has gone on since then", mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("terms", mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("gone on", SellerMail(then, Sentences.Opened(then), then).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_planned_before_turns_were_kept_tells_of_the_present()
    {
        var c = CaseIn(AwaitingCourierHold);
        var step = new PendingStep("s", StepKind.TellSeller, CaseMap.Now, "caseOpened", Sentences.Opened(c));
        var mail = MailText.Render("Hands/Mails/seller.en.scriban", NoticeFacts.ForSeller(step, c, CaseMap.Shipped, null, "en"));
        Assert.Contains("What happens next: Kumoten asks PosLaju to hold the parcel.", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_to_the_desk_names_the_state_for_people_in_both_languages_and_links_the_case()
    {
        var c = CaseIn(AwaitingCourierHold) with { DueAt = CaseMap.Now.AddHours(-1), EscalatedAt = CaseMap.Now };
        var mail = DeskMail(c, c);
        Assert.Equal("Overdue: case KM-1.1 (The courier is to hold the parcel)", mail.Subject);
        Assert.Contains("The deadline of case KM-1.1 passed on 10 November 2026 08:00.", mail.Body, StringComparison.Ordinal);
        Assert.Contains("Tarikh akhir kes KM-1.1 telah berlalu pada 10 November 2026 08:00.", mail.Body, StringComparison.Ordinal);
        Assert.Contains("\nhttps://example.com/cases/KM-1.1\n", mail.Body, StringComparison.Ordinal);
        Assert.Contains("\nCourier: PosLaju (1300-300-300)\nTracking number: EN1\n", mail.Body, StringComparison.Ordinal);
        Assert.Contains("gone on since: it is at \"Refunded\" now", DeskMail(c, c with { State = Refunded }).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_to_the_desk_about_an_appeal_has_no_lines_about_parcels()
    {
        var c = CaseIn(LetterReady) with { Type = CaseType.ComplianceAppeal, OrderId = null, Courier = null };
        var mail = MailText.Render("Hands/Mails/desk.overdue.scriban", NoticeFacts.ForDesk(new PendingStep("s", StepKind.TellDesk, CaseMap.Now, "overdue", Turn: WhatsNext.Of(c, CaseMap.Now).ToTurn(c)), c, null, null));
        Assert.DoesNotMatch("Courier|Kurier|Order|Pesanan|racking", mail.Body);
    }

    [Theory]
    [InlineData("Invois pembekal dilampirkan.", 0, true)]
    [InlineData("Please see the attached certificate.", 0, true)]
    [InlineData("Please see the attached certificate.", 1, false)]
    [InlineData("We removed the listing.", 0, false)]
    public void A_letter_that_speaks_of_something_enclosed_warns_when_nothing_is(string explanation, int enclosed, bool warns)
    {
        var c = CaseIn(LetterReady) with { Type = CaseType.ComplianceAppeal, Appeal = new AppealFacts { Explanation = explanation }, Enclosed = enclosed };
        var told = Sentences.Of(new LetterWritten(1, "t", CaseMap.Now), c);
        Assert.Equal(warns, told.En.Contains("speaks of something enclosed", StringComparison.Ordinal));
        Assert.Equal(warns, told.Ms.Contains("menyebut lampiran", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("poslaju", "Please deliver it to this address instead: HQ.", "Sila hantar ke alamat ini: HQ.")]
    [InlineData("zto", "Please return it to our HQ warehouse: HQ.", "Sila pulangkan ke gudang ibu pejabat kami: HQ.")]
    public void A_couriers_script_tells_one_procedure_in_both_languages(string courier, string en, string ms)
    {
        var line = new Work("KM-1.1", AwaitingCourierHold, courier);
        var say = WhatToDo.Of(line, "HQ").Say!;
        Assert.Contains(en, say.En, StringComparison.Ordinal);
        Assert.Contains(ms, say.Ms, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_that_asks_where_a_parcel_is_says_of_the_buyer_only_what_is_known()
    {
        var mails = AllMails.Make().Where(mail => mail.Name.StartsWith("courier.trace", StringComparison.Ordinal)).Select(mail => mail.Text.Body).ToList();
        Assert.Contains(mails, body => body.Contains("the buyer has not confirmed that it came", StringComparison.Ordinal));
        Assert.Contains(mails, body => body.Contains("the buyer says that it has not come", StringComparison.Ordinal));
    }

    // A date behind "By when" in either language.
    [GeneratedRegex(@"(?:By when|Selewat-lewatnya): (\d+ November 2026 \d\d:\d\d)")]
    private static partial Regex Dates();

    private static MailText SellerMail(Case then, Text news, Case now) => MailText.Render("Hands/Mails/seller.en.scriban", NoticeFacts.ForSeller(
        new PendingStep("s", StepKind.TellSeller, CaseMap.Now, "x", news, Turn: WhatsNext.AtTurn(then, CaseMap.Now, WorkCalendar.Malaysia)), now, now.OrderId is null ? null : CaseMap.Shipped, null, "en"));

    private static MailText DeskMail(Case then, Case now) => MailText.Render("Hands/Mails/desk.overdue.scriban", NoticeFacts.ForDesk(
        new PendingStep("s", StepKind.TellDesk, CaseMap.Now, "overdue", Turn: WhatsNext.Of(then, CaseMap.Now).ToTurn(then)), now, CaseMap.Shipped, "https://example.com/cases/KM-1.1"));

    private static Case CaseIn(CaseState state) =>
        new() { Id = "KM-1.1", Type = CaseType.BuyerCancellation, State = state, SellerId = "S-1", OrderId = "KM-1", Courier = "poslaju", OpenedAt = CaseMap.Now, StateSince = CaseMap.Now };

    private sealed record Work(string CaseId, CaseState State, string? Courier) : IWork
    {
        public string SellerId => "S-1";
        public string? TrackingNumber => "EN1";
        public string? Ticket => null;
        public string? OldAddress => "Lot 5";
        public string? NewAddress => null;
        public bool IsLossReported => false;
        public bool IsDamageReported => false;
        public Text? Failure => null;
    }
}
