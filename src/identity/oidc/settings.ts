/** How an OpenID Connect provider is reached and what is asked of it, its files read. */
export type ProviderLink = {
  readonly name: 'itsme' | 'fas' | 'operators'
  readonly issuer: string
  readonly clientId: string
  /** Null: `keyPem` proves us. */
  readonly clientSecret: string | null
  /** Private RSA keys in PEM: what proves us, and to which answers are encrypted. Null: none. */
  readonly keyPem: string | null
  readonly encryptionKeyPem: string | null
  readonly scope: string
  /** Empty: whatever the provider does. */
  readonly acrValues: string
  /** Whether an answer must tell its level where one is asked for. */
  readonly acrRequired: boolean
}

/** One that tells the national number, as the configuration describes it (`signIn.itsme`, `signIn.csam`). */
export type ProviderSettings = ProviderLink & {
  /** Also the way of signing in, as sessions name it. */
  readonly name: 'itsme' | 'fas'
  readonly nationalNumberClaim: string
  readonly assurance: number
}
