using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Storage.Queues.Models;
using Google.Protobuf;
using Kumoten.Local;
using Kumoten.Local.Children;
using Kumoten.Local.Engine;
using Kumoten.Local.Http;
using Kumoten.Local.Protocol;
using Kumoten.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Kumoten.Tests.Local;

/// <summary>
/// What the local host and a real worker say to each other, beside what the real host (4.1037) was recorded to say:
/// recorded-conversation.txt, H the host, W the worker; of the worker's own words only their kind is kept.
/// </summary>
public sealed partial class ProtocolTests
{
    [Fact]
    public async Task The_conversation_with_a_worker_has_the_messages_and_fields_of_the_recorded_one()
    {
        var seen = new ConcurrentQueue<SeenMessage>();
        await using var server = await WorkerServer.StartAsync();
        server.Observer = seen.Enqueue;
        await using (var worker = new WorkerProcess(AppFolder.Read(LocalHost.Probe), Settings.Read([]), server))
        {
            worker.Start(CancellationToken.None);
            var life = await worker.Up(CancellationToken.None);

            using var site = Site(worker);
            using var answer = await site.CreateClient().GetAsync("/api/echo/17?a=x%20y");
            Assert.Equal(202, (int)answer.StatusCode);
            await Eventually.True("the request's end", () => seen.Any(m => m.Message.InvocationResponse is not null));

            await Invoke(life, "Tick", TriggerData.ForTimer(null));
            // No object, so it is not what the function takes.
            await Invoke(life, "Receive", Message(life, "Receive", "bad one"), succeeds: false);

            // A client that hangs up.
            using var patience = new CancellationTokenSource();
            var call = site.CreateClient().GetAsync("/api/wait", patience.Token);
            await Eventually.True("the request", () => seen.Count(m => m.Message.InvocationRequest is not null) == 4);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            await Eventually.True("its end", () => seen.Count(m => m.Message.InvocationResponse is not null) == 4);
        }

        Assert.Equal(Expected(), seen.Where(IsRecorded).Select(Told));
    }

    [Fact]
    public async Task A_function_that_takes_the_whole_message_gets_it_in_the_recorded_form()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = new WorkerProcess(AppFolder.Read(LocalHost.Probe), Settings.Read([]), server);
        worker.Start(CancellationToken.None);
        var life = await worker.Up(CancellationToken.None);

        var data = Message(life, "Raw", "hello qm").Input.ModelBindingData;

        Assert.Equal("1.0 AzureStorageQueues application/json", $"{data.Version} {data.Source} {data.ContentType}");
        Assert.Equal(
            ["MessageId", "PopReceipt", "MessageText", "Body", "NextVisibleOn", "InsertedOn", "ExpiresOn", "DequeueCount"],
            JsonNode.Parse(data.Content.ToStringUtf8())!.AsObject().Select(p => p.Key));
        await Invoke(life, "Raw", Message(life, "Raw", "hello qm"));
    }

    [Fact]
    public async Task A_worker_that_is_killed_fails_what_it_had_in_hand()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var worker = new WorkerProcess(AppFolder.Read(LocalHost.Probe), Settings.Read([]), server);
        worker.Start(CancellationToken.None);
        var life = await worker.Up(CancellationToken.None);
        var hold = Invoke(life, "Hold", Message(life, "Hold", "x"), succeeds: false);

        life.Kill();

        await hold;
        await life.Gone;
        await Invoke(life, "Hold", Message(life, "Hold", "x"), succeeds: false);
        var next = await worker.Up(CancellationToken.None);
        Assert.NotEqual(life.Link.WorkerId, next.Link.WorkerId);
    }

    private static async Task Invoke(WorkerLife life, string name, TriggerData data, bool succeeds = true, CancellationToken cancel = default)
    {
        var result = await life.Link.InvokeAsync(Function(life, name), Guid.NewGuid().ToString(), data.Input, data.Metadata, cancel);
        Assert.True(result.Succeeded == succeeds, result.Error);
    }

    private static WorkerFunction Function(WorkerLife life, string name) => life.Link.Functions.Single(f => f.Name == name);

    private static TriggerData Message(WorkerLife life, string function, string text) => TriggerData.ForQueue(Function(life, function), QueuesModelFactory.QueueMessage(
        Guid.NewGuid().ToString(), "receipt", text, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));

    private static TestServer Site(WorkerProcess worker)
    {
        var services = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();
        var front = new HttpFront(services.GetRequiredService<IHttpForwarder>(), worker, NullLogger<HttpFront>.Instance);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.Run(front.Handle);
        app.StartAsync().GetAwaiter().GetResult();
        return app.GetTestServer();
    }

    // Loading and logs were left out of the recording.
    private static bool IsRecorded(SeenMessage message) => message.Message.ContentCase is not (StreamingMessage.ContentOneofCase.None
        or StreamingMessage.ContentOneofCase.RpcLog or StreamingMessage.ContentOneofCase.FunctionLoadRequest or StreamingMessage.ContentOneofCase.FunctionLoadResponse);

    private static IEnumerable<string> Expected() => File.ReadLines(Repository.Path("tests/Local/recorded-conversation.txt"))
        .Select(line => line.Split(' ', 3))
        .Select(words => words.Length == 2 ? $"{words[0]} {words[1]}" : $"{words[0]} {words[1]} {Shape(JsonNode.Parse(words[2])!)}");

    private static string Told(SeenMessage seen)
    {
        var json = JsonNode.Parse(JsonFormatter.Default.Format(seen.Message))!.AsObject();
        json.Remove("requestId");
        return seen.FromWorker ? $"W->H {seen.Message.ContentCase}" : $"H->W {seen.Message.ContentCase} {Shape(json)}";
    }

    // The names of all fields and the kind of each value, also of those that are JSON in a string.
    private static string Shape(JsonNode? node) => node switch
    {
        JsonObject fields => "{" + string.Join(",", fields.Where(f => !IsOwn(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}:{ShapeOf(f)}")) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Shape)) + "]",
        null => "null",
        _ when node.GetValueKind() == System.Text.Json.JsonValueKind.String => Kind((string)node!),
        _ => node.GetValueKind().ToString(),
    };

    private static string ShapeOf(KeyValuePair<string, JsonNode?> field) => field.Key == "json" ? $"json({Shape(JsonNode.Parse((string)field.Value!))})" : Shape(field.Value);

    // The real host offers several streams at once, this one does not; which headers a request has is its client's affair.
    private static bool IsOwn(string field) => field is "capabilities" or "Accept" or "Host" or "User-Agent";

    private static string Kind(string text) => text switch
    {
        _ when Guid.TryParse(text, out _) => "id",
        _ when Moment().IsMatch(text) => "moment",
        _ when Date().IsMatch(text) => "date",
        _ => "text",
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")]
    private static partial Regex Moment();

    [GeneratedRegex(@"^\d\d/\d\d/\d{4} \d\d:\d\d:\d\d$")]
    private static partial Regex Date();
}
