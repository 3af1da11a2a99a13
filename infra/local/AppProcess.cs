using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kumoten.Local;

/// <summary>One life of the application: where it listens, and a task that ends when that life does.</summary>
public sealed record AppLife(Uri Address, Task Gone);

/// <summary>
/// The application as a child process: started, probed until it answers, and started again whenever it ends.
/// Whoever wants to call it waits for the next life that answers.
/// </summary>
public sealed class AppProcess(FunctionFiles files, Settings settings, IHostApplicationLifetime host, ILogger<AppProcess> logger) : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly HttpClient probe = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly CancellationTokenSource stopping = new();
    private TaskCompletionSource<AppLife> up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task running = Task.CompletedTask;

    /// <summary>Starts it and keeps it running.</summary>
    public void Start() => running = KeepRunning();

    /// <summary>The life that answers, as soon as there is one.</summary>
    public Task<AppLife> Up(CancellationToken cancellation) => Volatile.Read(ref up).Task.WaitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        probe.Dispose();
        stopping.Dispose();
    }

    private async Task KeepRunning()
    {
        var pause = TimeSpan.Zero;
        while (true)
        {
            var (answered, code) = await Live();

            // Soon when it ran before; one that cannot even start gets ever longer pauses.
            pause = answered || pause == TimeSpan.Zero ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            // Never at once: Ctrl+C reaches the application, too, and it may well end before this process has noticed.
            await Task.Delay(pause, host.ApplicationStopping).ContinueWith(_ => { }, TaskScheduler.Default);
            if (host.ApplicationStopping.IsCancellationRequested)
                break;
            logger.LogWarning("The application ended (code {Code}); starting it again", code);
        }

        // There will be no other life; who waits for one need not wait on.
        up.TrySetCanceled();
    }

    private async Task<(bool Answered, int Code)> Live()
    {
        // A port of its own for each life: the last one may have been taken in between.
        var port = Settings.FreePort();
        using var process = Process.Start(StartInfo(port))!;
        var gone = process.WaitForExitAsync();
        try
        {
            var life = new AppLife(new Uri($"http://127.0.0.1:{port}"), gone);
            if (await Answers(life))
                up.SetResult(life);
            await gone.WaitAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            await End(process, gone);
        }

        var answered = up.Task.IsCompleted;
        if (answered)
            Volatile.Write(ref up, new TaskCompletionSource<AppLife>(TaskCreationOptions.RunContinuationsAsynchronously));
        return (answered, process.ExitCode);
    }

    private async Task<bool> Answers(AppLife life)
    {
        while (!life.Gone.IsCompleted)
        {
            try
            {
                // Any answer counts, as for the real host: it shows that the application listens.
                using var answer = await probe.GetAsync(life.Address, HttpCompletionOption.ResponseHeadersRead, stopping.Token);
                return true;
            }
            catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException && !stopping.IsCancellationRequested)
            {
                await Task.Delay(15, stopping.Token);
            }
        }

        return false;
    }

    private ProcessStartInfo StartInfo(int port)
    {
        // Its output is not redirected: it writes to the same console, in its own colours.
        var start = new ProcessStartInfo(files.Executable) { WorkingDirectory = settings.App };
        Set("FUNCTIONS_CUSTOMHANDLER_PORT", $"{port}");
        Set("AzureWebJobsStorage", settings.Storage);
        Set("Storage__CreateIfMissing", "true");
        Set("Mail__Host", "127.0.0.1");
        Set("Mail__Port", $"{settings.SmtpPort}");
        Set("Local__ParentProcessId", $"{Environment.ProcessId}");
        start.Environment.TryAdd("ASPNETCORE_ENVIRONMENT", "Development");
        return start;

        void Set(string name, string value) => start.Environment[name] = value;
    }

    private static async Task End(Process process, Task gone)
    {
        // Asked first, so that a message in its hands can come to an end.
        if (OperatingSystem.IsWindows() || Kill(process.Id, 15) != 0)
            process.Kill(entireProcessTree: true);
        if (await Task.WhenAny(gone, Task.Delay(TimeSpan.FromSeconds(5))) != gone)
            process.Kill(entireProcessTree: true);
        await gone;
    }

    // .NET can only kill a child outright; asking it to end is left to the C library.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
