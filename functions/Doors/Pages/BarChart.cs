using System.Globalization;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>
/// A chart of lying bars, one below the other, as the numbers that Shared/chart.scriban draws it with. Pure. Each bar's label
/// stands above it, so that a long one has the whole width, on a phone too.
/// </summary>
public static class BarChart
{
    private const int Width = 440;

    // Beside the longest bar its number must have room.
    private const int RoomForNumber = 84;
    private const int Left = 4;
    private const int BarHeight = 16;
    private const int RowHeight = 44;
    private const int LabelAt = 15;
    private const int BarAt = 21;
    private const int MostTicks = 4;

    // People can count along these, times some power of ten.
    private static readonly int[] Steps = [1, 2, 5, 10, 20, 50];

    /// <summary>Lays a chart out.</summary>
    /// <param name="series">What the parts of each bar are; also their classes in the stylesheet, which colours them.</param>
    /// <param name="bars">The bars, from above.</param>
    /// <returns>The template's facts; null when all bars are empty, for there is nothing to draw then.</returns>
    public static Dictionary<string, object?>? Of(IReadOnlyList<string> series, IReadOnlyList<Bar> bars)
    {
        var longest = bars.MaxBy(bar => bar.Length);
        if (longest is not { Length: > 0 })
            return null;
        var (most, floor) = (longest.Length, bars.Count * RowHeight);
        var step = StepOf(most, bars.All(bar => bar.Parts.All(decimal.IsInteger)));
        decimal At(decimal amount) => Left + Math.Round((Width - Left - RoomForNumber) * amount / most, 1);
        return new()
        {
            ["width"] = Width,
            ["height"] = floor + 20,
            ["left"] = Left,
            ["floor"] = floor,
            ["bar_height"] = BarHeight,
            ["series"] = series,
            ["longest"] = Facts(longest),
            ["ticks"] = Enumerable.Range(0, (int)(most / step) + 1).Select(tick => new Dictionary<string, object?> { ["x"] = At(tick * step), ["text"] = (tick * step).ToString("0.##", CultureInfo.InvariantCulture) }).ToList(),
            ["bars"] = bars.Select((bar, row) =>
            {
                var facts = Facts(bar);
                facts["label_y"] = row * RowHeight + LabelAt;
                facts["y"] = row * RowHeight + BarAt;
                facts["text_x"] = At(bar.Length) + 5;
                facts["text_y"] = row * RowHeight + BarAt + 13;
                var start = 0m;
                facts["parts"] = series.Zip(bar.Parts).Where(part => part.Second > 0).Select(part =>
                {
                    var (from, to) = (At(start), At(start += part.Second));
                    return new Dictionary<string, object?> { ["series"] = part.First, ["x"] = from, ["width"] = to - from };
                }).ToList();
                return facts;
            }).ToList(),
        };
    }

    private static Dictionary<string, object?> Facts(Bar bar) => new() { ["label"] = bar.Label, ["text"] = bar.Text };

    // There is no half of a case.
    private static decimal StepOf(decimal most, bool areWhole)
    {
        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)most)) - 1);
        var step = Steps.Select(times => times * power).First(step => most / step <= MostTicks);
        return areWhole ? Math.Max(1, step) : step;
    }
}

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What it is of, as the chart's template reads it.</param>
/// <param name="Text">Its number, as it is written beside it.</param>
/// <param name="Parts">How long its parts are.</param>
public sealed record Bar(string Label, string Text, params IReadOnlyList<decimal> Parts)
{
    /// <summary>How long it is.</summary>
    public decimal Length => Parts.Sum();
}
