using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Infra;

/// <summary>What the Bicep compiler says of infra/: its complaints, and the resources that a deployment with main.bicepparam makes.</summary>
public static partial class Bicep
{
    private static readonly Lazy<IReadOnlyList<JsonObject>> Predicted = new(Predict);

    /// <summary>The resources of a deployment, with every name and value worked out that does not come from Azure.</summary>
    public static IReadOnlyList<JsonObject> Resources => Predicted.Value;

    /// <summary>The resources of one type.</summary>
    /// <param name="type">The type, such as "Microsoft.Web/sites".</param>
    /// <returns>The resources.</returns>
    public static IEnumerable<JsonObject> OfType(string type) => Resources.Where(resource => (string?)resource["type"] == type);

    /// <summary>Runs the compiler.</summary>
    /// <param name="arguments">Its arguments; files are named from infra/.</param>
    /// <returns>Its exit code, and all it wrote.</returns>
    public static (int ExitCode, string Output) Run(params string[] arguments) => RunIn(Repository.Path("infra"), arguments);

    private static (int ExitCode, string Output) RunIn(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(Executable(), arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // Where ICU is missing, as in a small container, it would not start otherwise.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        // Every secret has a value, so that everything is compiled that a deployment may make.
        foreach (Match variable in EnvironmentVariable().Matches(File.ReadAllText(Repository.Path("infra/main.bicepparam"))))
            start.Environment[variable.Groups["name"].Value] = "given";
        using var bicep = Process.Start(start)!;
        var errors = bicep.StandardError.ReadToEndAsync();
        var output = bicep.StandardOutput.ReadToEnd();
        bicep.WaitForExit();
        return (bicep.ExitCode, output + errors.Result);
    }

    // From the package that this project downloads; where there is none for the system, from the PATH.
    private static string Executable()
    {
        var packaged = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "BicepExecutable")?.Value;
        if (packaged is not null)
            return packaged;
        var name = OperatingSystem.IsWindows() ? "bicep.exe" : "bicep";
        var installed = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return installed ?? throw new InvalidOperationException(
            "The Bicep compiler is missing: NuGet brings it on Linux x64 only, and there is no 'bicep' on the PATH. Install it ('az bicep install' puts it into ~/.azure/bin) and add its folder to the PATH.");
    }

    // The compiler writes its snapshot beside the parameters, so it works on a copy.
    private static List<JsonObject> Predict()
    {
        var copy = Directory.CreateTempSubdirectory("kumoten-bicep").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(copy, "modules"));
            foreach (var file in new[] { "main.bicep", "main.bicepparam", "bicepconfig.json" }.Concat(Directory.GetFiles(Repository.Path("infra/modules")).Select(file => "modules/" + Path.GetFileName(file))))
                File.Copy(Repository.Path("infra/" + file), Path.Combine(copy, file));
            var (exitCode, output) = RunIn(copy,
            [
                "snapshot", "main.bicepparam", "--mode", "overwrite", "--tenant-id", Guid.Empty.ToString(), "--subscription-id", Guid.Empty.ToString(),
                "--resource-group", "kumoten", "--location", "southeastasia", "--deployment-name", "kumoten",
            ]);
            Assert.True(exitCode == 0, output);
            var snapshot = JsonNode.Parse(File.ReadAllText(Path.Combine(copy, "main.snapshot.json")))!;
            return [.. snapshot["predictedResources"]!.AsArray().Select(resource => resource!.AsObject())];
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [GeneratedRegex(@"readEnvironmentVariable\('(?<name>\w+)'")]
    private static partial Regex EnvironmentVariable();
}
