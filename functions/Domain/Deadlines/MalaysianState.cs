using System.Collections.Frozen;

namespace Kumoten.Functions.Domain.Deadlines;

/// <summary>The thirteen states and three federal territories, in the order of ISO 3166-2:MY.</summary>
public enum MalaysianState
{
    /// <summary>Johor (MY-01).</summary>
    Johor,

    /// <summary>Kedah (MY-02).</summary>
    Kedah,

    /// <summary>Kelantan (MY-03).</summary>
    Kelantan,

    /// <summary>Melaka, in English Malacca (MY-04).</summary>
    Melaka,

    /// <summary>Negeri Sembilan (MY-05).</summary>
    NegeriSembilan,

    /// <summary>Pahang (MY-06).</summary>
    Pahang,

    /// <summary>Perak (MY-08).</summary>
    Perak,

    /// <summary>Perlis (MY-09).</summary>
    Perlis,

    /// <summary>Pulau Pinang, in English Penang (MY-07).</summary>
    PulauPinang,

    /// <summary>Sabah (MY-12).</summary>
    Sabah,

    /// <summary>Sarawak (MY-13).</summary>
    Sarawak,

    /// <summary>Selangor (MY-10).</summary>
    Selangor,

    /// <summary>Terengganu (MY-11).</summary>
    Terengganu,

    /// <summary>The federal territory of Kuala Lumpur (MY-14).</summary>
    KualaLumpur,

    /// <summary>The federal territory of Labuan (MY-15).</summary>
    Labuan,

    /// <summary>The federal territory of Putrajaya (MY-16).</summary>
    Putrajaya,
}

/// <summary>Reads states as marketplaces and couriers spell them, and shows them to people.</summary>
public static class MalaysianStates
{
    /// <summary>All states and territories.</summary>
    public static IReadOnlyList<MalaysianState> All { get; } = Enum.GetValues<MalaysianState>();

    // What stands before or after a name without changing which state is meant: "W.P. Labuan", "Selangor Darul Ehsan".
    // Of two that begin alike the longer comes first, since the first that fits is cut off.
    private static readonly string[] Prefixes =
        ["wilayahpersekutuan", "federalterritoryof", "federalterritory", "wpersekutuan", "stateof", "negeri", "wp", "ft"];

    private static readonly string[] Suffixes = ["darul", "inderakayangan"];

    private static readonly FrozenDictionary<string, MalaysianState> Spellings = new Dictionary<string, MalaysianState>
    {
        ["johor"] = MalaysianState.Johor,
        ["johore"] = MalaysianState.Johor,
        ["jhr"] = MalaysianState.Johor,
        ["kedah"] = MalaysianState.Kedah,
        ["kdh"] = MalaysianState.Kedah,
        ["kelantan"] = MalaysianState.Kelantan,
        ["ktn"] = MalaysianState.Kelantan,
        ["melaka"] = MalaysianState.Melaka,
        ["malacca"] = MalaysianState.Melaka,
        ["mlk"] = MalaysianState.Melaka,
        ["negerisembilan"] = MalaysianState.NegeriSembilan,
        ["negrisembilan"] = MalaysianState.NegeriSembilan,
        ["nsembilan"] = MalaysianState.NegeriSembilan,
        ["sembilan"] = MalaysianState.NegeriSembilan,
        ["nsn"] = MalaysianState.NegeriSembilan,
        ["pahang"] = MalaysianState.Pahang,
        ["phg"] = MalaysianState.Pahang,
        ["perak"] = MalaysianState.Perak,
        ["prk"] = MalaysianState.Perak,
        ["perlis"] = MalaysianState.Perlis,
        ["pls"] = MalaysianState.Perlis,
        ["pulaupinang"] = MalaysianState.PulauPinang,
        ["ppinang"] = MalaysianState.PulauPinang,
        ["pinang"] = MalaysianState.PulauPinang,
        ["penang"] = MalaysianState.PulauPinang,
        ["penangisland"] = MalaysianState.PulauPinang,
        ["png"] = MalaysianState.PulauPinang,
        ["sabah"] = MalaysianState.Sabah,
        ["sbh"] = MalaysianState.Sabah,
        ["sarawak"] = MalaysianState.Sarawak,
        ["swk"] = MalaysianState.Sarawak,
        ["selangor"] = MalaysianState.Selangor,
        ["sgr"] = MalaysianState.Selangor,
        ["sel"] = MalaysianState.Selangor,
        ["terengganu"] = MalaysianState.Terengganu,
        ["trengganu"] = MalaysianState.Terengganu,
        ["trg"] = MalaysianState.Terengganu,
        ["kualalumpur"] = MalaysianState.KualaLumpur,
        ["kl"] = MalaysianState.KualaLumpur,
        ["kul"] = MalaysianState.KualaLumpur,
        ["labuan"] = MalaysianState.Labuan,
        ["lbn"] = MalaysianState.Labuan,
        ["putrajaya"] = MalaysianState.Putrajaya,
        ["pjy"] = MalaysianState.Putrajaya,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads a state in any usual spelling, Malay or English, without regard to case, spaces and dots.</summary>
    /// <param name="text">For example "Penang", "W.P. Kuala Lumpur" or "Negri Sembilan".</param>
    /// <param name="state">The state, if the text names one.</param>
    /// <returns>Whether the text names a state.</returns>
    public static bool TryParse(string? text, out MalaysianState state)
    {
        var letters = string.Concat((text ?? "").Where(char.IsAsciiLetter)).ToLowerInvariant();
        return Spellings.TryGetValue(letters, out state) || Spellings.TryGetValue(WithoutTitles(letters), out state);
    }

    /// <summary>
    /// Whether the state lies in East Malaysia. It has the same rules and is marked, since most late parcels are there
    /// (domain.md, Working days and clocks; support guide: Late Shipment to Destination).
    /// </summary>
    /// <param name="state">The state.</param>
    /// <returns>True for Sabah, Sarawak and Labuan.</returns>
    public static bool IsEast(this MalaysianState state) =>
        state is MalaysianState.Sabah or MalaysianState.Sarawak or MalaysianState.Labuan;

    /// <summary>The name to show to people, as it is spelled in Malay.</summary>
    /// <param name="state">The state.</param>
    /// <returns>For example "Negeri Sembilan".</returns>
    public static string NameOf(MalaysianState state) => state switch
    {
        MalaysianState.NegeriSembilan => "Negeri Sembilan",
        MalaysianState.PulauPinang => "Pulau Pinang",
        MalaysianState.KualaLumpur => "Kuala Lumpur",
        _ => state.ToString(),
    };

    private static string WithoutTitles(string letters)
    {
        var prefix = Prefixes.FirstOrDefault(p => letters.StartsWith(p, StringComparison.Ordinal)) ?? "";
        var name = letters[prefix.Length..];
        var end = Suffixes.Select(s => name.IndexOf(s, StringComparison.Ordinal)).Where(i => i > 0).DefaultIfEmpty(name.Length).Min();
        return name[..end];
    }
}
