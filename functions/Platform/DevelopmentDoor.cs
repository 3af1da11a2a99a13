namespace Kumoten.Functions.Platform;

/// <summary>
/// Whether what is only for trying the system out is there: tokens for anybody, the clock, links. It has two locks, since behind
/// it anybody is anybody: the environment must be named Development, and this must not be an instance of Azure Functions.
/// </summary>
/// <param name="environment">The environment's name, from AZURE_FUNCTIONS_ENVIRONMENT or DOTNET_ENVIRONMENT; Production when neither is set.</param>
/// <param name="configuration">WEBSITE_INSTANCE_ID, which Azure sets wherever it runs an application.</param>
public sealed class DevelopmentDoor(IHostEnvironment environment, IConfiguration configuration)
{
    /// <summary>Whether it is open.</summary>
    public bool IsOpen => environment.IsDevelopment() && string.IsNullOrEmpty(configuration["WEBSITE_INSTANCE_ID"]);

    /// <summary>Lets nobody pass where it is shut.</summary>
    /// <exception cref="ProblemException">404: what is behind it is not there.</exception>
    public void OnlyIfOpen()
    {
        if (!IsOpen)
            throw Problem.NoSuchAddress();
    }
}
