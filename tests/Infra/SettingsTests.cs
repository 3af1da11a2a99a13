using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Infra;

/// <summary>
/// The settings that the code reads and those that the infrastructure sets are the same, but for those named here with
/// their reason. A setting "A:B" of the code is "A__B" in Azure.
/// </summary>
public sealed class SettingsTests
{
    // Read by the code, not set in Azure.
    private static readonly Dictionary<string, string> NotInAzure = new()
    {
        ["AzureWebJobsStorage"] = "a connection string, for the storage emulator; in Azure the identity opens the account by its name",
        ["Storage__AtOnce"] = "eight requests side by side are enough for one piece of work; the storms' dice need one at a time",
        ["Storage__Prefix"] = "keeps tests apart that share one emulator",
        ["Storage__CreateIfMissing"] = "in Azure the infrastructure creates everything, and a start must not pay for asking",
        ["Mail__Page"] = "where the local run's mail catcher shows its mails",
        ["WEBSITE_INSTANCE_ID"] = "set by Azure itself, on every instance",
    };

    // Set in Azure, not read by the code. FUNCTIONS_WORKER_RUNTIME cannot be here: the plan refuses a deployment that sets it.
    private static readonly Dictionary<string, string> ReadByThePlatform = new()
    {
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = "the worker's environment",
        ["DOTNET_ENVIRONMENT"] = "the worker's environment",
        ["AzureWebJobsDisableHomepage"] = "the host's: without it, / is not the application's",
        ["AzureWebJobsStorage__credential"] = "the host's way into the storage account",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "where the host and the worker send telemetry",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "as whom they send it",
    };

    // configuration["A:B"], settings[...], and what else such a variable may be called.
    private const string Indexer = @"(?:onfig(?:uration)?|ettings)\[(?<argument>[^\]]*)\]";
    private const string Literal = @"^\$?""(?<key>[^""]+)""$";

    // Inside the helpers Setting(...) and Secret(...), whose calls are read instead.
    private const string InHelper = @"^(?:key|""[^""]+"" \+ name)$";

    [Fact]
    public void Azure_sets_what_the_code_reads() => Assert.Empty(SettingsOfTheCode().Except(SettingsInAzure()).Except(NotInAzure.Keys));

    [Fact]
    public void The_code_or_the_platform_reads_what_Azure_sets() => Assert.Empty(SettingsInAzure().Except(SettingsOfTheCode()).Except(ReadByThePlatform.Keys));

    [Fact]
    public void The_exceptions_are_exceptions()
    {
        Assert.Empty(NotInAzure.Keys.Except(SettingsOfTheCode()));
        Assert.Empty(NotInAzure.Keys.Intersect(SettingsInAzure()));
        Assert.Empty(ReadByThePlatform.Keys.Except(SettingsInAzure()));
        Assert.Empty(ReadByThePlatform.Keys.Intersect(SettingsOfTheCode()));
    }

    [Fact]
    public void A_secret_is_in_the_vault_when_a_setting_points_to_it()
    {
        var stored = Bicep.OfType("Microsoft.KeyVault/vaults/secrets").Select(secret => ((string)secret["name"]!).Split('/')[^1].Replace("-", "__", StringComparison.Ordinal));
        var pointedTo = Regex.Matches(AppSettings(), @"createObject\('key', '(?<name>\w+)'").Select(secret => secret.Groups["name"].Value);
        Assert.Equal(pointedTo.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("appsettings.json")]
    [InlineData("appsettings.Development.json")]
    public void The_code_reads_what_a_file_of_settings_holds(string file)
    {
        var held = Leaves(JsonNode.Parse(File.ReadAllText(Repository.Path("functions/" + file)))!).Select(key => key.Replace(":", "__", StringComparison.Ordinal));
        Assert.Empty(held.Where(setting => !setting.StartsWith("Logging__", StringComparison.Ordinal)).Except(SettingsOfTheCode()));
    }

    /// <summary>No setting escapes these tests by a way of reading that they do not see.</summary>
    [Fact]
    public void Settings_are_read_in_the_ways_that_these_tests_see()
    {
        var unseen = Sources.Matches(Indexer)
            .Where(read => !Regex.IsMatch(read.Match.Groups["argument"].Value, $"{Literal}|{InHelper}"))
            .Concat(Sources.Matches(@"\.(?:GetConnectionString|GetRequiredSection|BindConfiguration)\(|IOptions<\w*Settings>|Environment\.GetEnvironmentVariable\("))
            .Concat(Sources.Matches(@"\.GetSection\((?!""Webhooks""\))"));
        Assert.Empty(unseen.Select(read => $"{read.File}: {read.Match.Value}"));
    }

    private static HashSet<string> SettingsOfTheCode()
    {
        var keys = Sources.Matches(Indexer).Select(read => Regex.Match(read.Match.Groups["argument"].Value, Literal)).Where(literal => literal.Success).Select(literal => literal.Groups["key"].Value)
            .Concat(Sources.Matches("""\.GetValue<[^>]+>\("(?<key>[^"]+)""").Select(read => read.Match.Groups["key"].Value))
            // Setting("Host") of a file whose helper reads configuration["Mail:" + name].
            .Concat(Sources.Matches("""\bSetting\(\$?"(?<key>[^"]+)"\)""").Select(read => HelperPrefix(read.File) + read.Match.Groups["key"].Value))
            // A marketplace is given the section Webhooks.
            .Concat(Sources.Matches("""\.Secret\("(?<key>[^"]+)"\)""").Select(read => "Webhooks:" + read.Match.Groups["key"].Value));
        return [.. keys
            .SelectMany(key => key.Contains("{courier.Code}", StringComparison.Ordinal) ? CourierList.All.Select(courier => key.Replace("{courier.Code}", courier.Code, StringComparison.Ordinal)) : [key])
            .Select(key => key.Replace(":", "__", StringComparison.Ordinal))];
    }

    private static string HelperPrefix(string file) => Regex.Match(Sources.Files[file], """onfiguration\["(?<prefix>[^"]+)" \+ name\]""").Groups["prefix"].Value;

    // The expression that makes the settings holds what only Azure knows, so it is not worked out here; the names in it are known by their shape.
    private static HashSet<string> SettingsInAzure() => [.. Regex.Matches(AppSettings(), "'(?<name>[A-Za-z]+(?:__?[A-Za-z]+)+|AzureWebJobs[A-Za-z]+)'").Select(name => name.Groups["name"].Value)];

    private static string AppSettings() => (string)Assert.Single(Bicep.OfType("Microsoft.Web/sites/config"))["properties"]!;

    private static IEnumerable<string> Leaves(JsonNode node, string prefix = "") => node is JsonObject section
        ? section.SelectMany(entry => Leaves(entry.Value!, prefix.Length == 0 ? entry.Key : $"{prefix}:{entry.Key}"))
        : [prefix];
}
