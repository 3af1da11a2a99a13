using System.Diagnostics;
using System.Text.Json;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Hands.Letters;
using Kumoten.Functions.Platform.Printing;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Hands.Letters;

/// <summary>
/// The letters read back by PDF.js, which is what browsers show them with and has no code in common with the library
/// that wrote them. Node runs it; the npm packages of the local run bring it.
/// </summary>
public sealed class PdfJs : IAsyncLifetime
{
    private const string Script = """
        import { PDFExtract } from 'pdf.js-extract';
        for (const file of process.argv.slice(1)) {
          const { pages } = await new PDFExtract().extract(file, {});
          console.log(JSON.stringify(pages.map(page => page.content.map(piece => piece.str).join(' ')).join(' ')));
        }
        """;

    private static readonly string Home = Repository.Path("infra/local");
    private Dictionary<(Violation, string), string> texts = [];

    /// <summary>The text of a printed letter, in the order in which it stands on paper.</summary>
    public string TextOf(Violation violation, string language) => texts[(violation, language)];

    /// <summary>The letter that is printed: PDF.js reads glyphs, and a Tamil syllable is more than its glyphs, so the product is in Latin letters.</summary>
    public static LetterContent Letter(Violation violation, string language)
    {
        var letter = LetterTools.Sample(violation, language);
        return letter with { Facts = letter.Facts with { ProductName = "T-shirt \"Ombak\", black, M" } };
    }

    // All in one go: starting Node takes longer than reading.
    public async Task InitializeAsync()
    {
        var which = Enum.GetValues<Violation>().SelectMany(violation => new[] { (violation, "en"), (violation, "ms") }).ToList();
        var read = await ReadAsync([.. which.Select(w => LetterPdf.Print(LetterWriter.Write(Letter(w.violation, w.Item2))))]);
        texts = which.Zip(read).ToDictionary(pair => (pair.First.violation, pair.First.Item2), pair => pair.Second);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Reads files.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(params byte[][] files)
    {
        Assert.True(Directory.Exists(Path.Combine(Home, "node_modules/pdf.js-extract")), $"The npm package pdf.js-extract is not installed in {Home}. Build infra/local again: its build installs it.");
        var folder = Directory.CreateTempSubdirectory("kumoten-letters-");
        try
        {
            var start = new ProcessStartInfo("node", ["--input-type=module", "--eval", Script]) { WorkingDirectory = Home, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (file, number) in files.Select((file, number) => (file, number)))
            {
                var path = Path.Combine(folder.FullName, $"{number}.pdf");
                await File.WriteAllBytesAsync(path, file);
                start.ArgumentList.Add(path);
            }

            using var node = Process.Start(start)!;
            var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            await node.WaitForExitAsync();
            Assert.True(node.ExitCode == 0, await errors);
            return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<string>(line)!)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
