import type { HttpOutcome } from './answer-classes.ts'
import type { Answer, Heard } from './heard.ts'
import { type Told, toldBy } from './told.ts'

type Row = readonly [status: number, told: Told['kind'], then: HttpOutcome | 'absent' | ((told: Told) => HttpOutcome)]

/** rule 19.5: what follows from the answer to a question; `absent`: it is certain that the service does not have it. */
// biome-ignore format: a table
const CLASSES: readonly Row[] = [
  [200, 'receipt', (told) => ({ outcome: 'delivered', reference: told.kind === 'receipt' ? told.reference : null })],
  [200, 'refusal', (told) => ({ outcome: 'refused', error: told.kind === 'refusal' ? told.reason : '' })],
  [200, 'unknown', 'absent'],
  [404, 'unknown', 'absent'],
  [404, 'problem', 'absent'],
]

/** Whatever else was heard leaves the doubt as it was. */
export function outcomeOfAsking(heard: Heard, key: string): HttpOutcome | 'absent' {
  if (heard.reached !== 'answered')
    return { outcome: 'inDoubt', error: `the service could not be asked: ${heard.cause}` }
  const told = toldBy(heard, key)
  const row = CLASSES.find(([status, kind]) => status === heard.status && kind === told.kind)
  if (!row) return { outcome: 'inDoubt', error: unclear(heard) }
  const [, , then] = row
  return typeof then === 'function' ? then(told) : then
}

function unclear({ status }: Answer): string {
  return `the service was asked and did not say whether it has the declaration (${status}); see target.askUrl`
}
