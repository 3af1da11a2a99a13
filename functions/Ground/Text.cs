namespace Kumoten.Functions.Ground;

/// <summary>A sentence in the two languages of sellers and staff.</summary>
/// <param name="En">English.</param>
/// <param name="Ms">Malay.</param>
public sealed record Text(string En, string Ms)
{
    /// <summary>The sentence in one language.</summary>
    /// <param name="language">en or ms.</param>
    /// <returns>The sentence.</returns>
    public string In(string language) => language == "ms" ? Ms : En;
}
