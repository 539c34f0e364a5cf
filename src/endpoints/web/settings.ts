import type { Environment } from '../../batch/environment.ts'
import type { Language } from '../../batch/languages.ts'
import type { LoginLimits } from '../../registry/login-throttle.ts'

/** What an operator may set of the web service; an object that a reload fills anew, so it is read at use and never kept. */
export type WebSettings = {
  readonly web: {
    readonly acceptedAudiences: readonly string[]
    readonly algorithms: readonly ('RS256' | 'ES256' | 'PS256')[]
    readonly assertionBytes: number
    readonly maxAssertionSeconds: number
    readonly clockSkewSeconds: number
    readonly tokenSeconds: number
    readonly tokenKeyDays: number
    readonly requireMutualTls: readonly Environment[]
    readonly trustedProxies: readonly string[]
    /** Lower case; empty: none. */
    readonly clientCertificateHeader: string
  }
  readonly limits: {
    readonly partBytes: number
    readonly signatureBytes: number
    readonly transferParts: number
    readonly httpBodyBytes: number
    readonly minimumRate: number
    readonly minimumRateSeconds: number
    readonly webRequestsPerSecond: number
    readonly transfersAtOnce: number
    readonly lookupsPerMinute: number
    readonly metadataBytes: number
    readonly tokenRequestBytes: number
    readonly pollAfterSeconds: number
    readonly checkBytes: number
    readonly checksAtOnce: number
    readonly soapBytes: number
    readonly soapAtOnce: number
    readonly loginFailures: LoginLimits
  }
  readonly services: readonly {
    readonly code: string
    readonly labels: Readonly<Record<Language, string>>
    readonly environments: readonly Environment[]
  }[]
}
