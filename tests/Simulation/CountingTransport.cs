using Azure.Core;
using Azure.Core.Pipeline;

namespace Kumoten.Tests.Simulation;

/// <summary>Counts storage operations.</summary>
public sealed class CountingTransport : HttpPipelineTransport
{
    private static readonly AsyncLocal<bool> IsChecking = new();
    private readonly HttpClientTransport inner = HttpClientTransport.Shared;
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
    }
}
