namespace Kumoten.Functions.Worker;

/// <summary>The application's two ties to the host that starts it.</summary>
public static class HostConnection
{
    // What is read ahead of whoever uses it, for each connection and twice over. Kestrel's default is a megabyte: for a
    // network with long ways, where the host sits beside us and waits when asked to.
    private const int ReadAhead = 64 * 1024;

    /// <summary>Listens where the Functions host will call, and ends with the local host that started the application.</summary>
    /// <param name="builder">The application's builder.</param>
    public static void UseFunctionsHost(this WebApplicationBuilder builder)
    {
        // Only the host on this machine calls; it passes on what comes from outside.
        if (builder.Configuration["FUNCTIONS_CUSTOMHANDLER_PORT"] is { Length: > 0 } port)
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = ReadAhead);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBufferSize = ReadAhead);
        builder.Services.AddHostedService<ParentWatch>();
    }
}
