/** Who knocks, as far as the connection tells. */
import type { Act } from '../registry/audit.ts'
import type { LoginOrigin } from '../registry/login-origin.ts'
import type { Proof } from './methods.ts'

export type Visitor = {
  /** As the throttle counts it. */
  readonly origin: LoginOrigin
  readonly address: string
  /** What the browser says that it is; cut to 200 characters. */
  readonly client: string
  /** Of the request, for the audit. */
  readonly traceId: string
}

/** What a person does about oneself, as the audit has it. */
export function ownAct(accountId: string, { method, assurance }: Proof, traceId: string): Act {
  return { actor: `person:${accountId}`, as: { role: 'oneself', method, assurance, traceId } }
}
