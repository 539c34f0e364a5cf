/** What signing in needs of others. */
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import type { Database, Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import type { LoginLimits } from '../../registry/login-throttle.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import type { SessionRules } from '../living-sessions.ts'
import type { PasswordHasher } from '../passwords/hash.ts'

/** The first sign-in of a main access manager makes the enterprise active (spec access.md §6.1). */
export type Activate = (
  tx: Transaction,
  asked: {
    readonly enterpriseNumber: string
    readonly accountId: string
    readonly method: 'eid' | 'itsme' | 'csam' | 'totp' | 'provisional'
  },
  act: Act,
) => Promise<Result<unknown, Refusal>>

/** As `signIn` and `limits.loginFailures` have them. */
export type SignInRules = {
  readonly passwordAlone: boolean
  readonly codeApp: boolean
  readonly codeRequiresPassword: boolean
  /** Seconds within which a sign-in that was begun must be finished. */
  readonly attemptSeconds: number
  /** Ways to cards and identity providers, from one address. */
  readonly begunPerAddress: number
  readonly sessions: SessionRules
  readonly throttle: LoginLimits
}

export type SignInDeps = {
  readonly database: Database
  readonly box: SecretBox
  readonly passwords: PasswordHasher
  readonly activate: Activate
  /** Asked at each sign-in, so that a reload is in force at once. */
  readonly rules: () => SignInRules
}
