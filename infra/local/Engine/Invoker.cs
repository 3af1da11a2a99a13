using Kumoten.Local.Children;
using Kumoten.Local.Protocol;

namespace Kumoten.Local.Engine;

/// <summary>A function failed: the message is delivered again, and dead-lettered at last.</summary>
public sealed class FunctionFailedException(string message) : Exception(message);

/// <summary>Runs a queue or timer function on the worker, within host.json's functionTimeout.</summary>
public sealed class Invoker(AppFolder folder)
{
    // What is asked to break off has this time to do so.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs the function once; returns when it succeeded.</summary>
    /// <exception cref="FunctionFailedException">It did not succeed.</exception>
    public async Task Call(WorkerLife life, WorkerFunction function, TriggerData data, CancellationToken stopping)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(folder.FunctionTimeout);
        var run = life.Link.InvokeAsync(function, Guid.NewGuid().ToString(), data.Input, data.Metadata, timeout.Token);
        // As the real host does: a function that does not even end when it is asked to takes its worker with it.
        using var last = timeout.Token.Register(() => _ = EndWorkerUnless(run, life, stopping));
        var result = await run;
        if (!result.Succeeded)
        {
            throw new FunctionFailedException(timeout.IsCancellationRequested && !stopping.IsCancellationRequested
                ? $"{function.Name} has not ended within functionTimeout ({folder.FunctionTimeout})."
                : $"{function.Name}: {Short(result.Error!)}");
        }
    }

    private static async Task EndWorkerUnless(Task ended, WorkerLife life, CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested && await Task.WhenAny(ended, Task.Delay(Grace, CancellationToken.None)) != ended)
            life.Kill();
    }

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 300 ? line : line[..300] + "...";
    }
}
