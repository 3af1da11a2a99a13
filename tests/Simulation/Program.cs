using System.Globalization;
using Kumoten.Tests.Hands.Mails;

namespace Kumoten.Tests.Simulation;

/// <summary>The test project as a program: <c>dotnet run --project tests -- simulate --seed 7 --orders 2000 --days 90</c>, or <c>-- mails --out mails</c>.</summary>
public static class Program
{
    private const string Usage = "dotnet run --project tests -- simulate [--seed 7] [--orders 2000] [--days 90], or: dotnet run --project tests -- mails --out <folder>";

    public static async Task<int> Main(string[] args)
    {
        if (args is ["mails", "--out", var folder])
        {
            Console.WriteLine($"{await AllMails.WriteAsync(folder)} mails are in {folder}.");
            return 0;
        }

        if (args is not ["simulate", ..] || !TryRead(args[1..], out var settings))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        // The worker reads its settings where it stands, and here it stands beside the tests.
        Directory.SetCurrentDirectory(AppContext.BaseDirectory);
        var report = await Quarter.RunAsync(settings, Console.WriteLine);
        Console.WriteLine();
        Console.Write(report.Text());
        return report.IsGood ? 0 : 1;
    }

    private static bool TryRead(string[] options, out Settings settings)
    {
        settings = new Settings(Seed: 7, Orders: 2000, Days: 90);
        foreach (var pair in options.Chunk(2))
        {
            if (pair.Length != 2 || !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
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
