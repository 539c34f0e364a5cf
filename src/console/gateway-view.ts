/** What the daemon tells the console of itself: networks, keys and configuration, none of which the console may read on its own. */
import type { KnownNetwork } from '../registry/sessions/bans.ts'

export type GatewayView = {
  /** As the configuration names them now. */
  networks(): readonly KnownNetwork[]
  ownKeys(): Promise<readonly OwnKey[]>
  configuration(): Promise<ConfigurationInForce>
}

export type OwnKey = {
  readonly use: 'tls' | 'acknowledgement' | 'host' | 'token' | 'issuer'
  /** File, or id of a key in the database. */
  readonly name: string
  readonly from: string
  readonly fingerprint: string
  readonly subject: string
  readonly endsAt: Date | null
  /** Whole days; negative when it is over. */
  readonly daysLeft: number | null
  /** Why it cannot be used; null when it can. */
  readonly trouble: 'missing' | 'over' | 'unreadable' | null
}

export type ConfigurationInForce = {
  readonly file: string | null
  readonly settings: readonly SettingInForce[]
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  readonly lastReload: {
    readonly at: Date
    readonly outcome: 'applied' | 'refused'
    readonly changed: readonly string[]
  } | null
  readonly process: ProcessFacts
  readonly services: readonly ServiceInForce[]
}

export type SettingInForce = {
  readonly path: string
  readonly sentence: string
  readonly value: string
  readonly fallback: string | null
  readonly origin: 'default' | 'file' | 'set'
  readonly waitsFor: 'reload' | 'restart' | null
}

export type ProcessFacts = {
  readonly node: string
  readonly version: string
  readonly runtime: string
  readonly platform: string
  readonly folder: string
  readonly startedAt: Date
  readonly memoryBytes: number
}

export type ServiceInForce = {
  readonly code: string
  readonly labels: Readonly<Record<'de' | 'fr' | 'nl' | 'en', string>>
  readonly environments: readonly string[]
  readonly target: string
  readonly rate: number
  readonly concurrency: number
}
