using System.Globalization;

namespace Kumoten.Functions.Domain.Deadlines;

/// <summary>
/// Reads holidays.csv: <c>date,name,states,source</c>, where states are "federal" or names parted by semicolons.
/// A line it cannot read stops the program: a holiday silently lost would move every deadline after it.
/// </summary>
internal static class HolidayFile
{
    private const string Resource = "holidays.csv";

    public static IReadOnlyList<Holiday> Embedded()
    {
        using var stream = typeof(HolidayFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded in the program.");
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }

    public static IReadOnlyList<Holiday> Read(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Skip(1) // the names of the columns
            .Select(ReadLine),
    ];

    private static Holiday ReadLine(string line) =>
        line.Split(',') is [var date, var name, var states, _]
        && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Holiday(day, name, ReadStates(states, line))
            : throw new FormatException($"{Resource} has a line that is not a holiday: {line}");

    private static IReadOnlyList<MalaysianState> ReadStates(string states, string line) => states == "federal"
        ? MalaysianStates.All
        : [.. states.Split(';').Select(name => MalaysianStates.TryParse(name, out var state)
            ? state
            : throw new FormatException($"{Resource} names a state that is not known: {line}"))];
}
