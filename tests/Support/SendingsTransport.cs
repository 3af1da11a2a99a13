using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Kumoten.Tests.Support;

/// <summary>Notes which queues something was sent to, so that empty ones need not be asked: that took most of the tests' time.</summary>
public sealed class SendingsTransport(HttpPipelineTransport inner) : HttpPipelineTransport
{
    private readonly ConcurrentDictionary<string, bool> queues = new();

    /// <summary>Notes that a queue may hold something.</summary>
    public void Note(string queue) => queues[queue] = true;

    /// <summary>Whether something may be in a queue; whoever asks goes and looks, so the note is crossed off.</summary>
    public bool TakeNoteOf(string queue) => queues.TryRemove(queue, out _);

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Everything here is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        try
        {
            await inner.ProcessAsync(message);
        }
        finally
        {
            // Also when it failed, for it may have arrived; and afterwards, or a look in between would cross off what it missed.
            var path = message.Request.Uri.Path;
            if (message.Request.Method == RequestMethod.Post && path.EndsWith("/messages", StringComparison.Ordinal))
                Note(path.Split('/')[^2]);
        }
    }
}
