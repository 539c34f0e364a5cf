import type { Log } from '../../base/log.ts'
import type { Metrics } from '../../base/metrics.ts'
import type { Database } from '../../database/database.ts'
import type { Spool } from '../../spool/spool.ts'
import type { Checkers } from '../../stages/checkers/checkers.ts'

/** An online service as the configuration describes it, as far as its answers go. */
export type AnsweringService = {
  /** The purpose code. */
  readonly code: string
  readonly answers: {
    /** Purposes of which its answers may be; none: any that goes out. */
    readonly purposes: readonly string[]
    /** Those with which a declaration counts as answered. */
    readonly final: readonly string[]
    /** Where it may put its answers as files; absolute, or empty. */
    readonly folder: string
  }
}

export type AnswerLimits = {
  /** Of a document. */
  readonly bytes: number
  /** For senders for whom nothing else is said. */
  readonly compressed: boolean
  /** A file for each form in notifications of our own. */
  readonly perForm: boolean
  /** Named in notifications of our own. */
  readonly schema: string
  /** Between two looks into the folders of the services. */
  readonly scanSeconds: number
  /** A file must be the same for so long before it is taken. */
  readonly quietSeconds: number
  /** The longest pause before something that failed is tried again. */
  readonly retrySecondsMax: number
}

export type AnswersSettings = {
  readonly database: Database
  readonly spool: Pick<Spool, 'draft' | 'read' | 'store' | 'stream'>
  /** That were started to read values. */
  readonly checkers: Pick<Checkers, 'inspect'>
  /** The bytes of the FS over these bytes. Throws `Unavailable` when the key is away: no answer leaves unsigned (case C25). */
  readonly sign: (document: Uint8Array) => Promise<Uint8Array>
  /** As they are now. */
  readonly services: () => readonly AnsweringService[]
  /** Read at use. */
  readonly limits: AnswerLimits
  /** Six digits, the gateway's own sender number. */
  readonly gatewayNumber: () => string
  readonly log: Log
  readonly metrics: Metrics
}
