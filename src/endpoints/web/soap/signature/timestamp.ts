import { no, ok, type Result } from '../../../../base/result.ts'
import { type Element, isNamed } from '../xml/element.ts'
import { WSU } from '../xml/namespaces.ts'
import type { AuthFault } from './auth-fault.ts'

/** How far a client's clock may be ahead of ours, and how long a message may be good at most. */
const AHEAD_MS = 60_000
const LIFE_MS = 300_000

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/

/** rule 18.6: until when the message is good. Needs both moments, in UTC. */
export function freshUntil({ children, text }: Element, now: Date): Result<Date, AuthFault> {
  const [created, expires, ...others] = children.map(momentOf)
  if (!created || !expires || others.length > 0 || text.trim() !== '') return no('timestamp')
  if (!isNamed(children[0], WSU, 'Created') || !isNamed(children[1], WSU, 'Expires')) return no('timestamp')
  const isInTime = created.getTime() <= now.getTime() + AHEAD_MS && now < expires
  const life = expires.getTime() - created.getTime()
  return isInTime && life > 0 && life <= LIFE_MS ? ok(expires) : no('timestamp')
}

function momentOf({ text, children }: Element): Date | null {
  const written = text.trim()
  const moment = new Date(written)
  return children.length === 0 && MOMENT.test(written) && !Number.isNaN(moment.getTime()) ? moment : null
}
