using Kumoten.Functions.Worker;
using Probe.App;

var functions = FunctionCatalogue.Read([typeof(ProbeFunctions), typeof(RawFunctions)]);
if (args is ["--write-functions", var folder])
{
    FunctionCatalogue.Write(functions, folder);
    return;
}

var builder = WebApplication.CreateBuilder(args);
builder.UseFunctionsHost();
var app = builder.Build();

// Each call is written down with its request, one file per call, so that a test sees what arrived and how often.
var journal = Environment.GetEnvironmentVariable("PROBE_JOURNAL")!;
app.Use(async (context, next) =>
{
    if (HttpMethods.IsPost(context.Request.Method))
    {
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        var file = Path.Combine(journal, $"{context.Request.Path.Value!.Trim('/').Replace('/', '-')}-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(file + ".part", await reader.ReadToEndAsync());
        File.Move(file + ".part", file + ".json");
        context.Request.Body.Position = 0;
    }

    await next();
});

app.MapFunctions([.. functions.Where(f => f.Method.DeclaringType != typeof(RawFunctions))]);
app.MapPost("/Raw", () => Results.Json(new { }));
app.MapPost("/Empty", () => Results.Ok());
// Holds the message until the test says so, in this life of the application or a later one.
app.MapPost("/Hold", async (CancellationToken aborted) =>
{
    while (!File.Exists(Path.Combine(journal, "let-go")))
        await Task.Delay(20, aborted);
    return Results.Json(new { });
});
app.Run();
