/** What happens to the stage, and when: a pure function of the seed, so that a run can be had again. */
import { seeded } from '../../bench/rig/random-searches.ts'

export type Kind = {
  readonly name: string
  /** How often it is drawn beside the others. */
  readonly weight: number
  /** Between these it lasts. */
  readonly seconds: readonly [least: number, most: number]
}

export type PlannedFault = {
  readonly name: string
  readonly seconds: number
  /** In [0, 1): whom of several it hits, and which way. */
  readonly choice: number
}

/** One or two faults that begin together, and how long everything is left alone afterwards. */
export type Round = { readonly faults: readonly PlannedFault[]; readonly quietSeconds: number }

const TOGETHER = 0.25
const QUIET_SECONDS = 3

/** Without end. Each kind comes once, in a drawn order, before any comes again; then they come by their weights. */
export function* roundsOf(seed: number, kinds: readonly Kind[]): Generator<Round, never> {
  const draw = seeded(seed)
  const first = shuffledBy(draw, kinds)
  for (;;) {
    const kind = first.pop() ?? drawn(draw, kinds)
    const beside = draw() < TOGETHER ? drawn(draw, kinds) : kind
    const together = beside === kind ? [kind] : [kind, beside]
    yield { faults: together.map((each) => planned(draw, each)), quietSeconds: rounded(draw() * QUIET_SECONDS) }
  }
}

function planned(draw: () => number, { name, seconds: [least, most] }: Kind): PlannedFault {
  return { name, seconds: rounded(least + draw() * (most - least)), choice: draw() }
}

function drawn(draw: () => number, kinds: readonly Kind[]): Kind {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0)
  let left = draw() * total
  const found = kinds.find(({ weight }) => {
    left -= weight
    return left < 0
  })
  const [otherwise] = kinds
  if (!otherwise) throw new TypeError('there is no kind of fault')
  return found ?? otherwise
}

function shuffledBy(draw: () => number, kinds: readonly Kind[]): Kind[] {
  return kinds
    .map((kind) => ({ kind, at: draw() }))
    .sort((one, other) => one.at - other.at)
    .map(({ kind }) => kind)
}

/** To a tenth of a second. */
function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
