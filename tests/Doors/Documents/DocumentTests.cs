using System.Net;
using System.Text;
using Azure.Storage.Blobs.Models;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Documents;

public class DocumentTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private Backend backend = null!;
    private string path = "";

    public async Task InitializeAsync()
    {
        _ = azurite;
        backend = await Backend.StartAsync();
        path = await backend.Client.OpenCaseAsync();
    }

    public async Task DisposeAsync() => await backend.DisposeAsync();

    // Not told apart at discovery: that would write ten megabytes into a test's name.
    public static TheoryData<string, byte[], string> Accepted => new()
    {
        { "proof.pdf", TinyFiles.Pdf, "application/pdf" },
        { "proof.png", TinyFiles.Png, "image/png" },
        { "proof.jpeg", TinyFiles.Jpeg, "image/jpeg" },
        { "proof.webp", TinyFiles.Webp, "image/webp" },
        { "proof.heic", TinyFiles.Heic, "image/heic" },
        { "ten megabytes.jpg", TinyFiles.JpegOfSize((int)IncomingFile.MaxSize), "image/jpeg" },
        { "two blocks to the byte.jpg", TinyFiles.JpegOfSize(1024 * 1024), "image/jpeg" },
    };

    [Theory]
    [MemberData(nameof(Accepted), DisableDiscoveryEnumeration = true)]
    public async Task A_document_comes_back_as_it_was_sent(string name, byte[] file, string contentType)
    {
        var answer = (await backend.Client.UploadAsync("seller:S-100", path, file, name, "chat")).Expect(HttpStatusCode.Created);
        Assert.Equal((name, "chat", (long)file.Length), ((string)answer.Json["name"]!, (string)answer.Json["kind"]!, (long)answer.Json["size"]!));
        Assert.Equal($"{path}/documents/{answer.Json["id"]}", answer.Location);
        var shown = Assert.Single((await backend.GetAsync("seller:S-100", path)).Json["documents"]!.AsArray())!;
        Assert.Equal((string)answer.Json["id"]!, (string)shown["id"]!);

        using var download = await DownloadAsync("seller:S-100", answer.Location!);
        Assert.Equal(contentType, download.Content.Headers.ContentType!.ToString());
        Assert.Equal(file.Length, download.Content.Headers.ContentLength);
        Assert.Equal(file, await download.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_download_is_an_attachment_that_runs_nothing_and_stays_nowhere()
    {
        var answer = (await backend.Client.UploadAsync("seller:S-100", path, TinyFiles.Pdf, "bukti 取消.pdf")).Expect(HttpStatusCode.Created);
        using var download = await DownloadAsync("agent", answer.Location!);
        Assert.Equal("attachment; filename=\"bukti __.pdf\"; filename*=UTF-8''bukti%20%E5%8F%96%E6%B6%88.pdf", Assert.Single(download.Content.Headers.GetValues("Content-Disposition")));
        Assert.Equal("nosniff", Assert.Single(download.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(download.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal(["no-store", "private"], download.Headers.GetValues("Cache-Control").SelectMany(v => v.Split(", ")).Order());
    }

    public static TheoryData<string, byte[], HttpStatusCode, string, string> Refused => new()
    {
        { "a renamed executable", TinyFiles.Executable, HttpStatusCode.UnsupportedMediaType, "document.unknownType", "whatever its name says" },
        { "a page named like a picture", TinyFiles.Html, HttpStatusCode.UnsupportedMediaType, "document.unknownType", "none of: PDF, PNG" },
        { "a PDF that does not begin the file", [.. TinyFiles.Executable, .. TinyFiles.Pdf], HttpStatusCode.UnsupportedMediaType, "document.unknownType", "none of" },
        { "a picture with an archive behind", [.. TinyFiles.Png, .. TinyFiles.Zip], HttpStatusCode.UnsupportedMediaType, "document.malformed", "something else was added" },
        { "a picture with an archive inside", TinyFiles.JpegWith(TinyFiles.Zip), HttpStatusCode.UnsupportedMediaType, "document.archive", "ZIP archive at once" },
        { "a PDF with a page behind", [.. TinyFiles.Pdf, .. TinyFiles.Html], HttpStatusCode.UnsupportedMediaType, "document.malformed", "begins as PDF" },
        { "a large picture that is cut off", TinyFiles.JpegOfSize(3_000_000)[..^1], HttpStatusCode.UnsupportedMediaType, "document.malformed", "cut off" },
        { "a large picture with an executable behind", [.. TinyFiles.JpegOfSize(3_000_000), .. TinyFiles.Executable], HttpStatusCode.UnsupportedMediaType, "document.malformed", "begins as JPEG" },
        { "one byte too many", TinyFiles.JpegOfSize((int)IncomingFile.MaxSize + 1), HttpStatusCode.RequestEntityTooLarge, "document.tooLarge", "larger than 10 MB" },
        { "10.1 MB", TinyFiles.JpegOfSize((int)(10.1 * 1024 * 1024)), HttpStatusCode.RequestEntityTooLarge, "document.tooLarge", "larger than 10 MB" },
        { "nothing", [], HttpStatusCode.BadRequest, "fields.invalid", "empty" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task A_file_that_is_no_document_is_refused_with_a_sentence_and_leaves_nothing(string what, byte[] file, HttpStatusCode status, string code, string words)
    {
        _ = what;
        var answer = (await backend.Client.UploadAsync("seller:S-100", path, file)).Expect(status);
        Assert.Equal("urn:kumoten:problem:" + code, (string)answer.Json["type"]!);
        Assert.Contains(words, (string)answer.Json["errors"]!["file"]![0]!, StringComparison.Ordinal);
        Assert.Empty(await BlobsAsync());
        Assert.Empty((await backend.GetAsync("agent", path)).Json["documents"]!.AsArray());
    }

    [Fact]
    public async Task A_wrong_field_is_named()
    {
        var unknown = (await backend.Client.UploadAsync("agent", path, TinyFiles.Png, kind: "selfie")).Expect(HttpStatusCode.BadRequest);
        Assert.StartsWith("'selfie' is not known here. Use one of: cancellationProof,", (string)unknown.Json["errors"]!["kind"]![0]!, StringComparison.Ordinal);
        var none = (await backend.Client.UploadAsync("agent", path, TinyFiles.Png, kind: null)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(["kind"], none.Json["errors"]!.AsObject().Select(e => e.Key));
        var fileless = (await backend.Client.UploadAsync("agent", path, new MultipartFormDataContent { { new StringContent("chat"), "kind" } })).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(["file"], fileless.Json["errors"]!.AsObject().Select(e => e.Key));
        var two = UploadCalls.Form(new ByteArrayContent(TinyFiles.JpegOfSize(2_000_000)), "a.jpg", "chat");
        two.Add(new ByteArrayContent(TinyFiles.Pdf), "file", "b.pdf");
        Assert.Contains("One file at a time", (await backend.Client.UploadAsync("agent", path, two)).Expect(HttpStatusCode.BadRequest).Body, StringComparison.Ordinal);
        Assert.Empty(await BlobsAsync());
    }

    [Fact]
    public async Task A_body_that_is_no_whole_form_is_refused_with_a_sentence()
    {
        var json = (await backend.PostAsync("agent", path + "/documents", """{"kind":"chat"}""")).Expect(HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("urn:kumoten:problem:body.notForm", (string)json.Json["type"]!);
        var whole = await UploadCalls.Form(new ByteArrayContent(TinyFiles.JpegOfSize(2_000_000)), "a.jpg", "chat").ReadAsByteArrayAsync();
        foreach (var length in new[] { 10, 1_500_000, whole.Length - 10 })
        {
            using var broken = new ByteArrayContent(whole, 0, length);
            broken.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={Encoding.ASCII.GetString(whole, 2, 36)}");
            (await backend.Client.UploadAsync("agent", path, broken)).Expect(HttpStatusCode.BadRequest);
        }

        Assert.Empty(await BlobsAsync());
    }

    [Fact]
    public async Task An_upload_that_lost_its_body_on_the_way_is_told_so()
    {
        using var empty = new ByteArrayContent([]);
        empty.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        var answer = (await backend.Client.UploadAsync("agent", path, empty)).Expect(HttpStatusCode.BadRequest);
        Assert.Contains("breaks off", (string)answer.Json["title"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_does_not_say_its_length_is_taken_as_well()
    {
        using var form = UploadCalls.Form(new ByteArrayContent(TinyFiles.Png), "chunked.png", "photo");
        using var request = new HttpRequestMessage(HttpMethod.Post, path + "/documents") { Content = form };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Authorization = new("Bearer", await backend.Client.TokenAsync("agent"));
        using var answer = await backend.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task The_same_content_again_is_the_same_document_also_when_both_come_at_once()
    {
        var file = TinyFiles.JpegOfSize(700_000);
        var both = await Task.WhenAll(backend.Client.UploadAsync("seller:S-100", path, file, "a.jpg", "chat"), backend.Client.UploadAsync("seller:S-100", path, file, "a.jpg", "chat"));
        var again = (await backend.Client.UploadAsync("seller:S-100", path, file, "renamed.jpg", "chat")).Expect(HttpStatusCode.Created);
        Assert.All(both, answer => Assert.Equal(again.Body, answer.Expect(HttpStatusCode.Created).Body));
        Assert.All(both, answer => Assert.Equal(again.Location, answer.Location));
        Assert.Single(await BlobsAsync());

        var other = (await backend.Client.UploadAsync("seller:S-100", path, file, "a.jpg", "other")).Expect(HttpStatusCode.Created);
        Assert.NotEqual(again.Location, other.Location);
        Assert.Equal(2, (await BlobsAsync()).Count);
    }

    [Fact]
    public async Task A_case_takes_twenty_documents_and_says_so_to_the_next()
    {
        for (var i = 0; i < DocumentIntake.MaxPerCase; i++)
            (await backend.Client.UploadAsync("agent", path, TinyFiles.JpegWith([(byte)i]))).Expect(HttpStatusCode.Created);
        var answer = (await backend.Client.UploadAsync("agent", path, TinyFiles.JpegWith([20]))).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("urn:kumoten:problem:document.tooMany", (string)answer.Json["type"]!);
        Assert.Equal(DocumentIntake.MaxPerCase, (await BlobsAsync()).Count);
        (await backend.Client.UploadAsync("agent", path, TinyFiles.JpegWith([3]))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_case_that_is_over_takes_no_more_but_answers_a_repeat()
    {
        (await backend.Client.UploadAsync("seller:S-100", path, TinyFiles.Pdf)).Expect(HttpStatusCode.Created);
        await backend.DrainAsync();
        (await backend.PostAsync("seller:S-100", path + "/actions/withdraw")).Expect(HttpStatusCode.OK);
        var answer = (await backend.Client.UploadAsync("seller:S-100", path, TinyFiles.JpegOfSize(1_000_000))).Expect(HttpStatusCode.Conflict);
        Assert.Equal("withdrawn", (string)answer.Json["state"]!);
        Assert.Single(await BlobsAsync());
        (await backend.Client.UploadAsync("seller:S-100", path, TinyFiles.Pdf)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Only_who_takes_part_in_a_case_adds_and_reads_its_documents()
    {
        var location = (await backend.Client.UploadAsync("warehouse", path, TinyFiles.Png, kind: "photo")).Expect(HttpStatusCode.Created).Location!;
        (await backend.Client.UploadAsync("warehouse", path, TinyFiles.Png, kind: "chat")).Expect(HttpStatusCode.Forbidden);
        (await backend.Client.UploadAsync("seller:S-200", path, TinyFiles.Png)).Expect(HttpStatusCode.NotFound);
        (await backend.Client.UploadAsync("service", path, TinyFiles.Png)).Expect(HttpStatusCode.Forbidden);
        (await backend.Client.UploadAsync(null, path, TinyFiles.Png)).Expect(HttpStatusCode.Unauthorized);
        (await backend.Client.UploadAsync("agent", "/api/cases/KM-9.1", TinyFiles.Png)).Expect(HttpStatusCode.NotFound);
        Assert.Single(await BlobsAsync());

        (await backend.GetAsync("seller:S-100", location)).Expect(HttpStatusCode.OK);
        (await backend.GetAsync("seller:S-200", location)).Expect(HttpStatusCode.NotFound);
        (await backend.GetAsync("service", location)).Expect(HttpStatusCode.Forbidden);
        (await backend.GetAsync(null, location)).Expect(HttpStatusCode.Unauthorized);
        // The id of another case's document opens nothing here.
        var otherCase = await backend.Client.OpenCaseAsync("TS-2");
        (await backend.GetAsync("seller:S-100", otherCase + "/documents/" + location.Split('/')[^1])).Expect(HttpStatusCode.NotFound);
    }

    private async Task<HttpResponseMessage> DownloadAsync(string role, string location)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, location);
        request.Headers.Authorization = new("Bearer", await backend.Client.TokenAsync(role));
        return (await backend.Client.SendAsync(request)).EnsureSuccessStatusCode();
    }

    // Half-written ones, too: nothing of a refused file may stay.
    private async Task<List<string>> BlobsAsync() =>
        await backend.Storage.Documents.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, null, CancellationToken.None).Select(b => b.Name).ToListAsync();
}
