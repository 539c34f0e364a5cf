import type { Sha256 } from '../base/hashes.ts'
import type { ChannelType } from './channel.ts'
import type { Environment } from './environment.ts'
import type { Reason } from './reason.ts'

/**
 * What is known of a submission: each fact is written once and never changed (architecture, first idea).
 * Times are ISO 8601 strings in UTC, by the database's clock.
 */
export type Facts = {
  readonly envelope?: Envelope
  readonly verdict?: Verdict
  readonly acknowledgement?: Acknowledgement
  readonly dispatch?: Dispatch
  readonly answer?: ServiceAnswer
  readonly cancellation?: Cancellation
}

export type FactKind = keyof Facts

/** One file of a sealed set, as it was accepted at the door. */
export type Member = {
  readonly fileId: string
  /** As the sender named it. */
  readonly name: string
  readonly sha256: Sha256
  readonly bytes: number
  /** The upload ran over `limits.partBytes` and was cut off: only this row was kept (decision 9, code 184). */
  readonly overLimit: boolean
  readonly channel: ChannelType
  readonly receivedAt: string
}

/** Written at seal: what exactly is judged, under which rights, at what time. */
export type Envelope = {
  readonly sender: string
  /** The environment of the folder of upload. */
  readonly environment: Environment
  /** Folder and the name's elements 2 to 6 as text; for an unroutable file its whole name (decision 4). */
  readonly rawKey: string
  /** False for a single file whose name does not even tell its set. */
  readonly routable: boolean
  readonly members: readonly Member[]
  readonly sealedAt: string
  readonly why: 'complete' | 'deadline' | 'expired' | 'unroutable'
  /** SHA-256 of the sender's rights at seal time (decision 12). */
  readonly rights: Sha256
  /** 13 characters (decision 13). */
  readonly ticket: string
}

export type Verdict = {
  readonly outcome: 'accepted' | 'rejected'
  /** All reasons of the first round that found any, in the specification's order; empty when accepted. */
  readonly reasons: readonly Reason[]
  /** The online service (purpose) an accepted set goes to. */
  readonly service?: string
  /** `DMFA.123456.20260105.00001.R`, when the names agree on one. */
  readonly setKey?: string
  readonly judgedAt: string
  /** The rules that judged: the product's version and the rule book's. */
  readonly rules: string
  readonly evidence: Evidence
  /** The answer's file name parts: date (Europe/Brussels), five-character sequence (decision 13). */
  readonly answer: { readonly date: string; readonly sequence: string } | null
}

/** What the verdict rests on, so that it can be shown and done again. */
export type Evidence = {
  readonly signatures: readonly SignatureEvidence[]
  readonly documents: readonly DocumentEvidence[]
}

export type SignatureEvidence = {
  readonly file: string
  readonly outcome: 'good' | 'bad' | 'absent'
  readonly annex25: readonly [number, number]
  readonly certificate?: { readonly sha256: Sha256; readonly subject: string; readonly serial: string }
  readonly digest?: { readonly algorithm: string; readonly hex: string }
  readonly signingTime?: string
  readonly revocation?: RevocationEvidence
}

/** What was known of a signer's certificate; absent where nobody was to be asked. */
export type RevocationEvidence = {
  readonly status: 'good' | 'revoked' | 'notOffered' | 'unknown'
  /** The address that said so; nothing where nobody did. */
  readonly source?: string
  /** The instant that the answer is about, by the authority's clock. */
  readonly statedAt?: string
  readonly checkedAt?: string
  readonly revokedAt?: string
  /** As RFC 5280 §5.3.1 names it. */
  readonly reason?: string
}

export type DocumentEvidence = {
  readonly files: readonly string[]
  readonly root?: string
  readonly encoding?: string
  readonly forms?: number
  readonly schema: {
    readonly reference: string | null
    readonly outcome: 'valid' | 'invalid' | 'notInstalled' | 'unknownVersion' | 'none' | 'notReached' | 'tooLarge'
  }
}

/** The three names of the answer in OUT and the blobs behind them. A set that is itself an ACRF gets none (decision 14). */
export type Acknowledgement = {
  readonly name: string
  readonly publishedAt: string
  readonly document: Sha256 | null
  readonly signature: Sha256 | null
}

export type Dispatch = { readonly service: string; readonly deliveryId: string; readonly dispatchedAt: string }

/** The first answer of the online service with which a declaration counts as answered: a notification, or what was asked for. */
export type ServiceAnswer = {
  readonly answerId: string
  /** Of the FO or CO. */
  readonly name: string
  readonly purpose: string
  readonly result: AnswerResult | null
  readonly publishedAt: string
}

/** What an answer says of a declaration, from best to worst. */
export const ANSWER_RESULTS = ['accepted', 'acceptedWithWarnings', 'waiting', 'refused'] as const
export type AnswerResult = (typeof ANSWER_RESULTS)[number]

/** A TD came before the verdict (decision 8). */
export type Cancellation = { readonly name: string; readonly cancelledAt: string }
