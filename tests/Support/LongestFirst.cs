using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Kumoten.Tests.Support.LongestFirst", "Kumoten.Tests")]

namespace Kumoten.Tests.Support;

/// <summary>Begins with what takes longest: begun late, it would run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = ["StormTests", "PackageTests", "SimulationTests", "SimulationCheckTests", "HostLifeTests", "JourneyTests", "OddInputTests", "DockRaceTests"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(tests => Array.FindIndex(Longest, name => tests.DisplayName.Split(' ').Any(word => word.EndsWith("." + name, StringComparison.Ordinal))) is var at && at < 0 ? Longest.Length : at);
}
