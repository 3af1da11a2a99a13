namespace Kumoten.Tests.Support;

/// <summary>Where the sources stand that the tests read from or start.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below the solution's folder.</summary>
    /// <param name="relative">The path with forward slashes.</param>
    /// <returns>The full path.</returns>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>The application as built, beside these tests' own configuration.</summary>
    public static string Application { get; } = Path($"functions/bin/{new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}/net10.0");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Kumoten.Functions.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds the solution.");
    }
}
