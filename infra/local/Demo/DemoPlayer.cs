using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Kumoten.Local.Demo;

/// <summary>
/// Plays two weeks of orders through the running system: a morning and an afternoon each day, with the clock moved in between.
/// What happens in the same half day happens at once, as it would; the deeds of one life keep their order.
/// </summary>
public sealed class DemoPlayer : IDisposable
{
    private const int Days = 14;
    private const int HalfDays = 2 * Days;
    private const int LastWorkingHalfDay = 2 * 11 + 1;

    // Two processors have enough to do with these.
    private const int AtOnce = 6;

    private readonly DemoWorld world;
    private readonly CancellationToken stopping;
    private readonly List<DemoOrder> orders = Cast();
    private int deeds;

    private DemoPlayer(Settings settings, CancellationToken stopping) => (world, this.stopping) = (new DemoWorld(settings, stopping), stopping);

    public void Dispose() => world.Dispose();

    /// <summary>Plays it, unless this data has it already. A failure is told of and leaves the system running.</summary>
    public static async Task PlayAsync(Settings settings, CancellationToken stopping)
    {
        using var player = new DemoPlayer(settings, stopping);
        try
        {
            if (await player.world.HasAsync(DemoOrder.IdOf(1)))
                Console.WriteLine($"The demo is in this data already ({DemoOrder.IdOf(1)} and the orders after it), so nothing is played. Delete the data to play it anew.");
            else
                await player.PlayAllAsync();
        }
        catch (Exception problem) when (!stopping.IsCancellationRequested
            && problem is DemoFailedException or HttpRequestException or TaskCanceledException or JsonException or IOException)
        {
            await Console.Error.WriteLineAsync($"The demo stopped: {problem.Message} What it had done stays; the system runs on.");
        }
    }

    private async Task PlayAllAsync()
    {
        var took = Stopwatch.StartNew();
        var start = NextMonday(await world.ClockAsync());
        Console.WriteLine($"The demo: {orders.Count(order => order.Life.HasOrder)} orders from {start:d MMMM yyyy} on, {Days} days in about a minute ...");
        for (var half = 0; half < HalfDays; half++)
        {
            if (half <= LastWorkingHalfDay && IsWorking(half))
                await Progress.Of(PlayAsync(start, half), $"the demo's day {half / 2 + 1}");
            else if (half % 2 == 0)
                await BeginAsync(start, half);
            if (half % 2 == 1)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Demo, day {half / 2 + 1,2} of {Days} ({HourOf(start, half):ddd d MMM}): {orders.Count(order => order.Birth <= half)} lives, {deeds} deeds"));
        }

        await Progress.Of(EndAsync(start), "the demo's end");
        Console.WriteLine($"The demo took {took.Elapsed.TotalSeconds:0} seconds; its clock shows {HourOf(start, HalfDays):d MMMM yyyy}.");
    }

    // The clock goes on, the tracking feed says something, and what came due meanwhile is seen.
    private async Task BeginAsync(DateTimeOffset start, int half)
    {
        await world.MoveClockAsync(HourOf(start, half));
        // A silent feed is not a silent parcel: without a word of each courier nothing would be late.
        foreach (var order in orders.Where(order => order.Life.HasOrder).DistinctBy(order => order.Courier))
            await world.PushAsync("aftership", order.OldNews(world.Now));
    }

    private async Task PlayAsync(DateTimeOffset start, int half)
    {
        await BeginAsync(start, half);
        await EachAsync(orders.Where(order => order.Birth == half && order.Life.HasOrder), order => world.CallAsync("service", HttpMethod.Put, "/api/orders/" + order.Id, order.Feed(world.Now)));
        await world.RunTimerAsync("WatchDeadlines");
        await EachAsync(orders, order => LiveAsync(order, half));
    }

    private async Task LiveAsync(DemoOrder order, int half)
    {
        foreach (var (_, deed) in order.Life.Deeds.Where(deed => HalfDayOf(order, deed.After) == half))
        {
            await deed(world, order);
            Interlocked.Increment(ref deeds);
        }
    }

    private async Task EndAsync(DateTimeOffset start)
    {
        await BeginAsync(start, HalfDays);
        foreach (var timer in new[] { "WatchDeadlines", "WatchDock", "RemindDesk" })
            await world.RunTimerAsync(timer);
        await EachAsync(orders.Where(order => order.Life.Ends is not null), order => world.ReachAsync(order, order.Life.Ends!));
    }

    // Whose life it was belongs to what failed.
    private Task EachAsync(IEnumerable<DemoOrder> some, Func<DemoOrder, Task> act) => Parallel.ForEachAsync(
        some, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping }, async (order, _) =>
        {
            try
            {
                await act(order);
            }
            catch (DemoFailedException failure)
            {
                throw new DemoFailedException($"{order.Id} ({order.Life.Plot}): {failure.Message}");
            }
        });

    // The lives of one plot begin apart from each other, evenly between its first day and its last.
    private static List<DemoOrder> Cast()
    {
        var cast = new List<DemoOrder>();
        foreach (var life in DemoLives.All)
        {
            for (var copy = 0; copy < life.Copies; copy++)
            {
                var day = life.Born.First + (life.Copies == 1 ? 0 : (life.Born.Last - life.Born.First) * copy / (life.Copies - 1));
                cast.Add(new DemoOrder(cast.Count + 1, life) { Birth = WorkingHalfDay((int)(2 * day)) });
            }
        }

        return cast;
    }

    private static int HalfDayOf(DemoOrder order, double after) => WorkingHalfDay(order.Birth + (int)(2 * after));

    // Offices and the warehouse rest at weekends, so that everybody does here.
    private static int WorkingHalfDay(int half)
    {
        while (!IsWorking(half))
            half++;
        return Math.Min(half, LastWorkingHalfDay);
    }

    private static bool IsWorking(int half) => half / 2 % 7 < 5;

    private static DateTimeOffset HourOf(DateTimeOffset start, int half) => start.AddDays(half / 2).AddHours(half % 2 == 0 ? 10 : 15);

    // Begun on a Monday, weekends and deadlines fall the same way in every run; only holidays do not.
    private static DateTimeOffset NextMonday(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.ToOffset(TimeSpan.FromHours(8)).Date, TimeSpan.FromHours(8));
        return today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 6) % 7 + 1);
    }
}
