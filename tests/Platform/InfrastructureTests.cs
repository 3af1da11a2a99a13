using System.Text.RegularExpressions;
using Kumoten.Functions;
using Kumoten.Functions.Diversion;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Platform;

/// <summary>In Azure the infrastructure creates what the code names; nothing else would notice that the two drift apart.</summary>
public sealed class InfrastructureTests
{
    private static readonly string StorageModule = File.ReadAllText(Repository.Path("infra/modules/storage.bicep"));

    [Fact]
    public void The_infrastructure_creates_the_tables_of_the_code() => Assert.Equal(Sorted(Storage.TableNames), Sorted(ListOf("tables")));

    [Fact]
    public void The_infrastructure_creates_the_queues_of_the_code() => Assert.Equal(Sorted(Wiring.Queues), Sorted(ListOf("queues")));

    [Fact]
    public void The_infrastructure_creates_a_poison_queue_for_each()
    {
        Assert.Contains("var poisonQueues = [for queue in queues: '${queue}-poison']", StorageModule, StringComparison.Ordinal);
        Assert.Contains("for queue in concat(queues, poisonQueues): {", StorageModule, StringComparison.Ordinal);
    }

    [Fact]
    public void The_infrastructure_creates_the_containers_of_the_code() => Assert.Equal(Sorted(Storage.ContainerNames), Sorted(ListOf("containers")));

    [Fact]
    public void Every_courier_has_a_mailbox_in_the_parameters()
    {
        var parameters = File.ReadAllText(Repository.Path("infra/main.bicepparam"));
        Assert.All(Couriers.All, courier => Assert.Matches($@"(?m)^  {Regex.Escape(courier.Code)}: '.+'$", parameters));
    }

    // var tables = [ 'Orders' 'Links' ... ]
    private static IEnumerable<string> ListOf(string variable)
    {
        var list = Regex.Match(StorageModule, $@"^var {variable} = \[(?<items>[^\]]*)\]", RegexOptions.Multiline);
        Assert.True(list.Success, $"infra/modules/storage.bicep has no list 'var {variable} = [...]'.");
        return Regex.Matches(list.Groups["items"].Value, "'(?<name>[^']+)'").Select(item => item.Groups["name"].Value);
    }

    private static List<string> Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
