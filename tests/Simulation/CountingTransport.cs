using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Kumoten.Tests.Simulation;

/// <summary>Counts storage operations, and knows which queues something was sent to, so that empty ones need not be asked.</summary>
public sealed class CountingTransport : HttpPipelineTransport
{
    private static readonly AsyncLocal<bool> IsChecking = new();
    private readonly HttpClientTransport inner = HttpClientTransport.Shared;
    private readonly ConcurrentDictionary<string, int> waiting = new();
    private long total;

    /// <summary>Every operation of the application and its host; those of the checks are not counted.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>Reads for a check: not counted.</summary>
    public static async Task<T> UncountedAsync<T>(Func<Task<T>> read)
    {
        IsChecking.Value = true;
        try
        {
            return await read();
        }
        finally
        {
            IsChecking.Value = false;
        }
    }

    /// <summary>Whether something was sent to a queue that nobody has received yet.</summary>
    public bool HasWaiting(string queue) => waiting.GetValueOrDefault(queue) > 0;

    /// <summary>Notes that messages were received.</summary>
    public void Received(string queue, int messages) => waiting.AddOrUpdate(queue, 0, (_, sent) => Math.Max(0, sent - messages));

    /// <summary>Notes that a queue was empty whatever was thought.</summary>
    public void FoundEmpty(string queue) => waiting[queue] = 0;

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Everything here is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        await inner.ProcessAsync(message);
        if (!IsChecking.Value)
        {
            Interlocked.Increment(ref total);
            Life.Current?.CountOperation();
        }

        var path = message.Request.Uri.Path;
        if (message.Request.Method == RequestMethod.Post && path.EndsWith("/messages", StringComparison.Ordinal) && message.Response.Status == 201)
            waiting.AddOrUpdate(path.Split('/')[^2], 1, (_, sent) => sent + 1);
    }
}
