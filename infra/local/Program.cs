// Plays the Azure Functions host's part for a developer: dotnet run --project infra/local [-- arguments]
// Settings.cs lists the arguments.
using Kumoten.Local;
using Kumoten.Local.Children;
using Kumoten.Local.Demo;
using Kumoten.Local.Engine;
using Kumoten.Local.Http;
using Kumoten.Local.Protocol;

if (args.Any(a => a is "--help" or "-h" or "-?" or "/?"))
{
    Console.WriteLine(Settings.Help);
    return 0;
}

try
{
    var settings = Settings.Read(args);
    var folder = AppFolder.Read(settings.App);
    using var data = DataLock.Take(settings.Data);
    settings.RefuseTakenPorts();
    await Run(settings, folder);
    return 0;
}
catch (RefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}

static async Task Run(Settings settings, AppFolder folder)
{
    // First of all, because all else waits for it; ended last, after the application that writes to it.
    await using var azurite = settings.OwnStorage is null ? StartAzurite(settings) : null;
    // The worker begins while this host is still being built. All are ended in the opposite order: the site and
    // the engine, the worker, the link, Azurite.
    await using var server = await WorkerServer.StartAsync();
    using var lastLife = new CancellationTokenSource();
    await using var worker = new WorkerProcess(folder, settings, server);
    worker.Start(lastLife.Token);

    await using var site = BuildSite(settings, folder, worker);
    var stopping = site.Lifetime.ApplicationStopping;
    using var last = stopping.Register(lastLife.Cancel);
    server.Log = new WorkerLog(site.Services.GetRequiredService<ILoggerFactory>()).Write;
    NodeChild? maildev = null;
    var engine = Task.CompletedTask;
    try
    {
        await site.StartAsync();
        if (azurite is not null)
            await Progress.Of(azurite.Listening(stopping), "Azurite");
        await Progress.Of(worker.Up(stopping), "the application");

        // Only now: Azurite and the application have the processor to themselves till the first answer.
        maildev = StartMaildev(settings);
        var listening = new TaskCompletionSource();
        var invoker = site.Services.GetRequiredService<Invoker>();
        engine = JobEngine.Run(worker, functions => JobEngine.Build(functions, worker, folder, settings, invoker), () => listening.TrySetResult(), stopping);
        await Progress.Of(Task.WhenAny(listening.Task, engine), "the queue listeners");
        await Progress.Of(maildev.Listening(stopping), "the mail catcher");
        if (settings.Demo)
            await DemoPlayer.PlayAsync(settings, stopping);
        Console.WriteLine(await Banner.Write(settings, stopping));

        await await Task.WhenAny(azurite?.Lost(stopping) ?? Task.Delay(Timeout.Infinite, stopping), maildev.Lost(stopping), engine);
    }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
    {
        // Ctrl+C or SIGTERM: what follows stops everything.
    }
    finally
    {
        await site.StopAsync();
        await engine.ContinueWith(_ => { }, TaskScheduler.Default);
        await worker.DisposeAsync();
        if (maildev is not null)
            await maildev.DisposeAsync();
    }
}

static WebApplication BuildSite(Settings settings, AppFolder folder, WorkerProcess worker)
{
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
        // What has not been answered by then is broken off.
        .Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3))
        .AddSingleton(folder).AddSingleton(worker).AddSingleton<Invoker>().AddSingleton<HttpFront>().AddSingleton<Admin>();
    var site = builder.Build();
    var front = site.Services.GetRequiredService<HttpFront>();
    site.MapWhen(context => !context.Request.Path.StartsWithSegments("/admin"), functions => functions.Run(front.Handle));
    site.UseRouting();
    site.Services.GetRequiredService<Admin>().Map(site);
    return site;
}

static NodeChild StartAzurite(Settings settings) => NodeChild.Start(
    "Azurite", settings.Home, "azurite/dist/src/azurite.js", [settings.BlobPort, settings.QueuePort, settings.TablePort],
    "--location", settings.Data, "--skipApiVersionCheck", "--disableTelemetry", "--silent",
    "--blobPort", $"{settings.BlobPort}", "--queuePort", $"{settings.QueuePort}", "--tablePort", $"{settings.TablePort}");

static NodeChild StartMaildev(Settings settings) => NodeChild.Start(
    "The mail catcher", settings.Home, "maildev/dist/bin/maildev.js", [settings.SmtpPort, settings.MailPort],
    "--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--smtp", $"{settings.SmtpPort}", "--web", $"{settings.MailPort}");
