import type { Now } from '../base/clock.ts'
import type { DryRun } from '../batch/dry-run.ts'
import type { Database } from '../database/database.ts'
import type { AccessRules } from '../registry/policy/authorise.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import type { AccessGround } from './access-ground.ts'
import type { IdentityGround } from './identity-ground.ts'
import type { ReportsGround } from './reports-ground.ts'
import type { FindSession } from './session.ts'

/** What pages, API and operations stand on. A further need is a further member here, and the daemon fills it. */
export type PortalGround = {
  readonly database: Database
  /** Opens and seals what is secret of people. */
  readonly box: SecretBox
  readonly rules: AccessRules
  /** What qualities, services and limits the configuration has for people. */
  readonly access: AccessGround
  /** Proving who somebody is. */
  readonly identity: IdentityGround
  /** Setting up and changing how an enterprise sends. */
  readonly reports: ReportsGround
  /** Address under which people know the portal, without a slash at the end; asked each time, for the port may be any free one. */
  readonly publicUrl: string
  readonly mode: 'trial' | 'production'
  readonly findSession: FindSession
  /** What the gate would answer. */
  readonly dryRun: DryRun
  readonly now: Now
}
