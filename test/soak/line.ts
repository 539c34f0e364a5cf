/** One sender with a program of its own: it makes sets, sends what got no positive reply until it does, and nothing that did. */
import { basename } from 'node:path'
import type { Violation } from '../gateway/checker.ts'
import type { SteadyClient } from '../gateway/steady-client.ts'
import type { Door, Program, Sending } from './programs.ts'
import { KINDS_OF_SETS, makeSoakSet, type SoakSet } from './sets.ts'

export type LineSpec = {
  readonly name: string
  /** Begins the sequences of its sets. */
  readonly letter: string
  readonly program: Program
  readonly sending: Sending
  readonly client: SteadyClient
  /** A set that is sent once more is a set of its own, and is answered; else it is known again, and gets the reply of the first. */
  readonly answersRepeats: boolean
  /** Takes the folders of its sets. */
  readonly site: string
}

/** Accepted before, by this or an earlier try whose reply was lost. */
const NAME_USED = 133
const NAMES = Object.keys(KINDS_OF_SETS)

export class Line {
  readonly #spec: LineSpec
  readonly #sets = new Map<string, SoakSet>()
  /** Sets to be sent once more, and what of them is still to be sent. */
  readonly #again = new Map<string, string[]>()
  readonly #repeated = new Set<string>()
  readonly #chosen = new Set<string>()
  readonly #wrong: Violation[] = []
  positiveReplies = 0
  lastReplyAt = 0
  vainTries = 0

  constructor(spec: LineSpec) {
    this.#spec = spec
  }

  get name(): string {
    return this.#spec.name
  }

  get client(): SteadyClient {
    return this.#spec.client
  }

  get sets(): number {
    return this.#sets.size
  }

  /** `kind`: a number in [0, 1) that draws it. */
  async add(kind: number): Promise<void> {
    const { site, sending, letter, client } = this.#spec
    const sequence = `${letter}${this.#sets.size.toString(36).toUpperCase().padStart(4, '0')}`
    const wish = KINDS_OF_SETS[NAMES[Math.floor(kind * NAMES.length)]!]!
    const set = await makeSoakSet(site, sending.sender, wish, sequence)
    await client.add(set, set.expected)
    this.#sets.set(set.trigger, set)
  }

  /** One try of everything that is left. True when nothing is. */
  async send(door: Door): Promise<boolean> {
    for (const names of this.client.left()) {
      if (!(await this.#try(door, this.#setOf(names), names))) return false
    }
    this.#chooseRepeats()
    for (const [trigger, names] of this.#again) if (!(await this.#tryAgain(door, trigger, names))) return false
    return true
  }

  /** What the looks at OUT do not show. */
  violations(): readonly Violation[] {
    const repeated = this.#spec.answersRepeats ? [...this.#repeated] : []
    const unanswered = repeated.filter((trigger) => this.client.answersTo(trigger).length < 2)
    return [...this.#wrong, ...unanswered.map((about) => ({ kind: 'silence', about }) as const)]
  }

  async #try(door: Door, set: SoakSet, names: readonly string[]): Promise<boolean> {
    const { taken, codes } = await this.#program(door, set, names)
    const isKnown = codes?.join() === String(NAME_USED) && set.expected === 'accepted'
    for (const name of isKnown ? names : taken) this.client.acknowledge(name)
    if (!codes || isKnown) return isKnown || taken.length === names.length
    this.client.withdraw(set.trigger)
    if (set.expected === 'accepted')
      this.#wrong.push({ kind: 'wrongVerdict', about: `${set.trigger} turned away: ${codes.join()}` })
    return true
  }

  async #tryAgain(door: Door, trigger: string, names: readonly string[]): Promise<boolean> {
    const { taken, codes } = await this.#program(door, this.#sets.get(trigger)!, names)
    const left = codes ? [] : names.filter((name) => !taken.includes(name))
    if (left.length > 0) this.#again.set(trigger, left)
    else this.#again.delete(trigger)
    if (left.length === 0 && !codes) this.#repeated.add(trigger)
    return left.length === 0
  }

  async #program(door: Door, set: SoakSet, names: readonly string[]) {
    const { program, sending } = this.#spec
    const files = set.files.filter((file) => names.includes(basename(file)))
    const reply = await program(sending, door, set, files)
    this.positiveReplies += reply.taken.length
    if (reply.taken.length > 0 || reply.codes) this.lastReplyAt = performance.now()
    if (reply.taken.length < names.length && !reply.codes) this.vainTries++
    return reply
  }

  /** Those whose acceptance was seen: no loss is hidden when they come once more. */
  #chooseRepeats(): void {
    for (const { trigger, files, isRepeated } of this.#sets.values()) {
      const isAccepted = this.client.answersTo(trigger).some(({ length }) => length === 0)
      if (!isRepeated || !isAccepted || this.#chosen.has(trigger)) continue
      this.#chosen.add(trigger)
      this.#again.set(
        trigger,
        files.map((file) => basename(file)),
      )
    }
  }

  #setOf(names: readonly string[]): SoakSet {
    const found = [...this.#sets.values()].find(({ files }) => files.some((file) => basename(file) === names[0]))
    if (!found) throw new TypeError(`${names[0]} is of no set`)
    return found
  }
}
