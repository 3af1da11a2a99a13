using System.Net;
using Azure.Data.Tables;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Documents;

/// <summary>By itself: what other tests hold meanwhile would count as well.</summary>
[CollectionDefinition(nameof(UploadMemoryTests), DisableParallelization = true)]
public class AloneInMemory;

[Collection(nameof(UploadMemoryTests))]
public class UploadMemoryTests : BackendTest
{
    private const long Allowed = 2 * 1024 * 1024;
    private static readonly int Ten = (int)IncomingFile.MaxSize;

    // The server's buffers count as well.
    protected override bool Listens => true;

    [Fact]
    public async Task Ten_megabytes_pass_through_without_being_held_in_memory()
    {
        var path = await Backend.Client.OpenCaseAsync() + "/documents";
        var growth = await GrowthAsync(path, files: 1);
        Assert.True(growth < Allowed, $"The memory grew by {growth / 1024} KiB.");
    }

    [Fact]
    public async Task Nor_are_they_when_an_idempotency_key_has_them_hashed_first()
    {
        var path = await Backend.Client.OpenCaseAsync() + "/documents";
        var growth = await GrowthAsync(path, files: 1, key: "k-1");
        Assert.True(growth < Allowed, $"The memory grew by {growth / 1024} KiB.");
    }

    [Fact]
    public async Task Nor_are_three_of_them_in_a_form_that_opens_a_case()
    {
        (await Backend.FeedAsync(Samples.Order())).Expect(HttpStatusCode.Created);
        var growth = await GrowthAsync("/api/cases", files: 3);
        Assert.True(growth < Allowed, $"The memory grew by {growth / 1024} KiB.");
        Assert.Equal(3, (await Backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["documents"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_of_an_unsigned_push_is_kept_not_even_in_a_file_for_its_idempotency_key(bool saysItsLength)
    {
        // Applications that other tests have killed leave theirs behind.
        var left = Spooled();
        var spooled = 0;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/lazada")
        {
            Content = new Probe(95 * 1024 * 1024, 1, () => spooled += Spooled().Except(left).Count()),
        };
        request.Headers.TransferEncodingChunked = !saysItsLength;
        request.Headers.Add("Idempotency-Key", "k-1");
        try
        {
            using var answer = await Backend.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
        catch (HttpRequestException)
        {
            // The server hung up in the middle of it.
        }

        Assert.Equal(0, spooled);
        Assert.Empty(await Backend.Storage.Answers.QueryAsync<TableEntity>().ToListAsync());
    }

    private static string[] Spooled() => Directory.GetFiles(Path.GetTempPath(), "ASPNETCORE_*");

    // What lives, looked at after every megabyte on its way in. A small file comes first, so that what is made once is made;
    // too small to fill the buffers, which count.
    private async Task<long> GrowthAsync(string path, int files, string? key = null)
    {
        (await PostAsync("/api/cases", [new Probe(60_000, 0, () => { })], "other-1", refused: true)).Expect(HttpStatusCode.NotFound);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long worst = 0;
        var answer = await PostAsync(path, [.. Enumerable.Range(1, files).Select(i => new Probe(Ten, (byte)i, () => worst = Math.Max(worst, GC.GetTotalMemory(forceFullCollection: true) - before)))], key);
        Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.SeeOther, answer.Body);
        return worst;
    }

    private async Task<Answer> PostAsync(string path, Probe[] files, string? key, bool refused = false)
    {
        using var form = new MultipartFormDataContent { { new StringContent("cancellationProof"), "kind" } };
        if (path == "/api/cases")
        {
            form.Add(new StringContent("buyerCancellation"), "type");
            form.Add(new StringContent(refused ? "KM-9" : "KM-1001"), "orderId");
        }

        foreach (var file in files)
            form.Add(file, "file", "photo.jpg");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Authorization = new("Bearer", await Backend.Client.TokenAsync("seller:S-100"));
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await Backend.Client.SendAsync(request);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), null);
    }

    /// <summary>A JPEG that is made while it is sent, so that the test holds nothing of it either.</summary>
    private sealed class Probe(int size, byte mark, Action look) : HttpContent
    {
        private static readonly byte[] Head = TinyFiles.JpegOfSize(100)[..^10];
        private static readonly byte[] Tail = TinyFiles.JpegOfSize(100)[^10..];

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = new byte[64 * 1024];
            Array.Fill(piece, mark);
            await stream.WriteAsync(Head);
            var left = size - Head.Length - Tail.Length;
            for (var pieces = 1; left > 0; pieces++)
            {
                var length = Math.Min(left, piece.Length);
                await stream.WriteAsync(piece.AsMemory(0, length));
                left -= length;
                if (pieces % 16 == 0)
                    look();
            }

            await stream.WriteAsync(Tail);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return true;
        }
    }
}
