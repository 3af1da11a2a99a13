using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Simulation;

/// <summary>
/// Plays the Functions host: carries messages to their functions, tries each five times and then puts it aside as a dead
/// letter, and runs the timers. Messages of different orders travel at once, those of one order one after another.
/// </summary>
public sealed class PlayedHost(World world)
{
    private const int Tries = 5;
    private static readonly string[] SlowQueues = ["refunds", "letters"];
    private readonly List<(Life Life, Delivery Delivery)> kept = [];

    /// <summary>How many messages were delivered.</summary>
    public int Delivered { get; private set; }

    /// <summary>Messages that failed for good: the queue and the message.</summary>
    public ConcurrentBag<(string Queue, string Message)> DeadLetters { get; } = [];

    /// <summary>Runs a timer function now.</summary>
    public async Task RunTimerAsync(string name)
    {
        var answer = await world.Backend.RunTimerAsync(name);
        if (answer.Status != HttpStatusCode.OK)
            world.Checks.Complain(null, $"{name} answered {(int)answer.Status}: {answer.Body}");
    }

    /// <summary>Delivers until nothing waits any more, but for what the slow queues keep.</summary>
    public async Task DeliverAsync()
    {
        var ready = kept.Where(k => k.Life.LetsGo || !k.Life.HasSlowQueues).ToList();
        kept.RemoveAll(ready.Contains);
        foreach (var life in ready.Select(r => r.Life).Distinct())
            life.LetsGo = false;
        var messages = ready.Select(r => r.Delivery).ToList();
        for (var rounds = 0; rounds < 500; rounds++)
        {
            messages.AddRange(Keep(await world.Backend.ReceiveAsync()));
            if (messages.Count == 0)
                return;
            await Parallel.ForEachAsync(
                messages.GroupBy(LifeOf).OrderBy(g => g.Key?.Number ?? -1),
                new ParallelOptions { MaxDegreeOfParallelism = world.Settings.AtOnce },
                async (ofOne, _) =>
                {
                    foreach (var message in ofOne)
                        await (ofOne.Key?.AsDoingAsync(() => DeliverAsync(message)) ?? DeliverAsync(message));
                });
            Delivered += messages.Count;
            messages.Clear();
        }

        world.Checks.Complain(null, "the queues do not run empty");
    }

    private async Task DeliverAsync(Delivery delivery)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if ((await world.Backend.TryDeliverAsync(delivery)).Status != HttpStatusCode.OK)
                continue;
            await delivery.Queue.DeleteMessageAsync(delivery.Message.MessageId, delivery.Message.PopReceipt);
            return;
        }

        var name = delivery.QueueName + "-poison";
        var poison = world.Backend.Storage.Queue(name);
        await poison.CreateIfNotExistsAsync();
        await world.Backend.Storage.SendAsync(name, delivery.Message.Body, default);
        await delivery.Queue.DeleteMessageAsync(delivery.Message.MessageId, delivery.Message.PopReceipt);
        DeadLetters.Add((name, delivery.Message.Body.ToString()));
    }

    private List<Delivery> Keep(List<Delivery> received)
    {
        var slow = received.Where(d => SlowQueues.Contains(d.QueueName) && LifeOf(d) is { HasSlowQueues: true }).ToList();
        kept.AddRange(slow.Select(d => (LifeOf(d)!, d)));
        return [.. received.Except(slow)];
    }

    private Life? LifeOf(Delivery delivery)
    {
        var message = JsonNode.Parse(delivery.Message.Body.ToString())!;
        if ((string?)message["body"] is { } body)
            return world.SenderOf(body);
        return CaseId.TryParse((string?)message["caseId"], out var subject, out _) ? world.Lives.FirstOrDefault(life => life.Subject == subject) : null;
    }
}
