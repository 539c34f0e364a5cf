/** What the pages of signing in, of activation and of one's own proofs stand on. Settings are asked each time, so that a reload is in force at once. */
import type { EidRules } from '../identity/eid/eid-certificate.ts'
import type { Provider } from '../identity/oidc/provider.ts'
import type { WaysTaken } from '../identity/other-ways.ts'
import type { OwnPasswordRules } from '../identity/passwords/change-own-password.ts'
import type { SignInDeps } from '../identity/sign-in/sign-in-deps.ts'
import type { Visitor } from '../identity/visitor.ts'
import type { LoginOrigin } from '../registry/login-origin.ts'
import type { Visit } from './ask.ts'

/** As the configuration calls them (`signIn.itsme`, `signIn.csam`), and the addresses of their pages. */
export const PROVIDERS = ['itsme', 'csam'] as const
export type ProviderName = (typeof PROVIDERS)[number]

export type IdentityGround = {
  readonly signIn: SignInDeps
  /** Of new passwords, and of how fresh a sign-in must be to change one's own. */
  readonly passwordRules: () => OwnPasswordRules
  /** As the throttle counts it. */
  readonly originOf: (address: string) => LoginOrigin
  /** Null where the configuration names none. */
  readonly provider: (name: ProviderName) => Provider | null
  /** The JWKS of our keys towards it; null where the configuration names none. */
  readonly publicKeys: (name: ProviderName) => Promise<object | null>
  /** Null where cards are not taken. */
  readonly eid: EidGround | null
}

export type EidGround = {
  readonly rules: () => EidRules
  /** Of the listener that asks for a certificate, without a slash at the end. */
  readonly entranceUrl: () => string
}

/** By what people can sign in here, besides a password alone. */
export function waysTaken({ provider, eid, signIn }: IdentityGround): WaysTaken {
  const byNumber = eid !== null || PROVIDERS.some((name) => provider(name) !== null)
  return { byNumber, byApp: signIn.rules().codeApp }
}

/** Who knocks, for `identity`. */
export function visitorOf({ client, traceId, ground }: Pick<Visit, 'client' | 'traceId' | 'ground'>): Visitor {
  const { address, userAgent } = client
  return { origin: ground.identity.originOf(address), address, client: userAgent, traceId }
}
