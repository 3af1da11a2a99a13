using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Kumoten.Functions.Platform;

/// <summary>Where the reason of a queue function's failure is written down, for whoever is shown the message once the host gave it up.</summary>
public interface IFailureNotes
{
    /// <summary>Notes why a message failed; the last failure is the one that counts.</summary>
    /// <param name="queue">The queue it came from.</param>
    /// <param name="message">The message as it came.</param>
    /// <param name="failure">What its function threw.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is noted.</returns>
    Task NoteAsync(string queue, string message, Exception failure, CancellationToken cancel);
}

/// <summary>
/// Writes down why a queue's message failed. The host tells nobody why it gave a message up, so the reason is kept here, where it is known.
/// </summary>
/// <param name="notes">Where it is written.</param>
/// <param name="logger">For a reason that could not be written down.</param>
public sealed class FailureNoting(IFailureNotes notes, ILogger<FailureNoting> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>Whether a call came from a queue.</summary>
    /// <param name="context">The call.</param>
    /// <returns>Whether it did.</returns>
    public static bool IsFor(FunctionContext context) => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "queueTrigger");

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (!context.CancellationToken.IsCancellationRequested)
        {
            await NoteAsync(context, failure);
            // The host hears of it, delivers the message again, and gives it up at last.
            throw;
        }
    }

    // It comes on top of the failure: that it cannot be noted is logged, and the host hears of the first failure all the same.
    private async Task NoteAsync(FunctionContext context, Exception failure)
    {
        try
        {
            if (FunctionMethods.QueueOf(context.FunctionDefinition) is { } queue && context.BindingContext.BindingData.TryGetValue("QueueTrigger", out var message))
                await notes.NoteAsync(queue, message?.ToString() ?? "", failure, context.CancellationToken);
        }
        catch (Exception second) when (!context.CancellationToken.IsCancellationRequested)
        {
            logger.LogError(second, "Why {Function} failed could not be noted", context.FunctionDefinition.Name);
        }
    }
}
