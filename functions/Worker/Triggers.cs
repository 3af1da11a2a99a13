namespace Kumoten.Functions.Worker;

// The names, constructors and meaning of Microsoft.Azure.Functions.Worker, so that a *Functions.cs file
// moves to the official package by changing one using. Nothing may be added here that it does not have.

/// <summary>Marks a method as a function and names it; the name is its folder beside the executable.</summary>
/// <param name="name">The function's name, unique in the application.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name.</summary>
    public string Name { get; } = name;
}

/// <summary>Whether the Functions host itself asks for a key before it forwards a request.</summary>
public enum AuthorizationLevel
{
    /// <summary>No key: the application judges the caller (JWT, signature or session).</summary>
    Anonymous,

    /// <summary>A key of the function or the host.</summary>
    Function,

    /// <summary>The host's master key.</summary>
    Admin,
}

/// <summary>An HTTP request starts the function.</summary>
/// <param name="authLevel">The key that the host asks for.</param>
/// <param name="methods">The HTTP methods it answers, in lower case.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    /// <summary>The key that the host asks for.</summary>
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    /// <summary>The HTTP methods it answers.</summary>
    public IReadOnlyList<string> Methods { get; } = methods;

    /// <summary>The route without a leading slash; the host's prefix is empty (host.json).</summary>
    public string? Route { get; set; }
}

/// <summary>A message on a queue starts the function.</summary>
/// <param name="queueName">The queue's name.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    /// <summary>The queue's name.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting that names the storage account; AzureWebJobsStorage when absent.</summary>
    public string? Connection { get; set; }
}

/// <summary>A schedule starts the function.</summary>
/// <param name="schedule">A CRON expression of six fields (with seconds), in UTC.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>The CRON expression of six fields.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether the function also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Whether the host remembers the last run, so that a missed one is made up for.</summary>
    public bool UseMonitor { get; set; } = true;
}

/// <summary>What the host tells a timer function about its schedule.</summary>
public sealed class TimerInfo
{
    /// <summary>The runs before and after this one; null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True when this run is later than the schedule asked for.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>The runs of a schedule around this one.</summary>
public sealed class ScheduleStatus
{
    /// <summary>When the function last ran.</summary>
    public DateTime Last { get; set; }

    /// <summary>When it will run next.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this record was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
