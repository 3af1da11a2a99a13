using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

/// <summary>
/// Runs in the worker before its own Main (DOTNET_STARTUP_HOOKS), so that the application needs no code for the
/// local run. The worker would outlive a host that is killed outright; its end of this pipe breaks then, and ends it.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for this class outside any namespace.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        // A group of its own: Ctrl+C then reaches only the host, which ends everything in its order.
        if (!OperatingSystem.IsWindows())
            _ = SetProcessGroup(0, 0);
        // Whatever the worker starts is no concern of this host's.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        var pipe = Console.OpenStandardInput();
        new Thread(() =>
        {
            while (pipe.Read(new byte[1]) > 0)
            {
            }

            Process.GetCurrentProcess().Kill();
        })
        { IsBackground = true }.Start();
    }

    [DllImport("libc", EntryPoint = "setpgid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetProcessGroup(int process, int group);
}
