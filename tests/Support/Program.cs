using System.Globalization;
using Kumoten.Tests.Doors.Pages;
using Kumoten.Tests.Hands.Mails;
using Kumoten.Tests.Simulation;
using Kumoten.Tests.Storms;

namespace Kumoten.Tests.Support;

/// <summary>The test project as a program, for what takes longer than a test may: storms, a simulated quarter, and how long pages take; and for mails to read.</summary>
public static class Program
{
    private const string Usage = """
        dotnet run --project tests -- simulate [--seed 7] [--orders 2000] [--days 90]
        dotnet run --project tests -- storms --seeds 200
        dotnet run --project tests -- pages --cases 5000
        dotnet run --project tests -- mails --out <folder>
        """;

    public static async Task<int> Main(string[] args)
    {
        if (args is ["mails", "--out", var folder])
        {
            Console.WriteLine($"{await AllMails.WriteAsync(folder)} mails are in {folder}.");
            return 0;
        }

        // The worker reads its settings where it stands, and here it stands beside the tests.
        Directory.SetCurrentDirectory(AppContext.BaseDirectory);
        if (args is ["storms", "--seeds", var count] && TryRead(count, out var seeds))
            return await StormsAsync(seeds);

        if (args is ["pages", "--cases", var cases] && TryRead(cases, out var many))
        {
            await using var pages = new PageTimes();
            return await pages.MeasureAsync(many, Console.WriteLine) ? 0 : 1;
        }

        if (args is not ["simulate", ..] || !TryRead(args[1..], out var settings))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var report = await Quarter.RunAsync(settings, Console.WriteLine);
        Console.WriteLine();
        Console.Write(report.Text());
        return report.IsGood ? 0 : 1;
    }

    private static async Task<int> StormsAsync(int seeds)
    {
        var (over, failed) = (0, 0);
        var crashes = await Storm.RunAllAsync(
            Enumerable.Range(1, seeds),
            problem =>
            {
                failed++;
                Console.WriteLine(problem);
            },
            _ =>
            {
                if (++over % 20 == 0)
                    Console.WriteLine($"{over} of {seeds} storms are over.");
            });
        Console.WriteLine($"Storms: {seeds}. Crashes: {crashes}. Broken promises: {failed}.");
        return failed == 0 && crashes > 0 ? 0 : 1;
    }

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private static bool TryRead(string[] options, out Settings settings)
    {
        settings = new Settings(Seed: 7, Orders: 2000, Days: 90);
        foreach (var pair in options.Chunk(2))
        {
            if (pair.Length != 2 || !TryRead(pair[1], out var number))
                return false;
            switch (pair[0])
            {
                case "--seed":
                    settings = settings with { Seed = number };
                    break;
                case "--orders":
                    settings = settings with { Orders = number };
                    break;
                case "--days":
                    settings = settings with { Days = number };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
