using Azure.Core.Pipeline;

namespace Kumoten.Tests.Support;

/// <summary>A test class whose every test has an application of its own, under a storage prefix of its own.</summary>
public abstract class BackendTest : IClassFixture<Azurite>, IAsyncLifetime
{
    /// <summary>The application.</summary>
    protected Backend Backend { get; private set; } = null!;

    /// <summary>The time the application's clock begins at.</summary>
    protected virtual DateTimeOffset Begin => Backend.Start;

    /// <summary>What stands between the application and its storage; null for nothing.</summary>
    protected virtual HttpPipelineTransport? Transport => null;

    /// <summary>Whether the application is called over its own server and sockets.</summary>
    protected virtual bool Listens => false;

    public virtual async Task InitializeAsync() => Backend = await Backend.StartAsync(Transport, start: Begin, listens: Listens);

    public async Task DisposeAsync() => await Backend.DisposeAsync();
}
