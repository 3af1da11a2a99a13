using System.Text.Json.Nodes;

namespace Kumoten.Local.Protocol;

/// <summary>A function as its worker describes it.</summary>
/// <param name="Metadata">What the worker said, given back to it when the function is loaded.</param>
/// <param name="Trigger">The binding that sets it off: its name, type, and what that type asks for (a route, a queue, a schedule).</param>
public sealed record WorkerFunction(RpcFunctionMetadata Metadata, JsonObject Trigger)
{
    public string Name => Metadata.Name;

    public string Id => Metadata.FunctionId;

    public string EntryPoint => Metadata.EntryPoint;

    /// <summary>"httpTrigger", "queueTrigger", "timerTrigger" or another.</summary>
    public string Kind { get; } = Trigger["type"]!.GetValue<string>();

    /// <summary>The parameter's name, under which the input travels.</summary>
    public string Parameter { get; } = Trigger["name"]!.GetValue<string>();

    public string? Text(string key) => (string?)Trigger[key];

    public bool Flag(string key, bool otherwise) => (bool?)Trigger[key] ?? otherwise;

    /// <summary>Finds the trigger among the bindings.</summary>
    public static WorkerFunction Read(RpcFunctionMetadata metadata)
    {
        var bindings = metadata.RawBindings.Select(raw => JsonNode.Parse(raw)!.AsObject());
        var trigger = bindings.FirstOrDefault(b => ((string?)b["type"])?.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase) == true)
            ?? throw new InvalidOperationException($"The function {metadata.Name} has no trigger.");
        return new WorkerFunction(metadata, trigger);
    }
}

/// <summary>How an invocation ended.</summary>
/// <param name="Succeeded">The function came to its end.</param>
/// <param name="Error">Else: the exception's message.</param>
/// <param name="Stack">Else: where it was thrown, if the worker said so.</param>
public sealed record InvocationResult(bool Succeeded, string? Error = null, string? Stack = null);
