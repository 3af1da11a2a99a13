using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kumoten.Local;

/// <summary>What the command line asked for; Program.cs lists the arguments.</summary>
public sealed record Settings
{
    private static readonly string[] Known =
        ["port", "blob-port", "queue-port", "table-port", "smtp-port", "mail-port", "data", "app"];

    public int Port { get; private init; }

    public int BlobPort { get; private init; }

    public int QueuePort { get; private init; }

    public int TablePort { get; private init; }

    public int SmtpPort { get; private init; }

    public int MailPort { get; private init; }

    /// <summary>Where Azurite keeps its data between runs.</summary>
    public required string Data { get; init; }

    /// <summary>The folder with host.json, the executable and a folder for each function.</summary>
    public required string App { get; init; }

    /// <summary>The storage that the environment names; null when Azurite is to be started.</summary>
    public string? OwnStorage { get; private init; }

    /// <summary>This project's folder, with child.mjs and node_modules.</summary>
    public required string Home { get; init; }

    public string Storage => OwnStorage ??
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" +
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
        $"BlobEndpoint=http://127.0.0.1:{BlobPort}/devstoreaccount1;" +
        $"QueueEndpoint=http://127.0.0.1:{QueuePort}/devstoreaccount1;" +
        $"TableEndpoint=http://127.0.0.1:{TablePort}/devstoreaccount1;";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="RefusedException">An argument is unknown or no number.</exception>
    public static Settings Read(string[] args)
    {
        var given = new ConfigurationBuilder().AddCommandLine(args).Build();
        if (given.GetChildren().FirstOrDefault(s => !Known.Contains(s.Key, StringComparer.OrdinalIgnoreCase)) is { } stranger)
            throw new RefusedException($"Unknown argument --{stranger.Key}. Known are: {string.Join(", ", Known.Select(k => "--" + k))}.");

        // infra/local/bin/Debug/net10.0: the application stands in the same place of its own project.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var home = output.Parent!.Parent!.Parent!;
        return new Settings
        {
            Port = Number("port", 7071),
            BlobPort = Number("blob-port", 10000),
            QueuePort = Number("queue-port", 10001),
            TablePort = Number("table-port", 10002),
            SmtpPort = Number("smtp-port", 1025),
            MailPort = Number("mail-port", 1080),
            Data = Path.GetFullPath(given["data"] ?? Path.Combine(home.FullName, ".data")),
            App = Path.GetFullPath(given["app"] ?? Path.Combine(home.Parent!.Parent!.FullName, "functions/bin", output.Parent.Name, output.Name)),
            OwnStorage = Environment.GetEnvironmentVariable("AzureWebJobsStorage") is { Length: > 0 } storage ? storage : null,
            Home = home.FullName,
        };

        int Number(string key, int otherwise) => given[key] is not { } text ? otherwise
            : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536 ? number
            : throw new RefusedException($"--{key} takes a port from 1 to 65535, not '{text}'.");
    }

    /// <summary>Refuses to start when another program has one of the ports: found later, it would look like a fault of ours.</summary>
    /// <exception cref="RefusedException">A port is taken, or two settings name the same.</exception>
    public void RefuseTakenPorts()
    {
        List<(int Port, string Use, string Argument)> ports = [(Port, "the site", "port"), (SmtpPort, "mail (SMTP)", "smtp-port"), (MailPort, "the mail page", "mail-port")];
        if (OwnStorage is null)
            ports.AddRange([(BlobPort, "Azurite (blobs)", "blob-port"), (QueuePort, "Azurite (queues)", "queue-port"), (TablePort, "Azurite (tables)", "table-port")]);

        foreach (var (port, use, argument) in ports)
        {
            if (ports.Count(p => p.Port == port) > 1 || IsTaken(port))
                throw new RefusedException($"Port {port} is taken, and {use} would listen there. Stop the program that has it, or choose another with --{argument} <number>.");
        }
    }

    /// <summary>A port that nobody has just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsTaken(int port)
    {
        foreach (var address in Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : new[] { IPAddress.Loopback })
        {
            try
            {
                using var listener = new TcpListener(address, port);
                listener.Start();
            }
            catch (SocketException problem) when (problem.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                return true;
            }
            catch (SocketException)
            {
                // A machine may know IPv6 and still have no such address; nothing can be taken there.
            }
        }

        return false;
    }
}

/// <summary>The local run cannot go on, for a reason that is told in one sentence and needs no stack trace.</summary>
public sealed class RefusedException(string message) : Exception(message);
