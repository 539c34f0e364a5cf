import type { Visitor } from '../identity/visitor.ts'
import type { Visit } from './ask.ts'

/** Who knocks, for throttles and for the audit. */
export function visitorOf({ ground, client, traceId }: Pick<Visit, 'ground' | 'client' | 'traceId'>): Visitor {
  const { address, userAgent } = client
  return { origin: ground.originOf(address), address, client: userAgent, traceId }
}
