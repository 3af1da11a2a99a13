using Kumoten.Functions.Platform;
using Microsoft.Extensions.Configuration;

namespace Kumoten.Tests.Platform;

public sealed class KeyVaultReferenceTests
{
    [Fact]
    public void A_reference_that_was_not_resolved_counts_as_missing_and_other_settings_stay()
    {
        using var settings = new ConfigurationManager();
        settings["Webhooks:Lazada:AppSecret"] = "@Microsoft.KeyVault(VaultName=kv;SecretName=Webhooks-Lazada-AppSecret)";
        settings["Webhooks:Lazada:AppKey"] = "100100";

        settings.ForgetUnresolvedSecrets();

        Assert.Null(settings["Webhooks:Lazada:AppSecret"]);
        Assert.Equal("100100", settings["Webhooks:Lazada:AppKey"]);
    }
}
