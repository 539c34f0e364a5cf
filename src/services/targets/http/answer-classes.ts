/** rule 19.3: what follows from what was heard (case H16): one table, of which the first row that fits decides; `docs/online-services.md` has the same. */
import type { DeliveryOutcome } from '../../../ledger/deliveries.ts'
import type { Heard } from './heard.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { type Told, toldBy } from './told.ts'

export type HttpOutcome = Exclude<DeliveryOutcome, { outcome: 'parked' }>

type BodyKind = Told['kind'] | 'any'
type Case = { readonly heard: Heard; readonly told: Told; readonly waitMax: number }
type Row = readonly [when: (heard: Heard) => boolean, told: BodyKind, then: (found: Case) => HttpOutcome]

// biome-ignore format: a table
const CLASSES: readonly Row[] = [
  // what came back          its body    what follows
  [notReached,               'any',      again],         // certainly not handed over
  [cut,                      'any',      doubt],         // it may have done it before it could say so
  [early(200, 299),          'any',      doubt],         // a receipt for what it cannot have read
  [status(200, 299),         'receipt',  delivered],
  [status(200, 299),         'any',      doubt],         // an error, no JSON, too long, broken off: done or not, nobody knows
  [status(300, 399),         'any',      misconfigured], // never followed, and never another host
  [status(409),              'receipt',  delivered],     // it knows the key
  [status(409),              'any',      doubt],         // perhaps it is still at work on the same key
  [status(400),              'problem',  refused],
  [status(422),              'problem',  refused],
  [status(408),              'any',      again],
  [status(425),              'any',      again],
  [status(429),              'any',      again],
  [status(400, 499),         'any',      misconfigured], // 401, 403, 404, 413 …, and 400 or 422 of somebody who is no service
  [status(502),              'any',      doubt],         // of a proxy that lost the service, perhaps after it had done it
  [status(504),              'any',      doubt],
  [status(500, 599),         'any',      again],
  [status(0, 999),           'any',      doubt],
]

/** `key`: of the hand-over; `waitMax`: the longest wait in seconds that the service may ask for. */
export function outcomeOf(heard: Heard, key: string, waitMax: number): HttpOutcome {
  const told = heard.reached === 'answered' ? toldBy(heard, key) : ({ kind: 'nothing' } as const)
  for (const [when, body, then] of CLASSES)
    if (when(heard) && (body === 'any' || body === told.kind)) return then({ heard, told, waitMax })
  throw new TypeError('every answer has a row')
}

function notReached({ reached }: Heard): boolean {
  return reached === 'not'
}

function cut({ reached }: Heard): boolean {
  return reached === 'cut'
}

function early(first: number, last: number): Row[0] {
  return (heard) => status(first, last)(heard) && heard.reached === 'answered' && !heard.isAskedWhole
}

function status(first: number, last = first): Row[0] {
  return (heard) => heard.reached === 'answered' && heard.status >= first && heard.status <= last
}

function delivered({ told }: Case): HttpOutcome {
  return { outcome: 'delivered', reference: told.kind === 'receipt' ? told.reference : null }
}

function refused({ told }: Case): HttpOutcome {
  return { outcome: 'refused', error: 'reason' in told ? told.reason : '' }
}

function doubt({ heard, told }: Case): HttpOutcome {
  return { outcome: 'inDoubt', error: wordsFor(heard, told) }
}

function again({ heard, told, waitMax }: Case): HttpOutcome {
  const afterSeconds = heard.reached === 'answered' ? retryAfterSeconds(heard.headers, waitMax) : null
  return { outcome: 'retrying', error: wordsFor(heard, told), ...(afterSeconds !== null && { afterSeconds }) }
}

function misconfigured({ heard, told }: Case): HttpOutcome {
  return { outcome: 'retrying', error: wordsFor(heard, told), isMisconfigured: true }
}

/** For operators. What the service says of its reasons is theirs to read; of other bodies nothing is repeated. */
function wordsFor(heard: Heard, told: Told): string {
  if (heard.reached === 'not') return `the service cannot be reached: ${heard.cause}`
  if (heard.reached === 'cut') return `the service broke off before it answered: ${heard.cause}`
  const { status: said, headers, body, isAskedWhole } = heard
  if (said >= 300 && said < 400)
    return `the service redirects (${said}) to ${hostIn(headers.location)}, which is not followed; correct target.url`
  if (!isAskedWhole && said < 300) return `the service answered ${said} before it had everything`
  if ('reason' in told) return `the service answered ${said}: ${told.reason}`
  if (said < 300)
    return `the service answered ${said} ${body === null ? 'at too great length, or broke off' : 'without a receipt'}`
  return `the service answered ${said}`
}

function hostIn(location: string | undefined): string {
  return location !== undefined && URL.canParse(location) ? new URL(location).host : 'another path'
}
