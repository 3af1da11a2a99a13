// Plays the Azure Functions host's part for a developer: dotnet run --project infra/local [-- arguments]
//   --port 7071          the site
//   --blob-port 10000    --queue-port 10001    --table-port 10002    Azurite
//   --smtp-port 1025     --mail-port 1080      the mail catcher: SMTP, and its page
//   --data <folder>      where Azurite keeps its data (infra/local/.data)
//   --app <folder>       the built application (functions/bin/{Configuration}/net10.0)
// With AzureWebJobsStorage in the environment that storage is used and Azurite is not started.
using Kumoten.Local;
using Kumoten.Local.Engine;

try
{
    var settings = Settings.Read(args);
    var files = FunctionFiles.Read(settings.App);
    settings.RefuseTakenPorts();
    await Run(settings, files);
    return 0;
}
catch (RefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}

static async Task Run(Settings settings, FunctionFiles files)
{
    // First of all, because all else waits for it; ended last, after the application that writes to it.
    await using var azurite = settings.OwnStorage is null ? StartAzurite(settings) : null;

    // An empty builder: nothing in a developer's environment or folder may change where this listens.
    var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Kumoten.Local" });
    builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.ListenLocalhost(settings.Port);
        // How much a request may hold is for the application to say.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.AddServerHeader = false;
    });
    Logs.Configure(builder.Logging);
    builder.Services.AddRouting().AddHttpForwarder()
        .AddSingleton(settings).AddSingleton(files)
        .AddSingleton<AppProcess>().AddSingleton<Invoker>().AddSingleton<HttpFront>().AddSingleton<Admin>();
    await using var site = builder.Build();
    site.Services.GetRequiredService<HttpFront>().Map(site);
    site.Services.GetRequiredService<Admin>().Map(site);
    var stopping = site.Lifetime.ApplicationStopping;
    var app = site.Services.GetRequiredService<AppProcess>();

    await site.StartAsync();
    try
    {
        if (azurite is not null)
            await azurite.Listening(stopping);
        app.Start();
        var life = await app.Up(stopping);

        // Only now: Azurite and the application have the processor to themselves till the first answer.
        await using var maildev = StartMaildev(settings);
        await using var engine = JobEngine.Build(files, settings, site.Services);
        await engine.Start();
        await maildev.Listening(stopping);
        Console.WriteLine(await Banner.Write(settings, life, stopping));

        await await Task.WhenAny(azurite?.Lost(stopping) ?? Task.Delay(Timeout.Infinite, stopping), maildev.Lost(stopping));
    }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
    {
        // Ctrl+C or SIGTERM: what follows stops everything, the engine first.
    }
    finally
    {
        await site.StopAsync();
    }
}

static NodeChild StartAzurite(Settings settings)
{
    Directory.CreateDirectory(settings.Data);
    return NodeChild.Start(
        "Azurite", settings.Home, "azurite/dist/src/azurite.js", [settings.BlobPort, settings.QueuePort, settings.TablePort],
        "--location", settings.Data, "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        "--blobPort", $"{settings.BlobPort}", "--queuePort", $"{settings.QueuePort}", "--tablePort", $"{settings.TablePort}");
}

static NodeChild StartMaildev(Settings settings) => NodeChild.Start(
    "The mail catcher", settings.Home, "maildev/dist/bin/maildev.js", [settings.SmtpPort, settings.MailPort],
    "--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--smtp", $"{settings.SmtpPort}", "--web", $"{settings.MailPort}");
