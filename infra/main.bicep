// Everything Kumoten.Functions stands on, in one resource group. README.md says how to deploy it; the values of
// the parameters stand in main.bicepparam, secrets come from environment variables.

targetScope = 'resourceGroup'

@description('What every resource\'s name is made of.')
@minLength(3)
@maxLength(16)
param name string = 'kumoten'

param location string = resourceGroup().location

@description('The name of the azd environment; empty when azd is not used. The tag made of it shows what belongs together.')
param environmentName string = ''

@description('The address that the outside calls, without a slash at the end; empty for the function app\'s own.')
param publicUrl string = ''

@description('The OIDC authority whose tokens are taken; empty when Kumoten\'s own site signs them with authSigningKey.')
param authAuthority string
param authIssuer string
param authAudience string

@description('32 bytes or more; empty with an authority.')
@secure()
param authSigningKey string

@description('Signs browsers\' sessions, 32 bytes or more; empty without an authority, where authSigningKey does.')
@secure()
param authSessionKey string = ''

@description('Kumoten\'s own site, to which the front page leads; empty for no link.')
param homeUrl string = ''

@description('Kumoten\'s own sites whose forms may use a browser\'s session, with a space between two, such as https://www.kumoten.example.')
param pagesAllowedOrigins string = ''

param mailHost string
param mailPort int = 587
param mailFrom string

@description('Empty when the mail server asks for no name.')
param mailUser string

@secure()
param mailPassword string

@description('Where diverted parcels go.')
param officeAddress string

@description('The support desk\'s mailbox.')
param deskMail string

@description('The address of a seller who gave none, with {sellerId} in it; empty, such a seller is not mailed.')
param unknownSellerMail string = ''

@description('The couriers\' mailboxes by courier: { zto: \'...\', poslaju: \'...\' }.')
param courierMails { *: string }

param lazadaAppKey string

@secure()
param lazadaAppSecret string

@secure()
param shopeePartnerKey string

param tiktokAppKey string

@secure()
param tiktokAppSecret string

@secure()
param aftershipSecret string

@description('Two, so that one answers while the platform replaces the other.')
param alwaysReadyHttpInstances int = 2

@description('Of the function that takes pushes in, so that a cancelled order does not wait for a start.')
param alwaysReadyPushInstances int = 1

@description('The roof over the bill. The plan takes no less than 40.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

param logRetentionDays int = 30
param logDailyCapGb int = 1

// Names of storage accounts, vaults and sites are unique in the world.
var unique = uniqueString(resourceGroup().id, name)
var appName = 'func-${name}-${unique}'
var tags = union(
  { application: 'Kumoten.Functions' },
  empty(environmentName) ? {} : { 'azd-env-name': environmentName }
)
var url = empty(publicUrl) ? 'https://${appName}.azurewebsites.net' : publicUrl

module identity 'modules/identity.bicep' = {
  params: { name: 'id-${name}', location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: take('st${toLower(replace(name, '-', ''))}${unique}', 24)
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    sku: storageSku
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    retentionDays: logRetentionDays
    dailyCapGb: logDailyCapGb
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: take('kv-${unique}-${name}', 24)
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    secrets: secrets
  }
}

// By the name of their setting.
var secrets = {
  Auth__SigningKey: authSigningKey
  Auth__SessionKey: authSessionKey
  Mail__Password: mailPassword
  Webhooks__Lazada__AppSecret: lazadaAppSecret
  Webhooks__Shopee__PartnerKey: shopeePartnerKey
  Webhooks__TikTok__AppSecret: tiktokAppSecret
  Webhooks__AfterShip__Secret: aftershipSecret
}

// Settings that point to the secrets, without a version, so that a new one is picked up within a day, or at a restart.
// Only whether a secret is there is asked here; no value goes on.
var secretSettings = toObject(
  filter(items(secrets), secret => !empty(secret.value)),
  secret => secret.key,
  secret => '@Microsoft.KeyVault(VaultName=${vault.outputs.name};SecretName=${replace(secret.key, '__', '-')})'
)

var courierSettings = toObject(
  items(courierMails),
  courier => 'Couriers__${courier.key}__Mail',
  courier => courier.value
)

var settings = {
  Auth__Authority: authAuthority
  Auth__Issuer: authIssuer
  Auth__Audience: authAudience
  Pages__AllowedOrigins: pagesAllowedOrigins
  Mail__Host: mailHost
  Mail__Port: string(mailPort)
  Mail__From: mailFrom
  Mail__User: mailUser
  Kumoten__OfficeAddress: officeAddress
  Kumoten__DeskMail: deskMail
  Kumoten__UnknownSellerMail: unknownSellerMail
  // What the links in mails begin with.
  Kumoten__SiteUrl: url
  Kumoten__HomeUrl: homeUrl
  Webhooks__Lazada__AppKey: lazadaAppKey
  Webhooks__TikTok__AppKey: tiktokAppKey
  // Shopee signs the address together with the body.
  Webhooks__Shopee__CallbackUrl: '${url}/api/webhooks/shopee'
}

// Last, because its module waits for the roles and secrets of the others.
module app 'modules/app.bicep' = {
  params: {
    name: appName
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    insightsConnectionString: monitoring.outputs.connectionString
    settings: union(settings, courierSettings, secretSettings)
    alwaysReadyHttpInstances: alwaysReadyHttpInstances
    alwaysReadyPushInstances: alwaysReadyPushInstances
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
  }
}

@description('The function app\'s name, for the deployment of the package.')
output appName string = appName

@description('Where webhooks and the API are.')
output url string = url
output hostName string = app.outputs.hostName
