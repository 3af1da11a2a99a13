using System.Text.RegularExpressions;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Infra;

/// <summary>In Azure the infrastructure creates what the code names; nothing else would notice that the two drift apart.</summary>
public sealed class InfrastructureTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";

    [Theory]
    [InlineData("main.bicep")]
    [InlineData("main.bicepparam")]
    public void The_compiler_has_nothing_to_say_against_the_infrastructure(string file)
    {
        var (exitCode, output) = Bicep.Run("lint", file);
        Assert.True(exitCode == 0 && output.Length == 0, output);
    }

    [Fact]
    public void The_infrastructure_creates_the_tables_of_the_code() =>
        Assert.Equal(Sorted(Storage.TableNames), Names(Account + "/tableServices/tables"));

    [Fact]
    public void The_infrastructure_creates_the_queues_of_the_code_and_a_poison_queue_for_each() =>
        Assert.Equal(Sorted(Queues.All.SelectMany(queue => new[] { queue, queue + "-poison" })), Names(Account + "/queueServices/queues"));

    [Fact]
    public void The_infrastructure_creates_the_containers_of_the_code_and_one_for_the_package() =>
        Assert.Equal(Sorted(Storage.ContainerNames.Append("deployment")), Names(Account + "/blobServices/containers"));

    [Fact]
    public void The_app_runs_as_the_isolated_worker_of_the_framework_it_is_built_for()
    {
        var app = Assert.Single(Bicep.OfType("Microsoft.Web/sites"));
        var runtime = app["properties"]!["functionAppConfig"]!["runtime"]!;
        Assert.Equal("dotnet-isolated", (string?)runtime["name"]);
        Assert.Contains($"<TargetFramework>net{(string?)runtime["version"]}</TargetFramework>", File.ReadAllText(Repository.Path("Directory.Build.props")), StringComparison.Ordinal);
    }

    [Fact]
    public void Instances_stand_ready_for_http_and_for_functions_that_there_are()
    {
        var app = Assert.Single(Bicep.OfType("Microsoft.Web/sites"));
        var ready = app["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!["alwaysReady"]!.AsArray().Select(entry => (string)entry!["name"]!).ToList();
        Assert.Contains("http", ready);
        Assert.Contains("function:TakePush", ready);
        var functions = Sources.Matches("""\[Function\((?:"|nameof\()(?<name>\w+)""").Select(function => "function:" + function.Match.Groups["name"].Value);
        Assert.Empty(ready.Except(functions).Except(["http"]));
    }

    [Fact]
    public void Azd_finds_the_app_of_its_one_service_by_a_tag()
    {
        var service = Regex.Match(File.ReadAllText(Repository.Path("azure.yaml")), @"^services:\n  (?<name>\w+):\n    project: (?<project>\S+)$", RegexOptions.Multiline);
        Assert.True(service.Success, "azure.yaml begins its services otherwise than this test reads them.");
        Assert.True(File.Exists(Repository.Path($"{service.Groups["project"].Value}/Kumoten.Functions.csproj")));
        var tagged = Assert.Single(Bicep.Resources, resource => (string?)resource["tags"]?["azd-service-name"] == service.Groups["name"].Value);
        Assert.Equal("Microsoft.Web/sites", (string?)tagged["type"]);
    }

    [Fact]
    public void Everything_that_can_carry_tags_says_which_azd_environment_it_belongs_to() =>
        Assert.All(Bicep.Resources.Where(resource => resource["location"] is not null), resource => Assert.Equal("given", (string?)resource["tags"]?["azd-env-name"]));

    // A child's name is "account/default/Orders".
    private static List<string> Names(string type) => Sorted(Bicep.OfType(type).Select(resource => ((string)resource["name"]!).Split('/')[^1]));

    private static List<string> Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
