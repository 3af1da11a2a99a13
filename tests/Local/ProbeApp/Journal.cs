using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Probe.App;

/// <summary>Writes each call down before it runs, one file per call, so that a test sees what arrived and how often.</summary>
public sealed class Journal : IFunctionsWorkerMiddleware
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("PROBE_JOURNAL") ?? Directory.CreateTempSubdirectory("probe-").FullName;

    public static async Task Write(string name, object content)
    {
        var file = Path.Combine(Folder, $"{name}-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(file + ".part", JsonSerializer.Serialize(content));
        File.Move(file + ".part", file + ".json");
    }

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.FunctionDefinition.InputBindings.Values.First().Type != "httpTrigger")
            await Write(context.FunctionDefinition.Name, new { context.InvocationId, Metadata = context.BindingContext.BindingData });
        await next(context);
    }
}
