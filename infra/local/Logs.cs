using Microsoft.Extensions.Logging.Console;

namespace Kumoten.Local;

/// <summary>The console: warnings and errors of the host, one line each; the application writes its own lines beside them.</summary>
public static class Logs
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        // WebJobs tells of a failed function four times, and the worker once, with stack traces; one line of this host is enough.
        logging.AddFilter("Host.Results", LogLevel.None);
        logging.AddFilter("Host.Executor", LogLevel.None);
        logging.AddFilter("Function", LogLevel.None);
        logging.AddFilter("Microsoft.Azure.Functions.Worker.FunctionsApplication", LogLevel.None);
        // A forwarding that fails is told of as its invocation's failure, or not at all when the client hung up.
        logging.AddFilter("Yarp", LogLevel.None);
        // A queue that is not there yet is no fault; the storage client calls each such answer a warning.
        logging.AddFilter("Azure", LogLevel.Error);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
    }
}
