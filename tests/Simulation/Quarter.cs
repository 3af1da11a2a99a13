using System.Diagnostics;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Simulation;

/// <summary>What a simulation runs with. The same settings give the same lives.</summary>
public sealed record Settings(int Seed, int Orders, int Days)
{
    public DateTimeOffset Start { get; init; } = DateTimeOffset.Parse("2026-10-01T00:01:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    public int Sellers { get; init; } = 40;

    /// <summary>How many lives act at once within an hour.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>When the mail server is away.</summary>
    public IReadOnlyList<Span> MailOutages { get; init; } = [new(12.7, 6), new(33.6, 7), new(61.7, 3)];

    /// <summary>Which courier's whole feed is silent, and when.</summary>
    public IReadOnlyList<(string Courier, Span Span)> Silences { get; init; } = [("zto", new(27, 50))];

    /// <summary>When no agent works.</summary>
    public IReadOnlyList<Span> Leaves { get; init; } = [new(40, 96)];

    /// <summary>Every how many hours the deadlines are watched, from midnight on; 18:01, after the office closes, must be among them.</summary>
    public int SweepEvery { get; init; } = 1;

    /// <summary>Whether the timer that watches deadlines runs.</summary>
    public bool WatchesDeadlines { get; init; } = true;

    public IReadOnlyList<Behaviour> Mix { get; init; } = Behaviour.Mix;

    /// <summary>Services that stand in for others: a rule broken on purpose.</summary>
    public Action<IServiceCollection>? Replace { get; init; }
}

/// <summary>
/// A simulated quarter: the whole application on real storage, and outside of it orders, couriers, marketplaces, sellers and
/// staff. It goes on by the hour: whoever has something to do in that hour does it, then the host delivers all messages and
/// runs the timers. Everything within an hour has the same time, so that lives can act at once and each still replays.
/// </summary>
public static class Quarter
{
    private const int FeedsEvery = 3;

    /// <summary>Runs it.</summary>
    /// <param name="settings">What it runs with.</param>
    /// <param name="tell">Where progress is told.</param>
    /// <returns>What came of it.</returns>
    public static async Task<Report> RunAsync(Settings settings, Action<string>? tell = null)
    {
        var watch = Stopwatch.StartNew();
        var transport = new CountingTransport();
        var mail = new PostOffice();
        await using var backend = await Backend.StartAsync(transport, services =>
        {
            services.AddSingleton<IMailer>(mail);
            settings.Replace?.Invoke(services);
        }, settings.Start);
        var world = new World(settings, backend, transport, mail);
        world.Lives = [.. Behaviours(settings).Select((behaviour, n) => new Life(world, n, behaviour))];
        // Tokens first: lives that act at once must not ask for them at once.
        foreach (var role in world.Lives.Select(life => "seller:" + life.SellerId).Distinct().Concat(["agent", "warehouse", "service"]))
            await backend.GetAsync(role, "/api/health");
        var before = transport.Total;

        var awake = world.Lives.ToList();
        var asleep = new PriorityQueue<Life, (DateTimeOffset, int)>();
        Snapshot? all = null;
        var told = 0;
        for (var hour = 0; hour < settings.Days * 24; hour++)
        {
            await LiveAsync(world, awake, asleep);
            await world.Host.DeliverAsync();
            await TimersAsync(world, hour);
            await world.Host.DeliverAsync();
            world.Coverage.Publish();
            if (hour % 168 == 167)
            {
                all = await world.Checks.CheckAllAsync(isEnd: false);
                world.Coverage.Publish();
                tell?.Invoke(Report.Progress(world, all, (hour + 1) / 168, watch.Elapsed));
                foreach (var complaint in world.Checks.Complaints.Skip(told))
                    tell?.Invoke("  WRONG: " + complaint);
                told = world.Checks.Complaints.Count;
                // Once a week the desk goes through what is open, and takes up what nobody follows any more.
                foreach (var life in world.Lives.Where(life => life.Strand is { IsOver: true, Failure: null } && all.Dossiers.GetValueOrDefault(life.Subject)?.Cases.Exists(c => !c.IsEnded) == true))
                {
                    life.TakeUpAgain();
                    asleep.Enqueue(life, (world.Now, life.Number));
                }
            }

            world.NextHour();
            awake.Clear();
            while (asleep.TryPeek(out _, out var at) && at.Item1 <= world.Now)
                awake.Add(asleep.Dequeue());
        }

        await EndAsync(world);
        all = await world.Checks.CheckAllAsync(isEnd: true);
        world.Coverage.Publish();
        return new Report(world, all, transport.Total - before, watch.Elapsed);
    }

    private static async Task LiveAsync(World world, List<Life> awake, PriorityQueue<Life, (DateTimeOffset, int)> asleep)
    {
        await Parallel.ForEachAsync(awake, new ParallelOptions { MaxDegreeOfParallelism = world.Settings.AtOnce }, async (life, _) => await life.Strand.GoAsync());
        foreach (var life in awake)
        {
            if (life.Strand.Failure is { } failure)
                world.Checks.Complain(life, failure is InvalidOperationException ? failure.Message : failure.ToString());
            else if (life.Strand.WakeAt is { } at)
                asleep.Enqueue(life, (at, life.Number));
        }
    }

    private static async Task TimersAsync(World world, int hour)
    {
        if (world.Settings.WatchesDeadlines && hour % world.Settings.SweepEvery == 0)
            await world.Host.RunTimerAsync("WatchDeadlines");
        if (hour % FeedsEvery == 0)
            await world.Host.RunTimerAsync("WatchFeeds");
        if (hour % 24 == 9)
            await world.Host.RunTimerAsync("RemindDesk");
    }

    // The quarter is over: slow queues let go, the mail server is back, and the host makes up for what is outstanding.
    private static async Task EndAsync(World world)
    {
        foreach (var life in world.Lives)
            (life.HasSlowQueues, life.LetsGo) = (false, true);
        for (var hours = 0; hours < 3; hours++)
        {
            await world.Host.DeliverAsync();
            if (world.Settings.WatchesDeadlines)
                await world.Host.RunTimerAsync("WatchDeadlines");
            await world.Host.DeliverAsync();
            if (hours < 2)
                world.NextHour();
        }
    }

    private static IEnumerable<Behaviour> Behaviours(Settings settings)
    {
        var dice = new Random(settings.Seed);
        var byShare = settings.Mix.SelectMany(behaviour => Enumerable.Repeat(behaviour, behaviour.Share)).ToArray();
        return settings.Mix.Concat(Enumerable.Range(0, Math.Max(0, settings.Orders - settings.Mix.Count)).Select(_ => byShare[dice.Next(byShare.Length)])).Take(settings.Orders);
    }
}
