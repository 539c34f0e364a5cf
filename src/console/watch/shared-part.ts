/**
 * What all open consoles of a process look at together: read once while it is fresh, however many ask (rule 24.4). A source that fails
 * leaves what was read last, with its age, so that a page is never empty because one part of it is (rule 24.5).
 */
import { errorFields, type Log } from '../../base/log.ts'

export type Part<Value> = {
  /** Null when it could not be read yet. */
  readonly value: Value | null
  /** When it was read. */
  readonly at: Date | null
  /** The last look failed, or does not come to an end: this is older than it should be. */
  readonly isStale: boolean
}

export type SharedPart<Value> = () => Promise<Part<Value>>

type PartSettings<Value> = {
  /** For the log. */
  readonly name: string
  readonly freshMilliseconds: number
  readonly read: () => Promise<Value>
  readonly now: () => Date
  readonly log: Log
}

/** Whoever asks has an answer by then, an old one if need be: a page may not wait for a slow source. */
const PATIENCE_MILLISECONDS = 200
/** With nothing to show yet, a page waits longer. */
const FIRST_PATIENCE_MILLISECONDS = 3000
/** A look takes no more than a twentieth of the time, as chores do. */
const REST = 20
/** What is as old as so many pauses between two looks is told to be old. */
const OLD = 5

/** rule 24.4: never two looks at a time, and one in `freshMilliseconds` at most. */
export function sharedPart<Value>(settings: PartSettings<Value>): SharedPart<Value> {
  const { name, freshMilliseconds, read, now, log } = settings
  let last: Part<Value> = { value: null, at: null, isStale: true }
  let dueAt = Number.NEGATIVE_INFINITY
  let pause = freshMilliseconds
  let underWay: Promise<void> | null = null

  async function look(): Promise<void> {
    const begun = now().getTime()
    try {
      last = { value: await read(), at: new Date(begun), isStale: false }
    } catch (error) {
      last = { ...last, isStale: true }
      log.warn('console.partNotRead', { part: name, ...errorFields(error) })
    } finally {
      pause = Math.max(freshMilliseconds, REST * (now().getTime() - begun))
      dueAt = begun + pause
      underWay = null
    }
  }

  return async () => {
    if (underWay === null && now().getTime() < dueAt) return last
    underWay ??= look()
    await endedOrAfter(underWay, last.value === null ? FIRST_PATIENCE_MILLISECONDS : PATIENCE_MILLISECONDS)
    const isOld = last.at === null || now().getTime() - last.at.getTime() > OLD * pause
    return { ...last, isStale: last.isStale || isOld }
  }
}

async function endedOrAfter(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
