/** What signing operators in needs of others. */
import type { Database } from '../../database/database.ts'
import type { LoginLimits } from '../../registry/login-throttle.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import type { SessionRules } from '../living-sessions.ts'
import type { PasswordHasher } from '../passwords/hash.ts'
import type { PasswordRules } from '../passwords/rule.ts'

/** As `operators`, `access.passwords` and `limits.loginFailures` have them. */
export type OperatorRules = {
  readonly sessions: SessionRules
  readonly throttle: LoginLimits
  readonly passwords: PasswordRules
  /** How long the code of a first sign-in is good. */
  readonly invitationSeconds: number
  /** Seconds within which a sign-in that was begun must be finished. */
  readonly attemptSeconds: number
}

export type OperatorSignInDeps = {
  readonly database: Database
  readonly box: SecretBox
  readonly passwords: PasswordHasher
  /** Asked at each sign-in, so that a reload is in force at once. */
  readonly rules: () => OperatorRules
}
