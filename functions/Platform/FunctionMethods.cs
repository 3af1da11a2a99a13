using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Platform;

/// <summary>The methods behind the functions, for what their attributes say. The worker names them only.</summary>
public sealed class FunctionMethods
{
    private readonly ConcurrentDictionary<string, Endpoint> endpoints = new(StringComparer.Ordinal);

    /// <summary>The endpoint of an HTTP function: its attributes, for authorization and limits. Looked up once for each.</summary>
    /// <param name="function">The function.</param>
    /// <returns>The endpoint; it runs nothing by itself.</returns>
    public Endpoint EndpointOf(FunctionDefinition function) => endpoints.GetOrAdd(
        function.Name,
        (name, definition) => new Endpoint(null, new EndpointMetadataCollection([.. MethodOf(definition).GetCustomAttributes()]), name),
        function);

    /// <summary>The queue that starts a function.</summary>
    /// <param name="function">The function.</param>
    /// <returns>The queue's name; null when no queue starts it.</returns>
    public static string? QueueOf(FunctionDefinition function) =>
        MethodOf(function).GetParameters().Select(parameter => parameter.GetCustomAttribute<QueueTriggerAttribute>()).FirstOrDefault(queue => queue is not null)?.QueueName;

    // "Kumoten.Functions.Doors.Cases.CaseFunctions.OpenCase"
    private static MethodInfo MethodOf(FunctionDefinition function)
    {
        var dot = function.EntryPoint.LastIndexOf('.');
        return typeof(FunctionMethods).Assembly.GetType(function.EntryPoint[..dot])?.GetMethod(function.EntryPoint[(dot + 1)..])
            ?? throw new InvalidOperationException($"The function {function.Name} has no public method {function.EntryPoint}.");
    }
}
