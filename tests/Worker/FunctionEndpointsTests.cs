using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kumoten.Functions.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kumoten.Tests.Worker;

/// <summary>The functions' endpoints as the host calls them, over a real connection.</summary>
public sealed class FunctionEndpointsTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly HttpClient http = new();
    private readonly List<string> seen = [];
    private readonly Notes notes = new();
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(seen).AddSingleton<IFailureNotes>(notes);
        app = builder.Build();
        app.MapFunctions(FunctionCatalogue.Read([typeof(Probe)]));
        await app.StartAsync();
        http.BaseAddress = new Uri(app.Urls.Single());
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task An_http_function_gets_its_route_value_and_answers_what_it_likes()
    {
        using var answer = await http.PutAsync("/api/parcels/P%201", new StringContent("the body"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("P 1: the body", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/api/parcels/P-1", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/Parcel", HttpStatusCode.NotFound)]
    [InlineData("GET", "/Step", HttpStatusCode.MethodNotAllowed)]
    public async Task Nothing_else_is_open(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await http.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_queue_function_gets_its_message_and_the_host_an_object()
    {
        var (status, answer) = await Call("Step", JsonSerializer.Serialize("""{"name":"pay"}"""));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["pay"], seen);
        Assert.Equal(HostProtocol.Done, answer.ToJsonString());
    }

    [Fact]
    public async Task A_timer_function_gets_its_schedule_and_the_host_an_object()
    {
        var (status, _) = await Call("Tick", new JsonObject { ["ScheduleStatus"] = null, ["IsPastDue"] = true });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["past due: True"], seen);
    }

    [Theory]
    [InlineData("""{"name":"fail"}""", "Step: as the message asks")]
    [InlineData("""{"name":"fail later"}""", "Step: as the message asks")]
    [InlineData("no JSON", "Step: ")]
    [InlineData("null", "Step: The message for message is null.")]
    public async Task A_failure_is_told_with_a_status_that_makes_the_host_deliver_again(string message, string reason)
    {
        var (status, answer) = await Call("Step", JsonSerializer.Serialize(message));

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.StartsWith(reason, (string?)answer["Logs"]![0]);
        Assert.Empty(seen);
        Assert.Equal([("steps", message)], notes.Taken);
    }

    [Fact]
    public async Task A_reason_that_cannot_be_noted_does_not_hide_the_failure()
    {
        notes.IsFull = true;
        var (status, answer) = await Call("Step", JsonSerializer.Serialize("""{"name":"fail"}"""));

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal("Step: as the message asks", (string?)answer["Logs"]![0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task A_call_that_is_none_fails_with_an_object_too(string body)
    {
        using var answer = await http.PostAsync("/Step", new StringContent(body));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.NotNull(await answer.Content.ReadFromJsonAsync<JsonObject>());
    }

    private async Task<(HttpStatusCode Status, JsonObject Answer)> Call(string function, JsonNode data)
    {
        var body = new JsonObject { ["Data"] = new JsonObject { [function == "Tick" ? "timer" : "message"] = data }, ["Metadata"] = new JsonObject() };
        using var answer = await http.PostAsJsonAsync("/" + function, body);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    private sealed class Notes : IFailureNotes
    {
        public bool IsFull { get; set; }

        public List<(string Queue, string Message)> Taken { get; } = [];

        public Task NoteAsync(string queue, string message, Exception failure, CancellationToken cancel)
        {
            if (IsFull)
                throw new IOException("no more notes");
            Taken.Add((queue, message));
            return Task.CompletedTask;
        }
    }

#pragma warning disable CA1034 // Functions stand in public classes.
    public sealed record Step(string Name);

    public sealed class Probe(List<string> seen)
    {
        [Function("Parcel")]
        public async Task<IResult> Parcel([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/parcels/{id}")] HttpRequest request, string id, CancellationToken cancel)
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync(cancel);
            seen.Add(id);
            return Results.Text($"{id}: {body}", statusCode: StatusCodes.Status201Created);
        }

        [Function("Step")]
        public async Task RunStep([QueueTrigger("steps")] Step message, CancellationToken cancel)
        {
            // After the first await the failure arrives in the task and no longer from the call.
            if (message.Name == "fail later")
                await Task.Yield();
            if (message.Name.StartsWith("fail", StringComparison.Ordinal))
                throw new InvalidOperationException("as the message asks");
            cancel.ThrowIfCancellationRequested();
            seen.Add(message.Name);
        }

        [Function("Tick")]
        public Task Tick([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer)
        {
            seen.Add($"past due: {timer.IsPastDue}");
            return Task.CompletedTask;
        }
    }
}
