using Azure.Core;
using Azure.Core.Pipeline;

namespace Kumoten.Tests.Storms;

/// <summary>A crash of the program in the middle of something; the SDK does not retry it.</summary>
public sealed class CrashException(string where) : Exception(where);

/// <summary>
/// The weather of one seed. Deliveries run at once, but each storage request waits for its turn and a seeded dice
/// says whose turn it is and whether the program crashes before or after it: a failing seed replays exactly.
/// </summary>
public sealed class Weather(int seed)
{
    private readonly AsyncLocal<Strand?> current = new();

    public Random Dice { get; } = new(seed);

    /// <summary>How often a write crashes, before or after it was made.</summary>
    public double CrashRate { get; set; }

    /// <summary>How many crashes there were.</summary>
    public int Crashes { get; private set; }

    /// <summary>Runs several pieces of work at once, one storage request at a time in the dice's order.</summary>
    /// <returns>What each threw; null for what ended well.</returns>
    public async Task<Exception?[]> AtOnceAsync(IReadOnlyList<Func<Task>> work)
    {
        var strands = work.Select(w => new Strand(w)).ToList();
        foreach (var strand in strands)
        {
            strand.Start(current);
            await strand.ParkedOrDone();
        }

        while (strands.Where(s => s.IsParked).ToList() is { Count: > 0 } parked)
        {
            var next = parked[Dice.Next(parked.Count)];
            next.Go();
            await next.ParkedOrDone();
        }

        return [.. strands.Select(s => s.Failure)];
    }

    /// <summary>Waits for the turn of the work that asks; requests outside a storm pass.</summary>
    internal Task TurnAsync() => current.Value?.ParkAsync() ?? Task.CompletedTask;

    internal bool Strikes(bool isWrite)
    {
        if (current.Value is null || !isWrite || Dice.NextDouble() >= CrashRate)
            return false;
        Crashes++;
        return true;
    }

    private sealed class Strand(Func<Task> work)
    {
        private readonly Lock gate = new();
        private TaskCompletionSource? turn;
        private TaskCompletionSource signal = New();

        public bool IsParked { get; private set; }

        public Exception? Failure { get; private set; }

        public void Start(AsyncLocal<Strand?> current) => _ = Task.Run(async () =>
        {
            current.Value = this;
            try
            {
                await work();
            }
            catch (Exception failure)
            {
                Failure = failure;
            }

            signal.SetResult();
        });

        public Task ParkedOrDone() => signal.Task;

        public Task ParkAsync()
        {
            lock (gate)
            {
                turn = New();
                IsParked = true;
                signal.SetResult();
                return turn.Task;
            }
        }

        public void Go()
        {
            lock (gate)
            {
                IsParked = false;
                signal = New();
                turn!.SetResult();
            }
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Puts the weather in front of Azurite.</summary>
public sealed class StormyTransport(Weather weather) : HttpPipelineTransport
{
    private readonly HttpClientTransport inner = HttpClientTransport.Shared;
    private readonly List<string> requests = [];

    /// <summary>The weather of the moment: seeds may follow one another over the same application.</summary>
    public Weather Weather { get; set; } = weather;

    /// <summary>Every storage request that was made, "POST /devstoreaccount1/t01refunds/messages".</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Everything here is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        await Weather.TurnAsync();
        lock (requests)
            requests.Add(Describe(message));
        var isWrite = message.Request.Method != RequestMethod.Get && message.Request.Method != RequestMethod.Head;
        if (Weather.Strikes(isWrite))
            throw new CrashException("before " + Describe(message));
        await inner.ProcessAsync(message);
        if (Weather.Strikes(isWrite))
            throw new CrashException("after " + Describe(message));
    }

    private static string Describe(HttpMessage message) => $"{message.Request.Method} {message.Request.Uri.Path}";
}

/// <summary>Cuts the application off from one table, when the test says so: a crash at just that write.</summary>
public sealed class CutTransport(string table) : HttpPipelineTransport
{
    private readonly HttpClientTransport inner = HttpClientTransport.Shared;

    public bool IsCut { get; set; }

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Everything here is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        if (IsCut && message.Request.Method != RequestMethod.Get && await NamesAsync(message))
            throw new CrashException("before a write to " + table);
        await inner.ProcessAsync(message);
    }

    // A transaction names its table in its body only.
    private async Task<bool> NamesAsync(HttpMessage message)
    {
        if (message.Request.Uri.Path.Contains(table, StringComparison.Ordinal))
            return true;
        if (message.Request.Content is not { } content || !message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
            return false;
        using var body = new MemoryStream();
        await content.WriteToAsync(body, message.CancellationToken);
        return System.Text.Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length).Contains(table, StringComparison.Ordinal);
    }
}
