using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Cases;

public class CaseFormTests : BackendTest
{
    private static readonly (string, string)[] Cancellation = [("type", "buyerCancellation"), ("orderId", "KM-1001"), ("reason", "The buyer changed her mind.")];

    private readonly ConcurrentDictionary<string, string> tokens = new();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_form_opens_a_case_and_its_proof_moves_it_on_at_once()
    {
        var posted = (await PostAsync(Multipart([("file", TinyFiles.Pdf, "cancel.pdf"), ("file", TinyFiles.JpegOfSize(700_000), "chat.jpg")], [.. Cancellation, ("newAddress.line1", "")]))).Expect(HttpStatusCode.SeeOther);
        Assert.Equal("/cases/KM-1001.1", posted.Location);
        var c = await CaseAsync();
        Assert.Equal("awaitingCourierHold", (string)c["state"]!);
        Assert.Equal(["caseOpened", "documentAdded", "documentAdded"], c["timeline"]!.AsArray().Select(t => (string)t!["event"]!));
        Assert.All(c["documents"]!.AsArray(), d => Assert.Equal("cancellationProof", (string)d!["kind"]!));
        var line = Assert.Single(c["checklist"]!.AsArray())!;
        Assert.Equal((true, (string)c["documents"]![0]!["id"]!), ((bool)line["satisfied"]!, (string)line["by"]!));
        Assert.Equal(2, await BlobsAsync());
        await Backend.DrainAsync();
        Assert.Single(Backend.Outbox.Shown);
    }

    [Fact]
    public async Task A_kind_holds_for_the_files_after_it_and_files_may_come_before_all_fields()
    {
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(TinyFiles.Png), "file", "first.png");
        form.Add(new StringContent("chat"), "kind");
        form.Add(new ByteArrayContent(TinyFiles.Jpeg), "file", "second.jpg");
        form.Add(new StringContent("photo"), "kind");
        form.Add(new ByteArrayContent(TinyFiles.Webp), "file", "third.webp");
        // What a browser sends for a file's field in which nothing was chosen.
        form.Add(new ByteArrayContent([]), "file", "\"\"");
        foreach (var (name, value) in Cancellation)
            form.Add(new StringContent(value), name);
        (await PostAsync(form)).Expect(HttpStatusCode.SeeOther);
        var c = await CaseAsync();
        Assert.Equal(["chat", "chat", "photo"], c["documents"]!.AsArray().Select(d => (string)d!["kind"]!));
        Assert.Equal("awaitingDocuments", (string)c["state"]!);
        Assert.Contains("proof that the order was cancelled", (string)c["next"]!["text"]!["en"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_urlencoded_form_carries_nested_facts()
    {
        var posted = await PostAsync(Urlencoded(("type", "addressChange"), ("orderId", "KM-1001"), ("newAddress.line1", "7, Jalan Bukit"), ("newAddress.line2", ""), ("newAddress.postcode", "50000"), ("newAddress.city", "Kuala Lumpur"), ("newAddress.state", "Kuala Lumpur"), ("lang", "ms")));
        Assert.Equal("/cases/KM-1001.1?lang=ms", posted.Expect(HttpStatusCode.SeeOther).Location);
        var address = (await CaseAsync())["newAddress"]!;
        Assert.Equal(("7, Jalan Bukit", null, "50000"), ((string)address["line1"]!, (string?)address["line2"], (string)address["postcode"]!));
    }

    [Fact]
    public async Task An_appeals_actions_come_one_to_a_field_or_one_to_a_line()
    {
        var posted = (await PostAsync(Urlencoded(Appeal("4", "2026-11-02")))).Expect(HttpStatusCode.SeeOther);
        await Backend.DrainAsync();
        var c = (await Backend.GetAsync("seller:S-100", "/api" + posted.Location)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("letterReady", (string)c["state"]!);
        var letter = (await Backend.GetAsync("seller:S-100", (string)c["letters"]![0]!["html"]!)).Body;
        Assert.All(["Listing removed", "Invoice attached", "Staff trained"], action => Assert.Contains(action, letter, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_is_said_by_field_on_a_page_and_to_a_program_as_a_problem()
    {
        var page = (await PostAsync(Urlencoded(Appeal("many", "2 November")))).Expect(HttpStatusCode.BadRequest).Body;
        Assert.Contains("<strong>Penalty points</strong>: A whole number", page, StringComparison.Ordinal);
        Assert.Contains("<strong>Date of the notice</strong>: A date", page, StringComparison.Ordinal);
        var problem = (await PostAsync(Urlencoded(Appeal("many", "2 November")), "application/json")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("A whole number, such as \"4\".", (string)Assert.Single(problem.Json["errors"]!["appeal.penaltyPoints"]!.AsArray())!);
        var asJson = (await Backend.PostAsync("seller:S-100", "/api/cases", new { type = "addressChange", orderId = "KM-1001", newAddress = new { line1 = "", postcode = "1", city = "", state = "" } })).Expect(HttpStatusCode.BadRequest);
        var asForm = (await PostAsync(Urlencoded(("type", "addressChange"), ("orderId", "KM-1001"), ("newAddress.postcode", "1")), "application/json")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(asJson.Json["errors"]!.ToJsonString(), asForm.Json["errors"]!.ToJsonString());
    }

    [Fact]
    public async Task The_same_form_again_leads_to_the_same_case_and_adds_nothing_twice()
    {
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal("/cases/KM-1001.1", (await PostAsync(Multipart([("file", TinyFiles.Pdf, "cancel.pdf")], Cancellation))).Expect(HttpStatusCode.SeeOther).Location);
        var c = await CaseAsync();
        Assert.Single(c["documents"]!.AsArray());
        Assert.Equal(1, await BlobsAsync());
        // With a picture more it is still the same request, and the picture is not lost.
        (await PostAsync(Multipart([("file", TinyFiles.Pdf, "cancel.pdf"), ("file", TinyFiles.Png, "more.png")], Cancellation))).Expect(HttpStatusCode.SeeOther);
        Assert.Equal(["cancel.pdf", "more.png"], (await CaseAsync())["documents"]!.AsArray().Select(d => (string)d!["name"]!));
        Assert.Equal(2, await BlobsAsync());
        // Another request is in its way: what it says differently must not be lost silently.
        var other = (await PostAsync(Multipart([("file", TinyFiles.Webp, "x.webp")], ("type", "buyerCancellation"), ("orderId", "KM-1001"), ("reason", "Another reason.")))).Expect(HttpStatusCode.Conflict);
        Assert.Contains("<a href=\"/cases/KM-1001.1\">", other.Body, StringComparison.Ordinal);
        var toProgram = (await PostAsync(Multipart([("file", TinyFiles.Webp, "x.webp")], Cancellation), "application/json")).Expect(HttpStatusCode.Conflict);
        Assert.Equal("KM-1001.1", (string)toProgram.Json["caseId"]!);
        Assert.Equal(2, await BlobsAsync());
    }

    [Fact]
    public async Task Two_clicks_at_once_open_one_case()
    {
        var both = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostAsync(Multipart([("file", TinyFiles.Pdf, "cancel.pdf")], Cancellation))));
        Assert.All(both, answer => Assert.Equal("/cases/KM-1001.1", answer.Expect(HttpStatusCode.SeeOther).Location));
        Assert.Single((await CaseAsync())["documents"]!.AsArray());
        Assert.Equal(1, await BlobsAsync());
    }

    [Fact]
    public async Task A_reload_finds_a_case_that_was_over_at_once_and_opens_none_beside_it()
    {
        await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", "2"), "KM-1002");
        (string, string)[] change = [("type", "addressChange"), ("orderId", "KM-1002"), ("newAddress.line1", "7, Jalan Bukit"), ("newAddress.postcode", "50000"), ("newAddress.city", "Kuala Lumpur"), ("newAddress.state", "Kuala Lumpur")];
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal("/cases/KM-1002.1", (await PostAsync(Multipart([("file", TinyFiles.Png, "chat.png")], change))).Expect(HttpStatusCode.SeeOther).Location);
        var c = (await Backend.GetAsync("agent", "/api/cases/KM-1002.1")).Json;
        Assert.Equal(("completed", 1), ((string)c["state"]!, c["documents"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_refused_request_leaves_nothing_of_its_files()
    {
        (await PostAsync(Multipart([("file", TinyFiles.Pdf, "a.pdf"), ("file", TinyFiles.JpegOfSize(1_500_000), "b.jpg")], ("type", "failedDelivery"), ("orderId", "KM-1001")), role: "seller:S-200")).Expect(HttpStatusCode.NotFound);
        (await PostAsync(Multipart([("file", TinyFiles.Pdf, "a.pdf")], ("type", "buyerCancellation")))).Expect(HttpStatusCode.BadRequest);
        await Backend.PutAsync(null, "/api/dev/clock", new { now = "2026-11-10T10:00:00+08:00" });
        await Backend.FeedAsync(Samples.UnshippedOrder().With("marketplaceOrderId", "2"), "KM-1002");
        (await PostAsync(Multipart([("file", TinyFiles.Pdf, "a.pdf"), ("file", TinyFiles.JpegOfSize(1_500_000), "b.jpg")], ("type", "failedDelivery"), ("orderId", "KM-1002")))).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(0, await BlobsAsync());
    }

    public static TheoryData<string, byte[], HttpStatusCode, string> Refused => new()
    {
        { "invoice.pdf", TinyFiles.Executable, HttpStatusCode.UnsupportedMediaType, "invoice.pdf: By its content" },
        { "photo.png", [.. TinyFiles.Png, .. TinyFiles.Zip], HttpStatusCode.UnsupportedMediaType, "photo.png: The file begins as PNG" },
        { "photo.jpg", TinyFiles.JpegWith(TinyFiles.Zip), HttpStatusCode.UnsupportedMediaType, "photo.jpg: The file is JPEG and a ZIP archive" },
        { "film.jpg", TinyFiles.JpegOfSize((int)(10.1 * 1024 * 1024)), HttpStatusCode.RequestEntityTooLarge, "film.jpg: The file is larger than 10 MB" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task A_refused_file_is_named_and_no_case_is_opened(string name, byte[] file, HttpStatusCode status, string sentence)
    {
        var page = (await PostAsync(Multipart([("file", TinyFiles.Pdf, "good.pdf"), ("file", file, name)], Cancellation))).Expect(status).Body;
        Assert.Contains($"<strong>File</strong>: {sentence}", page, StringComparison.Ordinal);
        Assert.Empty((await Backend.GetAsync("agent", "/api/cases?orderId=KM-1001")).Json["items"]!.AsArray());
        Assert.Equal(0, await BlobsAsync());
    }

    [Fact]
    public async Task The_number_of_files_the_text_and_the_whole_body_are_bounded()
    {
        var many = Enumerable.Range(0, DocumentIntake.MaxPerCase + 1).Select(i => ("file", TinyFiles.JpegWith([(byte)i]), $"{i}.jpg")).ToArray();
        Assert.Contains("at most 20 files", (await PostAsync(Multipart(many, Cancellation))).Expect(HttpStatusCode.BadRequest).Body, StringComparison.Ordinal);
        Assert.Contains("<strong>File</strong>: The file is empty", (await PostAsync(Multipart([("file", [], "empty.pdf")], Cancellation))).Expect(HttpStatusCode.BadRequest).Body, StringComparison.Ordinal);
        Assert.Contains("<strong>photo</strong>: Files come in fields named", (await PostAsync(Multipart([("photo", TinyFiles.Png, "a.png")], Cancellation))).Expect(HttpStatusCode.BadRequest).Body, StringComparison.Ordinal);
        Assert.Contains("<strong>notes</strong>: All text", (await PostAsync(Multipart([], [.. Cancellation, ("notes", new string('x', 300_000))]))).Expect(HttpStatusCode.BadRequest).Body, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases") { Content = Multipart([], Cancellation) };
        request.Content.Headers.ContentLength = PostedForm.MaxBody + 1;
        request.Headers.Authorization = new("Bearer", await Backend.Client.TokenAsync("seller:S-100"));
        using var tooLarge = await Backend.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal(0, await BlobsAsync());
        Assert.Empty((await Backend.GetAsync("agent", "/api/cases?orderId=KM-1001")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task An_idempotency_key_knows_the_same_form_by_its_content_whatever_boundary_it_was_drawn()
    {
        var first = (await PostAsync(Multipart([("file", TinyFiles.Pdf, "a.pdf")], Cancellation), "application/json", key: "k-1")).Expect(HttpStatusCode.Created);
        Assert.Equal(first, await PostAsync(Multipart([("file", TinyFiles.Pdf, "a.pdf")], Cancellation), "application/json", key: "k-1"));
        (await PostAsync(Multipart([("file", TinyFiles.Png, "a.pdf")], Cancellation), "application/json", key: "k-1")).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task An_expired_case_goes_on_with_the_missing_paper_and_says_so_to_another()
    {
        (await PostAsync(Urlencoded(Cancellation))).Expect(HttpStatusCode.SeeOther);
        Backend.Time.SetUtcNow(DateTimeOffset.Parse("2026-11-17T18:00:01+08:00", System.Globalization.CultureInfo.InvariantCulture));
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        Assert.Equal("expired", (string)(await CaseAsync())["state"]!);
        var chat = (await Backend.Client.UploadAsync("seller:S-100", "/api/cases/KM-1001.1", TinyFiles.Png, kind: "chat")).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("proof that the order was cancelled", (string)chat.Json["title"]!, StringComparison.Ordinal);
        Assert.Equal(0, await BlobsAsync());
        (await Backend.Client.UploadAsync("seller:S-100", "/api/cases/KM-1001.1", TinyFiles.Png, kind: "cancellationProof")).Expect(HttpStatusCode.Created);
        var c = await CaseAsync();
        Assert.Equal("awaitingCourierHold", (string)c["state"]!);
        // The parcel was found late meanwhile; that case gives way, linked both ways.
        Assert.Equal("KM-1001.2", (string)Assert.Single(c["linkedCases"]!.AsArray())!);
        var late = (await Backend.GetAsync("agent", "/api/cases/KM-1001.2")).Json;
        Assert.Equal(("stalledParcel", "superseded", "KM-1001.1"), ((string)late["type"]!, (string)late["state"]!, (string)late["linkedCases"]![0]!));
    }

    [Fact]
    public async Task An_expired_claim_does_not_come_back_beside_another_that_is_open()
    {
        (await PostAsync(Urlencoded(Cancellation))).Expect(HttpStatusCode.SeeOther);
        Backend.Time.SetUtcNow(DateTimeOffset.Parse("2026-11-17T18:00:01+08:00", System.Globalization.CultureInfo.InvariantCulture));
        (await Backend.RunTimerAsync("WatchDeadlines")).Expect(HttpStatusCode.OK);
        var second = (await PostAsync(Urlencoded(Cancellation))).Expect(HttpStatusCode.SeeOther).Location!;
        Assert.Equal("/cases/KM-1001.3", second);
        var refused = (await Backend.Client.UploadAsync("seller:S-100", "/api/cases/KM-1001.1", TinyFiles.Png, kind: "cancellationProof")).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("KM-1001.3", (string)refused.Json["title"]!, StringComparison.Ordinal);
        Assert.Equal(0, await BlobsAsync());
    }

    private static (string, string)[] Appeal(string points, string day) =>
    [
        ("type", "complianceAppeal"), ("appeal.lazadaShop", "Kedai Aminah"), ("appeal.productName", "T-shirt"), ("appeal.sku", "TS-1"), ("appeal.lazadaSku", "LZ-1"), ("appeal.violation", "counterfeit"),
        ("appeal.noticeDate", day), ("appeal.penaltyPoints", points), ("appeal.explanation", "Genuine.\r\nBought from the maker."), ("appeal.correctiveActions", "Listing removed\r\n\r\nInvoice attached"),
        ("appeal.correctiveActions", "Staff trained"), ("appeal.deadline", ""), ("submit", "Send"),
    ];

    private static FormUrlEncodedContent Urlencoded(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static MultipartFormDataContent Multipart((string Field, byte[] Content, string Name)[] files, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (field, content, name) in files)
            form.Add(new ByteArrayContent(content), field, name);
        return form;
    }

    private async Task<Answer> PostAsync(HttpContent form, string accept = "text/html,*/*", string role = "seller:S-100", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases") { Content = form };
        // One token for all: whoever asks again is the same caller.
        if (!tokens.TryGetValue(role, out var token))
            tokens[role] = token = await Backend.Client.TokenAsync(role);
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await Backend.Client.SendAsync(request);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.ToString());
    }

    private async Task<JsonNode> CaseAsync() => (await Backend.GetAsync("seller:S-100", "/api/cases/KM-1001.1")).Expect(HttpStatusCode.OK).Json;

    // Half-written ones, too.
    private async Task<int> BlobsAsync() => await Backend.Storage.Documents.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, null, CancellationToken.None).CountAsync();
}
