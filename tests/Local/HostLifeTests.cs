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
    public async Task A_message_in_hand_when_the_application_is_killed_has_lost_that_try_and_comes_back()
    {
        await using var host = new LocalHost();
        await host.InitializeAsync();
        await host.Send("probe-hold", new { parcel = "P-5" });
        await Eventually.True("the first run", () => host.Calls("Hold", "P-5").Count == 1);
        var first = await host.AppId();

        Processes.Signal(first, "KILL");

        await Eventually.True("the second run", () => host.Calls("Hold", "P-5").Count == 2);
        Assert.NotEqual(first, await host.AppId());
        Assert.Equal(["1", "2"], host.Calls("Hold", "P-5").Select(call => (string)call["Metadata"]!["DequeueCount"]!));
        await File.WriteAllTextAsync(Path.Combine(host.Journal, "let-go"), "");
        await Eventually.Get("an empty queue", async () => (await host.Queue("probe-hold").GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);
        Assert.False(await host.Queue("probe-hold-poison").ExistsAsync());
    }

    [Fact]
    public async Task While_the_application_is_down_a_message_loses_no_try_and_waits_and_so_does_a_request()
    {
        await using var host = new LocalHost();
        await host.InitializeAsync();
        var gate = Path.Combine(host.Journal, "stay-down");
        await File.WriteAllTextAsync(gate, "");
        Processes.Signal(await host.AppId(), "KILL");
        await Eventually.True("a life that ends at once", () => host.Output.Contains("The application ended (code 3)"));

        await host.Send("probe-raw", new { parcel = "P-7" });
        var waiting = host.Http.GetStringAsync("/api/ping");
        var lives = host.Output.Split("(code 3)").Length;
        await Eventually.True("another such life", () => host.Output.Split("(code 3)").Length > lives);
        File.Delete(gate);

        Assert.Equal("pong", await waiting);
        await Eventually.True("the message's run", () => host.Calls("Whole", "P-7").Count == 1);
        Assert.Equal("1", (string?)host.Calls("Whole", "P-7").Single()["Count"]);
    }

    [Fact]
    public async Task A_taken_port_is_named_before_anything_starts()
    {
        await using var host = new LocalHost();
        using var other = new TcpListener(IPAddress.Loopback, host.BlobPort);
        other.Start();

        Assert.Equal(
            $"Port {host.BlobPort} is taken, and Azurite (blobs) would listen there. Stop the program that has it, or choose another with --blob-port <number>.",
            await host.Refusal());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("-?")]
    public async Task Asked_for_help_it_lists_its_arguments_and_starts_nothing(string argument)
    {
        await using var host = new LocalHost();

        host.Start(argument);

        Assert.Equal(0, await host.Exit());
        await Eventually.True("the list", () => host.Output.Contains("AzureWebJobsStorage"));
        Assert.Contains("--mail-port 1080", host.Output);
        Assert.DoesNotContain("runs at", host.Output);
    }

    [Fact]
    public async Task An_unknown_argument_is_refused_with_the_known_ones()
    {
        await using var host = new LocalHost();

        Assert.StartsWith("Unknown argument --prot. Known are: --port, --blob-port,", await host.Refusal("--prot", "7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_on_the_same_data_is_refused()
    {
        await using var first = new LocalHost();
        await first.InitializeAsync();
        await using var second = new LocalHost { Data = first.Data };

        Assert.Equal(
            $"Another local run has the data in {first.Data}. Stop it first, or choose another folder with --data <folder> (and other ports).",
            await second.Refusal());
    }

    [Fact]
    public async Task Data_that_is_a_file_is_refused()
    {
        await using var host = new LocalHost { Data = Path.Combine(LocalHost.Probe, "host.json") };

        Assert.StartsWith($"--data takes a folder, and {host.Data} cannot be one: ", await host.Refusal(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output);
    }

    [Fact]
    public async Task Without_node_it_says_what_it_needs()
    {
        await using var host = new LocalHost { SearchPath = LocalHost.Probe };

        Assert.Equal(
            "The local run needs Node.js 20 or newer, for Azurite (storage) and maildev (mail), but the command 'node' was not found on the PATH. Install it from https://nodejs.org.",
            await host.Refusal());
    }

    [Fact]
    public async Task With_a_node_that_is_too_old_it_says_what_it_needs()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Directory.CreateTempSubdirectory("old-node-").FullName;
        var node = Path.Combine(folder, "node");
        // child.mjs ends with this code on an old Node.
        await File.WriteAllTextAsync(node, "#!/bin/sh\nexit 64\n");
        File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var host = new LocalHost { SearchPath = folder };

        Assert.Equal(
            "The local run needs Node.js 20 or newer, for Azurite (storage) and maildev (mail), but the command 'node' is an older one (see node --version). Install a newer one from https://nodejs.org.",
            await host.Refusal());
        Directory.Delete(folder, recursive: true);
    }
}
