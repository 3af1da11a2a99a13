namespace Kumoten.Functions.Platform;

/// <summary>Settings that point to Key Vault. In Azure the platform puts the secret in their place before the application starts.</summary>
public static class KeyVaultReferences
{
    private const string Mark = "@Microsoft.KeyVault(";

    /// <summary>
    /// Makes references that were not resolved count as missing. Such a setting arrives as the reference's own text, and
    /// a secret that anybody can guess is worse than none: pushes signed with it would be believed.
    /// </summary>
    /// <param name="configuration">The settings.</param>
    public static void ForgetUnresolvedSecrets(this IConfigurationManager configuration)
    {
        var unresolved = configuration.AsEnumerable().Where(setting => setting.Value?.StartsWith(Mark, StringComparison.OrdinalIgnoreCase) == true);
        configuration.AddInMemoryCollection(unresolved.Select(setting => KeyValuePair.Create(setting.Key, (string?)null)).ToList());
    }
}
