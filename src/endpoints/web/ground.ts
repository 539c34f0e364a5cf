/** What the web service stands on; the composition root fills it. */
import type { Now } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Metrics } from '../../base/metrics.ts'
import type { AnswerCertificate } from '../../batch/answer-certificate.ts'
import type { DryRun } from '../../batch/dry-run.ts'
import type { Database } from '../../database/database.ts'
import type { WebMailbox } from '../../mailbox/mailbox.ts'
import type { LoginOrigin } from '../../registry/login-origin.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import type { SessionRegister } from '../sessions/register.ts'
import type { Bearers } from './oauth/bearers.ts'
import type { WebSettings } from './settings.ts'

export type WebGround = {
  readonly database: Database
  readonly box: SecretBox
  readonly mailbox: WebMailbox
  readonly bearers: Bearers
  readonly dryRun: DryRun
  /** Read at use, so that a reload is in force at once. */
  readonly settings: WebSettings
  /** Address under which clients know the web service, without a slash at the end. */
  readonly publicUrl: () => string
  /** Further addresses of ours that an assertion may be meant for. */
  readonly furtherUrls: () => readonly string[]
  /** The throttle's key of an address, and whether its network may use the web service at all (decisions 30 and 31). */
  readonly originOf: (address: string) => LoginOrigin
  readonly mayUseWeb: (address: string) => boolean
  /** False for an address that is kept out: its connections end before a word is said. */
  readonly admits: (address: string) => boolean
  /** Where those whose requests are under way are found. */
  readonly register: SessionRegister
  readonly health: () => Promise<'up' | 'degraded' | 'down'>
  /** Certificates that verify our answers. */
  readonly answerCertificates: () => Promise<readonly AnswerCertificate[]>
  readonly now: Now
  /** A clock that never jumps, in milliseconds. */
  readonly ticks: () => number
  readonly log: Log
  readonly metrics: Metrics
}
