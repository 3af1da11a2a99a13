// Secrets, and the references to them that stand in the application's settings. A secret's name is that of its
// setting with "-" for "__": the setting Mail__Password is the secret Mail-Password.

param name string
param location string
param tags object

@description('Who may read the secrets.')
param principalId string

@description('Secrets by the name of their setting. An empty one is neither stored nor referenced: the application then refuses by name whatever needs it.')
@secure()
param secrets object

// Listed apart from the values, so that a what-if can tell what will be there without knowing them.
var names = [
  'Auth__SigningKey'
  'Auth__SessionKey'
  'Mail__Password'
  'Webhooks__Lazada__AppSecret'
  'Webhooks__Shopee__PartnerKey'
  'Webhooks__TikTok__AppSecret'
  'Webhooks__AfterShip__Secret'
]

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = [
  for name in names: if (!empty(secrets[name])) {
    parent: vault
    name: replace(name, '__', '-')
    properties: { value: secrets[name] }
  }
]

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, keyVaultSecretsUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

@description('Settings that point to the secrets. Without a version, so that a new one is picked up within a day, or at a restart.')
output references object = toObject(
  // Only whether a secret is there is asked; no value goes out.
  #disable-next-line outputs-should-not-contain-secrets
  filter(names, name => !empty(secrets[name])),
  name => name,
  name => '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=${replace(name, '__', '-')})'
)
