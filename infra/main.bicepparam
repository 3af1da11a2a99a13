using 'main.bicep'

// Secrets come from environment variables, so that none stands in a file or a shell's history. A variable that is
// not set fails the deployment; set it to nothing for what is not connected yet.
param authSigningKey = readEnvironmentVariable('KUMOTEN_AUTH_SIGNING_KEY')
param mailPassword = readEnvironmentVariable('KUMOTEN_MAIL_PASSWORD')
param lazadaAppSecret = readEnvironmentVariable('KUMOTEN_LAZADA_APP_SECRET')
param shopeePartnerKey = readEnvironmentVariable('KUMOTEN_SHOPEE_PARTNER_KEY')
param tiktokAppSecret = readEnvironmentVariable('KUMOTEN_TIKTOK_APP_SECRET')
param aftershipSecret = readEnvironmentVariable('KUMOTEN_AFTERSHIP_SECRET')

// azd sets it.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', '')

param authAuthority = ''
param authIssuer = 'https://kumoten.example'
param authAudience = 'kumoten-functions'

param mailHost = 'smtp.kumoten.example'
param mailFrom = 'Kumoten After-Sales <support@kumoten.example>'
param mailUser = 'support@kumoten.example'

param officeAddress = 'Kumoten HQ, 12 Jalan Sepadu 25/123, Seksyen 25, 40400 Shah Alam, Selangor'
param deskMail = 'desk@kumoten.example'
param unknownSellerMail = '{sellerId}@sellers.kumoten.example'
param courierMails = {
  zto: 'care@zto.example'
  poslaju: 'care@poslaju.example'
}

param lazadaAppKey = ''
param tiktokAppKey = ''
