import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Environment } from '../../src/batch/environment.ts'
import { ENVIRONMENT_STEPS, turnsOf } from '../../src/batch/fair-turns.ts'

type Waiting = {
  readonly id: number
  readonly sender: string
  readonly environment: Environment
  readonly turn: number
}

/** A service's line as the rows hold it: newcomers get turns, and the lowest turn is served first. */
class Line {
  #waiting: Waiting[] = []
  #ids = 0
  #served = 0

  arrive(...senders: readonly (readonly [sender: string, environment: Environment])[]): number[] {
    if (this.#waiting.length === 0) this.#served = 0
    const newcomers = senders.map(([sender, environment]) => ({
      ...{ sender, environment, id: this.#ids++ },
      last: Math.max(0, ...this.#of(sender, environment).map(({ turn }) => turn)),
    }))
    const turns = turnsOf(this.#served, newcomers)
    this.#waiting.push(...turns.map(({ comer, turn }) => ({ ...comer, turn })))
    return newcomers.map(({ id }) => id)
  }

  serve(): Waiting | undefined {
    this.#waiting.sort((one, other) => one.turn - other.turn || one.id - other.id)
    const next = this.#waiting.shift()
    this.#served = Math.max(this.#served, next?.turn ?? 0)
    return next
  }

  serveAll(): Waiting[] {
    return [...this.#all()]
  }

  *#all() {
    for (let next = this.serve(); next; next = this.serve()) yield next
  }

  #of(sender: string, environment: Environment): Waiting[] {
    return this.#waiting.filter((one) => one.sender === sender && one.environment === environment)
  }
}

/** More than any set has to wait for in the lines that are made here. */
const ENOUGH = 1000

const BULK = Array.from({ length: 10_000 }, () => ['111111', 'R'] as const)

test('rule 25.1: one set of a small sender is served next although 10,000 of another came before it', () => {
  const line = new Line()
  line.arrive(...BULK)
  for (let served = 0; served < 100; served += 1) line.serve()
  line.arrive(['222222', 'R'])
  expect([line.serve()?.sender, line.serve()?.sender]).toEqual(['111111', '222222'])
})

test('rule 25.1: a sender with many is served once a round, however many others keep coming', () => {
  const line = new Line()
  line.arrive(...BULK.slice(0, 10))
  const served: string[] = []
  for (let round = 0; round < 12; round += 1) {
    line.arrive([`2000${round + 10}`, 'R'], [`3000${round + 10}`, 'R'])
    for (let n = 0; n < 3; n += 1) served.push(line.serve()?.sender ?? '')
  }
  expect(served.filter((sender) => sender === '111111')).toHaveLength(10)
})

test('rule 25.2: of 21 served while all three environments wait, 16 are production, 4 tests and 1 a simulation', () => {
  const line = new Line()
  for (const environment of ['S', 'T', 'R'] as const)
    line.arrive(...Array.from({ length: 100 }, () => ['111111', environment] as const))
  const counts = { R: 0, T: 0, S: 0 }
  for (let n = 0; n < 21; n += 1) counts[line.serve()?.environment ?? 'S'] += 1
  expect(counts).toEqual({ R: 16, T: 4, S: 1 })
})

test('rule 25.2: what comes for production is served before the tests and simulations that came with it', () => {
  const line = new Line()
  line.arrive(['111111', 'S'], ['222222', 'T'], ['333333', 'R'], ['444444', 'R'])
  expect(line.serveAll().map(({ environment }) => environment)).toEqual(['R', 'R', 'T', 'S'])
})

const senders = fc.constantFrom('111111', '222222', '333333', '444444', '555555')
const environments = fc.constantFrom<Environment>('R', 'T', 'S')
const steps = fc.array(
  fc.oneof(fc.array(fc.tuple(senders, environments), { maxLength: 8 }), fc.constant('serve' as const)),
  {
    maxLength: 80,
  },
)

test('rule 25.1: whatever comes when, a sender’s own sets keep their order', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const latest = new Map<string, number>()
      for (const { sender, environment, id } of run(all)) {
        expect(id).toBeGreaterThan(latest.get(sender + environment) ?? -1)
        latest.set(sender + environment, id)
      }
    }),
  )
})

test('rule 25.1: while a set waits, no other line is served more often than its environment allows', () => {
  fc.assert(
    fc.property(steps, senders, environments, (before, sender, environment) => {
      const line = new Line()
      play(line, before)
      const mine = 'me'
      const [id] = line.arrive([mine, environment])
      const passed = new Map<string, number>()
      let next = line.serve()
      for (let served = 0; next && next.id !== id && served < ENOUGH; served += 1, next = line.serve()) {
        line.arrive([sender, next.environment]) // others keep coming
        const other = next.sender + next.environment
        passed.set(other, (passed.get(other) ?? 0) + ENVIRONMENT_STEPS[next.environment])
      }
      expect(next?.id).toBe(id)
      for (const turns of passed.values())
        expect(turns).toBeLessThanOrEqual(ENVIRONMENT_STEPS[environment] + ENVIRONMENT_STEPS.S)
    }),
  )
})

function run(steps: readonly ('serve' | (readonly [string, Environment])[])[]): Waiting[] {
  const line = new Line()
  return [...play(line, steps), ...line.serveAll()]
}

function play(line: Line, steps: readonly ('serve' | (readonly [string, Environment])[])[]): Waiting[] {
  return steps.flatMap((step) => {
    if (step === 'serve') return line.serve() ?? []
    line.arrive(...step)
    return []
  })
}
