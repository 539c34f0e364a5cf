/** What the pages of signing in, of activation and of one's own proofs stand on. Settings are asked each time, so that a reload is in force at once. */
import type { OwnPasswordRules } from '../identity/passwords/change-own-password.ts'
import type { SignInDeps } from '../identity/sign-in/sign-in-deps.ts'
import type { Visitor } from '../identity/visitor.ts'
import type { LoginOrigin } from '../registry/login-origin.ts'
import type { Visit } from './ask.ts'

export type IdentityGround = {
  readonly signIn: SignInDeps
  /** Of new passwords, and of how fresh a sign-in must be to change one's own. */
  readonly passwordRules: () => OwnPasswordRules
  /** As the throttle counts it. */
  readonly originOf: (address: string) => LoginOrigin
}

/** Who knocks, for `identity`. */
export function visitorOf({ client, traceId, ground }: Pick<Visit, 'client' | 'traceId' | 'ground'>): Visitor {
  const { address, userAgent } = client
  return { origin: ground.identity.originOf(address), address, client: userAgent, traceId }
}
