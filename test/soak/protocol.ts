/** What a run saw, so that one that is stopped tells it too. */
import type { Violation } from '../gateway/checker.ts'
import type { Round } from './plan.ts'
import type { Stage } from './stage.ts'

export type SoakViolation = {
  readonly kind: Violation['kind'] | 'notServedAgain' | 'notTaken' | 'commandFailed'
  readonly about: string
}

export type SoakFigures = {
  readonly minutes: number
  readonly rounds: number
  readonly faults: Readonly<Record<string, number>>
  readonly sets: Readonly<Record<string, number>>
  readonly positiveReplies: number
  /** Runs of a sender's program after which something was still to be sent. */
  readonly vainTries: number
  readonly effects: number
  /** Beyond the first start of each. */
  readonly restarts: Readonly<Record<string, number>>
  readonly longestRecovery: { readonly seconds: number; readonly after: string }
  readonly violations: readonly SoakViolation[]
}

export class Protocol {
  readonly #stage: Stage
  readonly #began = performance.now()
  readonly #faults: Record<string, number> = {}
  #rounds = 0
  #longest = { seconds: 0, after: '' }
  readonly violations: SoakViolation[] = []

  constructor(stage: Stage) {
    this.#stage = stage
  }

  get minutes(): number {
    return (performance.now() - this.#began) / 60_000
  }

  /** `recoverySeconds`: null when not everybody was served again. */
  note({ faults }: Round, recoverySeconds: number | null): void {
    this.#rounds++
    const after = faults.map(({ name }) => name).join(', ')
    for (const { name } of faults) this.#faults[name] = (this.#faults[name] ?? 0) + 1
    if (recoverySeconds === null) this.violations.push({ kind: 'notServedAgain', about: after })
    else if (recoverySeconds > this.#longest.seconds) this.#longest = { seconds: Math.round(recoverySeconds), after }
  }

  figures(): SoakFigures {
    const { lines, gateways, postgres, redis, service, effects } = this.#stage
    const processes = [...gateways.values(), postgres, redis, service]
    return {
      minutes: Math.round(this.minutes * 10) / 10,
      rounds: this.#rounds,
      faults: this.#faults,
      sets: Object.fromEntries(lines.map(({ name, sets }) => [name, sets])),
      positiveReplies: lines.reduce((sum, { positiveReplies }) => sum + positiveReplies, 0),
      vainTries: lines.reduce((sum, { vainTries }) => sum + vainTries, 0),
      effects: effects().length,
      restarts: Object.fromEntries(processes.map(({ name, starts }) => [name, starts - 1])),
      longestRecovery: this.#longest,
      violations: this.violations,
    }
  }
}
