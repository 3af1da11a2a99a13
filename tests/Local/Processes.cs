using System.Diagnostics;
using System.Globalization;

namespace Kumoten.Tests.Local;

/// <summary>What the operating system says of processes.</summary>
public static class Processes
{
    public static void Signal(int id, string signal) => Run("kill", $"-{signal}", $"{id}");

    /// <summary>The processes that one has started, and those which they have started.</summary>
    public static List<int> Below(int id)
    {
        var all = All();
        var found = new List<int> { id };
        for (var i = 0; i < found.Count; i++)
            found.AddRange(all.Where(p => p.Parent == found[i]).Select(p => p.Id));
        return found[1..];
    }

    public static bool AnyOf(IEnumerable<int> ids) => All().Any(p => ids.Contains(p.Id));

    private static List<(int Id, int Parent)> All() => Run("ps", "-A", "-o", "pid=,ppid=,stat=").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        // A zombie has ended; only its parent has not asked for its exit code yet.
        .Where(fields => !fields[2].StartsWith('Z'))
        .Select(fields => (int.Parse(fields[0], CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture)))
        .ToList();

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }
}
