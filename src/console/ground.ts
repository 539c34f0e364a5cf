import type { Now } from '../base/clock.ts'
import type { Database } from '../database/database.ts'
import type { LiveLimits } from '../http/server-sent-events.ts'
import type { OperatorProvider } from '../identity/operators/by-oidc.ts'
import type { SessionSight, SignedIn } from '../identity/operators/sessions.ts'
import type { OperatorSignInDeps } from '../identity/operators/sign-in-deps.ts'
import type { LoginOrigin } from '../registry/login-origin.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import type { GatewayView } from './gateway-view.ts'
import type { OperationLimits, SubmissionActs } from './operations/bulk/acts.ts'
import type { FindContents } from './operations/contents/read-contents.ts'
import type { Watch } from './watch/watch.ts'

/** What pages, API and operations of the console stand on. A further need is a further member here, and the daemon fills it. */
export type ConsoleGround = {
  readonly database: Database
  /** Opens and seals what is secret of operators. */
  readonly box: SecretBox
  readonly mode: 'trial' | 'production'
  readonly now: Now
  /** Address under which operators know the console, without a slash at the end; asked each time, for the port may be any free one. */
  readonly publicUrl: string
  /** Null when the token opens nothing any more. */
  readonly findSession: (token: string, sight: SessionSight) => Promise<SignedIn | null>
  /** Proving who an operator is. */
  readonly signIn: OperatorSignInDeps
  /** Of the house; null where none is configured. */
  readonly provider: () => OperatorProvider | null
  /** Where a request comes from, as the throttle counts it. */
  readonly originOf: (address: string) => LoginOrigin
  /** What operators may do to submissions beyond what rows alone tell. */
  readonly acts: SubmissionActs
  readonly limits: OperationLimits
  /** What files hold; for who may read it, and nothing else. */
  readonly findContents: FindContents
  /** Of the live parts of pages. */
  readonly liveLimits: () => LiveLimits
  /** Of the gateway itself: networks, keys, configuration. */
  readonly gateway: GatewayView
  /** What waits and what happens, read for all who watch. */
  readonly watch: Watch
}
