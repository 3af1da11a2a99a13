// The secrets. A secret's name is that of its setting with "-" for "__": the setting Mail__Password is the secret
// Mail-Password.

param name string
param location string
param tags { *: string }

@description('Who may read the secrets.')
param principalId string

@description('Secrets by the name of their setting. An empty one is not stored, and no setting points to it: the application then refuses by name whatever needs it.')
@secure()
param secrets { *: string }

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

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
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

resource secret 'Microsoft.KeyVault/vaults/secrets@2026-05-15' = [
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

output name string = vault.name
