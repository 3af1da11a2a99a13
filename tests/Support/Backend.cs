using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Functions.Platform;
using Kumoten.Local.Protocol;
using Kumoten.Tests.Storms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kumoten.Tests.Support;

/// <summary>
/// The whole application on Azurite, with a clock the test moves and a courier's mailbox the test reads. The test
/// plays the Functions host: it carries queue messages to their functions when it chooses, in the worker's protocol.
/// </summary>
public sealed class Backend : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-10T09:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    // As many as the queue gives out at once.
    private const int MostAtOnce = 32;
    private readonly InProcessWorker worker;
    private readonly SendingsTransport sendings;
    private readonly Dictionary<string, string> tokens = [];

    private Backend(InProcessWorker worker, SendingsTransport sendings, FakeTimeProvider time, Outbox outbox)
    {
        this.worker = worker;
        this.sendings = sendings;
        Time = time;
        Outbox = outbox;
    }

    public FakeTimeProvider Time { get; }

    public Outbox Outbox { get; }

    public HttpClient Client => worker.Client;

    /// <summary>Whether a message that fails five times goes to its poison queue, as the host does it, rather than failing the test.</summary>
    public bool MovesToPoison { get; set; }

    /// <summary>The functions, as the worker tells its host of them.</summary>
    public IReadOnlyList<WorkerFunction> Functions => worker.Functions;

    public IServiceProvider Services => worker.Services;

    public Storage Storage => Services.GetRequiredService<Storage>();

    /// <summary>Starts the application under a storage prefix of its own; called without a network, unless it listens.</summary>
    public static async Task<Backend> StartAsync(
        HttpPipelineTransport? transport = null, Action<IServiceCollection>? replace = null, DateTimeOffset? start = null, string environment = "Development", bool listens = false,
        Dictionary<string, string?>? settings = null)
    {
        var time = new FakeTimeProvider(start ?? Start);
        var outbox = new Outbox();
        var sendings = new SendingsTransport(new AzureLimits(transport ?? HttpClientTransport.Shared));
        var worker = await InProcessWorker.StartAsync(
            environment,
            new Dictionary<string, string?>(settings ?? [])
            {
                ["AzureWebJobsStorage"] = Azurite.Take(),
                ["Storage:Prefix"] = Azurite.NewPrefix(),
                ["Storage:CreateIfMissing"] = "true",
                // The dice of a storm say whose turn it is, one request at a time.
                ["Storage:AtOnce"] = transport is StormyTransport ? "1" : null,
            },
            builder =>
            {
                builder.Services.AddSingleton(_ => Storage.Open(builder.Configuration, sendings));
                builder.Services.AddSingleton(_ => new AppClock(time));
                builder.Services.AddSingleton<IMailer>(outbox);
                replace?.Invoke(builder.Services);
            },
            listens);
        return new Backend(worker, sendings, time, outbox);
    }

    /// <summary>Calls the application as a role: "seller:S-100", "agent", "warehouse", "service"; null for nobody.</summary>
    public async Task<Answer> CallAsync(string? role, HttpMethod method, string path, object? body = null, IEnumerable<(string Name, string Value)>? headers = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (role is not null)
            request.Headers.Authorization = new("Bearer", await TokenAsync(role));
        foreach (var (name, value) in headers ?? [])
            request.Headers.TryAddWithoutValidation(name, value);
        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        using var response = await Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, answer, response.Headers.Location?.ToString());
    }

    public Task<Answer> GetAsync(string? role, string path) => CallAsync(role, HttpMethod.Get, path);

    public Task<Answer> PostAsync(string? role, string path, object? body = null) => CallAsync(role, HttpMethod.Post, path, body ?? new { });

    public Task<Answer> PutAsync(string? role, string path, object body) => CallAsync(role, HttpMethod.Put, path, body);

    /// <summary>Feeds an order in.</summary>
    public async Task<Answer> FeedAsync(JsonObject order, string orderId = "KM-1001") => await PutAsync("service", $"/api/orders/{orderId}", order.ToJsonString());

    /// <summary>Pushes one of the samples with its signature.</summary>
    public Task<Answer> PushAsync(string sample)
    {
        var (body, header, value) = Samples.WithSignature(sample);
        return CallAsync(null, HttpMethod.Post, "/api/webhooks/" + sample.Split('.')[0], body, [(header, value)]);
    }

    /// <summary>Delivers queue messages until all queues are empty; a message that fails is delivered again, at most five times.</summary>
    public async Task DrainAsync()
    {
        for (var rounds = 0; rounds < 50; rounds++)
        {
            var messages = await ReceiveAsync();
            if (messages.Count == 0)
                return;
            foreach (var message in messages)
                await DeliverAsync(message);
        }

        throw new InvalidOperationException("The queues do not run empty.");
    }

    /// <summary>Takes all messages that wait in any queue, or in those whose names fit. Queues that nothing was sent to are not asked.</summary>
    public async Task<List<Delivery>> ReceiveAsync(Func<string, bool>? where = null)
    {
        var deliveries = new List<Delivery>();
        foreach (var function in worker.Functions)
        {
            if (function.Kind != "queueTrigger" || where?.Invoke(function.Text("queueName")!) == false)
                continue;
            var queue = Storage.Queue(function.Text("queueName")!);
            while (sendings.TakeNoteOf(queue.Name))
            {
                var messages = (await queue.ReceiveMessagesAsync(MostAtOnce, TimeSpan.FromHours(1))).Value;
                deliveries.AddRange(messages.Select(message => new Delivery(function, queue, message)));
                if (messages.Length == MostAtOnce)
                    sendings.Note(queue.Name);
            }
        }

        return deliveries;
    }

    /// <summary>Delivers a message and removes it; one that fails five times in a row fails the test, or goes to its poison queue.</summary>
    public async Task DeliverAsync(Delivery delivery)
    {
        Answer? answer = null;
        for (var tries = 0; tries < 5; tries++)
        {
            answer = await TryDeliverAsync(delivery);
            if (answer.Status == HttpStatusCode.OK)
            {
                await delivery.Queue.DeleteMessageAsync(delivery.Message.MessageId, delivery.Message.PopReceipt);
                return;
            }
        }

        var queue = delivery.QueueName;
        if (MovesToPoison && !queue.EndsWith(Queues.Poison, StringComparison.Ordinal))
        {
            await Storage.SendAsync(queue + Queues.Poison, delivery.Message.Body, default);
            await delivery.Queue.DeleteMessageAsync(delivery.Message.MessageId, delivery.Message.PopReceipt);
            return;
        }

        throw new InvalidOperationException($"{delivery.Function.Name} failed five times with {delivery.Message.Body}: {answer!.Body}");
    }

    /// <summary>Delivers a message once, as the host does, and leaves it in the queue.</summary>
    public Task<Answer> TryDeliverAsync(Delivery delivery)
    {
        var message = new TypedData { String = delivery.Message.Body.ToString() };
        return InvokeAsync(delivery.Function, message, new Dictionary<string, TypedData> { ["QueueTrigger"] = message });
    }

    /// <summary>Runs a timer function now.</summary>
    public Task<Answer> RunTimerAsync(string name) =>
        InvokeAsync(worker.Functions.Single(f => f.Name == name), new TypedData { Json = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""" });

    public ValueTask DisposeAsync() => worker.DisposeAsync();

    // What the host learns of a queue's or timer's function: that it came to its end, or what it threw.
    private async Task<Answer> InvokeAsync(WorkerFunction function, TypedData input, Dictionary<string, TypedData>? metadata = null)
    {
        var result = await worker.InvokeAsync(function, input, metadata);
        return new Answer(result.Succeeded ? HttpStatusCode.OK : HttpStatusCode.InternalServerError, result.Error ?? "", null);
    }

    private async Task<string> TokenAsync(string role)
    {
        if (tokens.TryGetValue(role, out var known))
            return known;
        var parts = role.Split(':');
        var answer = await PostAsync(null, "/api/dev/token", new { role = parts[0], sellerId = parts.ElementAtOrDefault(1) });
        return tokens[role] = answer.Json["token"]!.GetValue<string>();
    }
}

/// <summary>A queue message on its way to its function.</summary>
public sealed record Delivery(WorkerFunction Function, QueueClient Queue, QueueMessage Message)
{
    /// <summary>The queue's name as the function's trigger has it.</summary>
    public string QueueName => Function.Text("queueName")!;
}

/// <summary>What the application answered.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, string? Location)
{
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new JsonException("The answer is null.");

    public Answer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {(int)status}, got {(int)Status}: {Body}");
        return this;
    }
}

/// <summary>The mailboxes of couriers, desk and sellers: what lies outside the system.</summary>
public sealed class Outbox : IMailer
{
    private readonly List<Mail> sent = [];

    /// <summary>Whether the mail server is away.</summary>
    public bool IsAway { get; set; }

    /// <summary>Why the mailer breaks with every mail; null while it does not.</summary>
    public Exception? Down { get; set; }

    /// <summary>How often it was asked in vain.</summary>
    public int Refused { get; private set; }

    /// <summary>Every mail that went to couriers and desk, repeats included.</summary>
    public IReadOnlyList<Mail> Sent => Mails(toSellers: false);

    /// <summary>Every mail that went to sellers, repeats included.</summary>
    public IReadOnlyList<Mail> ToSellers => Mails(toSellers: true);

    /// <summary>Mails to couriers and desk as a reader sees them: a repeat has the same Message-ID and shows once.</summary>
    public IReadOnlyList<Mail> Shown => [.. Sent.DistinctBy(mail => mail.Id)];

    public Task SendAsync(Mail mail, CancellationToken cancel)
    {
        if (IsAway)
        {
            Refused++;
            throw new MailTroubleException("The mail server is away.");
        }

        if (Down is not null)
            throw Down;
        lock (sent)
            sent.Add(mail);
        return Task.CompletedTask;
    }

    private List<Mail> Mails(bool toSellers)
    {
        lock (sent)
            return sent.FindAll(mail => mail.Id.Contains("TellSeller", StringComparison.Ordinal) == toSellers);
    }
}

/// <summary>The samples that marketplaces' documentation and secrets of the development settings make.</summary>
public static class Samples
{
    /// <summary>A request for an appeal, as a seller's page sends it.</summary>
    public static readonly object AppealRequest = new
    {
        type = "complianceAppeal",
        appeal = new
        {
            lazadaShop = "Selera Shop",
            productName = "Rice cooker",
            sku = "RC-18",
            lazadaSku = "LZ-1",
            violation = "other",
            noticeDate = "2026-11-02",
            penaltyPoints = 2,
            explanation = "We have mended it.",
            correctiveActions = new[] { "Mended." },
            language = "en",
        },
    };

    public static string Body(string name) => File.ReadAllText(Repository.Path("tests/Samples/" + name + ".json"));

    public static (string Body, string Header, string Value) WithSignature(string name)
    {
        var signature = JsonNode.Parse(Body("signatures"))![name + ".json"]!;
        return (Body(name), signature["header"]!.GetValue<string>(), signature["value"]!.GetValue<string>());
    }

    /// <summary>The order of the journey.</summary>
    public static JsonObject Order(Action<JsonObject>? change = null)
    {
        var order = JsonNode.Parse(Body("order"))!.AsObject();
        change?.Invoke(order);
        return order;
    }

    /// <summary>An order with another value in one field.</summary>
    public static JsonObject With(this JsonObject order, string field, string value)
    {
        order[field] = value;
        return order;
    }

    /// <summary>The order of the journey, still in the warehouse.</summary>
    public static JsonObject UnshippedOrder() => Order(o =>
    {
        o["status"] = "pending";
        o.Remove("courier");
        o.Remove("trackingNumber");
        o.Remove("shippedAt");
    });
}
