namespace Kumoten.Functions.Worker;

/// <summary>The application's two ties to the host that starts it.</summary>
public static class HostConnection
{
    /// <summary>Listens where the Functions host will call, and ends with the local host that started the application.</summary>
    /// <param name="builder">The application's builder.</param>
    public static void UseFunctionsHost(this WebApplicationBuilder builder)
    {
        // Only the host on this machine calls; it passes on what comes from outside.
        if (builder.Configuration["FUNCTIONS_CUSTOMHANDLER_PORT"] is { Length: > 0 } port)
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddHostedService<ParentWatch>();
    }
}
