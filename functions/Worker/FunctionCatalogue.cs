using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kumoten.Functions.Worker;

/// <summary>One function: its method, and the parameter whose attribute starts it.</summary>
/// <param name="Name">The name the host knows it by.</param>
/// <param name="Method">The method that runs.</param>
/// <param name="TriggerParameter">The parameter with the trigger's attribute.</param>
/// <param name="Trigger">The attribute: HTTP, queue or timer.</param>
public sealed record FunctionDefinition(string Name, MethodInfo Method, ParameterInfo TriggerParameter, Attribute Trigger);

/// <summary>
/// The functions of the application, read from an explicit list of classes, and the <c>function.json</c>
/// that tells the Functions host of each.
/// </summary>
public static class FunctionCatalogue
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads the functions of the given classes.</summary>
    /// <param name="classes">The classes, as listed in Program.cs.</param>
    /// <returns>The functions in the order of the list.</returns>
    /// <exception cref="InvalidOperationException">A function has no trigger or a shape that the host cannot call, or two have one name.</exception>
    public static IReadOnlyList<FunctionDefinition> Read(IEnumerable<Type> classes)
    {
        var functions = classes
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(Define)
            .ToList();
        var twice = functions.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? functions : throw new InvalidOperationException($"Two functions are named {twice.Key}.");
    }

    /// <summary>Writes <c>{folder}/{name}/function.json</c> for every function and removes those of functions that are gone.</summary>
    /// <param name="functions">The functions to write.</param>
    /// <param name="folder">The folder of the executable.</param>
    public static void Write(IReadOnlyList<FunctionDefinition> functions, string folder)
    {
        foreach (var home in Directory.EnumerateDirectories(folder))
        {
            File.Delete(Path.Combine(home, "function.json"));
            if (!Directory.EnumerateFileSystemEntries(home).Any())
                Directory.Delete(home);
        }

        foreach (var function in functions)
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, function.Name)).FullName;
            File.WriteAllText(Path.Combine(home, "function.json"), Describe(function).ToJsonString(Indented) + "\n");
        }
    }

    /// <summary>The bindings of one function as the host reads them.</summary>
    /// <param name="function">The function to describe.</param>
    /// <returns>The content of its <c>function.json</c>.</returns>
    public static JsonObject Describe(FunctionDefinition function)
    {
        var name = function.TriggerParameter.Name!;
        return function.Trigger switch
        {
            HttpTriggerAttribute http => Bindings(
                new JsonObject
                {
                    ["authLevel"] = JsonNamingPolicy.CamelCase.ConvertName(http.AuthLevel.ToString()),
                    ["type"] = "httpTrigger",
                    ["direction"] = "in",
                    ["name"] = name,
                    ["methods"] = new JsonArray([.. http.Methods.Select(m => (JsonNode)m)]),
                    ["route"] = http.Route ?? function.Name,
                },
                new JsonObject { ["type"] = "http", ["direction"] = "out", ["name"] = "res" }),
            QueueTriggerAttribute queue => Bindings(new JsonObject
            {
                ["type"] = "queueTrigger",
                ["direction"] = "in",
                ["name"] = name,
                ["queueName"] = queue.QueueName,
                ["connection"] = queue.Connection ?? "AzureWebJobsStorage",
            }),
            TimerTriggerAttribute timer => Bindings(new JsonObject
            {
                ["type"] = "timerTrigger",
                ["direction"] = "in",
                ["name"] = name,
                ["schedule"] = timer.Schedule,
                ["runOnStartup"] = timer.RunOnStartup,
                ["useMonitor"] = timer.UseMonitor,
            }),
            _ => throw new InvalidOperationException($"{function.Name} has a trigger of an unknown kind."),
        };
    }

    private static JsonObject Bindings(params JsonNode[] bindings) => new() { ["bindings"] = new JsonArray(bindings) };

    private static FunctionDefinition Define(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        // Passed over in silence, its messages would pile up unread.
        if (method.IsStatic || !method.IsPublic)
            throw new InvalidOperationException($"The function {name} must be a public instance method.");

        foreach (var parameter in method.GetParameters())
        {
            if (parameter.GetCustomAttributes().FirstOrDefault(a => a is HttpTriggerAttribute or QueueTriggerAttribute or TimerTriggerAttribute) is not { } trigger)
                continue;
            var function = new FunctionDefinition(name, method, parameter, trigger);
            RefuseUnknownShapes(function);
            return function;
        }

        throw new InvalidOperationException($"The function {name} has no trigger.");
    }

    // The build reads the functions, too: what cannot be called is refused there and not by the first message.
    private static void RefuseUnknownShapes(FunctionDefinition function)
    {
        var http = function.Trigger is HttpTriggerAttribute;
        // Only what is awaited may answer: a ValueTask or an async void would be reported done while it still runs.
        var wanted = http ? typeof(Task<IResult>) : typeof(Task);
        if (function.Method.ReturnType != wanted)
            throw new InvalidOperationException($"The function {function.Name} must return {(http ? "Task<IResult>" : "Task")}.");

        foreach (var parameter in function.Method.GetParameters().Where(p => p.ParameterType != typeof(CancellationToken)))
        {
            if (http && parameter.ParameterType != typeof(HttpRequest) && parameter.ParameterType != typeof(string))
                throw new InvalidOperationException($"{function.Name} asks for {parameter.Name}: an HTTP function takes the request, route values as text and a CancellationToken.");
            if (!http && parameter != function.TriggerParameter)
                throw new InvalidOperationException($"{function.Name} asks for {parameter.Name}: a queue or timer function takes its trigger and a CancellationToken.");
        }
    }
}
