using System.Collections.Concurrent;
using Kumoten.Local.Protocol;

namespace Kumoten.Local;

/// <summary>Prints what the worker logs over its link: one line each, with the exception's message in place of its stack.</summary>
public sealed class WorkerLog(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, ILogger> known = [];

    public void Write(string workerId, RpcLog log)
    {
        var level = (LogLevel)log.Level;
        var logger = known.GetOrAdd(log.Category, loggers.CreateLogger);
        if (logger.IsEnabled(level))
            logger.Log(level, 0, log, null, static (log, _) => log.Exception is null ? log.Message : $"{log.Message} ({log.Exception.Message.Split('\n')[0].TrimEnd()})");
    }
}
