using System.Net;
using System.Net.Sockets;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Local;

/// <summary>How the local host begins and ends; each test has a host of its own.</summary>
public class HostLifeTests
{
    [Fact]
    public async Task Asked_to_stop_it_ends_soon_leaves_no_process_behind_and_goes_on_with_its_data_and_the_message_it_had_in_hand()
    {
        await using var host = new LocalHost();
        await host.InitializeAsync();
        // A queue that no function reads, and one whose function does not come to an end.
        await host.Send("kept", new { parcel = "P-1" });
        await host.Send("probe-hold", new { parcel = "P-3" });
        await Eventually.True("the first run", () => host.Calls("Hold", "P-3").Count == 1);
        var children = Processes.Below(host.Id);
        Assert.Equal(3, children.Count);

        Processes.Signal(host.Id, "TERM");

        Assert.Equal(0, await host.Exit());
        Assert.False(Processes.AnyOf(children));
        await host.InitializeAsync();
        var kept = await host.Queue("kept").PeekMessageAsync();
        Assert.Equal("""{"parcel":"P-1"}""", kept.Value.Body.ToString());
        await Eventually.True("the second run", () => host.Calls("Hold", "P-3").Count == 2);
    }

    [Fact]
    public async Task Killed_outright_it_leaves_no_process_behind()
    {
        await using var host = new LocalHost();
        await host.InitializeAsync();
        var children = Processes.Below(host.Id);
        Assert.Equal(3, children.Count);

        Processes.Signal(host.Id, "KILL");

        await host.Exit();
        await Eventually.True("the end of all children", () => !Processes.AnyOf(children));
    }

    [Fact]
    public async Task With_storage_in_the_environment_it_starts_no_azurite()
    {
        await using var host = new LocalHost { OwnStorage = Azurite.Take() };
        await host.InitializeAsync();

        Assert.Equal(2, Processes.Below(host.Id).Count);
        await host.Send("probe-raw", new { parcel = "P-2" });
        await Eventually.True("a message from that storage", () => host.Calls("Raw", "P-2").Count == 1);
    }

    [Fact]
    public async Task A_taken_port_is_named_before_anything_starts()
    {
        await using var host = new LocalHost();
        using var other = new TcpListener(IPAddress.Loopback, host.BlobPort);
        other.Start();

        host.Start();

        Assert.Equal(1, await host.Exit());
        await Eventually.True("the reason", () => host.Output.Contains('.'));
        Assert.Equal(
            $"Port {host.BlobPort} is taken, and Azurite (blobs) would listen there. Stop the program that has it, or choose another with --blob-port <number>.",
            host.Output.Trim());
    }
}
