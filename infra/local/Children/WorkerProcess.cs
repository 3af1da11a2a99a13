using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Kumoten.Local.Http;
using Kumoten.Local.Protocol;

namespace Kumoten.Local.Children;

/// <summary>One life of the worker that is ready: its link, its routes, and a way to end it.</summary>
public sealed record WorkerLife(WorkerLink Link, RouteTable Routes, Action Kill)
{
    /// <summary>Ends when the worker does.</summary>
    public Task Gone => Link.Gone;
}

/// <summary>
/// The application's worker as a child process: started as the real host starts it, and started again whenever it
/// ends. Whoever needs it waits for the next life that is ready.
/// </summary>
public sealed class WorkerProcess(AppFolder folder, Settings settings, WorkerServer server) : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private TaskCompletionSource<WorkerLife> up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task running = Task.CompletedTask;

    /// <summary>Starts it and keeps it running.</summary>
    /// <param name="lastLife">Once this is cancelled an end of the worker is its last.</param>
    public void Start(CancellationToken lastLife) => running = KeepRunning(lastLife);

    /// <summary>The life that is ready now, if there is one.</summary>
    public WorkerLife? Now => Volatile.Read(ref up).Task is { IsCompletedSuccessfully: true, Result: { Gone.IsCompleted: false } life } ? life : null;

    /// <summary>The life that is ready, as soon as there is one.</summary>
    public async Task<WorkerLife> Up(CancellationToken cancellation)
    {
        while (true)
        {
            var life = await Volatile.Read(ref up).Task.WaitAsync(cancellation);
            if (!life.Gone.IsCompleted)
                return life;
            // It ended this moment, and the place of the next one is being made.
            await Task.Delay(5, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
    }

    private async Task KeepRunning(CancellationToken lastLife)
    {
        var pause = TimeSpan.Zero;
        while (true)
        {
            bool ready;
            int code;
            try
            {
                (ready, code) = await Live();
            }
            catch (Win32Exception problem)
            {
                up.SetException(new RefusedException($"{folder.Executable} could not be started: {problem.Message}"));
                break;
            }

            if (lastLife.IsCancellationRequested || stopping.IsCancellationRequested || up.Task.IsFaulted)
                break;
            // Soon when it ran before; one that cannot even start gets ever longer pauses.
            pause = ready || pause == TimeSpan.Zero ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            await Console.Error.WriteLineAsync($"The application ended (code {code}); starting it again.");
            await Task.Delay(pause, stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        // There will be no other life; who waits for one need not wait on.
        up.TrySetCanceled(CancellationToken.None);
    }

    private async Task<(bool Ready, int Code)> Live()
    {
        var workerId = Guid.NewGuid().ToString();
        using var process = Process.Start(StartInfo(workerId))!;
        var exit = process.WaitForExitAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        _ = exit.ContinueWith(_ => over.Cancel(), over.Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        WorkerLink? link = null;
        var ready = false;
        try
        {
            link = await server.ConnectedAsync(workerId, over.Token);
            await link.InitializeAsync(folder.Path, over.Token);
            var routes = Refusals.Check(link.Functions, folder);
            await link.LoadAsync(over.Token);
            await Listens(link.HttpUri, over.Token);
            up.SetResult(new WorkerLife(link, routes, process.Kill));
            ready = true;
            await link.Gone.WaitAsync(stopping.Token);
        }
        catch (RefusedException refusal)
        {
            up.SetException(refusal);
        }
        catch (WorkerException problem)
        {
            up.SetException(new RefusedException(problem.Message));
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException)
        {
            // It ended before it was ready, or it is to end now.
        }

        if (ready)
            Volatile.Write(ref up, new TaskCompletionSource<WorkerLife>(TaskCreationOptions.RunContinuationsAsynchronously));
        await End(process, link, exit);
        return (ready, process.ExitCode);
    }

    // A worker says that it is ready before its server listens.
    private static async Task Listens(Uri? address, CancellationToken cancellation)
    {
        while (address is not null)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, address.Port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(5, cancellation);
            }
        }
    }

    private ProcessStartInfo StartInfo(string workerId)
    {
        var request = Guid.NewGuid().ToString();
        // Its output is not redirected: it writes to the same console, in its own colours.
        var start = new ProcessStartInfo(folder.Executable, [.. folder.Arguments,
            "--host", server.Address.Host, "--port", $"{server.Address.Port}", "--workerId", workerId, "--requestId", request,
            "--grpcMaxMessageLength", $"{int.MaxValue}", "--functions-uri", $"{server.Address}", "--functions-worker-id", workerId,
            "--functions-request-id", request, "--functions-grpc-max-message-length", $"{int.MaxValue}"])
        {
            WorkingDirectory = folder.Path,
            // The other end of the startup hook's pipe.
            RedirectStandardInput = true,
        };
        Set("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location);
        Set("FUNCTIONS_APPLICATION_DIRECTORY", folder.Path);
        Set("AzureWebJobsStorage", settings.Storage);
        Set("Storage__CreateIfMissing", "true");
        Set("Mail__Host", "127.0.0.1");
        Set("Mail__Port", $"{settings.SmtpPort}");
        // Linked from the application's front page.
        Set("Mail__Page", $"http://localhost:{settings.MailPort}");
        // The worker's inner port is nothing for a reader; a developer's own setting goes first.
        start.Environment.TryAdd("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Warning");
        start.Environment.TryAdd("AZURE_FUNCTIONS_ENVIRONMENT", "Development");
        if (settings.Port != Settings.UsualPort)
        {
            // Links that leave the system name its address; the application's own settings know the usual one.
            Set("Kumoten__SiteUrl", $"http://localhost:{settings.Port}");
            Set("Webhooks__Shopee__CallbackUrl", $"http://localhost:{settings.Port}/api/webhooks/shopee");
        }

        return start;

        void Set(string name, string value) => start.Environment[name] = value;
    }

    private static async Task End(Process process, WorkerLink? link, Task exit)
    {
        if (link is { Gone.IsCompleted: false })
            await Task.WhenAny(link.TerminateAsync(Grace), exit);
        if (link is null || await Task.WhenAny(exit, Task.Delay(TimeSpan.FromSeconds(1))) != exit)
            process.Kill(entireProcessTree: true);
        await exit;
    }
}
