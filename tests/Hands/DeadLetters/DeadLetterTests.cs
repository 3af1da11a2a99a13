using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Hands.DeadLetters;
using Kumoten.Functions.Hands.Forgetting;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Hands.DeadLetters;

/// <summary>A message that fails for good is kept and shown, and goes on once the cause is gone.</summary>
public sealed class DeadLetterTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private readonly LameTransport storage = new();
    private Backend backend = null!;

    public async Task InitializeAsync()
    {
        _ = azurite;
        backend = await Backend.StartAsync(storage);
        backend.MovesToPoison = true;
    }

    public async Task DisposeAsync() => await backend.DisposeAsync();

    [Fact]
    public void Every_queue_has_a_function_that_keeps_what_failed_on_it()
    {
        var kept = backend.Functions.Where(f => f.EntryPoint.StartsWith(typeof(DeadLetterFunctions).FullName!, StringComparison.Ordinal)).Select(f => f.Text("queueName")).OfType<string>();
        Assert.Equal(Queues.All.Select(queue => queue + "-poison").Order(), kept.Order());
    }

    [Fact]
    public async Task Why_a_message_failed_that_went_well_later_is_forgotten_and_a_letter_never()
    {
        var store = backend.Services.GetRequiredService<DeadLetterStore>();
        await store.NoteAsync("refunds", "failed for good", new IOException("gone"), default);
        await store.KeepAsync("refunds", "failed for good", default);
        await store.NoteAsync("refunds", "went well", new IOException("for a moment"), default);
        backend.Time.SetUtcNow(TimeProvider.System.GetUtcNow() + ForgettingFunctions.Memory + TimeSpan.FromMinutes(1));

        (await backend.RunTimerAsync("ForgetRepeats")).Expect(HttpStatusCode.OK);

        Assert.Contains("gone", (string)Assert.Single(await OpenAsync())!["why"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("for a moment", (await store.KeepAsync("refunds", "went well", default)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_fails_for_good_is_shown_on_its_case_and_goes_out_once_when_it_is_replayed()
    {
        await backend.FeedAsync(Samples.Order());
        await backend.PushAsync("lazada.trade-canceled");
        await RunAsync("marketplace-pushes");
        backend.Outbox.Down = new IOException("connection refused");
        await RunAsync("courier-requests");
        backend.Outbox.Down = null;
        await backend.DrainAsync();

        // The desk is told, staff read what failed and why, and the seller that it is seen to.
        var desk = Assert.Single(backend.Outbox.Sent);
        Assert.Equal("desk@kumoten.example", desk.To);
        Assert.Contains("The mail to the courier about order KM-1001 (case KM-1001.1) could not be sent. A server could not be reached: connection refused", desk.Body, StringComparison.Ordinal);
        Assert.StartsWith("The mail to the courier about order", (string)(await CaseAsync("agent"))["needsAttention"]!["en"]!, StringComparison.Ordinal);
        var seen = await CaseAsync("seller:S-100");
        Assert.StartsWith("Something did not work on Kumoten's side.", (string)seen["needsAttention"]!["en"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("connection refused", seen.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("awaitingCourierHold", (string)seen["state"]!);

        // The sweep leaves it alone until it is replayed.
        await SweepAsync();
        Assert.Single(backend.Outbox.Sent);
        var letter = Assert.Single(await OpenAsync())!;
        Assert.Equal("courier-requests", (string)letter["queue"]!);
        Assert.Equal("KM-1001.1", (string)letter["caseId"]!);
        Assert.Equal("KM-1001", (string)letter["orderId"]!);
        Assert.Equal(1, (int)letter["failures"]!);
        Assert.NotEqual((string)letter["what"]!["en"]!, (string)letter["what"]!["ms"]!);

        var replayed = await ReplayAsync(letter);
        Assert.Equal("agent", (string)replayed["replayedBy"]!);
        await backend.DrainAsync();
        Assert.Single(backend.Outbox.Sent, mail => mail.To == "care@poslaju.example");
        var done = await CaseAsync("agent");
        Assert.Null(done["needsAttention"]);

        // Replayed again, it finds its step done: nothing changes.
        Assert.Equal(replayed.ToJsonString(), (await ReplayAsync(letter)).ToJsonString());
        await backend.DrainAsync();
        await SweepAsync();
        Assert.Equal(2, backend.Outbox.Sent.Count);
        Assert.Equal((int)done["version"]!, (int)(await CaseAsync("agent"))["version"]!);
        Assert.Empty(await OpenAsync());
    }

    [Fact]
    public async Task A_refund_that_failed_for_good_is_paid_once_however_often_it_is_replayed()
    {
        await backend.FeedAsync(Samples.UnshippedOrder());
        await backend.PushAsync("lazada.trade-canceled");
        storage.Breaks = path => path.Contains("Ledger", StringComparison.Ordinal);
        await backend.DrainAsync();
        // Storage's fault: twice it comes back by itself before anybody is told.
        for (var failures = 1; failures < 3; failures++)
        {
            Assert.Equal(failures, (int)Assert.Single(await OpenAsync())!["failures"]!);
            Assert.Equal("system", (string)(await CaseAsync("seller:S-100"))["next"]!["actor"]!);
            await ReturnAsync();
        }

        await SweepAsync();
        var letter = Assert.Single(await OpenAsync())!;
        Assert.Equal("The refund of order KM-1001 (case KM-1001.1) could not be paid.", (string)letter["what"]!["en"]!);
        Assert.Equal("The storage answered 503.", (string)letter["why"]!);
        Assert.Equal("agent", (string)(await CaseAsync("seller:S-100"))["next"]!["actor"]!);

        // Replayed too early it fails again: the same letter, open once more.
        await ReplayAsync(letter);
        await backend.DrainAsync();
        var again = Assert.Single(await OpenAsync())!;
        Assert.Equal((string)letter["id"]!, (string)again["id"]!);
        Assert.Equal(4, (int)again["failures"]!);
        Assert.Null(again["replayedAt"]);

        storage.Breaks = _ => false;
        await ReplayAsync(letter);
        await ReplayAsync(letter);
        await SweepAsync();
        await SweepAsync();
        var account = (await backend.GetAsync("seller:S-100", "/api/accounts/S-100")).Json;
        Assert.Equal("129.90", (string)account["balance"]!);
        Assert.Single(account["entries"]!.AsArray());
        var paid = await CaseAsync("seller:S-100");
        Assert.Equal("refunded", (string)paid["state"]!);
        Assert.Null(paid["needsAttention"]);
    }

    [Fact]
    public async Task What_storage_was_at_fault_for_comes_back_by_itself_and_nobody_has_to_see_to_it()
    {
        await backend.FeedAsync(Samples.UnshippedOrder());
        await backend.PushAsync("lazada.trade-canceled");
        storage.Breaks = path => path.Contains("Orders", StringComparison.Ordinal);
        await backend.DrainAsync();
        storage.Breaks = _ => false;
        var letter = Assert.Single(await OpenAsync())!;
        Assert.Equal("marketplace-pushes", (string)letter["queue"]!);
        Assert.Equal(backend.Time.GetUtcNow().AddMinutes(5), (DateTimeOffset)letter["comesBackAt"]!);

        (await backend.RunTimerAsync("ReturnDeadLetters")).Expect(HttpStatusCode.OK);
        Assert.Single(await OpenAsync());
        await ReturnAsync();
        Assert.Empty(await OpenAsync());
        Assert.Equal("refunded", (string)(await CaseAsync("seller:S-100"))["state"]!);
        Assert.DoesNotContain(backend.Outbox.Sent, mail => mail.To == "desk@kumoten.example");
    }

    [Fact]
    public async Task A_message_that_nobody_can_carry_out_does_not_come_back_for_ever()
    {
        await backend.Storage.SendAsync("refunds", BinaryData.FromString("no JSON"), default);
        await backend.DrainAsync();
        Assert.Null(Assert.Single(await OpenAsync())!["comesBackAt"]);

        var letter = new DeadLetter("1", "refunds", "{}", "The storage answered 503.", 1, Backend.Start, Backend.Start) { IsByStorage = true };
        var returns = Enumerable.Range(1, 20).Select(failures => (letter with { Failures = failures }).ComesBackAt() - Backend.Start).ToList();
        Assert.Equal([5, 10, 20, 40, 80, 120, 120, 120, 120, 120], returns.TakeWhile(pause => pause is not null).Select(pause => (int)pause!.Value.TotalMinutes));
    }

    [Fact]
    public async Task While_the_tables_are_away_what_was_given_up_waits_in_its_queue_and_is_kept_once_they_are_back()
    {
        await backend.Storage.SendAsync("letters-poison", BinaryData.FromString("""{"caseId":"AP-1.1","stepId":"AP-1.1-1-WriteLetter"}"""), default);
        storage.Breaks = path => path.Contains("DeadLetters", StringComparison.Ordinal);
        var poison = Assert.Single(await backend.ReceiveAsync());
        await backend.DeliverAsync(poison);
        storage.Breaks = _ => false;
        Assert.Empty(await OpenAsync());
        Assert.Equal(1, (await poison.Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        (await backend.TryDeliverAsync(poison)).Expect(HttpStatusCode.OK);
        Assert.Single(await OpenAsync());
    }

    [Fact]
    public async Task Many_are_sent_again_in_one_call_by_queue_and_time()
    {
        var store = backend.Services.GetRequiredService<DeadLetterStore>();
        foreach (var n in Enumerable.Range(0, 12))
        {
            await store.KeepAsync(n % 3 == 0 ? "refunds" : "letters", $"message {n}", default);
            backend.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, await ReplayedAsync(new { queue = "refunds", from = Backend.Start, until = Backend.Start.AddMinutes(6) }));
        Assert.Equal(0, await ReplayedAsync(new { queue = "refunds", until = Backend.Start.AddMinutes(6) }));
        Assert.Equal(2, await ReplayedAsync(new { from = Backend.Start.AddMinutes(10) }));
        Assert.Equal(8, await ReplayedAsync(new { }));
        Assert.Empty(await OpenAsync());
        var wrong = (await backend.PostAsync("agent", "/api/poison/replay", new { queue = "nowhere" })).Expect(HttpStatusCode.BadRequest).Json;
        Assert.NotNull(wrong["errors"]!["queue"]);
        (await backend.PostAsync("seller:S-100", "/api/poison/replay", new { })).Expect(HttpStatusCode.Forbidden);

        async Task<int> ReplayedAsync(object asked) => (int)(await backend.PostAsync("agent", "/api/poison/replay", asked)).Expect(HttpStatusCode.Accepted).Json["replayed"]!;
    }

    [Fact]
    public async Task A_failure_recorded_while_a_replay_is_under_way_does_not_lose_its_answer()
    {
        await backend.FeedAsync(Samples.UnshippedOrder());
        await backend.PushAsync("lazada.trade-canceled");
        await RunAsync("marketplace-pushes");
        var refund = Assert.Single(await backend.ReceiveAsync(queue => queue == "refunds"));
        // The twin of the message is given up just when this one has read the case and is about to pay.
        storage.Before = async path =>
        {
            if (!path.Contains("Ledger", StringComparison.Ordinal))
                return;
            storage.Before = null;
            await backend.Services.GetRequiredService<DeadLetterStore>().NoteAsync("refunds", refund.Message.Body.ToString(), new IOException("gone"), default);
            await backend.Services.GetRequiredService<DeadLetterOffice>().KeepAsync("refunds", refund.Message.Body.ToString(), default);
        };
        await backend.DeliverAsync(refund);
        await backend.DrainAsync();
        var paid = await CaseAsync("agent");
        Assert.Equal("refunded", (string)paid["state"]!);
        Assert.Null(paid["needsAttention"]);
        Assert.Contains(paid["timeline"]!.AsArray(), line => (string)line!["event"]! == "stepFailed");
    }

    [Fact]
    public async Task While_no_mail_goes_out_at_all_the_desk_is_not_told_in_a_circle()
    {
        await backend.FeedAsync(Samples.Order());
        await backend.PushAsync("lazada.trade-canceled");
        backend.Outbox.Down = new IOException("connection refused");
        await backend.DrainAsync();
        await SweepAsync();
        await SweepAsync();
        var letters = await OpenAsync();
        // The mails to courier and seller failed, and those that were to tell the desk of it; nothing tells of the latter.
        Assert.Equal(["courier-requests", "desk-notices", "desk-notices", "seller-notices"], letters.Select(letter => (string)letter!["queue"]!).Order());
        Assert.All(letters, letter => Assert.Equal(1, (int)letter!["failures"]!));

        backend.Outbox.Down = null;
        foreach (var letter in letters)
            await ReplayAsync(letter!);
        await backend.DrainAsync();
        Assert.Equal(["care@poslaju.example", "desk@kumoten.example", "desk@kumoten.example"], backend.Outbox.Sent.Select(mail => mail.To).Order());
        Assert.Null((await CaseAsync("agent"))["needsAttention"]);
    }

    [Fact]
    public async Task A_push_whose_body_stands_in_a_blob_stays_replayable()
    {
        await backend.FeedAsync(Samples.Order());
        var large = Samples.Body("lazada.trade-canceled").TrimEnd();
        await backend.Services.GetRequiredService<PushIntake>().AcceptAsync(new Push("lazada", Backend.Start, large + new string(' ', 60_000)), default);
        storage.Breaks = path => path.Contains("overflow", StringComparison.Ordinal);
        await backend.DrainAsync();
        var letter = Assert.Single(await OpenAsync())!;
        Assert.Equal("A push from Lazada could not be taken in.", (string)letter["what"]!["en"]!);
        Assert.Null(letter["caseId"]);

        storage.Breaks = _ => false;
        await ReplayAsync(letter);
        await ReplayAsync(letter);
        await backend.DrainAsync();
        Assert.Single((await backend.GetAsync("agent", "/api/cases?orderId=KM-1001")).Json["items"]!.AsArray());
        Assert.Empty(await OpenAsync());
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("\"quoted\"")]
    [InlineData("{\"caseId\":7}")]
    [InlineData("{\"caseId\":\"nowhere\",\"stepId\":\"nothing\"}")]
    public async Task A_message_that_nobody_can_read_is_kept_as_it_came(string message)
    {
        await backend.Storage.SendAsync("refunds", BinaryData.FromString(message), default);
        await backend.DrainAsync();
        var letter = Assert.Single(await OpenAsync())!;
        Assert.Equal(message, (string)letter["message"]!);
        Assert.DoesNotContain("   at ", letter.ToJsonString(), StringComparison.Ordinal);

        await ReplayAsync(letter);
        await backend.DrainAsync();
        Assert.Equal(2, (int)Assert.Single(await OpenAsync())!["failures"]!);
    }

    [Fact]
    public async Task A_message_that_ended_the_program_left_no_reason_and_delivered_twice_it_counts_once()
    {
        await backend.Storage.SendAsync("letters-poison", BinaryData.FromString("""{"caseId":"AP-1.1","stepId":"AP-1.1-1-WriteLetter"}"""), default);
        var poison = Assert.Single(await backend.ReceiveAsync());
        await backend.DeliverAsync(poison);
        (await backend.TryDeliverAsync(poison)).Expect(HttpStatusCode.OK);
        var letter = Assert.Single(await OpenAsync())!;
        Assert.Equal(DeadLetterWords.NoWord, (string)letter["why"]!);
        Assert.Equal(1, (int)letter["failures"]!);
        Assert.Equal("AP-1.1", (string)letter["caseId"]!);
        Assert.Null(letter["orderId"]);
    }

    [Fact]
    public async Task Open_ones_come_first_and_the_newest_before_the_older_page_by_page()
    {
        var store = backend.Services.GetRequiredService<DeadLetterStore>();
        for (var n = 0; n < 60; n++)
        {
            await store.KeepAsync("refunds", $"message {n}", default);
            backend.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var newest = (await OpenAsync())[0]!;
        Assert.Equal("message 59", (string)newest["message"]!);
        await ReplayAsync(newest);

        var first = (await backend.GetAsync("agent", "/api/poison")).Expect(HttpStatusCode.OK).Json;
        var second = (await backend.GetAsync("agent", "/api/poison?cursor=" + (string)first["cursor"]!)).Expect(HttpStatusCode.OK).Json;
        Assert.Null(second["cursor"]);
        var messages = first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(letter => (string)letter!["message"]!);
        Assert.Equal(Enumerable.Range(0, 59).Reverse().Append(59).Select(n => $"message {n}"), messages);
    }

    [Fact]
    public async Task Only_agents_see_and_replay_what_failed_and_an_unknown_letter_is_404()
    {
        (await backend.GetAsync(null, "/api/poison")).Expect(HttpStatusCode.Unauthorized);
        (await backend.GetAsync("seller:S-100", "/api/poison")).Expect(HttpStatusCode.Forbidden);
        (await backend.PostAsync("seller:S-100", "/api/poison/x/replay")).Expect(HttpStatusCode.Forbidden);
        (await backend.PostAsync("agent", "/api/poison/x/replay")).Expect(HttpStatusCode.NotFound);
        (await backend.PostAsync("agent", "/api/poison/a'b/replay")).Expect(HttpStatusCode.NotFound);
        (await backend.GetAsync("agent", "/api/poison?open=perhaps")).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_done_at_a_later_try_is_no_dead_letter()
    {
        await backend.FeedAsync(Samples.Order());
        await backend.PushAsync("lazada.trade-canceled");
        await RunAsync("marketplace-pushes");
        var mail = Assert.Single(await backend.ReceiveAsync(queue => queue == "courier-requests"));
        backend.Outbox.Down = new IOException("connection refused");
        (await backend.TryDeliverAsync(mail)).Expect(HttpStatusCode.InternalServerError);
        backend.Outbox.Down = null;
        await backend.DeliverAsync(mail);
        Assert.Empty(await OpenAsync());
        Assert.Single(await backend.Storage.DeadLetters.QueryAsync<TableEntity>().ToListAsync());
    }

    // Delivers what waits in one queue, and what that leads to in its poison queue.
    private async Task RunAsync(string queue)
    {
        foreach (var name in new[] { queue, queue + Queues.Poison })
        {
            foreach (var delivery in await backend.ReceiveAsync(other => other == name))
                await backend.DeliverAsync(delivery);
        }
    }

    // Longer than the pauses of the first returns.
    private async Task ReturnAsync()
    {
        backend.Time.Advance(TimeSpan.FromMinutes(10));
        (await backend.RunTimerAsync("ReturnDeadLetters")).Expect(HttpStatusCode.OK);
        await backend.DrainAsync();
    }

    private async Task SweepAsync()
    {
        backend.Time.Advance(TimeSpan.FromSeconds(31));
        (await backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        await backend.DrainAsync();
    }

    private async Task<JsonNode> CaseAsync(string reader) => (await backend.GetAsync(reader, "/api/cases/KM-1001.1")).Expect(HttpStatusCode.OK).Json;

    private async Task<JsonArray> OpenAsync() => (await backend.GetAsync("agent", "/api/poison?open=true")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();

    private async Task<JsonNode> ReplayAsync(JsonNode letter) => (await backend.PostAsync("agent", $"/api/poison/{(string)letter["id"]!}/replay")).Expect(HttpStatusCode.Accepted).Json;

    /// <summary>A storage account of which the test takes a part away, or which it has do something first.</summary>
    private sealed class LameTransport : HttpPipelineTransport
    {
        private readonly HttpClientTransport inner = HttpClientTransport.Shared;

        public Func<string, bool> Breaks { get; set; } = _ => false;

        public Func<string, Task>? Before { get; set; }

        public override Request CreateRequest() => inner.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException("Everything here is asynchronous.");

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            var path = message.Request.Uri.Path;
            if (Before is { } before)
                await before(path);
            if (Breaks(path))
                throw new RequestFailedException((int)HttpStatusCode.ServiceUnavailable, "The server is busy.\nStatus: 503");
            await inner.ProcessAsync(message);
        }
    }
}
