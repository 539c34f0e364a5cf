/** What the pages of structured reports need of the gateway around them. Each member is asked each time, so that a reload is in force at once. */
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import type { Language } from '../batch/languages.ts'
import type { CertificateUsage } from '../registry/certificates.ts'
import type { OfferedQuality } from '../registry/qualities.ts'
import type { OfferedService } from '../registry/service-choice.ts'
import type { Inspected } from '../registry/setup/draft-certificate.ts'
import type { Offer } from '../registry/setup/offer.ts'

export type ReportsGround = {
  offer(): ShownOffer
  /** Hours for which an unfinished set-up is kept after each step. */
  draftHours(): number
  readonly inspectUpload: InspectUpload
  sendingFacts(): Promise<SendingFacts>
}

/** What the configuration offers, with the names that people read. */
export type ShownOffer = Omit<Offer, 'services' | 'qualities'> & {
  readonly services: readonly (OfferedService & Labelled)[]
  readonly qualities: readonly (OfferedQuality & Labelled)[]
}

type Labelled = { readonly labels: Readonly<Record<Language, string>> }

/** Holds an uploaded file against the rules for certificates. Refuses with SLU-CERTIFICATE, never with a byte of the file (case C19). */
export type InspectUpload = (
  file: Uint8Array,
  usages: readonly CertificateUsage[],
) => Promise<Result<Inspected, Refusal>>

/** Where to send, and by what the gateway is known. */
export type SendingFacts = {
  readonly sftp: {
    readonly host: string
    readonly port: number
    /** None where this node does not have the keys. */
    readonly hostKeys: readonly { readonly type: string; readonly fingerprint: string }[]
  }
  readonly ftp: {
    readonly host: string
    readonly port: number
    /** Where TLS begins at once; null: nowhere. */
    readonly implicitPort: number | null
    readonly mustUseTls: boolean
    readonly passivePorts: { readonly first: number; readonly last: number }
    /** SHA-256 of the certificate, in pairs of hexadecimal digits. */
    readonly tlsFingerprint: string
    readonly tlsEndsAt: Date
  }
  readonly web: { readonly url: string }
  /** Addresses from which a channel of that network is used. */
  readonly networks: readonly { readonly name: string; readonly cidrs: readonly string[]; readonly plainFtp: boolean }[]
  /** Under which number answers come. */
  readonly gatewayNumber: string
}
