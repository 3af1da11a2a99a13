using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kumoten.Local;

/// <summary>What the command line asked for.</summary>
public sealed record Settings
{
    /// <summary>The port that the application's own settings know.</summary>
    public const int UsualPort = 7071;

    /// <summary>All arguments, for people.</summary>
    public const string Help = """
        Runs the whole system on this machine: dotnet run --project infra/local [-- arguments]
          --port 7071            the site
          --blob-port 10000      Azurite: blobs
          --queue-port 10001     Azurite: queues
          --table-port 10002     Azurite: tables
          --smtp-port 1025       the mail catcher: SMTP
          --mail-port 1080       the mail catcher: its page
          --data <folder>        where data is kept between runs (infra/local/.data)
          --app <folder>         the built application (functions/bin/{Configuration}/net10.0)
          --demo                 plays two weeks of some 60 orders first, so that every page has something to show
          --help                 this list
        With AzureWebJobsStorage in the environment that storage is used and Azurite is not started.
        """;

    private const string DemoArgument = "--demo";

    private static readonly string[] Known =
        ["port", "blob-port", "queue-port", "table-port", "smtp-port", "mail-port", "data", "app"];

    /// <summary>Whether two weeks of orders are played first.</summary>
    public bool Demo { get; private init; }

    public int Port { get; private init; }

    public int BlobPort { get; private init; }

    public int QueuePort { get; private init; }

    public int TablePort { get; private init; }

    public int SmtpPort { get; private init; }

    public int MailPort { get; private init; }

    /// <summary>Where Azurite keeps its data between runs.</summary>
    public required string Data { get; init; }

    /// <summary>The folder with host.json, worker.config.json and the application.</summary>
    public required string App { get; init; }

    /// <summary>The storage that the environment names; null when Azurite is to be started.</summary>
    public string? OwnStorage { get; private init; }

    /// <summary>This project's folder, with Children/child.mjs and node_modules.</summary>
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
        // It takes no value, which the other arguments' reader would look for in the argument after it.
        var given = new ConfigurationBuilder().AddCommandLine([.. args.Where(a => a != DemoArgument)]).Build();
        if (given.GetChildren().FirstOrDefault(s => !Known.Contains(s.Key, StringComparer.OrdinalIgnoreCase)) is { } stranger)
            throw new RefusedException($"Unknown argument --{stranger.Key}. Known are: {string.Join(", ", Known.Select(k => "--" + k).Append(DemoArgument))}.");

        // infra/local/bin/Debug/net10.0: the application stands in the same place of its own project.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var home = output.Parent!.Parent!.Parent!;
        return new Settings
        {
            Demo = args.Contains(DemoArgument),
            Port = Number("port", UsualPort),
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
