// The one storage account: records in tables, work in queues, letters and documents in blobs, and the deployed package.
// A test (tests/Infra/InfrastructureTests.cs) holds these lists against the code.

param name string
param location string
param tags { *: string }

@description('Who may read and write the data.')
param principalId string

@description('How often the data is stored. ZRS survives the loss of a datacentre; orders and the ledger stand nowhere else.')
param sku string

var tables = [
  'Orders'
  'Links'
  'Ledger'
  'Agenda'
  'Settings'
  'Answers'
  'Worklist'
  'Figures'
  'DeadLetters'
]

var queues = [
  'courier-requests'
  'refunds'
  'return-shipping'
  'letters'
  'desk-notices'
  'seller-notices'
  'marketplace-pushes'
  'figures'
  'looks'
]

// Where the host moves a message that has failed for good; the application keeps it from there.
var poisonQueues = [for queue in queues: '${queue}-poison']

var containers = [
  'letters'
  'documents'
  'overflow'
]

var deploymentContainer = 'deployment'

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    // No keys anywhere: whoever comes in has an identity with a role.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource tableService 'tableServices' = {
    name: 'default'

    resource table 'tables' = [
      for table in tables: {
        name: table
      }
    ]
  }

  resource queueService 'queueServices' = {
    name: 'default'

    resource queue 'queues' = [
      for queue in concat(queues, poisonQueues): {
        name: queue
      }
    ]
  }

  resource blobService 'blobServices' = {
    name: 'default'
    properties: {
      // A letter that was sent stays evidence, also after a slip of the hand.
      deleteRetentionPolicy: { enabled: true, days: 30 }
      containerDeleteRetentionPolicy: { enabled: true, days: 30 }
    }

    resource container 'containers' = [
      for container in concat(containers, [deploymentContainer]): {
        name: container
      }
    ]
  }
}

var roles = {
  // Owner, not Contributor: the Functions host asks for it on the account of AzureWebJobsStorage.
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource mayUse 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(roles): {
    scope: account
    name: guid(account.id, principalId, role.value)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

output name string = account.name
output deploymentContainerUrl string = '${account.properties.primaryEndpoints.blob}${deploymentContainer}'
