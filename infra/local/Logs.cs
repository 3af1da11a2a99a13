using Microsoft.Extensions.Logging.Console;

namespace Kumoten.Local;

/// <summary>The console: warnings and errors of the host, one line each; the application writes its own lines beside them.</summary>
public static class Logs
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        // WebJobs tells of a failed function four times, with stack traces of this host; Jobs tells of it once.
        logging.AddFilter("Host.Results", LogLevel.None);
        logging.AddFilter("Host.Executor", LogLevel.None);
        logging.AddFilter("Function", LogLevel.None);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
    }
}
