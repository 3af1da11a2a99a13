using System.Text.Json.Nodes;
using Kumoten.Functions.Worker;
using Microsoft.AspNetCore.Http;

namespace Kumoten.Tests.Worker;

public sealed class FunctionCatalogueTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kumoten-catalogue-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_function_gets_the_function_json_that_the_host_reads()
    {
        FunctionCatalogue.Write(FunctionCatalogue.Read([typeof(Good)]), folder);

        Expect("TakeOrder", """{"bindings":[{"authLevel":"function","type":"httpTrigger","direction":"in","name":"request","methods":["get","put"],"route":"api/orders/{id}"},{"type":"http","direction":"out","name":"res"}]}""");
        Expect("Ping", """{"bindings":[{"authLevel":"anonymous","type":"httpTrigger","direction":"in","name":"request","methods":["get"],"route":"Ping"},{"type":"http","direction":"out","name":"res"}]}""");
        Expect("RunStep", """{"bindings":[{"type":"queueTrigger","direction":"in","name":"message","queueName":"steps","connection":"AzureWebJobsStorage"}]}""");
        Expect("Sweep", """{"bindings":[{"type":"timerTrigger","direction":"in","name":"timer","schedule":"0 */5 * * * *","runOnStartup":false,"useMonitor":true}]}""");
        Assert.Equal(4, Directory.GetDirectories(folder).Length);
    }

    [Fact]
    public void A_function_that_is_gone_leaves_nothing_behind_also_in_a_relative_folder()
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), folder);
        Directory.CreateDirectory(Path.Combine(folder, "Gone"));
        File.WriteAllText(Path.Combine(folder, "Gone", "function.json"), "{}");
        Directory.CreateDirectory(Path.Combine(folder, "runtimes", "deeper"));
        File.WriteAllText(Path.Combine(folder, "runtimes", "deeper", "function.json"), "{}");

        FunctionCatalogue.Write([], relative);

        Assert.False(Directory.Exists(Path.Combine(folder, "Gone")));
        Assert.True(File.Exists(Path.Combine(folder, "runtimes", "deeper", "function.json")));
    }

    [Theory]
    [InlineData(typeof(Twice), "Two functions are named Ping.")]
    [InlineData(typeof(Untriggered), "The function Ping has no trigger.")]
    [InlineData(typeof(Hidden), "The function Ping must be a public instance method.")]
    [InlineData(typeof(Shared), "The function Ping must be a public instance method.")]
    [InlineData(typeof(NotAwaited), "The function Ping must return Task.")]
    [InlineData(typeof(NoResult), "The function Ping must return Task<IResult>.")]
    [InlineData(typeof(Greedy), "Ping asks for other: a queue or timer function takes its trigger and a CancellationToken.")]
    [InlineData(typeof(Numbered), "Ping asks for page: an HTTP function takes the request, route values as text and a CancellationToken.")]
    public void What_the_host_could_not_call_is_refused_by_name(Type type, string reason) =>
        Assert.Equal(reason, Assert.Throws<InvalidOperationException>(() => FunctionCatalogue.Read([type])).Message);

    private void Expect(string function, string json) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(File.ReadAllText(Path.Combine(folder, function, "function.json")))), function);

#pragma warning disable CA1822, CA1034 // Functions are instance methods of public classes; these are only read.
    public sealed class Good
    {
        [Function("TakeOrder")]
        public Task<IResult> TakeOrder([HttpTrigger(AuthorizationLevel.Function, "get", "put", Route = "api/orders/{id}")] HttpRequest request, string id, CancellationToken cancel) => throw new NotSupportedException();

        [Function("Ping")]
        public Task<IResult> Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new NotSupportedException();

        [Function("RunStep")]
        public Task RunStep([QueueTrigger("steps")] JsonObject message, CancellationToken cancel) => throw new NotSupportedException();

        [Function("Sweep")]
        public Task Sweep([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => throw new NotSupportedException();
    }

    public sealed class Twice
    {
        [Function("Ping")]
        public Task Ping([QueueTrigger("pings")] JsonObject message) => throw new NotSupportedException();

        [Function("ping")]
        public Task PingAgain([QueueTrigger("pings")] JsonObject message) => throw new NotSupportedException();
    }

    public sealed class Untriggered
    {
        [Function("Ping")]
        public Task Ping(JsonObject message) => throw new NotSupportedException();
    }

    public sealed class Hidden
    {
        [Function("Ping")]
        internal Task Ping([QueueTrigger("pings")] JsonObject message) => throw new NotSupportedException();
    }

    public static class Shared
    {
        [Function("Ping")]
        public static Task Ping([QueueTrigger("pings")] JsonObject message) => throw new NotSupportedException();
    }

    public sealed class NotAwaited
    {
        [Function("Ping")]
        public ValueTask Ping([QueueTrigger("pings")] JsonObject message) => throw new NotSupportedException();
    }

    public sealed class NoResult
    {
        [Function("Ping")]
        public Task Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new NotSupportedException();
    }

    public sealed class Greedy
    {
        [Function("Ping")]
        public Task Ping([QueueTrigger("pings")] JsonObject message, string other) => throw new NotSupportedException();
    }

    public sealed class Numbered
    {
        [Function("Ping")]
        public Task<IResult> Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, int page) => throw new NotSupportedException();
    }
}
