using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Kumoten.Local.Protocol;

/// <summary>
/// The conversation with one worker, from its StartStream to its end: first <see cref="InitializeAsync"/>, then
/// <see cref="LoadAsync"/>, then any number of invocations at once.
/// </summary>
public sealed class WorkerLink
{
    private readonly WorkerServer server;
    // Whoever finds the writer idle writes himself: a hop to another thread would cost more than the message.
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> questions = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResult>> running = [];
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal WorkerLink(WorkerServer server, string workerId)
    {
        this.server = server;
        WorkerId = workerId;
    }

    public string WorkerId { get; }

    /// <summary>Where the worker takes HTTP requests; null when it has no HTTP server of its own.</summary>
    public Uri? HttpUri { get; private set; }

    /// <summary>What the worker has, in the order of their names.</summary>
    public IReadOnlyList<WorkerFunction> Functions { get; private set; } = [];

    /// <summary>Ends when the worker does, or when its stream breaks; what runs then has failed.</summary>
    public Task Gone => gone.Task;

    /// <summary>Greets the worker and asks for its functions.</summary>
    /// <param name="folder">The application's folder, for a worker that reads it.</param>
    /// <param name="cancel">Stops the waiting.</param>
    public async Task InitializeAsync(string folder, CancellationToken cancel)
    {
        var greeting = await AskAsync(
            new() { WorkerInitRequest = new() { HostVersion = WorkerServer.HostVersion, WorkerDirectory = folder, FunctionAppDirectory = folder } }, cancel);
        Expect(greeting.WorkerInitResponse.Result, "could not begin");
        HttpUri = greeting.WorkerInitResponse.Capabilities.TryGetValue("HttpUri", out var address) ? new Uri(address) : null;

        var list = await AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = folder } }, cancel);
        Expect(list.FunctionMetadataResponse.Result, "could not list its functions");
        // Alphabetical, without regard to case: the order in which the real host tries routes.
        Functions = [.. list.FunctionMetadataResponse.FunctionMetadataResults.Select(WorkerFunction.Read).OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Loads all functions; only then can they be invoked.</summary>
    /// <param name="cancel">Stops the waiting.</param>
    public async Task LoadAsync(CancellationToken cancel)
    {
        // All are asked for before the first answer, as the real host does.
        var answers = Functions
            .Select(f => AskAsync(new() { FunctionLoadRequest = new() { FunctionId = f.Id, Metadata = f.Metadata } }, cancel))
            .ToList();
        foreach (var (function, answer) in Functions.Zip(answers))
            Expect((await answer).FunctionLoadResponse.Result, $"could not load {function.Name}");
    }

    /// <summary>Runs a function once. When the worker is gone, or goes before it answers, the result is a failure.</summary>
    /// <param name="function">One of <see cref="Functions"/>.</param>
    /// <param name="invocationId">A new id; the HTTP request beside it carries the same as x-ms-invocation-id.</param>
    /// <param name="input">What its trigger brings.</param>
    /// <param name="triggerMetadata">What else is known of the trigger.</param>
    /// <param name="cancel">Asks the worker to break off; the result is still waited for.</param>
    /// <returns>How it ended.</returns>
    public async Task<InvocationResult> InvokeAsync(
        WorkerFunction function, string invocationId, TypedData input, IDictionary<string, TypedData> triggerMetadata, CancellationToken cancel)
    {
        var result = new TaskCompletionSource<InvocationResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        running[invocationId] = result;
        var request = new InvocationRequest { InvocationId = invocationId, FunctionId = function.Id, TraceContext = new() };
        request.InputData.Add(new ParameterBinding { Name = function.Parameter, Data = input });
        request.TriggerMetadata.Add(triggerMetadata);
        Send(new() { InvocationRequest = request });
        // After it is listed: the end of the link fails all that are.
        if (Gone.IsCompleted)
            FailWhatRuns();
        using var registration = cancel.UnsafeRegister(_ => Cancel(invocationId), null);
        return await result.Task;
    }

    /// <summary>Asks the worker to break off an invocation, if it still runs.</summary>
    /// <param name="invocationId">Its id.</param>
    public void Cancel(string invocationId)
    {
        if (running.ContainsKey(invocationId))
            Send(new() { InvocationCancel = new() { InvocationId = invocationId } });
    }

    /// <summary>Asks the worker to end, and waits until it has, or until its time is over.</summary>
    /// <param name="grace">The time it has.</param>
    public async Task TerminateAsync(TimeSpan grace)
    {
        Send(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(grace) } });
        await Task.WhenAny(Gone, Task.Delay(grace));
    }

    /// <summary>Ends the conversation from this side.</summary>
    public void Close() => outgoing.Writer.TryComplete();

    internal async Task RunAsync(IAsyncStreamReader<StreamingMessage> fromWorker, IServerStreamWriter<StreamingMessage> toWorker, CancellationToken broken)
    {
        try
        {
            await await Task.WhenAny(ReadAsync(fromWorker, broken), WriteAsync(toWorker, broken));
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or InvalidOperationException)
        {
            // A worker that is killed breaks the stream: that is how its end is noticed.
        }
        finally
        {
            outgoing.Writer.TryComplete();
            gone.TrySetResult();
            FailWhatRuns();
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<StreamingMessage> fromWorker, CancellationToken broken)
    {
        while (await fromWorker.MoveNext(broken))
            Take(fromWorker.Current);
    }

    // One writer, because a stream takes one message at a time. What waits already goes out in one go.
    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> toWorker, CancellationToken broken)
    {
        var atOnce = new WriteOptions();
        var withTheNext = new WriteOptions(WriteFlags.BufferHint);
        while (await outgoing.Reader.WaitToReadAsync(broken))
        {
            while (outgoing.Reader.TryRead(out var message))
            {
                toWorker.WriteOptions = outgoing.Reader.TryPeek(out _) ? withTheNext : atOnce;
                await toWorker.WriteAsync(message, broken);
            }
        }
    }

    private void Send(StreamingMessage message)
    {
        server.Observer?.Invoke(new SeenMessage(WorkerId, FromWorker: false, message));
        outgoing.Writer.TryWrite(message);
    }

    private async Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken cancel)
    {
        question.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        questions[question.RequestId] = answer;
        Send(question);
        if (await Task.WhenAny(answer.Task, Gone).WaitAsync(cancel) == Gone)
            throw new IOException("The worker ended before it was ready.");
        return await answer.Task;
    }

    private void Take(StreamingMessage message)
    {
        server.Observer?.Invoke(new SeenMessage(WorkerId, FromWorker: true, message));
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (running.TryRemove(message.InvocationResponse.InvocationId, out var result))
                    result.TrySetResult(Judge(message.InvocationResponse.Result));
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                server.Log?.Invoke(WorkerId, message.RpcLog);
                break;
            default:
                if (questions.TryRemove(message.RequestId, out var answer))
                    answer.TrySetResult(message);
                break;
        }
    }

    private void FailWhatRuns()
    {
        foreach (var id in running.Keys)
        {
            if (running.TryRemove(id, out var result))
                result.TrySetResult(new InvocationResult(false, "the worker ended while it ran"));
        }
    }

    private static InvocationResult Judge(StatusResult result) => result.Status == StatusResult.Types.Status.Success && result.Exception is null
        ? new InvocationResult(true)
        : new InvocationResult(false, result.Exception?.Message ?? result.Status.ToString(), result.Exception?.StackTrace);

    private static void Expect(StatusResult result, string what)
    {
        if (Judge(result) is { Succeeded: false } failure)
            throw new WorkerException($"The worker {what}: {failure.Error}");
    }
}

/// <summary>A worker has said that it cannot do what it is for.</summary>
public sealed class WorkerException(string message) : Exception(message);
