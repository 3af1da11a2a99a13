using System.Net.Sockets;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Kumoten.Functions.Platform;

/// <summary>
/// The storage account: every table, queue and container of the application by name. A prefix keeps tests apart.
/// </summary>
public sealed class Storage
{
    // What the queue service calls a message that does not expire.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    /// <summary>All tables. The infrastructure creates the same ones, and a test holds the two together.</summary>
    public static readonly IReadOnlyList<string> TableNames = [nameof(Orders), nameof(Links), nameof(Ledger), nameof(Agenda), nameof(Settings), nameof(Answers), nameof(Worklist), nameof(Figures), nameof(DeadLetters)];

    /// <summary>All containers, likewise.</summary>
    public static readonly IReadOnlyList<string> ContainerNames = ["letters", "documents", "overflow"];

    /// <summary>Orders, their cases, timelines and raw pushes: one partition for each order.</summary>
    public TableClient Orders { get; }

    /// <summary>Which order a marketplace's or courier's number belongs to, and pushes that wait for theirs.</summary>
    public TableClient Links { get; }

    /// <summary>The sellers' ledger: one partition for each seller.</summary>
    public TableClient Ledger { get; }

    /// <summary>When which order or appeal is to be looked at again.</summary>
    public TableClient Agenda { get; }

    /// <summary>Small records: of the application itself, such as the development clock, and each seller's mailbox.</summary>
    public TableClient Settings { get; }

    /// <summary>First answers, kept for the repeat of a request with the same Idempotency-Key.</summary>
    public TableClient Answers { get; }

    /// <summary>What staff is to do now, by deadline.</summary>
    public TableClient Worklist { get; }

    /// <summary>How well the desk serves: counts by day, courier and region.</summary>
    public TableClient Figures { get; }

    /// <summary>Messages that failed for good.</summary>
    public TableClient DeadLetters { get; }

    /// <summary>Appeal letters.</summary>
    public BlobContainerClient Letters { get; }

    /// <summary>Uploaded documents, each under its unguessable id.</summary>
    public BlobContainerClient Documents { get; }

    /// <summary>Queue messages that outgrew 64 KiB.</summary>
    public BlobContainerClient Overflow { get; }

    private readonly TableServiceClient tables;
    private readonly QueueServiceClient queues;
    private readonly BlobServiceClient blobs;
    private readonly string prefix;
    private readonly int atOnce;

    /// <summary>Opens the account with clients made from one setting.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="queues">The queues.</param>
    /// <param name="blobs">The blobs.</param>
    /// <param name="prefix">What every name begins with; letters and digits.</param>
    /// <param name="atOnce">How much one piece of work does side by side.</param>
    public Storage(TableServiceClient tables, QueueServiceClient queues, BlobServiceClient blobs, string prefix = "", int atOnce = 8)
    {
        this.atOnce = atOnce;
        this.tables = tables;
        this.queues = queues;
        this.blobs = blobs;
        this.prefix = prefix;
        Orders = tables.GetTableClient(prefix + nameof(Orders));
        Links = tables.GetTableClient(prefix + nameof(Links));
        Ledger = tables.GetTableClient(prefix + nameof(Ledger));
        Agenda = tables.GetTableClient(prefix + nameof(Agenda));
        Settings = tables.GetTableClient(prefix + nameof(Settings));
        Answers = tables.GetTableClient(prefix + nameof(Answers));
        Worklist = tables.GetTableClient(prefix + nameof(Worklist));
        Figures = tables.GetTableClient(prefix + nameof(Figures));
        DeadLetters = tables.GetTableClient(prefix + nameof(DeadLetters));
        Letters = blobs.GetBlobContainerClient(prefix + "letters");
        Documents = blobs.GetBlobContainerClient(prefix + "documents");
        Overflow = blobs.GetBlobContainerClient(prefix + "overflow");
    }

    /// <summary>Opens the account named by the settings: AzureWebJobsStorage, or AzureWebJobsStorage__accountName with a managed identity.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="transport">A pipeline transport to use instead of the SDK's own, for tests that count or fail requests.</param>
    /// <returns>The account.</returns>
    /// <exception cref="InvalidOperationException">Neither setting is there.</exception>
    public static Storage Open(IConfiguration configuration, HttpPipelineTransport? transport = null)
    {
        var prefix = configuration["Storage:Prefix"] ?? "";
        var atOnce = configuration.GetValue<int?>("Storage:AtOnce") ?? 8;
        var tableOptions = With(new TableClientOptions(), transport);
        var queueOptions = With(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }, transport);
        var blobOptions = With(new BlobClientOptions(), transport);
        if (configuration["AzureWebJobsStorage"] is { Length: > 0 } connection)
            return new Storage(new(connection, tableOptions), new(connection, queueOptions), new(connection, blobOptions), prefix, atOnce);
        var account = configuration["AzureWebJobsStorage:accountName"]
            ?? throw new InvalidOperationException("No storage: set AzureWebJobsStorage (a connection string) or AzureWebJobsStorage__accountName (with a managed identity).");
        TokenCredential identity = new ManagedIdentityCredential(configuration["AzureWebJobsStorage:clientId"] is { } client
            ? ManagedIdentityId.FromUserAssignedClientId(client)
            : ManagedIdentityId.SystemAssigned);
        return new Storage(
            new(new Uri($"https://{account}.table.core.windows.net"), identity, tableOptions),
            new(new Uri($"https://{account}.queue.core.windows.net"), identity, queueOptions),
            new(new Uri($"https://{account}.blob.core.windows.net"), identity, blobOptions),
            prefix,
            atOnce);
    }

    /// <summary>A queue by the name its trigger carries.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The queue.</returns>
    public QueueClient Queue(string name) => queues.GetQueueClient(prefix + name);

    /// <summary>Sends a message that waits for its reader however long that takes: by itself a queue drops what is seven days old.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="delay">For how long nobody is to read it; null for at once.</param>
    /// <returns>When the queue holds it.</returns>
    public Task SendAsync(string queue, BinaryData message, CancellationToken cancel, TimeSpan? delay = null) =>
        Queue(queue).SendMessageAsync(message, delay, Forever, cancel);

    /// <summary>Does the same with each of several things, some side by side: waiting for storage one after the other is what takes the time.</summary>
    /// <typeparam name="T">What the things are.</typeparam>
    /// <typeparam name="TResult">What comes of each.</typeparam>
    /// <param name="things">The things.</param>
    /// <param name="work">What is done with each.</param>
    /// <returns>What came of each, in their order.</returns>
    public async Task<IReadOnlyList<TResult>> EachAsync<T, TResult>(IEnumerable<T> things, Func<T, Task<TResult>> work)
    {
        var results = new List<TResult>();
        foreach (var some in things.Chunk(atOnce))
            results.AddRange(await Task.WhenAll(some.Select(work)));
        return results;
    }

    /// <summary>Waits until storage takes connections: the local run starts it at the same moment as the application.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When all three services do.</returns>
    public async Task ListensAsync(CancellationToken cancel)
    {
        foreach (var address in new[] { blobs.Uri, queues.Uri, tables.Uri })
        {
            while (!await TakesConnectionsAsync(address))
                await Task.Delay(20, cancel);
        }

        async Task<bool> TakesConnectionsAsync(Uri address)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(address.Host, address.Port, cancel);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    /// <summary>Creates whatever is missing. In Azure the infrastructure does it; the local run and the tests ask for it.</summary>
    /// <param name="queueNames">The queues.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When all is there.</returns>
    public Task CreateIfMissingAsync(IEnumerable<string> queueNames, CancellationToken cancel) => Task.WhenAll(
    [
        .. TableNames.Select(name => (Task)tables.CreateTableIfNotExistsAsync(prefix + name, cancel)),
        .. queueNames.Select(name => (Task)Queue(name).CreateIfNotExistsAsync(cancellationToken: cancel)),
        .. ContainerNames.Select(name => (Task)blobs.GetBlobContainerClient(prefix + name).CreateIfNotExistsAsync(cancellationToken: cancel)),
    ]);

    /// <summary>Asks tables, queues and blobs for a sign of life, for three seconds: whoever waits longer learns nothing more.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The name of each, and what it said; null when it is well.</returns>
    public async Task<IReadOnlyDictionary<string, string?>> CheckAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(3));
        cancel = patience.Token;
        var checks = new Dictionary<string, Task<string?>>
        {
            ["tables"] = Ask(async () => await Settings.GetEntityIfExistsAsync<TableEntity>("health", "health", cancellationToken: cancel)),
            // Not the service's properties: those ask for a role on the account's management, which the identity has not.
            ["queues"] = Ask(async () => await queues.GetQueuesAsync(cancellationToken: cancel).AsPages(pageSizeHint: 1).FirstOrDefaultAsync(cancel)),
            ["blobs"] = Ask(async () => await Letters.ExistsAsync(cancel)),
        };
        await Task.WhenAll(checks.Values);
        return checks.ToDictionary(c => c.Key, c => c.Value.Result);

        static async Task<string?> Ask(Func<Task> question)
        {
            try
            {
                await question();
                return null;
            }
            catch (Exception away) when (away is Azure.RequestFailedException or AggregateException or OperationCanceledException)
            {
                return "does not answer";
            }
        }
    }

    private static T With<T>(T options, HttpPipelineTransport? transport)
        where T : ClientOptions
    {
        options.Diagnostics.IsLoggingEnabled = false;
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        if (transport is not null)
            options.Transport = transport;
        return options;
    }
}
