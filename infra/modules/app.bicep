// The function app on a Flex Consumption plan: the official .NET isolated worker, its package framework-dependent.

param name string
param location string
param tags { *: string }

@description('The user-assigned identity: its resource id and client id.')
param identityId string
param identityClientId string

@description('The storage account of triggers, records and the deployed package.')
param storageAccountName string
param deploymentContainerUrl string

param insightsConnectionString string

@description('The application\'s own settings, "Mail__Host" and so on; secrets as Key Vault references.')
param settings { *: string }

@description('Instances that always stand ready for HTTP.')
param alwaysReadyHttpInstances int

@description('Instances that always stand ready for the function TakePush.')
param alwaysReadyPushInstances int

param maximumInstanceCount int
param instanceMemoryMB int

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds the app of a service in azure.yaml by this tag.
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    // Little may stand here: the plan refuses a deployment that sets, among others, ftpsState, alwaysOn or linuxFxVersion.
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      // On this plan the name stands here and not in a setting FUNCTIONS_WORKER_RUNTIME, which it refuses.
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        // Lazada drops a push that is not answered within 500 ms: no push may wait for a cold start. Nor may what it
        // tells wait in the queue: the plan starts each queue function from zero, by itself.
        alwaysReady: [
          { name: 'http', instanceCount: alwaysReadyHttpInstances }
          { name: 'function:TakePush', instanceCount: alwaysReadyPushInstances }
        ]
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMB
        // Requests here wait for storage, not for the processor. The plan's own measure is far lower, and would
        // send the top of a burst of pushes to an instance that is still starting.
        triggers: { http: { perInstanceConcurrency: 64 } }
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, {
      // In Development anybody may ask for a token; said here, so that no default can open that door. The worker
      // takes its environment from these two names and from no other.
      AZURE_FUNCTIONS_ENVIRONMENT: 'Production'
      DOTNET_ENVIRONMENT: 'Production'
      // The host keeps "/" for a page of its own unless told; it is the application's.
      AzureWebJobsDisableHomepage: 'true'
      AzureWebJobsStorage__accountName: storageAccountName
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    })
  }

  // No publishing password that could leak: deployments come in by an identity, too.
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output hostName string = app.properties.defaultHostName
