using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kumoten.Local.Children;

/// <summary>A Node program beside the application (Azurite or the mail catcher), which ends when this process does.</summary>
public sealed class NodeChild : IAsyncDisposable
{
    private const string Wanted = "The local run needs Node.js 20 or newer, for Azurite (storage) and maildev (mail)";

    // child.mjs ends with it when Node is older than that.
    private const int TooOld = 64;

    private readonly string name;
    private readonly Process process;
    private readonly int[] ports;
    private readonly Task drained;

    private NodeChild(string name, Process process, int[] ports)
    {
        this.name = name;
        this.process = process;
        this.ports = ports;
        // What it says of itself is of no use here, but it must be read, or a full pipe would stop the program.
        drained = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    /// <summary>Starts a program of node_modules.</summary>
    public static NodeChild Start(string name, string home, string script, int[] ports, params string[] arguments)
    {
        var file = Path.Combine(home, "node_modules", script);
        if (!File.Exists(file))
            throw new RefusedException($"{name} is not installed in {home}. Build this project again: its build installs it.");
        var start = new ProcessStartInfo("node", ["Children/child.mjs", file, .. arguments])
        {
            WorkingDirectory = home,
            // Its end of this pipe closes even when this process is killed; child.mjs then ends the program.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return new NodeChild(name, Process.Start(start)!, ports);
        }
        catch (Win32Exception)
        {
            throw new RefusedException($"{Wanted}, but the command 'node' was not found on the PATH. Install it from https://nodejs.org.");
        }
    }

    /// <summary>Waits until it answers on all its ports.</summary>
    public async Task Listening(CancellationToken stopping)
    {
        foreach (var port in ports)
        {
            while (!await Answers(port, stopping))
            {
                if (process.HasExited)
                {
                    throw new RefusedException(process.ExitCode == TooOld
                        ? $"{Wanted}, but the command 'node' is an older one (see node --version). Install a newer one from https://nodejs.org."
                        : $"{name} ended (code {process.ExitCode}) before it listened on port {port}; its reason stands above.");
                }

                await Task.Delay(20, stopping);
            }
        }
    }

    /// <summary>Ends, with a sentence, when the program ends by itself.</summary>
    public async Task Lost(CancellationToken stopping)
    {
        await process.WaitForExitAsync(stopping);
        throw new RefusedException($"{name} ended (code {process.ExitCode}); the local run cannot go on without it.");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        await drained;
        process.Dispose();
    }

    private static async Task<bool> Answers(int port, CancellationToken stopping)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, stopping);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
