using System.Diagnostics;
using System.Net;
using Azure.Storage.Blobs.Models;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Hands.Letters;
using Kumoten.Functions.Platform.Printing;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Documents;

/// <summary>By itself: it watches what the whole process takes.</summary>
[Collection(nameof(UploadMemoryTests))]
public class HugeFileTests : BackendTest
{
    private const long Allowed = 100 * 1024 * 1024;
    private static readonly TimeSpan AllowedTime = TimeSpan.FromSeconds(2);

    // A gigabyte of zeros is packed once.
    private static readonly Dictionary<string, byte[]> Made = [];

    public static TheoryData<string, Func<byte[]>> Huge => new()
    {
        { "a stream of 300 MB", () => HugeFiles.OneStream(300) },
        { "a stream of 1 GB", () => HugeFiles.OneStream(1024) },
        { "20 streams of 10 MB", () => HugeFiles.ManyStreams(20, 10) },
        { "packed twice", () => HugeFiles.PackedTwice(300) },
        { "a stream that does not look packed", () => HugeFiles.WithoutHeader(300) },
        { "a picture of 300 MB", () => HugeFiles.OrdersCalledAPicture(300) },
        { "20,000 nested page nodes", () => HugeFiles.NestedPages(20_000) },
        { "and with a name in digits", () => HugeFiles.NestedPages(20_000, "K#69ds") },
        { "a chain of 50,000 objects", () => HugeFiles.Chain(50_000) },
        { "a bundle of a million objects", () => HugeFiles.BundleOf(1_000_000) },
        { "a PNG of 7700 x 7700", () => HugeFiles.Png(7700, 7700) },
    };

    // They pass by what they say of themselves, and stop where they are opened.
    public static TheoryData<string, Func<byte[]>> Hidden => new()
    {
        { "runs of one letter", () => HugeFiles.RunLength(64) },
        { "zeros as text", () => HugeFiles.Ascii85(24) },
        { "a page's orders that are called a picture", () => HugeFiles.OrdersCalledAPicture(200) },
        { "arrays in arrays", () => HugeFiles.NestedArrays(200_000) },
        { "a line of a gigabyte", () => HugeFiles.LongLine(1_000_000_000) },
    };

    [Theory]
    [MemberData(nameof(Huge), DisableDiscoveryEnumeration = true)]
    public async Task A_small_file_that_opens_into_a_large_one_is_refused_at_upload(string what, Func<byte[]> file)
    {
        var bytes = Make(what, file);
        var path = await Backend.Client.OpenCaseAsync();
        var (answer, grown, took) = await WatchedAsync(() => Backend.Client.UploadAsync("seller:S-100", path, bytes));
        Assert.True(answer.Status == HttpStatusCode.UnsupportedMediaType, $"{what}: {answer.Body}");
        Assert.Matches("document.(unpacksTooLarge|tooManyPixels)", (string)answer.Json["type"]!);
        Assert.True(grown < Allowed && took < AllowedTime, $"{what} of {bytes.Length / 1024} KB took {grown / 1024 / 1024} MB and {took}.");
        Assert.Empty(await Backend.Storage.Documents.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, null, default).ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Huge), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Hidden), DisableDiscoveryEnumeration = true)]
    public async Task And_one_that_was_uploaded_before_does_not_go_with_the_letter(string what, Func<byte[]> file)
    {
        var annex = new Annex(new Evidence("old.pdf", "permit"), Make(what, file));
        var (refused, grown, took) = await WatchedAsync(() => Task.FromResult(Annexes.Refusal(1, annex)));
        Assert.True(refused is not null, what);
        Assert.True(grown < Allowed && took < AllowedTime, $"{what} took {grown / 1024 / 1024} MB and {took}.");
    }

    [Fact]
    public async Task What_just_keeps_within_the_bounds_is_printed_within_them()
    {
        var letter = LetterTools.Sample(Violation.Counterfeit, "en");
        var printed = LetterPdf.Print(LetterWriter.Write(letter));
        foreach (var (what, file) in new (string, byte[])[] { ("a picture", HugeFiles.Png(3100, 3200)), ("a chain", HugeFiles.Chain(20_000)), ("pages", HugeFiles.NestedPages(900)), ("orders", HugeFiles.Orders(1024 * 1024)) })
        {
            var (result, grown, _) = await WatchedAsync(() => Task.FromResult(Annexes.Append(letter, printed, [new Annex(new Evidence("large.pdf", "permit"), file)])));
            Assert.IsType<AnnexResult.Appended>(result);
            Assert.True(grown < Allowed, $"{what} took {grown / 1024 / 1024} MB.");
        }
    }

    private static byte[] Make(string what, Func<byte[]> file) => Made.TryGetValue(what, out var known) ? known : Made[what] = file();

    // What the process holds, by the system's own account, looked at all the while: what is not the collector's counts as well.
    private static async Task<(T Result, long Grown, TimeSpan Took)> WatchedAsync<T>(Func<Task<T>> work)
    {
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        var before = self.WorkingSet64;
        long most = 0;
        await using var watch = new Timer(_ => most = Math.Max(most, Held()), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(2));
        var clock = Stopwatch.StartNew();
        var result = await work();
        return (result, Math.Max(most, Held()) - before, clock.Elapsed);
    }

    private static long Held()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
