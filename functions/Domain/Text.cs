namespace Kumoten.Functions.Domain;

/// <summary>A sentence in the seller's two languages.</summary>
/// <param name="En">English.</param>
/// <param name="Ms">Malay.</param>
public sealed record Text(string En, string Ms)
{
    /// <summary>The sentence in one language.</summary>
    /// <param name="language">en or ms.</param>
    /// <returns>The sentence.</returns>
    public string In(string language) => language == "ms" ? Ms : En;
}
